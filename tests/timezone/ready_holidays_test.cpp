#include "timezone/ready_holidays.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "offices.h"

namespace plazo::timezone {
namespace {

/// The dates of one year on which a place is closed beside its weekends.
std::vector<std::string> closed_weekdays(const char* place, int year) {
    const WorkCalendar calendar = ready_calendar(place).value();
    const WorkTimetable table =
        std::get<WorkTimetable>(WorkTimetable::compile(calendar, Zone::utc(), {year, year}));
    std::vector<std::string> found;
    for (Date each{date::year{year}, date::month{1}, date::day{1}}; table.knows(each);
         each = add_days(each, 1)) {
        if (weekday_of(each) <= Weekday::friday && !table.is_business_day(each)) {
            found.push_back(format_date(each).substr(5));
        }
    }
    return found;
}

using Days = std::vector<std::string>;

TEST(ReadyHolidays, ExampleOfTheManualPage) {
    WorkCalendar office = ready_calendar("es-madrid").value();
    EXPECT_EQ(office.layers.size(), 2U);
    EXPECT_EQ(office.layers[0].covers, (YearSpan{2024, 2040}));
    EXPECT_EQ(office.layers[0].name, "es");
    EXPECT_EQ(office.layers[1].name, "es-md");
    EXPECT_EQ(office.zone, "Europe/Madrid");
}

TEST(ReadyHolidays, MadridIn2026IsAsItsGazetteHasIt) {
    EXPECT_EQ(closed_weekdays("es-md", 2026), (Days{"01-01", "01-06", "04-02", "04-03", "05-01",
                                                    "10-12", "11-02", "12-07", "12-08", "12-25"}));
}

TEST(ReadyHolidays, RegionsHaveTheirOwn) {
    const Days catalonia = closed_weekdays("es-cataluna", 2026);
    const auto has = [&](const char* day) {
        return std::count(catalonia.begin(), catalonia.end(), day) == 1;
    };
    EXPECT_TRUE(has("04-06"));  // Easter Monday
    EXPECT_TRUE(has("06-24"));
    EXPECT_TRUE(has("09-11"));
    EXPECT_FALSE(has("04-02"));  // Maundy Thursday is worked there
    EXPECT_FALSE(has("12-07"));
    EXPECT_EQ(ready_place("es-canarias")->zone, "Atlantic/Canary");
}

TEST(ReadyHolidays, WhatTheSourceLacksOrHasTooMuchIsMended) {
    const auto has = [](const char* place, int year, const char* day) {
        const Days days = closed_weekdays(place, year);
        return std::count(days.begin(), days.end(), day) == 1;
    };
    EXPECT_TRUE(has("es-valencia", 2026, "10-09"));
    EXPECT_TRUE(has("es-navarra", 2026, "12-03"));
    EXPECT_TRUE(has("es-murcia", 2026, "03-19"));
    EXPECT_FALSE(has("es-galicia", 2026, "03-19"));
    EXPECT_FALSE(has("es-pais-vasco", 2025, "03-19"));
}

/// Twelve a year beside the two local ones (Estatuto de los Trabajadores, 37.2). Catalonia lists
/// thirteen of which one is chosen; Ceuta and Melilla have movable feasts beside.
TEST(ReadyHolidays, NoSpanishRegionHasMoreDaysThanTheLawAllowsInTheYearsThatArePublished) {
    for (const ReadyPlace& place : ready_places()) {
        if (!place.code.starts_with("es-") || place.code == "es-ct" || place.code == "es-ce" ||
            place.code == "es-ml") {
            continue;
        }
        for (int year = 2024; year <= 2026; ++year) {
            EXPECT_LE(closed_weekdays(std::string{place.code}.c_str(), year).size(), 12U)
                << place.code << " " << year;
        }
    }
}

TEST(ReadyHolidays, GermanyHasNoHolidayOnChristmasEve) {
    EXPECT_EQ(closed_weekdays("de", 2026),
              (Days{"01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25"}));
    const Days bavaria = closed_weekdays("de-by", 2026);
    EXPECT_EQ(std::count(bavaria.begin(), bavaria.end(), "01-06"), 1);
    EXPECT_EQ(std::count(bavaria.begin(), bavaria.end(), "06-04"), 1);  // Corpus Christi
}

TEST(ReadyHolidays, ARegionMayWorkOnAHolidayOfItsCountry) {
    const Days scotland = closed_weekdays("gb-sct", 2026);
    EXPECT_EQ(std::count(scotland.begin(), scotland.end(), "04-06"), 0);  // Easter Monday
    const Days kingdom = closed_weekdays("gb", 2026);
    EXPECT_EQ(std::count(kingdom.begin(), kingdom.end(), "04-06"), 1);
}

TEST(ReadyHolidays, EveryPlaceMakesACalendarThatCanBeCompiled) {
    EXPECT_GE(ready_places().size(), 60U);
    EXPECT_TRUE(std::is_sorted(ready_places().begin(), ready_places().end(),
                               [](const auto& a, const auto& b) { return a.code < b.code; }));
    for (const ReadyPlace& place : ready_places()) {
        const WorkCalendar calendar = ready_calendar(place.code).value();
        EXPECT_TRUE(problems_of(calendar).empty()) << place.code;
        EXPECT_FALSE(calendar.layers.back().days.empty()) << place.code;
        const auto made = WorkTimetable::compile(calendar, Zone::utc(), {2024, 2040});
        const auto* table = std::get_if<WorkTimetable>(&made);
        ASSERT_NE(table, nullptr) << place.code;
        for (int year = 2024; year <= 2040; ++year) {
            const int days = answer(table->business_days_between(
                Date{date::year{year}, date::month{1}, date::day{1}},
                Date{date::year{year}, date::month{12}, date::day{31}}));
            EXPECT_GT(days, 240) << place.code << " " << year;
            EXPECT_LT(days, 258) << place.code << " " << year;
        }
    }
}

TEST(ReadyHolidays, PlacesHaveCodesAndInSpainNames) {
    EXPECT_EQ(ready_place("ES-MD")->code, "es-md");
    EXPECT_EQ(ready_place("es-Madrid")->name, "Comunidad de Madrid");
    EXPECT_EQ(ready_place("es-xx"), std::nullopt);
    EXPECT_TRUE(ready_holidays("xx").empty());
    EXPECT_EQ(ready_calendar(""), std::nullopt);
}

}  // namespace
}  // namespace plazo::timezone
