// recurrence_json() and read_recurrence() of exchange_recurrence.h.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/http.h"
#include "graph/json.h"
#include "scheduler/exchange_recurrence.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using nlohmann::json;
using timezone::Weekday;
using Pattern = GraphPattern::Type;
using Range = GraphRange::Type;

namespace {

// In the order of their enumerations.
constexpr std::array<std::string_view, 6> pattern_names = {
    "daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"};
constexpr std::array<std::string_view, 3> range_names = {"noEnd", "endDate", "numbered"};
constexpr std::array<std::string_view, 7> weekday_names = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 5> index_names = {"first", "second", "third", "fourth",
                                                         "last"};
constexpr std::size_t last_index = 4;

template <std::size_t size>
std::optional<std::size_t> place_of(const std::array<std::string_view, size>& names,
                                    std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view each) {
        return graph::equal_ignoring_case(each, name);
    });
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::string_view name_of(Weekday day) {
    return weekday_names.at(static_cast<std::size_t>(day) - 1);
}

std::optional<Weekday> read_weekday(std::string_view name) {
    const auto place = place_of(weekday_names, name);
    if (!place) return std::nullopt;
    return static_cast<Weekday>(*place + 1);
}

bool is_weekly(Pattern type) {
    return type == Pattern::weekly;
}
bool is_absolute(Pattern type) {
    return type == Pattern::absolute_monthly || type == Pattern::absolute_yearly;
}
bool is_relative(Pattern type) {
    return type == Pattern::relative_monthly || type == Pattern::relative_yearly;
}
bool is_yearly(Pattern type) {
    return type == Pattern::absolute_yearly || type == Pattern::relative_yearly;
}

json pattern_json(const GraphPattern& pattern) {
    json made = {{"type", pattern_names.at(static_cast<std::size_t>(pattern.type))},
                 {"interval", pattern.interval}};
    if (is_weekly(pattern.type)) made["firstDayOfWeek"] = name_of(pattern.first_day_of_week);
    if (is_weekly(pattern.type) || is_relative(pattern.type)) {
        made["daysOfWeek"] = json::array();
        for (const Weekday day : pattern.days_of_week) made["daysOfWeek"].push_back(name_of(day));
    }
    if (is_relative(pattern.type)) {
        const auto place = pattern.index < 0 ? last_index : static_cast<std::size_t>(pattern.index);
        made["index"] = index_names.at(pattern.index < 0 ? place : place - 1);
    }
    if (is_absolute(pattern.type)) made["dayOfMonth"] = pattern.day_of_month;
    if (is_yearly(pattern.type)) made["month"] = pattern.month;
    return made;
}

json range_json(const GraphRange& range) {
    json made = {{"type", range_names.at(static_cast<std::size_t>(range.type))},
                 {"startDate", timezone::format_date(range.start)}};
    if (!range.zone.empty()) made["recurrenceTimeZone"] = range.zone;
    if (range.type == Range::end_date) made["endDate"] = timezone::format_date(range.end);
    if (range.type == Range::numbered) made["numberOfOccurrences"] = range.count;
    return made;
}

/// Of what is read; Graph itself keeps to less.
constexpr int number_max = 100'000;
constexpr int day_max = 31;
constexpr int month_max = 12;

/// Nothing when it is no whole number from 1 to `max`.
std::optional<int> number_in(const json& object, const char* name, int max) {
    const auto member = object.find(name);
    if (member == object.end() || !member->is_number_integer()) return std::nullopt;
    const auto number = member->get<std::int64_t>();
    if (number < 1 || number > max) return std::nullopt;
    return static_cast<int>(number);
}

/// The functions answer whether they succeeded; `why_not` is set when they did not.
struct Reader {
    bool read(const json& recurrence) {
        const bool whole = recurrence.is_object() && recurrence.contains("pattern") &&
                           recurrence.contains("range") && recurrence["pattern"].is_object() &&
                           recurrence["range"].is_object();
        if (!whole) return refuse("it has no pattern or no range");
        return read_pattern(recurrence["pattern"]) && read_range(recurrence["range"]);
    }

