// What recurs: Planner's other half (import_planner.h).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/exchange_event.h"
#include "scheduler/import_guests.h"
#include "scheduler/import_planner.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using ical::Event;
using ical::LocalTime;
using ical::Series;
using nlohmann::json;
using timezone::Instant;
using Action = ImportItem::Action;

namespace {

constexpr const char* no_recurrence = "Exchange has no recurrence like it: ";

ical::seconds length_of(const Event& event) {
    return event.end.local - event.start.local;
}

ical::seconds longest_of(const Series& series) {
    ical::seconds longest = length_of(*series.master);
    for (const Event& event : series.overrides) longest = std::max(longest, length_of(event));
    return longest;
}

}  // namespace

void Planner::plan_recurring(const Series& series, const timezone::Zone& clock) {
    Window window;
    window.to = clock.local(options_.now + expansion_window);
    if (!options_.past) window.from = clock.local(options_.now) - longest_of(series);
    const bool ended = !options_.past && has_ended(series, clock);
    const SeriesInGraph answer = series_in_graph(series, zones_, window);
    const auto* single = std::get_if<SingleEvents>(&answer);
    const auto* exact = std::get_if<ExactSeries>(&answer);
    if (cancels_ || series.master->cancelled()) {
        ImportItem item = item_of(series);
        item.ended = ended;
        refuse(std::move(item), Action::cancel, cancelled_in_file);
    } else if (exact != nullptr) {
        plan_series(series, *exact, ended);
    } else if (ended) {
        ImportItem item = item_of(series);
        item.ended = true;
        refuse(std::move(item), Action::retract, "it has ended");
    } else if (single != nullptr) {
        plan_expanded(series, *single);
    } else {
        refuse(item_of(series), Action::fail, no_recurrence + std::get<Refused>(answer).why);
    }
}

bool Planner::has_ended(const Series& series, const timezone::Zone& clock) const {
    const LocalTime now = clock.local(options_.now);
    if (!series.between(now, LocalTime::max(), 1, zones_.zone_of).list.empty()) return false;
    const auto running =
        series.between(now - longest_of(series), now, expanded_occurrences_max, zones_.zone_of)
            .list;
    return std::none_of(running.begin(), running.end(), [&](const ical::Instance& each) {
        return each.start + length_of(*each.event) > now;
    });
}

/// When the last occurrence ends. A rule that another one takes from is not asked.
std::optional<Instant> Planner::end_of(const Series& series) const {
    const Event& master = *series.master;
    const bool endless = master.rule && !master.rule->count && !master.rule->until;
    if (endless || !master.exclusion_rules.empty()) return std::nullopt;
    const ical::Occurrences occurrences{ical::recurrence_set(master, zones_.zone_of)};
    const auto last = occurrences.last_before(LocalTime::max());
    const auto clock = clock_of(master.start, zones_);
    if (!last || !clock) return std::nullopt;
    Instant latest = clock->instant(*last + longest_of(series));
    for (const Event& event : series.overrides) {
        const auto end = end_moment_of(event, zones_);
        if (end && !event.cancelled()) latest = std::max(latest, *end);
    }
    return latest;
}

/// Where clocks change during an occurrence, its DURATION is longer or shorter by the clock (RFC
/// 5545, 3.3.6); an occurrence of Exchange's ends at the same hour each time.
void Planner::warn_of_lengths(const Series& series, ImportItem& item) const {
    const Event& master = *series.master;
    const auto clock = clock_of(master.start, zones_);
    const bool exact = master.duration && master.duration->exact != ical::seconds{0};
    if (!exact || !clock) return;
    const LocalTime from = clock->local(options_.now);
    const LocalTime to = clock->local(options_.now + expansion_window);
    const auto seen = series.between(from, to, expanded_occurrences_max, zones_.zone_of);
    for (const ical::Instance& each : seen.list) {
        if (each.event != &master || each.period != nullptr) continue;
        const LocalTime end = each.start + master.duration->nominal + master.duration->exact;
        const Instant begins = clock->instant(each.start + master.duration->nominal);
        if (clock->local(begins + master.duration->exact) == end) continue;
        warn(item, master,
             "clocks change during the occurrence of " + timezone::format_local(each.start) +
                 ", which ends at " + timezone::format_local(end) + " all the same");
        return;
    }
}

