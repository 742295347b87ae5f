#include "scheduler/calendar_codec.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "scheduler/due.h"
#include "scheduler/fields.h"
#include "scheduler/suggest.h"
#include "timezone/ready_holidays.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using nlohmann::json;
using timezone::Date;
using timezone::DayHours;
using timezone::Holiday;
using timezone::HolidayLevel;
using timezone::HolidaySet;
using timezone::Weekday;
using timezone::WeekHours;

namespace {

constexpr std::array<const char*, 7> weekday_names = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};
constexpr std::size_t ready_sets_max = 4;
/// For dates of every year: one that has a 29 February.
constexpr const char* any_year = "2000-";

std::optional<std::size_t> weekday_named(std::string_view name) {
    const auto found = std::find(weekday_names.begin(), weekday_names.end(), name);
    if (found == weekday_names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - weekday_names.begin());
}

DayHours read_hours(const Fields& fields, const char* name, const std::string& text) {
    const auto found = timezone::parse_day_hours(text);
    if (!found) {
        fields.fail(name, "\"" + text + "\" is not hours of one day, in order and apart",
                    "09:00-14:00,15:00-18:00");
    }
    return *found;
}

/// Members are days or ranges of days: "mon", "mon-fri", "fri-mon" goes over the weekend. A text
/// that is empty is a day off.
WeekHours read_week(const json& value, const std::string& pointer) {
    Fields fields{value, pointer};
    WeekHours week;
    std::array<bool, 7> is_named{};
    for (const auto& [key, unused] : value.items()) {
        const char* name = key.c_str();
        const bool is_off = value.at(key) == "";
        const std::size_t dash = key.find('-');
        const auto first = weekday_named(std::string_view{key}.substr(0, dash));
        const auto last = dash == std::string::npos
                              ? first
                              : weekday_named(std::string_view{key}.substr(dash + 1));
        if (!first || !last) fields.fail(name, "is no day of the week", "mon, tue, or mon-fri");
        const DayHours hours = is_off ? DayHours{} : read_hours(fields, name, fields.text(name));
        for (std::size_t day = *first;; day = (day + 1) % 7) {
            if (std::exchange(is_named[day], true)) {
                fields.fail(name, std::string{weekday_names[day]} + " is named twice");
            }
            week.days[day] = hours;
            if (day == *last) break;
        }
    }
    return week;
}

WeekHours read_week(const json& value, Fields& fields, const char* name) {
    fields.required_object(name);
    return read_week(value.at(name), fields.pointer_to(name));
}

/// "2026-12-24", or "12-24" for every year.
std::pair<Date, bool> read_date(const Fields& fields, const char* name, const std::string& text) {
    if (const auto date = timezone::parse_date(text)) return {*date, false};
    const auto date = timezone::parse_date(any_year + text);
    if (!date) {
        fields.fail(name, "\"" + text + "\" is no date", "2026-12-24, or 12-24 for every year");
    }
    return {*date, true};
}

void read_dates(Fields& fields, Holiday& holiday) {
    const bool is_range = fields.has("from");
    const char* first_name = is_range ? "from" : "date";
    std::tie(holiday.first, holiday.every_year) =
        read_date(fields, first_name, fields.text(first_name));
    holiday.last = holiday.first;
    if (!is_range) return;
    bool every_year = false;
    std::tie(holiday.last, every_year) = read_date(fields, "to", fields.text("to"));
    if (every_year != holiday.every_year) {
        fields.fail("to", "has to have a year where \"from\" has one, and none where it has none");
    }
}

Holiday read_holiday(Fields fields) {
    Holiday holiday;
    read_dates(fields, holiday);
    holiday.name = fields.optional_line("name", 200).value_or("");
    if (const auto hours = fields.optional_text("hours")) {
        holiday.kind = Holiday::Kind::own_hours;
        holiday.hours = read_hours(fields, "hours", *hours);
    }
    if (const auto like = fields.optional_text("like")) {
        if (fields.has("hours")) fields.fail("like", "cannot stand beside \"hours\"");
        const auto day = weekday_named(*like);
        if (!day) fields.fail("like", "\"" + *like + "\" is no day of the week", "mon to sun");
        holiday.kind = Holiday::Kind::working;
        holiday.like = static_cast<Weekday>(*day + 1);
    }
    fields.done();
    return holiday;
}

HolidayLevel read_level(Fields& fields) {
    const std::string level = fields.choice("level", {"company", "local", "regional", "national"});
    if (level == "national") return HolidayLevel::national;
    if (level == "regional") return HolidayLevel::regional;
    return level == "local" ? HolidayLevel::local : HolidayLevel::company;
}

HolidaySet read_layer(Fields fields) {
    HolidaySet set;
    set.name = fields.text("name", calendar_name_bytes_max);
    set.level = read_level(fields);
    if (auto covers = fields.object("covers")) {
        const auto year = [&](const char* name, int otherwise) {
            return static_cast<int>(
                covers->integer(name, timezone::year_min, timezone::year_max).value_or(otherwise));
        };
        set.covers = {year("from", set.covers.first), year("to", set.covers.last)};
        covers->done();
    }
    for (Fields& day : fields.objects("days", timezone::holidays_in_set_max)) {
        set.days.push_back(read_holiday(std::move(day)));
    }
    fields.done();
    return set;
}

timezone::MonthDay read_month_day(Fields& fields, const char* name) {
    const std::string text = fields.text(name);
    const auto date = timezone::parse_date(any_year + text);
    if (!date) fields.fail(name, "\"" + text + "\" is no day of every year", "06-15");
    return {static_cast<unsigned>(date->month()), static_cast<unsigned>(date->day())};
}

