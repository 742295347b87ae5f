#include "scheduler/due.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using namespace std::chrono_literals;
using testing::acme;
using testing::at;
using testing::local;
using testing::tzdb;

const Due afternoon{local("2026-12-15T14:00:00"), false, "Europe/Madrid"};
const Due whole_day{local("2026-12-15T00:00:00"), true, "Europe/Madrid"};

Reminder reminder(const char* offset, bool before = true) {
    Reminder made;
    made.before = before;
    made.offset = *timezone::parse_duration(offset);
    return made;
}

timezone::Instant when(const Reminder& wish, const Due& due) {
    return reminder_instant(wish, due, acme(), tzdb());
}

TEST(Due, AZoneIsFoundByItsNameALinkOrTheNameOfWindows) {
    EXPECT_EQ(find_zone(tzdb(), "Europe/Madrid")->name(), "Europe/Madrid");
    EXPECT_EQ(find_zone(tzdb(), "Romance Standard Time")->name(), "Europe/Paris");
    EXPECT_FALSE(find_zone(tzdb(), "Europe/Madriz"));
}

TEST(Due, TheInstantFollowsTheWallClockOfItsZone) {
    EXPECT_EQ(due_instant(afternoon, tzdb()), at("2026-12-15T13:00:00Z"));
    const Due summer{local("2026-07-15T14:00:00"), false, "Europe/Madrid"};
    EXPECT_EQ(due_instant(summer, tzdb()), at("2026-07-15T12:00:00Z"));
}

TEST(Due, AWholeDayIsOverAtItsEnd) {
    EXPECT_EQ(due_instant(whole_day, tzdb()), at("2026-12-15T23:00:00Z"));
}

TEST(Due, AZoneThatIsGoneIsAnError) {
    const Due lost{afternoon.at, false, "Atlantis/City"};
    EXPECT_THROW(due_instant(lost, tzdb()), std::runtime_error);
}

TEST(EventTimes, TheEventEndsAtTheDeadlineOrStartsThere) {
    EventShape shape;
    EXPECT_EQ(event_times(afternoon, shape, tzdb()).start, local("2026-12-15T13:30:00"));
    EXPECT_EQ(event_times(afternoon, shape, tzdb()).end, local("2026-12-15T14:00:00"));
    shape.placement = Placement::starts_at_due;
    shape.length = 60min;
    EXPECT_EQ(event_times(afternoon, shape, tzdb()).start, local("2026-12-15T14:00:00"));
    EXPECT_EQ(event_times(afternoon, shape, tzdb()).end, local("2026-12-15T15:00:00"));
}

TEST(EventTimes, AWholeDayRunsFromMidnightToMidnight) {
    EXPECT_EQ(event_times(whole_day, {}, tzdb()).start, local("2026-12-15T00:00:00"));
    EXPECT_EQ(event_times(whole_day, {}, tzdb()).end, local("2026-12-16T00:00:00"));
}

TEST(EventTimes, TheLengthIsRealTimeWhereTheClockIsChanged) {
    const Due after_gap{local("2026-03-29T03:15:00"), false, "Europe/Madrid"};
    EXPECT_EQ(event_times(after_gap, {}, tzdb()).start, local("2026-03-29T01:45:00"));
}

TEST(ReminderInstant, DaysFallOnTheRepositorysHourInTheDeadlinesZone) {
    EXPECT_EQ(when(reminder("P2D"), afternoon), at("2026-12-13T08:00:00Z"));
    const Due bogota{afternoon.at, false, "America/Bogota"};
    EXPECT_EQ(when(reminder("P2D"), bogota), at("2026-12-13T14:00:00Z"));
    EXPECT_EQ(when(reminder("P1D", false), afternoon), at("2026-12-16T08:00:00Z"));
}

TEST(ReminderInstant, DaysFallOnTheHourThatTheReminderNames) {
    Reminder wish = reminder("P1D");
    wish.send_at = 18h;
    EXPECT_EQ(when(wish, afternoon), at("2026-12-14T17:00:00Z"));
}

TEST(ReminderInstant, HoursAreExactAcrossAChangeOfTheClock) {
    const Due after_gap{local("2026-03-29T12:00:00"), false, "Europe/Madrid"};
    EXPECT_EQ(when(reminder("PT24H"), after_gap), at("2026-03-28T10:00:00Z"));
    EXPECT_EQ(when(reminder("P1D"), after_gap), at("2026-03-28T08:00:00Z"));
}

TEST(ReminderInstant, OfAWholeDayCountsDaysFromTheDayAndHoursFromItsEdges) {
    EXPECT_EQ(when(reminder("P1D"), whole_day), at("2026-12-14T08:00:00Z"));
    EXPECT_EQ(when(reminder("P1D", false), whole_day), at("2026-12-16T08:00:00Z"));
    EXPECT_EQ(when(reminder("PT2H"), whole_day), at("2026-12-14T21:00:00Z"));
    EXPECT_EQ(when(reminder("PT2H", false), whole_day), at("2026-12-16T01:00:00Z"));
}

TEST(AlertMinutes, CountFromTheStartOfTheEvent) {
    EXPECT_EQ(alert_minutes(reminder("PT1H"), afternoon, {}, tzdb()), 30);
    EXPECT_EQ(alert_minutes(reminder("P1D"), afternoon, {}, tzdb()), 24 * 60 - 30);
    EXPECT_EQ(alert_minutes(reminder("PT10M"), afternoon, {}, tzdb()), -20);
}

}  // namespace
}  // namespace plazo::scheduler
