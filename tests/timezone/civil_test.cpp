#include "timezone/civil.h"

#include <gtest/gtest.h>

#include "timezone/text.h"

namespace plazo::timezone {
namespace {

LocalTime local(const char* text) {
    return parse_local(text).value();
}

TEST(Civil, ExampleOfTheManualPage) {
    const CivilTime t = civil_time(*parse_local("2026-12-15T14:00:00"));
    EXPECT_EQ(t.day, 15);
    EXPECT_EQ(local_time({2026, 12, 15, 14, 0, 0}), *parse_local("2026-12-15T14:00:00"));
}

TEST(Civil, EveryDayOfTheYearsWeAcceptIsTheOneOfTheCalendar) {
    std::int64_t second_of_day = 0;
    for (LocalTime day = local("0001-01-01T00:00:00"); day < local("9999-12-31T00:00:00");
         day += days{1}) {
        second_of_day = (second_of_day + 7919) % 86'400;
        const LocalTime time = day + seconds{second_of_day};
        const CivilTime fields = civil_time(time);
        const Date date = date_of(time);
        ASSERT_EQ(fields.year, static_cast<int>(date.year()));
        ASSERT_EQ(fields.month, static_cast<unsigned>(date.month()));
        ASSERT_EQ(fields.day, static_cast<unsigned>(date.day()));
        ASSERT_EQ(fields.hour * 3600 + fields.minute * 60 + fields.second, second_of_day);
        ASSERT_EQ(local_time(fields), time);
        ASSERT_EQ(date_of_day(day_number(date)), date);
        ASSERT_EQ(day_number(date) * days{1}, day.time_since_epoch());
    }
}

TEST(Civil, TheYearsAroundTheAcceptedOnesAreTakenApartToo) {
    EXPECT_EQ(civil_time(local("0001-01-01T00:00:00") - seconds{1}),
              (CivilTime{0, 12, 31, 23, 59, 59}));
    EXPECT_EQ(civil_time(local("9999-12-31T23:59:59") + seconds{1}),
              (CivilTime{10'000, 1, 1, 0, 0, 0}));
    EXPECT_EQ(local_time({0, 2, 29, 0, 0, 0}) + days{1}, local_time({0, 3, 1, 0, 0, 0}));
}

TEST(Civil, WhatIsNoTimeIsNotOk) {
    EXPECT_TRUE((CivilTime{2028, 2, 29, 23, 59, 59}.ok()));
    EXPECT_FALSE((CivilTime{2026, 2, 29, 0, 0, 0}.ok()));
    EXPECT_FALSE((CivilTime{2026, 13, 1, 0, 0, 0}.ok()));
    EXPECT_FALSE((CivilTime{2026, 1, 0, 0, 0, 0}.ok()));
    EXPECT_FALSE((CivilTime{2026, 1, 1, 24, 0, 0}.ok()));
    EXPECT_FALSE((CivilTime{2026, 1, 1, 0, 60, 0}.ok()));
    EXPECT_FALSE((CivilTime{2026, 1, 1, 0, 0, 60}.ok()));  // no leap seconds: POSIX time
    EXPECT_FALSE((CivilTime{0, 1, 1, 0, 0, 0}.ok()));
    EXPECT_FALSE((CivilTime{10'000, 1, 1, 0, 0, 0}.ok()));
}

}  // namespace
}  // namespace plazo::timezone
