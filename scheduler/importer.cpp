#include "scheduler/importer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "graph/json.h"
#include "ical/series.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/exchange_event.h"
#include "scheduler/exchange_series.h"
#include "scheduler/import_guests.h"
#include "scheduler/input_error.h"
#include "scheduler/letter.h"

namespace plazo::scheduler {

using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::Series;
using nlohmann::json;
using timezone::Instant;

namespace {

constexpr const char* no_recurrence = "Exchange has no recurrence like it: ";
constexpr const char* too_long = "it lasts longer than Exchange's five years";

using Action = ImportItem::Action;

/// A recurring event without UID, or with the same in two files, must get the same name each time.
std::string content_name(const Event& event) {
    std::string what = event.summary + "\n" + event.location + "\n" + event.start.tzid + "\n" +
                       ical::format_date_time(event.start) + "\n";
    if (event.rule) what += ical::format_recurrence(*event.rule);
    constexpr std::size_t digits = 32;
    return "content-" + sha256_hex(what).substr(0, digits);
}

std::string id_of(const Event& event) {
    return event.recurrence_id ? ical::format_date_time(*event.recurrence_id) : std::string{};
}

ical::seconds length_of(const Event& event) {
    return event.end.local - event.start.local;
}

ical::seconds longest_of(const Series& series) {
    ical::seconds longest = length_of(*series.master);
    for (const Event& event : series.overrides) longest = std::max(longest, length_of(event));
    return longest;
}

std::vector<ical::Position> sources_of(const Series& series) {
    std::vector<ical::Position> sources;
    if (series.master) sources.push_back(series.master->position);
    for (const Event& event : series.overrides) sources.push_back(event.position);
    return sources;
}

void warn(ImportItem& item, const Event& event, std::string text) {
    item.warnings.push_back(
        ical::describe({ical::Severity::warning, event.position, "", std::move(text)}));
}

void warn(ImportItem& item, const Event& event, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) warn(item, event, text);
}

/// Plans one file. Each plan_ function adds what becomes of its argument to `items`.
class Planner {
  public:
    Planner(const ical::Calendar& calendar, const Repository& repository,
            const ImportOptions& options, const timezone::Tzdb& tzdb)
        : calendar_{calendar},
          repository_{repository},
          options_{options},
          zones_{ical::zones_of(calendar, tzdb, repository.time_zone),
                 find_zone(tzdb, repository.time_zone).value_or(timezone::Zone::utc()), tzdb},
          cancels_{calendar.method == "CANCEL"} {}

    std::vector<ImportItem> plan();

  private:
    ImportItem item_of(const Event& event, std::string recurrence_id) const;
    ImportItem item_of(const Series& series) const;
    ImportItem part_of(const ImportItem& whole, const Event& event) const;
    void add(ImportItem item);
    void refuse(ImportItem item, Action action, std::string reason);

    void plan_superseded(const std::vector<Event>& events,
                         const std::vector<ical::Problem>& problems);
    void plan_group(const Series& series);
    void plan_recurring(const Series& series, const timezone::Zone& clock);
    void plan_single(const Event& event, ImportItem item);
    void plan_series(const Series& series, const ExactSeries& exact);
    void plan_expanded(const Series& series, const SingleEvents& single);

    bool has_ended(const Series& series, const timezone::Zone& clock) const;
    void add_change(const ExactSeries& exact, const ExactSeries::Change& which, const json& made,
                    ImportItem& item) const;
    void rehearse(json& event, const std::string& meant) const;
    void finish(const Event& event, json made, ImportItem item);
    std::string unknown_zone(const Event& event) const {
        return "the time zone \"" + event.start.tzid +
               "\" is not known, and the file does not define it";
    }

