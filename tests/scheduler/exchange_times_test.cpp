#include "scheduler/exchange_times.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/scheduler/exchange_file.h"

namespace plazo::scheduler {
namespace {

using testing::local;
using testing::Made;
using testing::monday;
using testing::tzdb;

TEST(GraphTimes, NameTheZoneAsWindowsDoes) {
    const GraphTimes times = Made{monday + "DTEND;TZID=Europe/Madrid:20260302T113000"}.times();
    EXPECT_EQ(times.start, local("2026-03-02T10:00:00"));
    EXPECT_EQ(times.end, local("2026-03-02T11:30:00"));
    EXPECT_EQ(times.zone, "Romance Standard Time");
    EXPECT_FALSE(times.all_day);
}

TEST(GraphTimes, OfExchangesOwnFilesKeepTheirZone) {
    EXPECT_EQ(Made{"DTSTART;TZID=Eastern Standard Time:20260302T100000"}.times().zone,
              "Eastern Standard Time");
}

TEST(GraphTimes, OfRulesThatNobodyNamedHaveTheWindowsNameOfTheirTime) {
    const std::string block =
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n";
    const ical::Calendar calendar = ical::read_calendar(
        "BEGIN:VCALENDAR\n" + block + "BEGIN:VEVENT\nUID:u\n" +
        "DTSTART;TZID=Customized Time Zone:20260302T100000\nEND:VEVENT\nEND:VCALENDAR\n");
    const FileZones zones{ical::zones_of(calendar, tzdb()), timezone::Zone::utc(), tzdb()};
    EXPECT_EQ(single_times(calendar.events.front(), zones)->zone, "SA Pacific Standard Time");
}

TEST(GraphTimes, HaveAWindowsNameWhoseClocksAreRightThen) {
    // By the frozen data of 2025 the Canaries keep London's time; in the 1970s they did not.
    const auto zone_in = [](const std::string& year) {
        return Made{"DTSTART;TZID=Atlantic/Canary:" + year + "0702T100000"}.times().zone;
    };
    EXPECT_EQ(zone_in("2026"), "GMT Standard Time");
    EXPECT_NE(zone_in("1979"), "GMT Standard Time");
}

TEST(GraphTimes, InUtcStayInUtc) {
    const GraphTimes times = Made{"DTSTART:20260302T100000Z\nDURATION:PT1H"}.times();
    EXPECT_EQ(times.start, local("2026-03-02T10:00:00"));
    EXPECT_EQ(times.end, local("2026-03-02T11:00:00"));
    EXPECT_EQ(times.zone, "UTC");
}

TEST(GraphTimes, WithoutZoneAreTheRepositorys) {
    EXPECT_EQ(Made{"DTSTART:20260302T100000"}.times().zone, "Romance Standard Time");
}

TEST(GraphTimes, OfWholeDaysAreMidnightToMidnightAndTheEndIsExclusive) {
    const GraphTimes times = Made{"DTSTART;VALUE=DATE:20260302"}.times();
    EXPECT_TRUE(times.all_day);
    EXPECT_EQ(times.start, local("2026-03-02T00:00:00"));
    EXPECT_EQ(times.end, local("2026-03-03T00:00:00"));
    EXPECT_EQ(times.zone, "Romance Standard Time");
}

TEST(GraphTimes, OfAnHourThatComesTwiceAreToldInUtc) {
    // Exchange would take the second one, RFC 5545 means the first: 00:30 UTC.
    const GraphTimes times =
        Made{"DTSTART;TZID=Europe/Madrid:20261025T023000\nDURATION:PT30M"}.times();
    EXPECT_EQ(times.zone, "UTC");
    EXPECT_EQ(times.start, local("2026-10-25T00:30:00"));
}

TEST(GraphTimes, OfAnHourThatNeverComesAreThoseAfterTheGap) {
    const GraphTimes times =
        Made{"DTSTART;TZID=Europe/Madrid:20260329T023000\nDURATION:PT30M"}.times();
    EXPECT_EQ(times.zone, "Romance Standard Time");
    EXPECT_EQ(times.start, local("2026-03-29T03:30:00"));
}

TEST(GraphTimes, AreNoneForAZoneThatNobodyKnows) {
    const Made made{"DTSTART;TZID=Customized Time Zone:20260302T100000"};
    EXPECT_FALSE(single_times(made.event(), made.zones));
    EXPECT_FALSE(clock_of(made.event().start, made.zones));
}

TEST(GraphTimes, ThatEndInAnotherZoneAreToldByOneClock) {
    const GraphTimes times = Made{monday + "DTEND;TZID=Europe/London:20260302T100000"}.times();
    EXPECT_EQ(times.end, local("2026-03-02T11:00:00"));
}

TEST(GraphTimes, NeverEndBeforeTheyStart) {
    const std::string new_york = "DTSTART;TZID=America/New_York:20050120T170000\n";
    const GraphTimes floating = Made{new_york + "DTEND:20050120T184500"}.times();
    EXPECT_EQ(floating.end, local("2005-01-20T18:45:00"));
    const GraphTimes elsewhere =
        Made{new_york + "DTEND;TZID=Europe/Madrid:20050120T184500"}.times();
    EXPECT_EQ(elsewhere.end, elsewhere.start);
}

ical::Event whole_days(const std::string& lines) {
    const Made made{lines + "\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE"};
    return with_whole_days(made.event(), made.zones.zone_of);
}

TEST(WholeDays, OfExchangeMayBeTimesFromMidnightToMidnight) {
    const std::string day = "DTSTART;TZID=Romance Standard Time:20260302T000000\n";
    const ical::Event event = whole_days(day + "DTEND;TZID=Romance Standard Time:20260304T000000");
    EXPECT_TRUE(event.all_day());
    EXPECT_EQ(event.start.local, local("2026-03-02T00:00:00"));
    EXPECT_EQ(event.end.local, local("2026-03-04T00:00:00"));
    EXPECT_FALSE(whole_days(day + "DTEND;TZID=Romance Standard Time:20260302T120000").all_day());
    EXPECT_FALSE(whole_days("DTSTART:20260302T000000Z\nDTEND:20260303T000000Z").all_day());
    EXPECT_FALSE(Made{day + "DTEND;TZID=Romance Standard Time:20260304T000000"}.event().all_day());
}

TEST(GraphTimes, OfExchangesOwnInvitationAreReadExactly) {
    const std::string path = std::string{PLAZO_TEST_DATA} + "/ical/exchange_invitation.ics";
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const ical::Calendar calendar = ical::read_calendar(text);
    const FileZones zones{ical::zones_of(calendar, tzdb()), timezone::Zone::utc(), tzdb()};
    ASSERT_EQ(calendar.events.size(), 1U);
    const ical::Event& event = calendar.events.front();
    EXPECT_EQ(single_times(event, zones)->zone, "Romance Standard Time");
    std::vector<std::string> warnings;
    const auto made = graph_event(event, *single_times(event, zones), zones, warnings);
    EXPECT_EQ(made["showAs"], "tentative");
    EXPECT_EQ(made["sensitivity"], "normal");
    EXPECT_EQ(made["importance"], "normal");
    EXPECT_EQ(made["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(made["location"]["displayName"], "Sala 4");
    EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace plazo::scheduler
