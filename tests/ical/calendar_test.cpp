#include "ical/calendar.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

std::optional<timezone::Instant> utc(const char* text) {
    return timezone::parse_rfc3339(text);
}

TEST(Calendar, ExampleOfTheManualPage) {
    const Calendar calendar = read_calendar(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\n"
        "DTSTART;TZID=Europe/Madrid:20261215T140000\nSUMMARY:Hand in the report\n"
        "END:VEVENT\nEND:VCALENDAR\n");
    EXPECT_EQ(calendar.events.front().summary, "Hand in the report");
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(instant_of(calendar.events.front().start, zone_of), utc("2026-12-15T13:00:00Z"));
    EXPECT_EQ(codes(calendar.problems), Strings{"undefined-tzid"});
}

TEST(Calendar, ExchangeRulesFrom1601GiveTheRightInstant) {
    const Calendar calendar = read_calendar(data_file("exchange_invitation.ics"));
    EXPECT_EQ(calendar.method, "REQUEST");
    ASSERT_EQ(calendar.zones.size(), 1u);
    const auto& rules = calendar.zones.at("Romance Standard Time").rules;
    EXPECT_EQ(rules.list.size(), 2u);
    EXPECT_TRUE(rules.list.front().rule);
    EXPECT_TRUE(rules.list.front().onsets.empty());
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(instant_of(calendar.events.front().start, zone_of), utc("2026-03-30T08:00:00Z"));
}

TEST(Calendar, AGoogleFeedKeepsItsNameZoneAndMasterlessOverride) {
    const Calendar calendar = read_calendar(data_file("google_feed.ics"));
    EXPECT_TRUE(calendar.problems.empty());
    EXPECT_EQ(calendar.name, "Team deadlines");
    EXPECT_EQ(calendar.zone, "Europe/Madrid");
    ASSERT_EQ(calendar.events.size(), 2u);
    EXPECT_TRUE(calendar.events[0].all_day());
    EXPECT_TRUE(calendar.events[1].recurrence_id);
}

TEST(Calendar, WhatIsNotReadIsSaid) {
    const Calendar calendar = read_calendar(data_file("apple_task.ics"));
    ASSERT_EQ(calendar.events.size(), 2u);
    EXPECT_EQ(calendar.events[0].kind, EventKind::task);
    EXPECT_EQ(std::get<Instant>(calendar.events[0].alarms.front().trigger),
              *utc("2026-01-19T08:00:00Z"));
    EXPECT_EQ(codes(calendar.problems), (Strings{"unused-component", "undefined-tzid"}));
    EXPECT_EQ(codes(read_calendar("BEGIN:VCARD\nFN:Ann\nEND:VCARD\n").problems),
              (Strings{"no-vcalendar", "unused-component"}));
    EXPECT_EQ(codes(read_calendar("Dear Ann,").problems), Strings{"not-icalendar"});
}

TEST(Calendar, WhatHasNoTimeStandsApart) {
    const auto read = [](const std::string& method, const std::string& component) {
        return read_calendar("BEGIN:VCALENDAR\n" + method + "BEGIN:" + component +
                             "\nUID:1\nDTSTAMP:20260101T000000Z\nEND:" + component +
                             "\nEND:VCALENDAR\n");
    };
    const Calendar task = read("", "VTODO");
    EXPECT_TRUE(task.events.empty());
    EXPECT_EQ(task.undated.size(), 1u);
    EXPECT_EQ(codes(task.problems), Strings{"no-start"});
    EXPECT_FALSE(has_error(task.problems));
    const Calendar event = read("", "VEVENT");
    EXPECT_EQ(event.undated.size(), 1u);
    EXPECT_TRUE(has_error(event.problems));
    const Calendar answer = read("METHOD:REPLY\n", "VEVENT");
    EXPECT_EQ(answer.undated.size(), 1u);
    EXPECT_EQ(codes(answer.problems), Strings{});
    EXPECT_EQ(read_calendar(format_calendar(task)).undated, task.undated);
}