    const ical::Calendar& calendar_;
    const Repository& repository_;
    const ImportOptions& options_;
    FileZones zones_;
    bool cancels_;
    std::vector<ImportItem> items_;
    std::set<std::pair<std::string, std::string>> keys_;
};

ImportItem Planner::item_of(const Event& event, std::string recurrence_id) const {
    ImportItem item;
    item.uid = event.uid.empty() ? content_name(event) : event.uid;
    item.recurrence_id = std::move(recurrence_id);
    item.summary = event.summary;
    item.sequence = event.sequence;
    item.sources = {event.position};
    if (event.uid.empty()) {
        warn(item, event,
             "it has no UID: it is known by its subject, time and place, and another event once "
             "one of them changes");
    }
    if (event.start.kind == ical::TimeKind::floating) {
        warn(item, event,
             "its times name no zone: they are taken as those of " + zones_.home.name());
    }
    return item;
}

ImportItem Planner::item_of(const Series& series) const {
    ImportItem item = item_of(*series.master, "");
    item.sources = sources_of(series);
    return item;
}

void Planner::add(ImportItem item) {
    if (items_.size() >= import_items_max) {
        throw InputError{"/",
                         "the file makes more than " + std::to_string(import_items_max) + " events",
                         "split it"};
    }
    const bool skipped = item.action == Action::skip;
    if (!skipped && !keys_.emplace(item.uid, item.recurrence_id).second) {
        item.action = Action::skip;
        item.reason = "the file has the same event before";
    }
    items_.push_back(std::move(item));
}

void Planner::refuse(ImportItem item, Action action, std::string reason) {
    item.action = action;
    item.reason = std::move(reason);
    add(std::move(item));
}

std::vector<ImportItem> Planner::plan() {
    const std::string& method = calendar_.method;
    const bool imports =
        method.empty() || method == "PUBLISH" || method == "REQUEST" || method == "ADD" || cancels_;
    std::vector<Event> events;
    for (const Event& event : calendar_.events) {
        if (event.kind == ical::EventKind::task) {
            refuse(item_of(event, id_of(event)), Action::skip,
                   "it is a task, and only events are imported");
        } else if (!imports) {
            refuse(item_of(event, id_of(event)), Action::skip,
                   "METHOD:" + method + " is a message between people, not an event");
        } else {
            events.push_back(event);
        }
    }
    std::vector<ical::Problem> problems;
    const std::vector<Series> all = ical::group(events, problems);
    for (const Series& series : all) plan_group(series);
    plan_superseded(events, problems);
    return std::move(items_);
}

/// The older ones of those that the file has several times.
void Planner::plan_superseded(const std::vector<Event>& events,
                              const std::vector<ical::Problem>& problems) {
    for (const ical::Problem& problem : problems) {
        const auto event = std::find_if(events.begin(), events.end(), [&](const Event& each) {
            return each.position == problem.position;
        });
        if (event == events.end()) continue;
        refuse(item_of(*event, id_of(*event)), Action::skip, "the file has a newer version of it");
    }
}

void Planner::plan_group(const Series& series) {
    if (!series.master || !series.master->recurs()) {
        if (series.master) plan_single(*series.master, item_of(*series.master, ""));
        for (const Event& event : series.overrides) {
            plan_single(event, item_of(event, id_of(event)));
        }
        return;
    }
    const auto clock = clock_of(series.master->start, zones_);
    if (!clock || !end_moment_of(*series.master, zones_)) {
        refuse(item_of(series), Action::fail, unknown_zone(*series.master));
    } else if (!options_.past && has_ended(series, *clock)) {
        refuse(item_of(series), Action::skip, "it has ended");
    } else {
        plan_recurring(series, *clock);
    }
}

void Planner::plan_recurring(const Series& series, const timezone::Zone& clock) {
    Window window;
    window.to = clock.local(options_.now + expansion_window);
    if (!options_.past) window.from = clock.local(options_.now) - longest_of(series);
    const SeriesInGraph answer = series_in_graph(series, zones_, window);
    const auto* single = std::get_if<SingleEvents>(&answer);
    if (single != nullptr) {
        plan_expanded(series, *single);
    } else if (cancels_ || series.master->cancelled()) {
        refuse(item_of(series), Action::cancel, "it is cancelled in the file");
    } else if (const auto* exact = std::get_if<ExactSeries>(&answer)) {
        plan_series(series, *exact);
    } else {
        refuse(item_of(series), Action::fail, no_recurrence + std::get<Refused>(answer).why);
    }
}

void Planner::plan_single(const Event& event, ImportItem item) {
    const bool cancelled = cancels_ || event.cancelled();
    const auto times = single_times(event, zones_);
    if (!times && !cancelled) {
        refuse(std::move(item), Action::fail, unknown_zone(event));
    } else if (times && !options_.past && *end_moment_of(event, zones_) <= options_.now) {
        refuse(std::move(item), Action::skip, "it has ended");
    } else if (cancelled) {
        refuse(std::move(item), Action::cancel, "it is cancelled in the file");
    } else if (times->end - times->start > exchange_event_length_max) {
        refuse(std::move(item), Action::fail, too_long);
    } else {
        std::vector<std::string> warnings;
        json made = graph_event(event, *times, zones_, warnings);
        warn(item, event, warnings);
        finish(event, std::move(made), std::move(item));
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

void Planner::plan_series(const Series& series, const ExactSeries& exact) {
    const Event& master = exact.master;
    ImportItem item = item_of(series);
    if (exact.times.end - exact.times.start > exchange_event_length_max) {
        refuse(std::move(item), Action::fail, too_long);
        return;
    }
    std::vector<std::string> warnings;
    json made = graph_event(master, exact.times, zones_, warnings);
    warn(item, master, warnings);
    const auto clock = clock_of(master.start, zones_);
    for (const LocalTime time : exact.deleted) {
        const Instant moment = clock->instant(time);
        item.exceptions.push_back({time, moment, moment, ""});
    }
    for (const auto& change : exact.changed) add_change(exact, change, made, item);
    if (item.exceptions.size() > series_exceptions_max) {
        refuse(std::move(item), Action::fail,
               "it has more than " + std::to_string(series_exceptions_max) + " exceptions");
        return;
    }
    made["recurrence"] = recurrence_json(exact.recurrence);
    const ImportItem whole = item;
    finish(master, std::move(made), std::move(item));
    for (const ExactSeries::Alone& each : exact.alone) {
        ImportItem alone = part_of(whole, each.event);
        warn(alone, each.event, each.why + ", so it stands alone");
        plan_single(each.event, std::move(alone));
    }
}

/// Only what differs is an exception's own; the rest follows the series.
void Planner::add_change(const ExactSeries& exact, const ExactSeries::Change& which,
                         const json& made, ImportItem& item) const {
    const Event& event = *which.event;
    const auto clock = clock_of(exact.master.start, zones_);
    const auto start = moment_of(event.start, zones_);
    const auto end = end_moment_of(event, zones_);
    if (!start || !end) {
        warn(item, event, "an exception is left out: " + unknown_zone(event));
        return;
    }
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
    if (changes.empty()) return;
    item.exceptions.push_back(
        {which.original, clock->instant(which.original), *start, graph::dump_json(changes)});
}

void Planner::plan_expanded(const Series& series, const SingleEvents& single) {
    const std::string reason = no_recurrence + single.why;
    std::vector<Event> events = single.events;
    std::erase_if(events, [&](const Event& each) {
        const auto end = end_moment_of(each, zones_);
        return !options_.past && end && *end <= options_.now;
    });
    if (events.empty()) {
        refuse(item_of(series), Action::skip, reason + "; and none takes place within two years");
        return;
    }
    ImportItem whole = item_of(series);
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
    ImportItem item = item_of(event, id_of(event));
    item.uid = whole.uid;
    item.warnings.clear();
    return item;
}

void Planner::rehearse(json& event, const std::string& meant) const {
    const std::string subject = graph::text_or_empty(event, "subject");
    if (!event.contains("subject")) return;
    event["subject"] = rehearsal_subject(subject, meant, repository_.language);
}

/// Settles who comes; `made` is the event so far. Writes both into the item.
void Planner::finish(const Event& event, json made, ImportItem item) {
    Guests guests = guests_of(event, repository_, options_);
    warn(item, event, guests.warnings);
    if (guests.invited && guests.invited->size() > graph::attendees_max) {
        refuse(std::move(item), Action::fail, "it has more than 500 attendees");
        return;
    }
    made["hideAttendees"] = guests.hidden;
    if (!guests.meant.empty()) {
        rehearse(made, guests.meant);
        for (ImportException& each : item.exceptions) {
            if (each.changes.empty()) continue;
            json changes = graph::parse_json(each.changes);
            rehearse(changes, guests.meant);
            each.changes = graph::dump_json(changes);
        }
    }
    item.attendees = std::move(guests.invited);
    item.event = graph::dump_json(made);
    add(std::move(item));
}

}  // namespace

std::vector<ImportItem> plan_import(const ical::Calendar& calendar, const Repository& repository,
                                    const ImportOptions& options, const timezone::Tzdb& tzdb) {
    return Planner{calendar, repository, options, tzdb}.plan();
}

}  // namespace plazo::scheduler
