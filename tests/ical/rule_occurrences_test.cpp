#include "ical/rule_occurrences.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(RuleOccurrences, ExampleOfTheManualPage) {
    const LocalTime start = local("19000105T120000");
    RuleOccurrences walk{*parse_recurrence("FREQ=WEEKLY;BYDAY=FR").recurrence, start};
    walk.skip_to(local("20260101T000000"));
    const std::optional<LocalTime> friday = walk.next();
    EXPECT_EQ(friday, local("20260102T120000"));
}

TEST(RuleOccurrences, SkippingGoesForwardOnlyAndCountsWhatIsPassed) {
    RuleOccurrences walk{*parse_recurrence("FREQ=DAILY;BYHOUR=9,17;COUNT=6").recurrence,
                         local("20260101T090000")};
    EXPECT_EQ(walk.next(), local("20260101T090000"));
    walk.skip_to(local("20260102T100000"));
    walk.skip_to(local("20260101T000000"));
    EXPECT_EQ(walk.next(), local("20260102T170000"));
    EXPECT_EQ(walk.next(), local("20260103T090000"));
    EXPECT_EQ(walk.next(), local("20260103T170000"));
    EXPECT_EQ(walk.next(), std::nullopt);
    EXPECT_FALSE(walk.gave_up());
}

TEST(RuleOccurrences, TheWalkEndsWithTheYear9999) {
    RuleOccurrences walk{*parse_recurrence("FREQ=YEARLY").recurrence, local("99981231T235959")};
    EXPECT_TRUE(walk.next());
    EXPECT_TRUE(walk.next());
    EXPECT_EQ(walk.next(), std::nullopt);
    EXPECT_FALSE(walk.gave_up());
}

TEST(DayTable, KnowsLeapYearsAndWeeksOfTheYearBefore) {
    const DayTable last_week{*parse_recurrence("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR").recurrence,
                             local("20200101T000000")};
    const auto day = [](const char* text) {
        return date::local_days{timezone::date_of(local(text))}.time_since_epoch().count();
    };
    EXPECT_TRUE(last_week.contains(day("20210101T000000")));   // week 53 of 2020
    EXPECT_FALSE(last_week.contains(day("20200103T000000")));  // week 1 of 2020
    EXPECT_EQ(last_week.first_from(day("20210102T000000")), day("20211231T000000"));
    EXPECT_EQ(last_week.first_from(day("99991231T000000") + 1), std::nullopt);
}

}  // namespace
}  // namespace plazo::ical
