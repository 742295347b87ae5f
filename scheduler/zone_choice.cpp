#include "scheduler/zone_choice.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/due.h"
#include "scheduler/exchange_times.h"
#include "timezone/text.h"
#include "timezone/windows_check.h"
#include "timezone/zone.h"

namespace plazo::scheduler {

using nlohmann::json;
using timezone::Instant;
using timezone::LocalTime;

namespace {

constexpr std::string_view utc_name = "UTC";

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string start_zone(const json& event) {
    const auto start = event.find("start");
    return start == event.end() ? std::string{} : graph::text_or_empty(*start, "timeZone");
}

std::optional<LocalTime> time_of(const json& event, const char* member) {
    const auto found = event.find(member);
    if (found == event.end()) return std::nullopt;
    return timezone::parse_graph_date_time(graph::text_or_empty(*found, "dateTime"));
}

json graph_time(LocalTime time, std::string_view zone) {
    return {{"dateTime", timezone::format_graph(time)}, {"timeZone", zone}};
}

bool is_series(const json& event) {
    const auto rule = event.find("recurrence");
    return rule != event.end() && rule->is_object();
}

void rename_rule(json& event, std::string_view name) {
    json& rule = event["recurrence"];
    const auto range = rule.find("range");
    if (range != rule.end() && range->contains("recurrenceTimeZone")) {
        (*range)["recurrenceTimeZone"] = name;
    }
}

}  // namespace

bool ZoneChoice::refuse(const std::string& name) {
    if (name == utc_name || refused.size() >= zone_names_max) return false;
    if (!contains(refused, name)) refused.push_back(name);
    return true;
}

std::optional<std::string_view> zone_name(const timezone::Tzdb& tzdb, const timezone::Zone& zone,
                                          timezone::Span span, const ZoneChoice& choice) {
    if (choice.taken == utc_name) return std::nullopt;
    if (choice.refused.empty()) {
        const auto best = timezone::windows_name(tzdb, zone, span);
        if (!best || choice.taken.empty() || choice.taken == *best) return best;
    }
    if (choice.refused.size() >= zone_names_max) return std::nullopt;
    std::vector<std::string_view> names = timezone::windows_names(tzdb, zone, span);
    std::erase_if(names, [&](std::string_view name) { return contains(choice.refused, name); });
    if (names.empty()) return std::nullopt;
    const auto taken = std::find(names.begin(), names.end(), choice.taken);
    return taken != names.end() ? *taken : names.front();
}

std::string zone_name_of(const std::string& event) {
    return event.empty() ? std::string{} : start_zone(graph::parse_json(event));
}

std::optional<std::string> renamed(const std::string& text, const timezone::Tzdb& tzdb,
                                   const ZoneChoice& choice) {
    json event = graph::parse_json(text);
    const auto zone = find_zone(tzdb, start_zone(event));
    const std::optional<LocalTime> start = time_of(event, "start");
    const std::optional<LocalTime> end = time_of(event, "end");
    if (!zone || !start || !end) return std::nullopt;
    const bool series = is_series(event);
    const Instant first = zone->instant(*start);
    const Instant last = zone->instant(*end);
    const timezone::Span span{first, series ? zone->instant(*start + series_checked_ahead)
                                            : last + std::chrono::seconds{1}};
    const auto name = zone_name(tzdb, *zone, span, choice);
    if (!name && series) return std::nullopt;
    const bool all_day = event.value("isAllDay", false);
    if (name || all_day) {
        event["start"] = graph_time(*start, name.value_or(utc_name));
        event["end"] = graph_time(*end, name.value_or(utc_name));
    } else {
        const timezone::Zone utc = timezone::Zone::utc();
        event["start"] = graph_time(utc.local(first), utc_name);
        event["end"] = graph_time(utc.local(last), utc_name);
    }
    if (series) rename_rule(event, *name);
    return graph::dump_json(event);
}

}  // namespace plazo::scheduler
