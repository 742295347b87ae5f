#include "ical/event.h"

#include <array>

#include "fixture.h"
#include "ical/calendar.h"
#include "ical/series.h"

namespace plazo::ical {
namespace {

std::optional<Event> read_lines(const std::string& lines, std::vector<Problem>& problems,
                                const std::string& name = "VEVENT") {
    const std::string text =
        "BEGIN:" + name + "\nUID:u\nDTSTAMP:20260101T000000Z\n" + lines + "END:" + name + "\n";
    Document document;
    document.read(text);
    return read_event(document.components().front(), problems);
}

std::optional<Event> written_and_read(const Event& event) {
    Writer writer;
    write_event(writer, event);
    const std::string text = writer.take();
    Document document;
    document.read(text);
    std::vector<Problem> problems;
    auto again = read_event(document.components().front(), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_TRUE(document.problems().empty());
    return again;
}

TEST(Event, ExampleOfTheManualPage) {
    const std::string text =
        "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;TZID=Europe/Madrid:20261215T140000\r\nATTENDEE:MAILTO:ann@example.com\r\n"
        "X-MOOD:fine\r\nEND:VEVENT\r\n";
    Document document;
    document.read(text);
    const ComponentView component = document.components().front();
    std::vector<Problem> problems;
    const std::optional<Event> event = read_event(component, problems);
    EXPECT_EQ(event->start.tzid, "Europe/Madrid");
    EXPECT_EQ(event->attendees.front().address, "ann@example.com");
    EXPECT_EQ(event->extra("x-mood")->value, "fine");
    EXPECT_TRUE(problems.empty());
}

TEST(Event, AnInvitationOfExchangeIsReadWhole) {
    const Calendar calendar = read_calendar(data_file("exchange_invitation.ics"));
    EXPECT_TRUE(calendar.problems.empty());
    ASSERT_EQ(calendar.events.size(), 1u);
    const Event& event = calendar.events.front();
    EXPECT_EQ(event.uid.size(), 112u);
    EXPECT_EQ(event.summary, "Cierre del expediente; versión 2");
    EXPECT_EQ(event.description, "Entrega de la documentación, con anexos.\nGracias\n");
    EXPECT_EQ(event.organizer, (Organizer{"marta.vidal@contoso.example", "Vidal, Marta (Legal)"}));
    ASSERT_EQ(event.attendees.size(), 2u);
    EXPECT_EQ(event.attendees[0].name, "Ruiz, Pau");
    EXPECT_TRUE(event.attendees[0].rsvp);
    EXPECT_EQ(event.attendees[1].cutype, "ROOM");
    EXPECT_EQ(event.attendees[1].partstat, "ACCEPTED");
    EXPECT_EQ(event.busy_status, "TENTATIVE");
    EXPECT_EQ(event.sequence, 3);
    EXPECT_EQ(event.priority, 5);
    ASSERT_EQ(event.alarms.size(), 1u);
    EXPECT_EQ(std::get<Duration>(event.alarms[0].trigger), (Duration{days{0}, minutes{-15}}));
}

TEST(Event, WritingAndReadingGivesTheSameEvent) {
    for (const char* name :
         {"exchange_invitation.ics", "google_feed.ics", "apple_task.ics", "weekly_series.ics"}) {
        for (const Event& event : read_calendar(data_file(name)).events) {
            EXPECT_EQ(written_and_read(event), event) << name;
        }
    }
}

TEST(Event, TheEndIsResolved) {
    std::vector<Problem> problems;
    const auto end = [&](const std::string& lines) {
        return format_date_time(read_lines(lines, problems)->end);
    };
    EXPECT_EQ(end("DTSTART;VALUE=DATE:20260101\n"), "20260102");
    EXPECT_EQ(end("DTSTART:20260101T090000Z\n"), "20260101T090000Z");
    EXPECT_EQ(end("DTSTART:20260101T090000\nDURATION:P1DT1H\n"), "20260102T100000");
    EXPECT_EQ(end("DTSTART:20260101\nDURATION:P3D\n"), "20260104");
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(end("DTSTART:20260101T090000\nDTEND:20260101T080000\n"), "20260101T090000");
    EXPECT_EQ(end("DTSTART:20260101\nDTEND:20260101\n"), "20260102");
    EXPECT_EQ(end("DTSTART:20260101\nDTEND:20260101T100000\n"), "20260102");
    EXPECT_EQ(codes(problems), (Strings{"bad-end", "bad-end", "bad-end"}));
}

TEST(Event, WhatCannotBeUnderstoodIsLeftOutWithAnError) {
    for (const char* lines :
         {"DTSTART:tomorrow\n", "DTSTART:20260101T090000\nRRULE:FREQ=DAILY;INTERVAL=0\n",
          "DTSTART:20260101T090000\nRECURRENCE-ID:x\n"}) {
        std::vector<Problem> problems;
        EXPECT_EQ(read_lines(lines, problems), std::nullopt) << lines;
        EXPECT_TRUE(has_error(problems)) << lines;
    }
}

TEST(Event, SmallFaultsAreRepairedAndReported) {
    std::vector<Problem> problems;
    const auto event = read_lines(
        "DTSTART:20260101T090000\nSUMMARY:a\nSUMMARY:b\nSEQUENCE:-1\nPRIORITY:high\n"
        "ORGANIZER;EMAIL=boss@example.com:urn:uuid:1\nATTENDEE:invalid:nomail\n"
        "EXDATE:20260102T090000,never\nBEGIN:VALARM\nTRIGGER:P\nEND:VALARM\n",
        problems);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->summary, "a");
    EXPECT_EQ(event->organizer->address, "boss@example.com");
    EXPECT_EQ(event->attendees.front().address, "invalid:nomail");
    EXPECT_TRUE(event->alarms.empty());
    EXPECT_EQ(codes(problems), (Strings{"repeated-property", "bad-value", "bad-value",
                                        "not-a-mail-address", "bad-time", "bad-trigger"}));
}

TEST(Event, ACancellationNeedsNoStart) {
    std::vector<Problem> problems;
    const auto event = read_lines("STATUS:CANCELLED\nRECURRENCE-ID:20260101T090000Z\n", problems);
    ASSERT_TRUE(event);
    EXPECT_TRUE(event->cancelled());
    EXPECT_EQ(event->start, *event->recurrence_id);
}

TEST(Event, ADurationBesideAnEndIsNotUsed) {
    std::vector<Problem> problems;
    const auto event =
        read_lines("DTSTART:20260101T090000\nDTEND:20260101T100000\nDURATION:PT3H\n", problems);
    EXPECT_EQ(event->end.local, local("20260101T100000"));
    EXPECT_FALSE(event->duration);
    EXPECT_EQ(codes(problems), Strings{"bad-duration"});
}

TEST(Event, TimesThatShouldBeInUtcAreTakenSo) {
    std::vector<Problem> problems;
    const auto event = read_lines(
        "DTSTART:20260101T090000\nCREATED:20260101\nLAST-MODIFIED:20260101T093000\n", problems);
    EXPECT_EQ(event->created, timezone::parse_rfc3339("2026-01-01T00:00:00Z"));
    EXPECT_EQ(event->last_modified, timezone::parse_rfc3339("2026-01-01T09:30:00Z"));
    EXPECT_EQ(codes(problems), (Strings{"not-utc", "not-utc"}));
}

TEST(Event, ABareEventIsWrittenWithoutWhatItDoesNotSay) {
    std::vector<Problem> problems;
    const auto event = read_lines("DTSTART:20260101T090000\n", problems);
    Writer writer;
    write_event(writer, *event);
    EXPECT_EQ(writer.text(),
              "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20260101T000000Z\r\n"
              "DTSTART:20260101T090000\r\nEND:VEVENT\r\n");
    const std::array also = {PropertyName::summary, PropertyName::sequence};
    writer.clear();
    write_event(writer, *event, also);
    EXPECT_NE(writer.text().find("SUMMARY:\r\n"), std::string::npos);
    EXPECT_NE(writer.text().find("SEQUENCE:0\r\n"), std::string::npos);
}

TEST(Event, ATaskStartsWhenItIsDue) {
    std::vector<Problem> problems;
    const auto task = read_lines("DUE;TZID=Europe/Madrid:20260120T180000\n", problems, "VTODO");
    ASSERT_TRUE(task);
    EXPECT_EQ(task->kind, EventKind::task);
    EXPECT_EQ(task->start.local, local("20260120T180000"));
    EXPECT_EQ(task->end, task->start);
    EXPECT_FALSE(task->start_given);
    EXPECT_EQ(written_and_read(*task), task);
    EXPECT_FALSE(read_lines("SUMMARY:some day\n", problems, "VTODO")->dated());
    EXPECT_TRUE(problems.empty());
}

TEST(Event, ASecondRuleIsKeptAndSaid) {
    std::vector<Problem> problems;
    const auto event = read_lines(
        "DTSTART:20260301T090000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nRRULE:FREQ=MONTHLY;COUNT=3\n",
        problems);
    EXPECT_EQ(codes(problems), Strings{"further-rule"});
    EXPECT_EQ(event->rule, parse_recurrence("FREQ=WEEKLY;COUNT=3").recurrence);
    ASSERT_NE(event->extra("RRULE"), nullptr);
    EXPECT_EQ(event->extra("RRULE")->value, "FREQ=MONTHLY;COUNT=3");
    Writer writer;
    write_event(writer, *event);
    EXPECT_NE(writer.text().find("COUNT=3\r\nRRULE:FREQ=MONTHLY"), std::string::npos)
        << writer.text();
}

TEST(Event, HoursOfAWholeDayAreDays) {
    std::vector<Problem> problems;
    const auto event = read_lines("DTSTART;VALUE=DATE:20260301\nDURATION:PT48H\n", problems);
    EXPECT_EQ(codes(problems), Strings{"bad-duration"});
    EXPECT_EQ(event->end.local - event->start.local, days{2});
    EXPECT_EQ(event->duration, (Duration{days{2}, {}}));
}

TEST(Event, SoManyExrulesCountAsOccurrencesCanAsk) {
    std::string lines = "DTSTART:20260301T090000Z\nRRULE:FREQ=DAILY\n";
    for (std::size_t i = 0; i < exclusion_rules_max + 2; ++i) lines += "EXRULE:FREQ=YEARLY\n";
    std::vector<Problem> problems;
    const auto event = read_lines(lines, problems);
    EXPECT_EQ(codes(problems), (Strings{"too-many-rules", "too-many-rules"}));
    EXPECT_EQ(event->exclusion_rules.size(), exclusion_rules_max);
    EXPECT_EQ(event->extras.size(), 2u);
    const Occurrences occurrences{recurrence_set(*event, ZoneOf{})};
    EXPECT_TRUE(occurrences.contains(local("20260302T090000")));
}

}  // namespace
}  // namespace plazo::ical