void Planner::plan_series(const Series& series, const ExactSeries& exact, bool ended) {
    const Event& master = exact.master;
    ImportItem item = item_of(series);
    item.ends = end_of(series);
    item.ended = ended;
    if (exact.times.end - exact.times.start > exchange_event_length_max) {
        refuse(std::move(item), Action::fail, lasts_too_long);
        return;
    }
    std::vector<std::string> warnings;
    json made = graph_event(master, exact.times, zones_, warnings);
    warn(item, master, warnings);
    warn_of_lengths(series, item);
    const auto clock = clock_of(master.start, zones_);
    for (const LocalTime time : exact.deleted) {
        const Instant moment = clock->instant(time);
        item.exceptions.push_back({time, moment, moment, ""});
    }
    std::vector<const Event*> left_out;
    for (const auto& change : exact.changed) {
        if (!add_change(exact, change, made, item)) left_out.push_back(change.event);
    }
    if (item.exceptions.size() > series_exceptions_max) {
        refuse(std::move(item), Action::fail,
               "it has more than " + std::to_string(series_exceptions_max) + " exceptions");
        return;
    }
    made["recurrence"] = recurrence_json(exact.recurrence);
    const ImportItem whole = item;
    finish(master, std::move(made), std::move(item));
    for (const Event* event : left_out) {
        refuse(part_of(whole, *event), Action::fail,
               unknown_zone(*event) + "; this occurrence stays as its series has it");
    }
    if (ended) return;  // what stands alone has ended, too
    for (const ExactSeries::Alone& each : exact.alone) {
        ImportItem alone = part_of(whole, each.event);
        warn(alone, each.event, each.why + ", so it stands alone");
        plan_single(each.event, std::move(alone));
    }
}

/// Only what differs is an exception's own; the rest follows the series. False: its zone is not
/// known.
bool Planner::add_change(const ExactSeries& exact, const ExactSeries::Change& which,
                         const json& made, ImportItem& item) const {
    const Event& event = *which.event;
    const auto clock = clock_of(exact.master.start, zones_);
    const auto start = moment_of(event.start, zones_);
    const auto end = end_moment_of(event, zones_);
    if (!start || !end) return false;
    GraphTimes times = exact.times;
    const ical::seconds length = times.end - times.start;
    times.all_day = event.all_day();
    times.start = times.all_day ? event.start.local : clock->local(*start);
    times.end = times.all_day ? event.end.local : clock->local(*end);
    std::vector<std::string> warnings;
    json changes = graph::event_changes(made, graph_event(event, times, zones_, warnings));
    warn(item, event, warnings);
    if (times.start == which.original && times.end - times.start == length) {
        changes.erase("start");
        changes.erase("end");
    }
    if (options_.invite && !same_people(event, exact.master)) {
        warn(item, event,
             "this occurrence has attendees of its own; those of the series are invited");
    }
    if (changes.empty()) return true;
    item.exceptions.push_back(
        {which.original, clock->instant(which.original), *start, graph::dump_json(changes)});
    return true;
}

void Planner::plan_expanded(const Series& series, const SingleEvents& single) {
    const std::string reason = no_recurrence + single.why;
    std::vector<Event> events = single.events;
    std::erase_if(events, [&](const Event& each) {
        const auto end = end_moment_of(each, zones_);
        return !options_.past && end && *end <= options_.now;
    });
    ImportItem whole = item_of(series);
    if (events.empty()) {
        whole.ended = true;
        refuse(std::move(whole), Action::retract,
               reason + "; and none takes place within two years");
        return;
    }
    refuse(whole, Action::retract, "it stands as single events now");
    warn(whole, *series.master, reason + "; it becomes single events");
    if (single.more_later) {
        warn(whole, *series.master, "those more than two years ahead are left to a later import");
    }
    for (const Event& event : events) {
        ImportItem item = part_of(whole, event);
        // Once is enough for what concerns them all.
        item.warnings = std::exchange(whole.warnings, {});
        if (!item.warnings.empty()) item.sources = whole.sources;
        plan_single(event, std::move(item));
    }
}

/// One event of a series, which stands alone.
ImportItem Planner::part_of(const ImportItem& whole, const Event& event) const {
    ImportItem item = item_of(event, recurrence_name(event, zones_));
    item.uid = whole.uid;
    item.part = true;
    item.warnings.clear();
    return item;
}

}  // namespace plazo::scheduler
