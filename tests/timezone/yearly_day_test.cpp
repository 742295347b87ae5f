#include "timezone/yearly_day.h"

#include <gtest/gtest.h>

#include "timezone/text.h"

namespace plazo::timezone {
namespace {

using Kind = YearlyDay::Kind;

std::optional<LocalTime> day_of(const char* text) {
    return midnight(parse_date(text).value());
}

TEST(YearlyDay, ExampleOfTheManualPage) {
    const YearlyDay day{YearlyDay::Kind::nth_weekday, month{3}, -1, Weekday::sunday};
    EXPECT_EQ(day.in_year(2026), midnight(*parse_date("2026-03-29")));
}

TEST(YearlyDay, TheNthWeekdayIsCountedFromEitherEnd) {
    const YearlyDay second{Kind::nth_weekday, month{3}, 2, Weekday::sunday};
    EXPECT_EQ(second.in_year(2026), day_of("2026-03-08"));
    const YearlyDay first_monday{Kind::nth_weekday, month{6}, 1, Weekday::monday};
    EXPECT_EQ(first_monday.in_year(2026), day_of("2026-06-01"));
    const YearlyDay last_but_one{Kind::nth_weekday, month{12}, -2, Weekday::thursday};
    EXPECT_EQ(last_but_one.in_year(2026), day_of("2026-12-24"));
}

TEST(YearlyDay, AFifthWeekdayIsNotInEveryYear) {
    const YearlyDay fifth{Kind::nth_weekday, month{3}, 5, Weekday::sunday};
    EXPECT_EQ(fifth.in_year(2026), day_of("2026-03-29"));
    EXPECT_EQ(fifth.in_year(2027), std::nullopt);
    EXPECT_FALSE(fifth.every_year());
    const YearlyDay fifth_last{Kind::nth_weekday, month{3}, -5, Weekday::sunday};
    EXPECT_EQ(fifth_last.in_year(2026), day_of("2026-03-01"));
    EXPECT_EQ(fifth_last.in_year(2027), std::nullopt);
}

TEST(YearlyDay, AWeekdayOnOrAfterADayMayBeInTheNextMonth) {
    const YearlyDay on_or_after{Kind::weekday_on_or_after, month{3}, 8, Weekday::sunday};
    EXPECT_EQ(on_or_after.in_year(2026), day_of("2026-03-08"));
    EXPECT_EQ(on_or_after.in_year(2027), day_of("2027-03-14"));
    const YearlyDay late{Kind::weekday_on_or_after, month{12}, 31, Weekday::monday};
    EXPECT_EQ(late.in_year(2026), day_of("2027-01-04"));
    EXPECT_TRUE(late.every_year());
}

TEST(YearlyDay, ADayOfAMonthIsCountedFromEitherEnd) {
    EXPECT_EQ((YearlyDay{Kind::month_day, month{2}, -1}.in_year(2028)), day_of("2028-02-29"));
    EXPECT_EQ((YearlyDay{Kind::month_day, month{2}, 29}.in_year(2026)), std::nullopt);
    EXPECT_FALSE((YearlyDay{Kind::month_day, month{2}, 29}.every_year()));
    EXPECT_TRUE((YearlyDay{Kind::month_day, month{2}, 28}.every_year()));
    EXPECT_FALSE((YearlyDay{Kind::month_day, month{4}, 0}.every_year()));
    EXPECT_FALSE((YearlyDay{Kind::nth_weekday, month{4}, 0}.every_year()));
    EXPECT_EQ((YearlyDay{Kind::month_day, month{4}, -31}.in_year(2026)), std::nullopt);
}

TEST(YearlyDay, NumberedDaysCountTheLeapDayOrNot) {
    const YearlyDay without{Kind::day_without_leap, month{1}, 60};
    EXPECT_EQ(without.in_year(2027), day_of("2027-03-01"));
    EXPECT_EQ(without.in_year(2028), day_of("2028-03-01"));
    EXPECT_EQ((YearlyDay{Kind::day_without_leap, month{1}, 59}.in_year(2028)),
              day_of("2028-02-28"));
    const YearlyDay with{Kind::day_of_year, month{1}, 59};
    EXPECT_EQ(with.in_year(2027), day_of("2027-03-01"));
    EXPECT_EQ(with.in_year(2028), day_of("2028-02-29"));
}

TEST(YearlyDay, WeekdaysAreRightBefore1970) {
    const YearlyDay last{Kind::nth_weekday, month{9}, -1, Weekday::monday};
    EXPECT_EQ(last.in_year(1601), day_of("1601-09-24"));
    EXPECT_EQ(weekday_of(*parse_date("1601-09-24")), Weekday::monday);
}

}  // namespace
}  // namespace plazo::timezone
