#include "ical/itip_rules.h"

#include "itip_fixture.h"

namespace plazo::ical {
namespace {

Strings faults(const std::string& text, Mode mode = Mode::lenient) {
    const Document document = parse(text);
    Strings all;
    for (const Problem& problem : problems_of_message(document, mode)) {
        all.push_back(describe(problem));
    }
    return all;
}

std::string message(const std::string& method, const std::string& lines,
                    const std::string& component = "VEVENT") {
    return "BEGIN:VCALENDAR\nMETHOD:" + method + "\nBEGIN:" + component + "\nUID:u\n" + lines +
           "END:" + component + "\nEND:VCALENDAR\n";
}

TEST(ItipRules, ExampleOfTheManualPage) {
    EXPECT_EQ(presence_of(Method::reply, EventKind::event, PropertyName::attendee), Presence::one);
    EXPECT_EQ(presence_of(Method::publish, EventKind::event, PropertyName::attendee),
              Presence::none);
    EXPECT_EQ(presence_of(Method::publish, EventKind::event, PropertyName::other), Presence::any);
    const std::string text = make_message(Method::request, {meeting()}, madrid(), now).text;
    const Document document = parse(text);
    EXPECT_TRUE(problems_of_message(document).empty());
}

TEST(ItipRules, TasksHaveATableOfTheirOwn) {
    EXPECT_EQ(presence_of(Method::request, EventKind::event, PropertyName::priority),
              Presence::zero_or_one);
    EXPECT_EQ(presence_of(Method::request, EventKind::task, PropertyName::priority), Presence::one);
    EXPECT_EQ(presence_of(Method::decline_counter, EventKind::event, PropertyName::attendee),
              Presence::none);
    EXPECT_EQ(presence_of(Method::decline_counter, EventKind::task, PropertyName::attendee),
              Presence::one_or_more);
    EXPECT_EQ(presence_of(Method::refresh, EventKind::task, PropertyName::due), Presence::none);
}

TEST(ItipRules, EachMethodIsFoundByItsNameInAnyCase) {
    for (Method method :
         {Method::publish, Method::request, Method::reply, Method::add, Method::cancel,
          Method::refresh, Method::counter, Method::decline_counter}) {
        EXPECT_EQ(method_of(spelling(method)), method);
    }
    EXPECT_EQ(method_of("declineCounter"), Method::decline_counter);
    EXPECT_EQ(method_of("PROPOSE"), std::nullopt);
}

TEST(ItipRules, WhatIsMissingForbiddenOrTooManyIsSaidWhereItIs) {
    EXPECT_EQ(faults(message("REFRESH",
                             "DTSTAMP:20260301T000000Z\nORGANIZER:mailto:a@b.example\n"
                             "ATTENDEE:mailto:c@b.example\nSUMMARY:x\n"
                             "BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\n")),
              (Strings{"8:1: warning: RFC 5546: REFRESH forbids SUMMARY",
                       "9:1: warning: RFC 5546: REFRESH allows no VALARM"}));
    EXPECT_EQ(faults(message("REPLY",
                             "DTSTAMP:20260301T000000Z\nATTENDEE:mailto:c@b.example\n"
                             "ATTENDEE:mailto:d@b.example\n")),
              (Strings{"6:1: warning: RFC 5546: REPLY takes one ATTENDEE",
                       "3:1: warning: RFC 5546: REPLY needs ORGANIZER"}));
    EXPECT_EQ(faults(message("REPLY", "DTSTAMP:20260301T000000Z\nORGANIZER:mailto:a@b.example\n")),
              Strings{"3:1: error: RFC 5546: REPLY needs ATTENDEE"});
}

TEST(ItipRules, StrictModeForgivesNothing) {
    const std::string text =
        message("REPLY", "DTSTAMP:20260301T000000Z\nATTENDEE:mailto:c@b.example\n");
    EXPECT_EQ(faults(text), Strings{"3:1: warning: RFC 5546: REPLY needs ORGANIZER"});
    EXPECT_EQ(faults(text, Mode::strict), Strings{"3:1: error: RFC 5546: REPLY needs ORGANIZER"});
}

TEST(ItipRules, StatusIsOneThatTheMethodAllows) {
    const std::string rest = "DTSTAMP:20260301T000000Z\nSEQUENCE:1\nORGANIZER:mailto:a@b.example\n";
    EXPECT_EQ(faults(message("CANCEL", rest + "STATUS:CANCELLED\n")), Strings{});
    EXPECT_EQ(faults(message("CANCEL", rest + "STATUS:confirmed\n")),
              Strings{"8:8: warning: RFC 5546: CANCEL allows no STATUS:CONFIRMED"});
    EXPECT_EQ(faults(message("CANCEL", rest + "STATUS:CANCELLED\n", "VTODO")), Strings{});
}

TEST(ItipRules, AMessageIsAboutOneUidOfOneKindInKnownZones) {
    const std::string first = make_message(Method::request, {meeting()}, madrid(), now).text;
    std::string second = make_message(Method::request, {series()}, madrid(), now).text;
    const auto part = [](const std::string& text) {
        const std::size_t at = text.find("BEGIN:VEVENT");
        return text.substr(at, text.find("END:VCALENDAR") - at);
    };
    std::string both = first;
    both.insert(both.find("END:VCALENDAR"), part(second));
    const Document two = parse(both);
    EXPECT_EQ(codes(problems_of_message(two)), Strings{"itip"});
    std::string bare = first;
    bare.erase(bare.find("BEGIN:VTIMEZONE"),
               bare.find("BEGIN:VEVENT") - bare.find("BEGIN:VTIMEZONE"));
    const Document without = parse(bare);
    EXPECT_EQ(codes(problems_of_message(without)), Strings{"undefined-tzid"});
    EXPECT_EQ(faults(message("X-PROPOSE", "")), Strings{"2:8: error: METHOD:X-PROPOSE is unknown"});
    EXPECT_EQ(faults("BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
              Strings{"1:1: error: there is no METHOD"});
    EXPECT_EQ(faults("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"),
              Strings{"1:1: error: the message holds no VEVENT or VTODO"});
}

Event task() {
    Event event = meeting();
    event.kind = EventKind::task;
    return event;
}

TEST(ItipRules, EveryMethodCanBeMadeOfAnEventAndOfATask) {
    for (Event event : {meeting(), task()}) {
        const auto fine = [&](const Message& made, const char* method) {
            EXPECT_EQ(codes(made.problems), Strings{}) << method;
            const Calendar read = read_calendar(made.text);
            EXPECT_EQ(read.method, method);
            EXPECT_EQ(all_of(read).at(0).kind, event.kind);
            EXPECT_EQ(codes(read.problems), Strings{}) << method;
        };
        Event open = event;
        open.attendees.clear();
        fine(make_message(Method::publish, {open}, madrid(), now), "PUBLISH");
        fine(make_message(Method::request, {event}, madrid(), now), "REQUEST");
        fine(make_message(Method::add, {event}, madrid(), now), "ADD");
        fine(make_reply({event}, ann, "ACCEPTED", "Yes", madrid(), now), "REPLY");
        fine(make_cancellation({event}, madrid(), now), "CANCEL");
        fine(make_counter(event, ann, "Later", madrid(), now), "COUNTER");
        if (event.kind == EventKind::task) continue;
        fine(make_refresh(event, ann, madrid(), now), "REFRESH");
        fine(make_decline_counter(event, "No", madrid(), now), "DECLINECOUNTER");
    }
}

TEST(ItipRules, AQuestionAboutATaskNeedsNoTime) {
    const Message question = make_refresh(task(), ann, madrid(), now);
    EXPECT_EQ(codes(question.problems), Strings{});
    const Calendar read = read_calendar(question.text);
    EXPECT_TRUE(read.events.empty());
    EXPECT_FALSE(read.undated.at(0).dated());
    EXPECT_EQ(question.text.find("SEQUENCE"), std::string::npos);
}

}  // namespace
}  // namespace plazo::ical
