// Any text as an event of Graph, where it begins with '{', or else as a calendar: what Exchange can
// have of a series means the same times as the series, and an event that Graph sends goes there
// again as it came.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scheduler/exchange_event.h"
#include "scheduler/exchange_recurrence.h"
#include "scheduler/exchange_series.h"
#include "tests/fuzz/check.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;

constexpr std::size_t times_max = 40;
constexpr int json_depth_max = 32;

const timezone::Tzdb& tzdb() {
    static const timezone::Tzdb tzdb = timezone::Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    return tzdb;
}

const timezone::Zone& madrid() {
    static const timezone::Zone zone = tzdb().find("Europe/Madrid").value();
    return zone;
}

ical::Times first_times(const ical::Recurrence& rule, timezone::LocalTime start) {
    const ical::Occurrences times{{.start = start, .rule = rule, .start_counts = false}};
    return times.between(start, timezone::LocalTime::max(), times_max);
}

/// Words of Graph, read, mean the same as what is written of them.
void check_recurrence(const json& recurrence) {
    const auto read = read_recurrence(recurrence);
    if (const auto* refused = std::get_if<Refused>(&read)) {
        fuzz::check(!refused->why.empty());
        return;
    }
    const auto& graph = std::get<GraphRecurrence>(read);
    const json written = recurrence_json(graph);
    const auto again = std::get<GraphRecurrence>(read_recurrence(written));
    fuzz::check(recurrence_json(again) == written);

    const timezone::LocalTime start = timezone::midnight(graph.range.start) + timezone::hours{9};
    const ical::DateTime at{ical::TimeKind::zoned, start, "Europe/Madrid"};
    const ical::Recurrence rule = rule_of(graph, at, madrid());
    fuzz::check(ical::faults_of(rule).empty());
    const auto exact = exact_recurrence({.start = start, .rule = rule}, "Romance Standard Time");
    const auto* back = std::get_if<ExactRecurrence>(&exact);
    if (back == nullptr) return;
    const ical::DateTime first{ical::TimeKind::zoned, back->first, "Europe/Madrid"};
    const ical::Recurrence same = rule_of(back->recurrence, first, madrid());
    const auto expected = first_times(rule, back->first);
    const auto found = first_times(same, back->first);
    fuzz::check(expected.times == found.times);
}

void check_graph_event(std::string_view text) {
    const auto too_deep = [](int depth, json::parse_event_t, json&) {
        return depth <= json_depth_max;
    };
    const json event = json::parse(text, too_deep, false);
    if (!event.is_object()) return;
    if (event.contains("recurrence")) check_recurrence(event["recurrence"]);
    std::vector<std::string> warnings;
    const auto read = event_of(event, tzdb(), warnings);
    if (!std::holds_alternative<ical::Event>(read)) return;
    const auto& made = std::get<ical::Event>(read);
    const FileZones zones{[](const std::string& tzid) { return tzdb().find(tzid); }, madrid(),
                          tzdb()};
    const auto times = single_times(made, zones);
    if (!times) return;
    const json written = graph_event(made, *times, zones, warnings);
    const auto again = event_of(written, tzdb(), warnings);
    fuzz::check(std::holds_alternative<ical::Event>(again));
    const auto& back = std::get<ical::Event>(again);
    fuzz::check(moment_of(back.start, zones) == moment_of(made.start, zones));
    fuzz::check(end_moment_of(back, zones) == end_moment_of(made, zones));
    fuzz::check(back.summary == made.summary);
}

/// No change and no deletion is of a time that the pattern has not.
void check_exact(const ExactSeries& exact, const FileZones& zones) {
    const json written = recurrence_json(exact.recurrence);
    fuzz::check(std::holds_alternative<GraphRecurrence>(read_recurrence(written)));
    const auto zone = clock_of(exact.master.start, zones);
    fuzz::check(zone.has_value());
    const ical::Recurrence rule = rule_of(exact.recurrence, exact.master.start, *zone);
    fuzz::check(ical::faults_of(rule).empty());
    const timezone::LocalTime start = exact.master.start.local;
    const ical::Occurrences times{{.start = start, .rule = rule, .start_counts = false}};
    fuzz::check(times.contains(start));
    for (const timezone::LocalTime each : exact.deleted) fuzz::check(times.contains(each));
    for (const auto& each : exact.changed) {
        fuzz::check(each.event != nullptr && times.contains(each.original));
        fuzz::check(!exact.deleted.contains(each.original));
    }
}

void check_calendar(std::string_view text) {
    ical::Calendar calendar = ical::read_calendar(text);
    const FileZones zones{ical::zones_of(calendar, tzdb(), "Europe/Madrid"), madrid(), tzdb()};
    for (const ical::Series& series :
         ical::group(calendar.events, calendar.problems, zones.zone_of)) {
        if (!series.master) continue;
        std::vector<std::string> warnings;
        if (const auto times = single_times(*series.master, zones)) {
            const json written = graph_event(*series.master, *times, zones, warnings);
            fuzz::check(written.at("subject").is_string());
        }
        if (!series.master->recurs()) continue;
        const SeriesInGraph made = series_in_graph(series, zones);
        if (const auto* exact = std::get_if<ExactSeries>(&made)) check_exact(*exact, zones);
        if (const auto* single = std::get_if<SingleEvents>(&made)) {
            fuzz::check(single->events.size() <= expanded_occurrences_max && !single->why.empty());
        }
    }
}

}  // namespace
}  // namespace plazo::scheduler

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (text.starts_with('{')) {
        plazo::scheduler::check_graph_event(text);
    } else {
        plazo::scheduler::check_calendar(text);
    }
    return 0;
}