    GraphRecurrence made;
    std::string why_not;

  private:
    bool refuse(std::string why) {
        why_not = std::move(why);
        return false;
    }

    bool read_pattern(const json& pattern) {
        const std::string type = graph::text_or_empty(pattern, "type");
        const auto place = place_of(pattern_names, type);
        if (!place) return refuse("there is no pattern \"" + type + "\"");
        GraphPattern& to = made.pattern;
        to.type = static_cast<Pattern>(*place);
        const auto interval = number_in(pattern, "interval", number_max);
        if (!interval) return refuse("its interval is no number");
        to.interval = *interval;
        const bool by_weekday = is_weekly(to.type) || is_relative(to.type);
        if (by_weekday && !read_weekdays(pattern)) return false;
        if (is_relative(to.type) && !read_index(pattern)) return false;
        if (is_absolute(to.type)) {
            to.day_of_month = number_in(pattern, "dayOfMonth", day_max).value_or(0);
            if (to.day_of_month == 0) return refuse("its day is none of a month");
        }
        if (is_yearly(to.type)) {
            to.month = number_in(pattern, "month", month_max).value_or(0);
            if (to.month == 0) return refuse("its month is none of a year");
        }
        return true;
    }

    bool read_weekdays(const json& pattern) {
        const auto days = pattern.find("daysOfWeek");
        if (days == pattern.end() || !days->is_array()) return refuse("it names no days");
        auto& to = made.pattern.days_of_week;
        for (const json& each : *days) {
            const auto day =
                each.is_string() ? read_weekday(each.get<std::string>()) : std::nullopt;
            if (!day) return refuse("it names a day that there is not");
            to.push_back(*day);
        }
        std::sort(to.begin(), to.end());
        to.erase(std::unique(to.begin(), to.end()), to.end());
        if (to.empty()) return refuse("it names no days");
        const std::string first = graph::text_or_empty(pattern, "firstDayOfWeek");
        made.pattern.first_day_of_week = read_weekday(first).value_or(Weekday::sunday);
        return true;
    }

    /// Missing, it is the first.
    bool read_index(const json& pattern) {
        const std::string name = graph::text_or_empty(pattern, "index");
        const auto place = place_of(index_names, name);
        if (!place && !name.empty()) return refuse("there is no index \"" + name + "\"");
        const std::size_t index = place.value_or(0);
        made.pattern.index = index == last_index ? -1 : static_cast<int>(index) + 1;
        return true;
    }

    bool read_range(const json& range) {
        const std::string type = graph::text_or_empty(range, "type");
        const auto place = place_of(range_names, type);
        if (!place) return refuse("there is no range \"" + type + "\"");
        GraphRange& to = made.range;
        to.type = static_cast<Range>(*place);
        to.zone = graph::text_or_empty(range, "recurrenceTimeZone");
        const auto start = timezone::parse_date(graph::text_or_empty(range, "startDate"));
        if (!start) return refuse("its range begins on no day");
        to.start = *start;
        if (to.type == Range::end_date) {
            const auto end = timezone::parse_date(graph::text_or_empty(range, "endDate"));
            if (!end || *end < *start) return refuse("its range ends before it begins");
            to.end = *end;
        }
        if (to.type == Range::numbered) {
            const auto count = number_in(range, "numberOfOccurrences", number_max);
            if (!count) return refuse("its number of occurrences is no number");
            to.count = *count;
        }
        return true;
    }
};

}  // namespace

json recurrence_json(const GraphRecurrence& recurrence) {
    return {{"pattern", pattern_json(recurrence.pattern)}, {"range", range_json(recurrence.range)}};
}

std::variant<GraphRecurrence, Refused> read_recurrence(const json& recurrence) {
    Reader reader;
    if (!reader.read(recurrence)) return Refused{reader.why_not};
    return reader.made;
}

}  // namespace plazo::scheduler
