#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/recurrence.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 6> pattern_names{
    "daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"};
constexpr std::array<std::string_view, 7> weekday_names{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 5> index_names{"first", "second", "third", "fourth", "last"};

void known_members(const json& object, const char* type,
                   std::initializer_list<std::string_view> names) {
    if (!object.is_object()) throw fails_validation(std::string{type} + " must be an object.");
    for (const auto& [name, value] : object.items()) {
        if (name.starts_with("@") || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        throw unknown_property(name, type);
    }
}

template <std::size_t N>
int position(const std::array<std::string_view, N>& names, const json& value, const char* what) {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
        return graph::equal_ignoring_case(name, text);
    });
    if (found == names.end()) {
        throw Refusal{400, "RequestBodyRead",
                      std::string{"Cannot convert the value of '"} + what + "' to its type."};
    }
    return static_cast<int>(found - names.begin());
}

/// An integer member, or `otherwise` where it is absent, null or 0, which Graph writes for
/// "unused".
int integer(const json& object, const char* name, int low, int high, int otherwise) {
    const auto member = object.find(name);
    if (member == object.end() || member->is_null() || *member == 0) return otherwise;
    if (!member->is_number_integer() || *member < low || *member > high) {
        throw fails_validation(std::string{name} + " is out of range.");
    }
    return member->get<int>();
}

timezone::Date date_member(const json& range, const char* name) {
    const auto date = timezone::parse_date(text_of(range, name));
    if (!date) throw fails_validation(std::string{name} + " is not a date.");
    return *date;
}

void read_pattern(const json& pattern, Recurrence& out) {
    known_members(
        pattern, "RecurrencePattern",
        {"type", "interval", "month", "dayOfMonth", "daysOfWeek", "firstDayOfWeek", "index"});
    out.pattern = static_cast<Recurrence::Pattern>(
        position(pattern_names, pattern.value("type", json{}), "type"));
    out.interval = integer(pattern, "interval", 1, interval_max, 0);
    out.day_of_month = integer(pattern, "dayOfMonth", 1, 31, 0);
    out.month = integer(pattern, "month", 1, 12, 0);
    if (pattern.contains("daysOfWeek") && !pattern["daysOfWeek"].is_null()) {
        if (!pattern["daysOfWeek"].is_array())
            throw fails_validation("daysOfWeek must be an array.");
        for (const json& day : pattern["daysOfWeek"]) {
            out.weekdays.push_back(
                static_cast<timezone::Weekday>(position(weekday_names, day, "daysOfWeek") + 1));
        }
    }
    std::sort(out.weekdays.begin(), out.weekdays.end());
    if (pattern.contains("firstDayOfWeek") && !pattern["firstDayOfWeek"].is_null()) {
        out.week_start = static_cast<timezone::Weekday>(
            position(weekday_names, pattern["firstDayOfWeek"], "firstDayOfWeek") + 1);
    }
    if (pattern.contains("index") && !pattern["index"].is_null()) {
        const int index = position(index_names, pattern["index"], "index");
        out.index = index == 4 ? -1 : index + 1;
    }
}

/// Clears what the pattern does not use, and asks for what it needs.
void check_pattern(Recurrence& r) {
    using Pattern = Recurrence::Pattern;
    const bool weekdays = r.pattern == Pattern::weekly || r.pattern == Pattern::relative_monthly ||
                          r.pattern == Pattern::relative_yearly;
    const bool monthday =
        r.pattern == Pattern::absolute_monthly || r.pattern == Pattern::absolute_yearly;
    const bool month =
        r.pattern == Pattern::absolute_yearly || r.pattern == Pattern::relative_yearly;
    if (r.interval == 0) throw fails_validation("interval is missing.");
    if (weekdays && r.weekdays.empty()) throw fails_validation("daysOfWeek is missing.");
    if (monthday && r.day_of_month == 0) throw fails_validation("dayOfMonth is missing.");
    if (month && r.month == 0) throw fails_validation("month is missing.");
    if (!weekdays) r.weekdays.clear();
    if (!monthday) r.day_of_month = 0;
    if (!month) r.month = 0;
    if (!weekdays || r.pattern == Pattern::weekly) r.index = 1;
}

void read_range(const json& range, Recurrence& out) {
    known_members(range, "RecurrenceRange",
                  {"type", "startDate", "endDate", "numberOfOccurrences", "recurrenceTimeZone"});
    constexpr std::array<std::string_view, 3> types{"endDate", "noEnd", "numbered"};
    const int type = position(types, range.value("type", json{}), "type");
    out.start = date_member(range, "startDate");
    if (type == 0) {
        out.end = date_member(range, "endDate");
        if (*out.end < out.start) {
            throw Refusal{400, "ErrorRecurrenceHasNoOccurrence",
                          "The recurrence has no occurrence."};
        }
        if (*out.end > timezone::Date{timezone::year{4500} / 9 / 1}) {
            throw Refusal{400, "ErrorRecurrenceEndDateTooBig", "The end date is too late."};
        }
    }
    if (type == 2) {
        out.count = integer(range, "numberOfOccurrences", 1, occurrences_numbered_max, 0);
        if (*out.count == 0) throw fails_validation("numberOfOccurrences is missing.");
    }
    out.zone = text_of(range, "recurrenceTimeZone");
}

}  // namespace

Recurrence read_recurrence(const json& value) {
    known_members(value, "PatternedRecurrence", {"pattern", "range"});
    if (!value.contains("pattern") || !value.contains("range")) {
        throw fails_validation("A recurrence needs its pattern and its range.");
    }
    Recurrence out;
    read_pattern(value["pattern"], out);
    check_pattern(out);
    read_range(value["range"], out);
    return out;
}

json to_json(const Recurrence& r) {
    json days = json::array();
    for (const timezone::Weekday day : r.weekdays) {
        days.push_back(weekday_names[static_cast<std::size_t>(day) - 1]);
    }
    json pattern{{"type", pattern_names[static_cast<std::size_t>(r.pattern)]},
                 {"interval", r.interval},
                 {"month", r.month},
                 {"dayOfMonth", r.day_of_month},
                 {"firstDayOfWeek", weekday_names[static_cast<std::size_t>(r.week_start) - 1]},
                 {"index", index_names[static_cast<std::size_t>(r.index < 0 ? 4 : r.index - 1)]}};
    if (!r.weekdays.empty()) pattern["daysOfWeek"] = days;
    const std::string end = r.end ? timezone::format_date(*r.end) : "0001-01-01";
    return {{"pattern", pattern},
            {"range",
             {{"type", r.end     ? "endDate"
                       : r.count ? "numbered"
                                 : "noEnd"},
              {"startDate", timezone::format_date(r.start)},
              {"endDate", end},
              {"recurrenceTimeZone", r.zone},
              {"numberOfOccurrences", r.count.value_or(0)}}}};
}

}  // namespace plazo::sandbox
