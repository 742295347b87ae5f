// What programs in the field write besides the RFC, each with who does: the event is never lost,
// and what it meant is kept.
#include "fixture.h"
#include "ical/calendar.h"
#include "ical/series.h"

namespace plazo::ical {
namespace {

using timezone::parse_rfc3339;

Calendar read(const std::string& text) {
    return read_calendar(text);
}

/// A calendar of one event with these lines.
std::string with(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
           "DTSTAMP:20260101T000000Z\r\n" +
           lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

/// The event in that, which has to be there.
Event event_with(const std::string& lines) {
    const Calendar calendar = read(with(lines));
    EXPECT_EQ(calendar.events.size(), 1u) << lines;
    return calendar.events.empty() ? Event{} : calendar.events.front();
}

const std::string start = "DTSTART:20260302T090000Z\r\n";

TEST(Quirk, OutlookForgetsThatADateIsADate) {
    const Event event = event_with("DTSTART:20260302\r\nDTEND:20260303\r\n");
    EXPECT_TRUE(event.all_day());
    EXPECT_EQ(event.end.local, local("20260303T000000"));
}

TEST(Quirk, NextcloudGivesCreatedAsADate) {
    EXPECT_EQ(event_with(start + "CREATED;VALUE=DATE:20260101\r\n").start.kind, TimeKind::utc);
}

TEST(Quirk, Ical4jUsersGiveDtstampAZone) {
    const Calendar calendar = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP;TZID=Europe/Madrid:20260101T000000\r\n"
        "DTSTART:20260302T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    EXPECT_EQ(calendar.events.size(), 1u);
    EXPECT_FALSE(has_error(calendar.problems));
}

TEST(Quirk, ATriggerThatSaysNothingLosesOnlyItsAlarm) {
    const Event event =
        event_with(start +
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:P\r\nEND:VALARM\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n");
    EXPECT_EQ(event.alarms.size(), 1u);
}

TEST(Quirk, NotesAndOthersPutLoneQuotesIntoNames) {
    const Event event =
        event_with(start + "ATTENDEE;CN=Jim \"Joe\" Doe;RSVP=TRUE:mailto:j@example.com\r\n");
    ASSERT_EQ(event.attendees.size(), 1u);
    EXPECT_EQ(event.attendees[0].name, "Jim \"Joe\" Doe");
    EXPECT_TRUE(event.attendees[0].rsvp);
}

TEST(Quirk, ExchangeWritesMailtoInCapitalsAndInvalidForPeopleWithoutMail) {
    const Event event = event_with(start +
                                   "ORGANIZER;CN=Ann:MAILTO:ann@example.com\r\n"
                                   "ATTENDEE;CN=Bob:invalid:nomail\r\n");
    EXPECT_EQ(event.organizer->address, "ann@example.com");
    ASSERT_EQ(event.attendees.size(), 1u);
    EXPECT_EQ(event.attendees[0].name, "Bob");
}

TEST(Quirk, AddressesWithoutMailtoAreAddresses) {
    EXPECT_EQ(event_with(start + "ATTENDEE:ann@example.com\r\n").attendees.at(0).address,
              "ann@example.com");
}

TEST(Quirk, ZimbraQuotesZonesAndAppleDefinesNone) {
    const Calendar calendar = read(with("DTSTART;TZID=\"Europe/Madrid\":20260302T090000\r\n"));
    ASSERT_EQ(calendar.events.size(), 1u);
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(instant_of(calendar.events[0].start, zone_of), parse_rfc3339("2026-03-02T08:00:00Z"));
}

TEST(Quirk, AnEmptyTzidIsNoZone) {
    EXPECT_EQ(event_with("DTSTART;TZID=:20260302T090000\r\n").start.kind, TimeKind::floating);
}

TEST(Quirk, WindowsNamesAreZonesWithoutAnyDefinition) {
    const Calendar calendar = read(with("DTSTART;TZID=Romance Standard Time:20260302T090000\r\n"));
    const ZoneOf zone_of = zones_of(calendar, frozen_tzdb());
    EXPECT_EQ(instant_of(calendar.events.at(0).start, zone_of),
              parse_rfc3339("2026-03-02T08:00:00Z"));
}

TEST(Quirk, AZoneOnATimeInUtcDoesNotMoveIt) {
    EXPECT_EQ(event_with("DTSTART;TZID=Europe/Madrid:20260302T090000Z\r\n").start.kind,
              TimeKind::utc);
}

TEST(Quirk, AnEndBeforeTheStartOrOfAnotherTypeDoesNotLoseTheEvent) {
    EXPECT_EQ(event_with(start + "DTEND:20260301T090000Z\r\n").end.local, local("20260302T090000"));
    EXPECT_EQ(event_with(start + "DTEND;VALUE=DATE:20260303\r\n").start.local,
              local("20260302T090000"));
}

TEST(Quirk, RulesWithBlanksASemicolonAtTheirEndOrSmallLettersAreRules) {
    EXPECT_TRUE(event_with(start + "RRULE:FREQ=DAILY;COUNT=2;\r\n").rule);
    EXPECT_TRUE(event_with(start + "RRULE:freq=daily;count=2\r\n").rule);
    EXPECT_TRUE(event_with(start + "RRULE: FREQ=WEEKLY; BYDAY=MO \r\n").rule);
}

TEST(Quirk, GoogleSendsOverridesWithoutTheirMaster) {
    const Event event = event_with(start + "RECURRENCE-ID:20260301T090000Z\r\n");
    EXPECT_TRUE(event.recurrence_id);
}

TEST(Quirk, OutlookGivesExceptionsAsDates) {
    Calendar calendar =
        read(with(start + "RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20260303\r\n"));
    const auto all = group(calendar.events, calendar.problems, zones_of(calendar, frozen_tzdb()));
    ASSERT_EQ(all.size(), 1u);
    const auto instances = all[0].between(local("20260101T000000"), local("20270101T000000"), 10,
                                          zones_of(calendar, frozen_tzdb()));
    EXPECT_EQ(instances.list.size(), 2u);
}

TEST(Quirk, EscapesThatAreNoneStayAsTheyAre) {
    EXPECT_EQ(event_with(start + "LOCATION:C:\\temp\\; 5\\:30\r\n").location, "C:\\temp; 5\\:30");
}

TEST(Quirk, WhatStandsBeforeTheCalendarIsSkipped) {
    const Calendar calendar = read("Content-Type: text/calendar\r\n\r\n" + with(start));
    EXPECT_EQ(calendar.events.size(), 1u);
}

TEST(Quirk, SeveralCalendarsInOneFileAreRead) {
    EXPECT_EQ(read(with(start) + with(start)).events.size(), 2u);
}

TEST(Quirk, AMissingUidIsNoReasonToLoseAnEvent) {
    const Calendar calendar = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n");
    EXPECT_EQ(calendar.events.size(), 1u);
}

TEST(Quirk, LinesMayBeFoldedByBareReturnsAndTabs) {
    EXPECT_EQ(event_with(start + "SUMMARY:one\r\tand two\r\n").summary, "oneand two");
}

}  // namespace
}  // namespace plazo::ical