void read_seasons(const json& value, Fields& fields, timezone::WorkCalendar& calendar) {
    auto seasons = fields.objects("seasons", timezone::seasons_max);
    for (std::size_t i = 0; i < seasons.size(); ++i) {
        timezone::Season season;
        season.name = seasons[i].optional_line("name", 200).value_or("");
        season.first = read_month_day(seasons[i], "from");
        season.last = read_month_day(seasons[i], "to");
        season.week = read_week(value.at("seasons")[i], seasons[i], "week");
        seasons[i].done();
        calendar.seasons.push_back(std::move(season));
    }
}

/// Of two places in one country a day is off where either has it off.
void add_ready_set(std::vector<HolidaySet>& layers, HolidaySet set) {
    const auto there = std::find_if(layers.begin(), layers.end(),
                                    [&](const HolidaySet& each) { return each.name == set.name; });
    if (there == layers.end()) {
        layers.push_back(std::move(set));
        return;
    }
    for (Holiday& day : set.days) {
        const auto& known = there->days;
        if (std::find(known.begin(), known.end(), day) == known.end()) {
            there->days.push_back(std::move(day));
        }
    }
}

void read_ready_sets(Fields& fields, timezone::WorkCalendar& calendar) {
    const auto names = fields.texts("holidays", ready_sets_max);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto place = timezone::ready_place(names[i]);
        if (!place) {
            std::vector<std::string> known;
            for (const auto& each : timezone::ready_places()) known.emplace_back(each.code);
            throw InputError{fields.pointer_to("holidays") + "/" + std::to_string(i),
                             "no holidays are ready for \"" + names[i] + "\"",
                             did_you_mean(names[i], known)};
        }
        for (HolidaySet& set : timezone::ready_holidays(place->code)) {
            add_ready_set(calendar.layers, std::move(set));
        }
        if (calendar.zone.empty()) calendar.zone = place->zone;
    }
}

json week_json(const WeekHours& week) {
    json shape = json::object();
    for (std::size_t i = 0; i < week.days.size(); ++i) {
        if (!week.days[i].empty())
            shape[weekday_names[i]] = timezone::format_day_hours(week.days[i]);
    }
    return shape;
}

std::string date_text(Date date, bool every_year) {
    const std::string text = timezone::format_date(date);
    return every_year ? text.substr(5) : text;
}

json holiday_json(const Holiday& holiday) {
    json shape = {{"name", holiday.name}};
    if (holiday.name.empty()) shape.erase("name");
    if (holiday.first == holiday.last) {
        shape["date"] = date_text(holiday.first, holiday.every_year);
    } else {
        shape["from"] = date_text(holiday.first, holiday.every_year);
        shape["to"] = date_text(holiday.last, holiday.every_year);
    }
    if (holiday.kind == Holiday::Kind::own_hours) {
        shape["hours"] = timezone::format_day_hours(holiday.hours);
    } else if (holiday.kind == Holiday::Kind::working) {
        shape["like"] = weekday_names[static_cast<std::size_t>(holiday.like) - 1];
    }
    return shape;
}

}  // namespace

timezone::WorkCalendar read_work_calendar(const json& value, std::string name,
                                          const timezone::Tzdb& tzdb) {
    Fields fields{value, ""};
    timezone::WorkCalendar calendar;
    calendar.name = std::move(name);
    const auto zone_name = fields.optional_text("zone");
    read_ready_sets(fields, calendar);
    const auto ready_count = static_cast<std::ptrdiff_t>(calendar.layers.size());
    if (zone_name) {
        const auto zone = find_zone(tzdb, *zone_name);
        if (!zone) {
            fields.fail("zone", "\"" + *zone_name + "\" is not a known time zone",
                        did_you_mean(*zone_name, tzdb.names()));
        }
        calendar.zone = zone->name();
    }
    if (calendar.zone.empty()) fields.fail("zone", "is required where no ready holidays are named");
    calendar.week = read_week(value, fields, "week");
    read_seasons(value, fields, calendar);
    const std::size_t layers_max =
        timezone::holiday_layers_max - static_cast<std::size_t>(ready_count);
    for (Fields& layer : fields.objects("layers", layers_max)) {
        calendar.layers.push_back(read_layer(std::move(layer)));
    }
    fields.done();
    // Only what was written can be wrong: the ready sets are tested.
    timezone::WorkCalendar written = calendar;
    written.layers.erase(written.layers.begin(), written.layers.begin() + ready_count);
    const auto problems = timezone::problems_of(written);
    if (!problems.empty()) throw InputError{problems[0].pointer, problems[0].text};
    return calendar;
}

json work_calendar_json(const timezone::WorkCalendar& calendar) {
    json seasons = json::array();
    for (const timezone::Season& each : calendar.seasons) {
        const auto text = [](timezone::MonthDay day) {
            return timezone::format_date(
                       Date{date::year{2000}, date::month{day.month}, date::day{day.day}})
                .substr(5);
        };
        seasons.push_back({{"name", each.name},
                           {"from", text(each.first)},
                           {"to", text(each.last)},
                           {"week", week_json(each.week)}});
    }
    json layers = json::array();
    for (const HolidaySet& each : calendar.layers) {
        json days = json::array();
        for (const Holiday& day : each.days) days.push_back(holiday_json(day));
        json layer = {{"name", each.name},
                      {"level", timezone::to_text(each.level)},
                      {"days", std::move(days)}};
        if (each.covers != timezone::YearSpan{}) {
            layer["covers"] = {{"from", each.covers.first}, {"to", each.covers.last}};
        }
        layers.push_back(std::move(layer));
    }
    return {{"zone", calendar.zone},
            {"week", week_json(calendar.week)},
            {"seasons", std::move(seasons)},
            {"layers", std::move(layers)}};
}

bool valid_calendar_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return !name.empty() && name.size() <= calendar_name_bytes_max && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace plazo::scheduler
