#include "scheduler/app/import_answers.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "graph/json.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;
using scheduler::ImportException;

namespace {

/// The start of an event as Graph sends it, in UTC.
std::optional<timezone::LocalTime> start_of(const json& event) {
    const auto start = event.find("start");
    if (start == event.end()) return std::nullopt;
    return timezone::parse_graph_date_time(graph::text_or_empty(*start, "dateTime"));
}

/// Whole days are midnight in whatever zone they are asked for.
bool starts_at(const json& event, timezone::Instant moment, timezone::LocalTime midnight) {
    const auto start = start_of(event);
    const bool all_day = event.contains("isAllDay") && event["isAllDay"] == true;
    return start && *start == (all_day ? midnight : timezone::LocalTime{moment.time_since_epoch()});
}

}  // namespace

json parse_or_null(const std::string& body) {
    try {
        return graph::parse_json(body);
    } catch (const graph::JsonError&) {
        return nullptr;
    }
}

json events_of(const std::string& body) {
    const json list = parse_or_null(body);
    if (!list.is_object() || !list.contains("value") || !list["value"].is_array()) {
        return json::array();
    }
    return list["value"];
}

bool is_occurrence(const json& event, const ImportException& exception) {
    if (!event.is_object()) return false;
    const auto original = timezone::parse_rfc3339(graph::text_or_empty(event, "originalStart"));
    if (original && *original == exception.original_moment) return true;
    return graph::text_or_empty(event, "type") != "exception" &&
           starts_at(event, exception.original_moment, exception.original);
}

bool shows(const json& event, const ImportException& exception) {
    if (graph::text_or_empty(event, "type") != "exception") return false;
    const json changes = graph::parse_json(exception.changes);
    for (const auto& [name, value] : changes.items()) {
        if (name == "start") {
            const auto midnight =
                timezone::parse_graph_date_time(graph::text_or_empty(value, "dateTime"));
            if (!midnight || !starts_at(event, exception.moment, *midnight)) return false;
        } else if (value.is_primitive() && event.contains(name) && event[name] != value) {
            return false;
        }
    }
    return true;
}

std::string nothing_to_change(const scheduler::ImportItem& item, const ImportException& exception) {
    ical::Problem problem;
    problem.severity = ical::Severity::warning;
    if (!item.sources.empty()) problem.position = item.sources.front();
    problem.text = "Exchange has no occurrence of " + timezone::format_local(exception.original) +
                   " to change";
    return ical::describe(problem);
}

}  // namespace plazo::app