TEST(Calendar, DaysAreNominalAndHoursExactAcrossAClockChange) {
    // From Saturday 10:00 in Madrid; clocks go forward in the night.
    Calendar calendar = read_calendar(data_file("apple_task.ics"));
    Event& event = calendar.events[1];
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(end_of(event, zone_of), utc("2026-03-29T09:00:00Z"));  // P1DT1H: Sunday 11:00
    event.duration = Duration{days{0}, hours{25}};
    EXPECT_EQ(end_of(event, zone_of), utc("2026-03-29T10:00:00Z"));  // PT25H: Sunday 12:00
}

TEST(Calendar, FloatingTimesAndDatesAreNoInstants) {
    const ZoneOf zone_of = zones_of(Calendar{}, frozen_tzdb());
    EXPECT_EQ(instant_of(*parse_date_time("20260101T090000"), zone_of), std::nullopt);
    EXPECT_EQ(instant_of(*parse_date_time("20260101"), zone_of), std::nullopt);
    EXPECT_EQ(instant_of({TimeKind::zoned, local("20260101T090000"), "Nowhere"}, zone_of),
              std::nullopt);
}

TEST(Calendar, AZoneDefinedTwiceIsReported) {
    const std::string begin = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\n";
    const std::string end = "END:STANDARD\nEND:VTIMEZONE\n";
    const Calendar calendar =
        read_calendar("BEGIN:VCALENDAR\n" + begin + "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n" + end +
                      begin + "TZOFFSETFROM:+0200\nTZOFFSETTO:+0200\n" + end + "END:VCALENDAR\n");
    EXPECT_EQ(codes(calendar.problems), Strings{"repeated-tzid"});
    EXPECT_EQ(calendar.zones.at("X").rules.list.front().to, hours{1});
}

TEST(Calendar, ZonesAreLimited) {
    std::string text = "BEGIN:VCALENDAR\n";
    for (std::size_t i = 0; i <= zones_max; ++i) {
        text += "BEGIN:VTIMEZONE\nTZID:" + std::to_string(i) + "\nEND:VTIMEZONE\n";
    }
    const Calendar calendar = read_calendar(text + "END:VCALENDAR\n");
    EXPECT_EQ(calendar.zones.size(), zones_max);
    EXPECT_EQ(codes(calendar.problems), Strings{"too-many-zones"});
}

TEST(Calendar, WritingAndReadingGivesTheSameCalendar) {
    for (const char* name : {"exchange_invitation.ics", "google_feed.ics", "weekly_series.ics"}) {
        const Calendar calendar = read_calendar(data_file(name));
        const Calendar again = read_calendar(format_calendar(calendar));
        EXPECT_EQ(again.events, calendar.events) << name;
        EXPECT_EQ(again.zones, calendar.zones) << name;
        EXPECT_EQ(again.method, calendar.method) << name;
        EXPECT_EQ(again.product, calendar.product) << name;
    }
}

TEST(Calendar, AMethodIsForItsOwnCalendarOnly) {
    const auto calendar_with = [](const std::string& method, const std::string& uid) {
        return "BEGIN:VCALENDAR\n" + method + "BEGIN:VEVENT\nUID:" + uid +
               "\nDTSTAMP:20260101T000000Z\nDTSTART:20260301T090000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    };
    const Calendar mixed =
        read_calendar(calendar_with("", "one") + calendar_with("METHOD:CANCEL\n", "two"));
    EXPECT_EQ(mixed.method, "");
    ASSERT_EQ(mixed.events.size(), 1u);
    EXPECT_EQ(mixed.events.front().uid, "one");
    EXPECT_EQ(codes(mixed.problems), Strings{"other-method"});
    const Calendar alike =
        read_calendar(calendar_with("", "one") + calendar_with("METHOD:PUBLISH\n", "two"));
    EXPECT_EQ(alike.events.size(), 2u);
}

}  // namespace
}  // namespace plazo::ical
