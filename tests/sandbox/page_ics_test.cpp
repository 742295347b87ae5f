#include "examples/sandbox/page_ics.h"

#include <gtest/gtest.h>

#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

Invitation read(const std::string& lines) {
    static const Zones zones{timezone::Tzdb::load(timezone::default_folder)};
    return read_invitation("BEGIN:VCALENDAR\r\nDTSTART:19700101T000000\r\nBEGIN:VEVENT\r\n" +
                               lines +
                               "BEGIN:VALARM\r\nDURATION:PT9H\r\nEND:VALARM\r\nEND:VEVENT\r\n",
                           zones);
}

TEST(PageIcs, ReadsTimesWithTheirZone) {
    const Invitation invitation = read(
        "DTSTART;TZID=Romance Standard Time:20260316T100000\r\n"
        "DTEND;TZID=\"Romance Standard Time\":20260316T103000\r\n");
    EXPECT_EQ(invitation.start->zone, "Romance Standard Time");
    EXPECT_EQ(timezone::format_local(invitation.start->local), "2026-03-16T10:00:00");
    EXPECT_EQ(invitation.end->zone, "Romance Standard Time");
    EXPECT_EQ(read("DTSTART:20260316T100000Z\r\n").start->zone, "UTC");
    EXPECT_EQ(read("DTSTART:20260316T100000\r\n").start->zone, "");
    EXPECT_TRUE(read("DTSTART;VALUE=DATE:20260316\r\n").all_day);
    EXPECT_EQ(read("DTSTART:yesterday\r\n").start, std::nullopt);
}

TEST(PageIcs, EndsAnEventAfterItsDuration) {
    const Invitation invitation = read("DTSTART:20260316T100000Z\r\nDURATION:PT45M\r\n");
    EXPECT_EQ(timezone::format_local(invitation.end->local), "2026-03-16T10:45:00");
}

TEST(PageIcs, UnfoldsLinesAndUnescapesText) {
    EXPECT_EQ(read("LOCATION;LANGUAGE=es:Sala\\, pl\r\n anta 2\\nMadrid\r\n").location,
              "Sala, planta 2\nMadrid");
}

TEST(PageIcs, ReadsPeopleAndTheirAnswers) {
    const Invitation invitation = read(
        "ORGANIZER;CN=Ana:MAILTO:ana@plazo.test\r\n"
        "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;CN=\"Vega, Luis: "
        "x\":mailto:luis@plazo.test\r\n");
    EXPECT_EQ(invitation.organizer, "Ana <ana@plazo.test>");
    ASSERT_EQ(invitation.people.size(), 1U);
    EXPECT_EQ(invitation.people[0].answer, "accepted");
    EXPECT_EQ(invitation.people[0].attendee.type, "optional");
    EXPECT_EQ(invitation.people[0].attendee.name, "Vega, Luis: x");
    EXPECT_EQ(invitation.people[0].attendee.address, "luis@plazo.test");
}

TEST(PageIcs, ReadsTheRulesThatExchangeWrites) {
    const std::string start = "DTSTART;TZID=Romance Standard Time:20260331T230000\r\n";
    const auto rule = [&](const std::string& text) {
        return read(start + "RRULE:" + text + "\r\n").recurrence;
    };
    const auto weekly = rule("FREQ=WEEKLY;UNTIL=20260630T210000Z;INTERVAL=2;BYDAY=MO,WE;WKST=SU");
    ASSERT_TRUE(weekly);
    EXPECT_EQ(weekly->interval, 2);
    EXPECT_EQ(weekly->weekdays.size(), 2U);
    EXPECT_EQ(weekly->end, timezone::year{2026} / 6 / 30);  // 23:00 in Madrid
    const auto last = rule("FREQ=MONTHLY;COUNT=4;INTERVAL=1;BYDAY=TU;BYSETPOS=-1");
    EXPECT_EQ(last->index, -1);
    EXPECT_EQ(last->count, 4);
    EXPECT_EQ(rule("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1")->day_of_month, 31);
    EXPECT_EQ(rule("FREQ=MONTHLY;BYDAY=2TU"), std::nullopt);
    EXPECT_EQ(rule("FREQ=DAILY;BYHOUR=9"), std::nullopt);
    EXPECT_EQ(read(start + "RRULE:FREQ=DAILY;BYHOUR=9\r\n").rule, "FREQ=DAILY;BYHOUR=9");
}

TEST(PageIcs, ReadsNothingOutOfNothing) {
    static const Zones zones{timezone::Tzdb::load(timezone::default_folder)};
    EXPECT_EQ(read_invitation("", zones).start, std::nullopt);
    EXPECT_EQ(read_invitation("END:VEVENT\r\nBEGIN:VEVENT", zones).start, std::nullopt);
    EXPECT_EQ(read_invitation("BEGIN:VEVENT\nATTENDEE;CN=\"open", zones).people.size(), 1U);
}

}  // namespace
}  // namespace plazo::sandbox
