#include "timezone/time.h"

#include <gtest/gtest.h>

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

TEST(Time, ExampleOfTheManualPage) {
    const LocalTime due = at(Date{year{2026} / 12 / 15}, 14h);
    EXPECT_EQ(date_of(due + 12h), (Date{year{2026} / 12 / 16}));
    EXPECT_EQ(add_months(Date{year{2026} / 8 / 31}, 1), (Date{year{2026} / 9 / 30}));
}

TEST(Time, MonthsEndInTheLastDayThatExists) {
    EXPECT_EQ(add_months(Date{year{2027} / 1 / 31}, 13), (Date{year{2028} / 2 / 29}));
    EXPECT_EQ(add_months(Date{year{2028} / 3 / 31}, -1), (Date{year{2028} / 2 / 29}));
}

TEST(Time, DaysAreCountedAcrossYears) {
    EXPECT_EQ(days_between(Date{year{2026} / 12 / 31}, Date{year{2028} / 1 / 1}), 366);
    EXPECT_EQ(days_between(Date{year{2026} / 3 / 2}, Date{year{2026} / 3 / 1}), -1);
    EXPECT_EQ(add_days(Date{year{2026} / 12 / 31}, 1), (Date{year{2027} / 1 / 1}));
}

TEST(Time, WeekdaysAreIsoNumbers) {
    EXPECT_EQ(weekday_of(Date{year{2026} / 11 / 25}), Weekday::wednesday);
    EXPECT_EQ(weekday_of(Date{year{2026} / 11 / 29}), Weekday::sunday);
}

TEST(Time, TimeOfDayIsPositiveBefore1970) {
    EXPECT_EQ(time_of_day(at(Date{year{1969} / 12 / 31}, 23h)), 23h);
    EXPECT_EQ(date_of(at(Date{year{1969} / 12 / 31}, 23h)), (Date{year{1969} / 12 / 31}));
}

}  // namespace
}  // namespace plazo::timezone
