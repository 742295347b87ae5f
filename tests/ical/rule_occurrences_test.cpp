#include "ical/rule_occurrences.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(RuleOccurrences, ExampleOfTheManualPage) {
    const LocalTime start = local("19000105T120000");
    const LocalTime long_after = local("20260101T000000");
    const RuleOccurrences fridays{*parse_recurrence("FREQ=WEEKLY;BYDAY=FR").recurrence, start};
    const std::optional<LocalTime> friday = fridays.first_from(long_after);
    EXPECT_EQ(friday, local("20260102T120000"));
    std::array<LocalTime, 100> some;
    const std::size_t count = fridays.copy(long_after, long_after + days{365}, some);
    EXPECT_EQ(count, 52u);
    EXPECT_EQ(some[1], local("20260109T120000"));
}

TEST(RuleOccurrences, AWalkPassesTheEndOfWhatItReadsAhead) {
    const RuleOccurrences rule{*parse_recurrence("FREQ=DAILY;BYHOUR=9,17;COUNT=101").recurrence,
                               local("20260101T090000")};
    RuleWalk walk{rule, local("20260102T100000")};
    EXPECT_EQ(walk.next(), local("20260102T170000"));
    int more = 0;
    while (walk.next()) ++more;
    EXPECT_EQ(more, 97);
    EXPECT_EQ(walk.next(), std::nullopt);
}

TEST(RuleOccurrences, TimeEndsWithTheYear9999) {
    const RuleOccurrences rule{*parse_recurrence("FREQ=YEARLY").recurrence,
                               local("99981231T235959")};
    EXPECT_EQ(rule.count(LocalTime::min(), LocalTime::max()), 2u);
    EXPECT_EQ(rule.last_before(LocalTime::max()), local("99991231T235959"));
    EXPECT_EQ(rule.first_from(LocalTime::max()), std::nullopt);
    EXPECT_FALSE(rule.contains(LocalTime::max()));
}

std::string numbers(int first, int last) {
    std::string list = std::to_string(first);
    for (int i = first + 1; i <= last; ++i) list += "," + std::to_string(i);
    return list;
}

RuleOccurrences rule_of(const std::string& text) {
    const RecurrenceText read = parse_recurrence(text);
    EXPECT_TRUE(read.recurrence) << text;
    return {read.recurrence.value(), local("20260101T000000")};
}

const std::string all_minutes = ";BYHOUR=" + numbers(0, 23) + ";BYMINUTE=" + numbers(0, 59);

TEST(RuleOccurrences, PositionsOfEveryMinuteCostNoRowOfDaysEach) {
    // Each of these was seconds of work: hundreds of them end only when they are cheap.
    const std::string bomb = all_minutes + ";BYSETPOS=" + numbers(1, 366);
    const RuleOccurrences monthly = rule_of("FREQ=MONTHLY" + bomb);
    const RuleOccurrences never =
        rule_of("FREQ=MONTHLY;INTERVAL=4801;BYMONTH=2;BYMONTHDAY=30" + bomb);
    for (int i = 0; i < 600; ++i) {
        ASSERT_EQ(monthly.count(LocalTime::min(), LocalTime::max()), 7974u * 12 * 366);
        ASSERT_EQ(never.first_from(LocalTime::min()), std::nullopt);
    }
    const RuleOccurrences counted = rule_of("FREQ=MONTHLY;INTERVAL=7;COUNT=2147483647" + bomb);
    EXPECT_EQ(counted.count(LocalTime::min(), LocalTime::max()), 7974u * 12 / 7 * 366 + 366);
    EXPECT_EQ(counted.first_from(local("20260201T000000")), local("20260801T000000"));
    EXPECT_EQ(counted.last_before(local("20260801T000000")), local("20260101T060500"));
}

