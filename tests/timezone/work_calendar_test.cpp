#include "timezone/work_calendar.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "offices.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

bool has_problem(const WorkCalendar& calendar, const char* pointer) {
    const auto problems = problems_of(calendar);
    return std::any_of(problems.begin(), problems.end(), [&](const CalendarProblem& each) {
        return each.pointer == pointer && !each.text.empty();
    });
}

TEST(WorkCalendar, ExampleOfTheManualPage) {
    const HolidaySet company_holidays = layer("acme", HolidayLevel::company, {});
    WorkCalendar office{"office", "Europe/Madrid", weekdays({{9h, 14h}, {15h, 18h}}), {}, {}};
    office.layers = {company_holidays};
    office.seasons = {{"summer", {6, 15}, {9, 15}, weekdays({{8h, 15h}})}};
    EXPECT_TRUE(problems_of(office).empty());
}

TEST(WorkCalendar, HoursAreReadAndWritten) {
    EXPECT_EQ(parse_day_hours("09:00-14:00,15:00-18:00"), (DayHours{{9h, 14h}, {15h, 18h}}));
    EXPECT_EQ(parse_day_hours("22:00-06:00"), (DayHours{{22h, 30h}}));
    EXPECT_EQ(parse_day_hours("00:00-24:00"), (DayHours{{0h, 24h}}));
    EXPECT_EQ(parse_day_hours(""), DayHours{});
    for (const char* text : {"09:00-14:00,15:00-18:00", "22:00-06:00", "00:00-24:00", ""}) {
        EXPECT_EQ(format_day_hours(parse_day_hours(text).value()), text);
    }
}

TEST(WorkCalendar, WhatIsNoHoursIsRefused) {
    for (const char* text : {"9:00-14:00", "09:00", "09:00-", "09:00-25:00", "09:60-10:00",
                             "09:00-14:00,13:00-15:00", "09:00-14:00;15:00-18:00", "ab:cd-ef:gh",
                             "15:00-18:00,09:00-14:00", "24:00-25:00", "09:00-14:00 "}) {
        EXPECT_EQ(parse_day_hours(text), std::nullopt) << text;
    }
}

TEST(WorkCalendar, ProblemsSayWhereTheyAre) {
    WorkCalendar wrong = office("09:00-17:00");
    wrong.week.days[2] = {{10h, 12h}, {11h, 13h}};
    wrong.week.days[3] = {{10h, 10h}};
    wrong.week.days[4] = {{20h, 37h}};
    wrong.seasons = {{"never", {2, 30}, {13, 1}, {}}};
    Holiday backward = day_off("2026-08-31", "August");
    backward.last = date("2026-08-01");
    Holiday endless = day_off("2026-01-01", "ever");
    endless.last = date("2028-01-01");
    Holiday empty = day_off("2026-12-24", "Christmas Eve");
    empty.kind = Holiday::Kind::own_hours;
    wrong.layers = {layer("x", HolidayLevel::company, {backward, endless, empty}, {2030, 2020})};
    for (const char* pointer : {"/week/2/1", "/week/3/0", "/week/4/0", "/seasons/0/from",
                                "/seasons/0/to", "/layers/0/covers", "/layers/0/days/0/to",
                                "/layers/0/days/1/to", "/layers/0/days/2/hours"}) {
        EXPECT_TRUE(has_problem(wrong, pointer)) << pointer;
    }
    EXPECT_EQ(problems_of(wrong).size(), 9U);
}

TEST(WorkCalendar, DaysOfEveryYearKeepTheirEndsAround29February) {
    Holiday winter = day_off("2000-02-20", "winter");
    winter.last = date("2000-03-05");
    winter.every_year = true;
    EXPECT_EQ(winter.in_year(2026)->last, date("2026-03-05"));
    EXPECT_EQ(winter.in_year(2028)->last, date("2028-03-05"));
    winter.first = date("2000-12-01");
    EXPECT_EQ(winter.in_year(2027)->first, date("2027-12-01"));
    EXPECT_EQ(winter.in_year(2027)->last, date("2028-03-05"));
    winter.last = date("2000-02-29");
    EXPECT_EQ(winter.in_year(2026)->last, date("2027-02-28"));
    Holiday leap_day = day_off("2000-02-29", "leap day");
    leap_day.every_year = true;
    EXPECT_FALSE(leap_day.in_year(2026));
    EXPECT_EQ(leap_day.in_year(2028)->first, date("2028-02-29"));
}

TEST(WorkCalendar, LimitsAreProblemsToo) {
    WorkCalendar large = office("09:00-17:00");
    large.seasons.resize(seasons_max + 1, {"s", {1, 1}, {1, 2}, {}});
    large.layers.resize(holiday_layers_max + 1, layer("l", HolidayLevel::local, {}));
    EXPECT_TRUE(has_problem(large, "/seasons"));
    EXPECT_TRUE(has_problem(large, "/layers"));
    WorkCalendar many = office("09:00-17:00");
    many.layers = {layer("l", HolidayLevel::local,
                         std::vector<Holiday>(holidays_in_set_max + 1, day_off("2026-01-01", "")))};
    EXPECT_TRUE(has_problem(many, "/layers/0/days"));
    Holiday all_year = day_off("2026-01-01", "always");
    all_year.last = date("2026-12-31");
    all_year.every_year = true;
    many.layers = {layer("l", HolidayLevel::local, std::vector<Holiday>(100, all_year))};
    EXPECT_TRUE(has_problem(many, "/layers/0/days"));
}

}  // namespace
}  // namespace plazo::timezone
