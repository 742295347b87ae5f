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