TEST(RuleOccurrences, PositionsCountDaysAndTimesFromBothEnds) {
    const RuleOccurrences rule =
        rule_of("FREQ=MONTHLY;BYMONTHDAY=1,10,20;BYHOUR=8,16;BYSETPOS=1,4,-1,-3");
    std::array<LocalTime, 8> times;
    ASSERT_EQ(rule.copy(local("20260101T000000"), local("20260201T000000"), times), 3u);
    EXPECT_EQ(times[0], local("20260101T080000"));
    EXPECT_EQ(times[1], local("20260110T160000"));  // the fourth, and the third last
    EXPECT_EQ(times[2], local("20260120T160000"));
    // Of a week that begins in the year before, positions count the days before, too.
    const RuleOccurrences weekly = rule_of("FREQ=WEEKLY;BYDAY=MO,TH,SU;BYHOUR=8,16;BYSETPOS=4,5");
    ASSERT_EQ(weekly.copy(local("20260101T000000"), local("20260105T000000"), times), 2u);
    EXPECT_EQ(times[0], local("20260101T160000"));
    EXPECT_EQ(times[1], local("20260104T080000"));
}

TEST(RuleOccurrences, PositionsBeyondEveryPeriodAreNone) {
    for (const char* text : {"FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=1,2;BYSETPOS=15,366",
                             "FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=1,2;BYSETPOS=5,-6",
                             "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=32,-366;COUNT=5",
                             "FREQ=MONTHLY;BYDAY=MO;BYHOUR=1,2;BYSETPOS=63;COUNT=5"}) {
        const RuleOccurrences rule = rule_of(text);
        EXPECT_EQ(rule.first_from(LocalTime::min()), std::nullopt) << text;
        EXPECT_EQ(rule.last_before(LocalTime::max()), std::nullopt) << text;
        EXPECT_EQ(rule.count(LocalTime::min(), LocalTime::max()), 0u) << text;
    }
}

TEST(RuleOccurrences, AllAreAsManyAsTheirCenturiesHave) {
    for (const char* text :
         {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU", "FREQ=MONTHLY;INTERVAL=5",
          "FREQ=YEARLY;BYDAY=53MO", "FREQ=HOURLY;INTERVAL=7;BYHOUR=3,4;BYDAY=MO,FR",
          "FREQ=MINUTELY;INTERVAL=1439;BYDAY=TU", "FREQ=SECONDLY;INTERVAL=86401;BYHOUR=3",
          "FREQ=MINUTELY;INTERVAL=100000;BYMONTH=2", "FREQ=SECONDLY;INTERVAL=7;BYMINUTE=5",
          "FREQ=MONTHLY;BYDAY=MO,TU;BYHOUR=9,17;BYSETPOS=3,-1",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;BYHOUR=9,17;BYSETPOS=2,-2"}) {
        const RuleOccurrences rule = rule_of(text);
        std::uint64_t sum = 0;
        for (int century = 2000; century < 10'000; century += 100) {
            const auto begin = timezone::midnight(Date{date::year{century} / 7 / 9});
            const auto end = timezone::midnight(Date{date::year{century + 100} / 7 / 9});
            sum += rule.count(begin, end);
        }
        EXPECT_EQ(rule.count(LocalTime::min(), LocalTime::max()), sum) << text;
        EXPECT_GT(sum, 0u) << text;
    }
}

TEST(RuleOccurrences, StepsThatEnterEachDayElsewhereAreCountedOut) {
    const RuleOccurrences rule = rule_of("FREQ=MINUTELY;INTERVAL=1439;COUNT=2147483647");
    const seconds all = local("99991231T235959") - local("20260101T000000");
    EXPECT_EQ(rule.count(LocalTime::min(), LocalTime::max()),
              static_cast<std::uint64_t>(all / minutes{1439}) + 1);
    const RuleOccurrences fewer = rule_of("FREQ=MINUTELY;INTERVAL=1439;COUNT=1000000");
    EXPECT_EQ(fewer.last_before(LocalTime::max()),
              local("20260101T000000") + minutes{1439} * 999'999);
}

TEST(DayTable, KnowsLeapYearsAndWeeksOfTheYearBefore) {
    const DayTable last_week{*parse_recurrence("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR").recurrence,
                             local("20200101T000000")};
    const YearDays days_2020 = last_week.days_of(YearShape{2020}, {});
    EXPECT_FALSE(days_2020.test(2));  // 3 January is in week 1 of 2020
    EXPECT_EQ(days_2020.count(), 0);
    const YearDays days_2021 = last_week.days_of(YearShape{2021}, {});
    EXPECT_TRUE(days_2021.test(0));  // week 53 of 2020
    EXPECT_EQ(days_2021.first_from(1), 364);
    EXPECT_EQ(days_2021.last_to(363), 0);
}

}  // namespace
}  // namespace plazo::ical
