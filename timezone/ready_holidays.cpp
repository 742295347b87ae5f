#include "timezone/ready_holidays.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "timezone/ascii.h"
#include "timezone/text.h"

namespace plazo::timezone {

namespace {

/// `dates`: "12-25" for every year, or "2026-04-03 2027-03-26 ...".
struct ReadyRow {
    std::string_view code, name, dates;
};

#include "timezone/ready_holidays.inc"

/// The rows of a region under this name say what it does not keep of its country's holidays.
constexpr std::string_view absent = "absent";

/// Spain's regions as people call them.
constexpr std::pair<std::string_view, std::string_view> names_of_regions[] = {
    {"es-andalucia", "es-an"},
    {"es-aragon", "es-ar"},
    {"es-asturias", "es-as"},
    {"es-baleares", "es-ib"},
    {"es-canarias", "es-cn"},
    {"es-cantabria", "es-cb"},
    {"es-castilla-la-mancha", "es-cm"},
    {"es-castilla-y-leon", "es-cl"},
    {"es-cataluna", "es-ct"},
    {"es-ceuta", "es-ce"},
    {"es-extremadura", "es-ex"},
    {"es-galicia", "es-ga"},
    {"es-la-rioja", "es-ri"},
    {"es-madrid", "es-md"},
    {"es-melilla", "es-ml"},
    {"es-murcia", "es-mc"},
    {"es-navarra", "es-nc"},
    {"es-pais-vasco", "es-pv"},
    {"es-valencia", "es-vc"},
};

/// For days of every year.
constexpr int any_leap_year = 2000;

/// The rows of a place; they stand together.
std::span<const ReadyRow> rows_of(std::string_view code) {
    const auto [first, last] =
        std::equal_range(std::begin(ready_rows), std::end(ready_rows), ReadyRow{code, {}, {}},
                         [](const ReadyRow& a, const ReadyRow& b) { return a.code < b.code; });
    return {first, last};
}

Holiday day_off(std::string_view name, Date date, bool every_year) {
    Holiday holiday;
    holiday.name = name;
    holiday.first = date;
    holiday.last = date;
    holiday.every_year = every_year;
    return holiday;
}

Date date_in(int year, std::string_view month_day) {
    return parse_date(std::to_string(year) + "-" + std::string{month_day}).value();
}

template <class Each>
void each_date(std::string_view dates, const Each& each) {
    while (!dates.empty()) {
        const std::string_view date = dates.substr(0, dates.find(' '));
        dates.remove_prefix(std::min(date.size() + 1, dates.size()));
        each(parse_date(date).value());
    }
}

bool is_every_year(const ReadyRow& row) {
    return row.dates.size() == std::string_view{"12-25"}.size();
}

/// `left_out` are the dates on which the place works all the same.
HolidaySet set_of(std::string_view code, HolidayLevel level, const std::set<Date>& left_out) {
    HolidaySet set{std::string{code}, level, ready_years, {}};
    for (const ReadyRow& row : rows_of(code)) {
        if (row.name == absent) continue;
        if (!is_every_year(row)) {
            each_date(row.dates, [&](Date date) {
                if (left_out.count(date) == 0) set.days.push_back(day_off(row.name, date, false));
            });
            continue;
        }
        int kept = 0;
        std::vector<Holiday> years;
        for (int year = ready_years.first; year <= ready_years.last; ++year) {
            const Date date = date_in(year, row.dates);
            if (left_out.count(date) != 0) continue;
            years.push_back(day_off(row.name, date, false));
            ++kept;
        }
        const bool in_all = kept == ready_years.last - ready_years.first + 1;
        if (in_all) years = {day_off(row.name, date_in(any_leap_year, row.dates), true)};
        set.days.insert(set.days.end(), years.begin(), years.end());
    }
    return set;
}

}  // namespace

std::span<const ReadyPlace> ready_places() {
    return ready_places_table;
}

std::optional<ReadyPlace> ready_place(std::string_view code) {
    std::string wanted = lowered(code);
    for (const auto& [name, region] : names_of_regions) {
        if (name == wanted) wanted = region;
    }
    for (const ReadyPlace& each : ready_places_table) {
        if (each.code == wanted) return each;
    }
    return std::nullopt;
}

std::vector<HolidaySet> ready_holidays(std::string_view code) {
    const auto place = ready_place(code);
    if (!place) return {};
    const std::string_view country = place->code.substr(0, 2);
    if (country == place->code) return {set_of(country, HolidayLevel::national, {})};
    std::set<Date> left_out;
    for (const ReadyRow& row : rows_of(place->code)) {
        if (row.name == absent) each_date(row.dates, [&](Date date) { left_out.insert(date); });
    }
    return {set_of(country, HolidayLevel::national, left_out),
            set_of(place->code, HolidayLevel::regional, {})};
}

std::optional<WorkCalendar> ready_calendar(std::string_view code) {
    const auto place = ready_place(code);
    if (!place) return std::nullopt;
    WorkCalendar calendar;
    calendar.name = place->code;
    calendar.zone = place->zone;
    calendar.week = weekdays({{hours{9}, hours{17}}});
    calendar.layers = ready_holidays(code);
    return calendar;
}

}  // namespace plazo::timezone
