#include "ical/itip.h"

#include "ical/itip_rules.h"

#include "itip_fixture.h"

namespace plazo::ical {
namespace {

Event invitation() {
    Event event;
    event.uid = "deadline-7";
    event.sequence = 4;
    event.summary = "Report due";
    event.start = {TimeKind::zoned, local("20261215T140000"), "Europe/Madrid"};
    event.end = event.start;
    event.organizer = Organizer{"plazo@example.com", "Plazo"};
    event.attendees = {{.address = "ann@example.com", .name = "Doe, \"Ann\"", .rsvp = true}};
    event.alarms = {{.trigger = Duration{days{-1}, seconds{0}}, .description = "Due"}};
    return event;
}

TEST(Itip, ExampleOfTheManualPage) {
    const Event event = invitation();
    const ZoneBlock block = madrid().front();
    const Message message = make_message(Method::request, {event}, {block}, now);
    EXPECT_TRUE(message.problems.empty());
    EXPECT_NE(message.text.find("METHOD:REQUEST\r\n"), std::string::npos);
    EXPECT_EQ(message.content_type, "text/calendar; method=REQUEST; charset=utf-8");
}

TEST(Itip, ARequestIsReadAsItWasMeant) {
    const ZoneBlock other{"Nowhere", {}, ""};
    const Message message =
        make_message(Method::request, {invitation()}, {other, madrid().front()}, now);
    const Calendar calendar = read_calendar(message.text);
    EXPECT_TRUE(calendar.problems.empty());
    EXPECT_EQ(calendar.zones.size(), 1u);
    Event expected = invitation();
    expected.stamp = now;
    EXPECT_EQ(calendar.events, std::vector{expected});
}

TEST(Itip, ACancellationSaysSoAndRemindsNobody) {
    const Message message = make_cancellation({invitation()}, madrid(), now);
    const Calendar calendar = read_calendar(message.text);
    EXPECT_EQ(calendar.method, "CANCEL");
    EXPECT_TRUE(calendar.events.front().cancelled());
    EXPECT_TRUE(calendar.events.front().alarms.empty());
    EXPECT_EQ(calendar.events.front().sequence, 4);
}

TEST(Itip, WhatTheRfcForbidsIsNotMade) {
    Event event = invitation();
    event.organizer.reset();
    event.attendees.clear();
    const Message message = make_message(Method::request, {event}, {}, now);
    EXPECT_TRUE(message.text.empty());
    EXPECT_EQ(codes(message.problems), (Strings{"undefined-tzid", "itip", "itip"}));
    Event other = invitation();
    other.uid = "deadline-8";
    EXPECT_TRUE(make_message(Method::cancel, {invitation(), other}, madrid(), now).text.empty());
    EXPECT_TRUE(make_message(Method::cancel, {}, {}, now).text.empty());
}

TEST(Itip, ReceivedMessagesAreChecked) {
    const auto checked = [](const std::string& text) {
        const Document document = parse(text);
        return codes(problems_of_message(document));
    };
    const std::string exchange = data_file("exchange_invitation.ics");
    const std::string google = data_file("google_feed.ics");
    EXPECT_EQ(checked(exchange), Strings{});
    EXPECT_EQ(checked(google), (Strings{"itip", "itip"}));  // no ORGANIZER
    EXPECT_TRUE(problems_of_method("REQUEST", "request").empty());
    EXPECT_TRUE(problems_of_method("REQUEST", "").empty());
    EXPECT_EQ(codes(problems_of_method("REQUEST", "CANCEL")), Strings{"method"});
}

}  // namespace
}  // namespace plazo::ical
