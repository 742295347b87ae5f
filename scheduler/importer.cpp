#include "scheduler/importer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "graph/json.h"
#include "ical/series.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/exchange.h"
#include "scheduler/import_exceptions.h"
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

/// Whether two events concern the same addresses, whatever else is said of their attendees.
bool same_people(const ical::Event& a, const ical::Event& b) {
    const auto addresses = [](const ical::Event& event) {
        std::set<std::string> all;
        for (const ical::Attendee& each : event.attendees) all.insert(normal_address(each.address));
        return all;
    };
    return addresses(a) == addresses(b);
}

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

bool is_endless(const Event& event) {
    return event.rule && !event.rule->count && !event.rule->until;
}

ical::seconds length_of(const Event& event) {
    return event.end.local - event.start.local;
}

/// `event` as it takes place at `start`, told by the clock of its series.
Event occurrence_at(const Event& event, ical::seconds shift, DateTime recurrence_id) {
    Event one = event;
    one.start.local += shift;
    one.end.local += shift;
    one.rule.reset();
    one.additions.clear();
    one.exceptions.clear();
    one.recurrence_id = std::move(recurrence_id);
    return one;
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
    void add(ImportItem item);
    void refuse(ImportItem item, Action action, std::string reason);

    void plan_superseded(const std::vector<Event>& events,
                         const std::vector<ical::Problem>& problems);
    void plan_group(const Series& series);
    void plan_single(const Event& event, std::string recurrence_id,
                     std::vector<std::string> warnings = {});
    void plan_series(const Series& series, const std::string& recurrence);
    void plan_expanded(const Series& series, const std::string& why);

    bool has_ended(const Series& series, const timezone::Zone& clock) const;
    void add_change(const Series& series, const SeriesExceptions::Change& which, const json& made,
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
    if (event.uid.empty()) {
        item.warnings.emplace_back(
            "it has no UID: it is known by its subject, time and place, and another event once "
            "one of them changes");
    }
    if (event.start.kind == ical::TimeKind::floating) {
        item.warnings.push_back("its times name no zone: they are taken as those of " +
                                zones_.home.name());
    }
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
        if (series.master) plan_single(*series.master, "");
        for (const Event& event : series.overrides) {
            plan_single(event, id_of(event));
        }
        return;
    }
    const Event& master = *series.master;
    const auto clock = clock_of(master.start, zones_);
    if (!clock || !end_moment_of(master, zones_)) {
        refuse(item_of(master, ""), Action::fail, unknown_zone(master));
        return;
    }
    if (!options_.past && has_ended(series, *clock)) {
        refuse(item_of(master, ""), Action::skip, "it has ended");
        return;
    }
    const bool changes_course = std::any_of(series.overrides.begin(), series.overrides.end(),
                                            [](const Event& each) { return each.this_and_future; });
    const GraphRecurrence recurrence = graph_recurrence(master, zones_);
    const bool cancelled = cancels_ || master.cancelled();
    if (cancelled && (is_endless(master) || (!recurrence.json.empty() && !changes_course))) {
        refuse(item_of(master, ""), Action::cancel, "it is cancelled in the file");
    } else if (changes_course) {
        plan_expanded(series, "it changes from one occurrence on");
    } else if (recurrence.json.empty()) {
        plan_expanded(series, recurrence.why_not);
    } else {
        plan_series(series, recurrence.json);
    }
}

void Planner::plan_single(const Event& event, std::string recurrence_id,
                          std::vector<std::string> warnings) {
    ImportItem item = item_of(event, std::move(recurrence_id));
    item.warnings.insert(item.warnings.begin(), warnings.begin(), warnings.end());
    const bool cancelled = cancels_ || event.cancelled();
    const auto times = single_times(event, zones_);
    if (!times && !cancelled) {
        refuse(std::move(item), Action::fail, unknown_zone(event));
        return;
    }
    if (times && !options_.past && *end_moment_of(event, zones_) <= options_.now) {
        refuse(std::move(item), Action::skip, "it has ended");
        return;
    }
    if (cancelled) {
        refuse(std::move(item), Action::cancel, "it is cancelled in the file");
        return;
    }
    json made = graph_event(event, *times, zones_, item.warnings);
    finish(event, std::move(made), std::move(item));
}

bool Planner::has_ended(const Series& series, const timezone::Zone& clock) const {
    const LocalTime now = clock.local(options_.now);
    if (!series.between(now, LocalTime::max(), 1, zones_.zone_of).list.empty()) return false;
    ical::seconds longest = length_of(*series.master);
    for (const Event& event : series.overrides) longest = std::max(longest, length_of(event));
    const auto running =
        series.between(now - longest, now, expanded_occurrences_max, zones_.zone_of).list;
    return std::none_of(running.begin(), running.end(), [&](const ical::Instance& each) {
        return each.start + length_of(*each.event) > now;
    });
}

void Planner::plan_series(const Series& series, const std::string& recurrence) {
    const Event& master = *series.master;
    ImportItem item = item_of(master, "");
    json made = graph_event(master, *series_times(master, zones_), zones_, item.warnings);
    const SeriesExceptions exceptions = exceptions_of(series, zones_);
    const auto clock = clock_of(master.start, zones_);
    for (const LocalTime time : exceptions.deleted) {
        const Instant moment = clock->instant(time);
        item.exceptions.push_back({time, moment, moment, ""});
    }
    for (const auto& change : exceptions.changed) add_change(series, change, made, item);
    if (item.exceptions.size() > series_exceptions_max) {
        refuse(std::move(item), Action::fail,
               "it has more than " + std::to_string(series_exceptions_max) + " exceptions");
        return;
    }
    made["recurrence"] = graph::parse_json(recurrence);
    finish(master, std::move(made), std::move(item));
    for (const Event* event : exceptions.alone) {
        plan_single(*event, id_of(*event),
                    {"it is no longer where its series has it, and stands alone"});
    }
}

/// Only what differs is an exception's own; the rest follows the series.
void Planner::add_change(const Series& series, const SeriesExceptions::Change& which,
                         const json& made, ImportItem& item) const {
    const Event& master = *series.master;
    const Event& event = *which.event;
    const auto clock = clock_of(master.start, zones_);
    const auto start = moment_of(event.start, zones_);
    const auto end = end_moment_of(event, zones_);
    if (!start || !end) {
        item.warnings.push_back("an exception is left out: " + unknown_zone(event));
        return;
    }
    GraphTimes times = *series_times(master, zones_);
    const ical::seconds length = times.end - times.start;
    times.all_day = event.all_day();
    times.start = times.all_day ? event.start.local : clock->local(*start);
    times.end = times.all_day ? event.end.local : clock->local(*end);
    json changes = graph::event_changes(made, graph_event(event, times, zones_, item.warnings));
    if (times.start == which.original && times.end - times.start == length) {
        changes.erase("start");
        changes.erase("end");
    }
    if (options_.invite && !same_people(event, master)) {
        item.warnings.push_back("the occurrence of " + id_of(event) +
                                " has attendees of its own; those of the series are invited");
    }
    if (changes.empty()) return;
    item.exceptions.push_back(
        {which.original, clock->instant(which.original), *start, graph::dump_json(changes)});
}

void Planner::plan_expanded(const Series& series, const std::string& why) {
    const Event& master = *series.master;
    const std::string reason = "Exchange has no recurrence like it: " + why;
    if (is_endless(master)) {
        refuse(item_of(master, ""), Action::fail,
               reason + "; and without an end it cannot become single events");
        return;
    }
    const auto clock = clock_of(master.start, zones_);
    const LocalTime to = clock->local(options_.now + expansion_window);
    const LocalTime from =
        options_.past ? LocalTime::min() : clock->local(options_.now) - length_of(master);
    const auto instances = series.between(from, to, expanded_occurrences_max + 1, zones_.zone_of);
    if (instances.truncated || instances.list.size() > expanded_occurrences_max) {
        refuse(item_of(master, ""), Action::fail,
               reason + "; and it would become more than " +
                   std::to_string(expanded_occurrences_max) + " single events");
        return;
    }
    std::vector<Event> events;
    for (const ical::Instance& each : instances.list) {
        const LocalTime own = ical::on_clock_of(series.origin(), each.event->start, zones_.zone_of);
        const DateTime id{master.start.kind, each.original, master.start.tzid};
        Event one = occurrence_at(*each.event, each.start - own, id);
        if (one.uid.empty()) one.uid = content_name(master);
        const auto end = end_moment_of(one, zones_);
        if (options_.past || !end || *end > options_.now) events.push_back(std::move(one));
    }
    if (events.empty()) {
        refuse(item_of(master, ""), Action::skip,
               reason + "; and none takes place within two years");
        return;
    }
    std::vector<std::string> warnings = {reason + "; it becomes single events"};
    if (!series.between(to, LocalTime::max(), 1, zones_.zone_of).list.empty()) {
        warnings.emplace_back("those more than two years ahead are left to a later import");
    }
    refuse(item_of(master, ""), Action::retract, "it stands as single events now");
    for (const Event& event : events) {
        plan_single(event, id_of(event), std::exchange(warnings, {}));
    }
}

void Planner::rehearse(json& event, const std::string& meant) const {
    const std::string subject = graph::text_or_empty(event, "subject");
    if (!event.contains("subject")) return;
    event["subject"] = rehearsal_subject(subject, meant, repository_.language);
}

/// Settles who comes; `made` is the event so far. Writes both into the item.
void Planner::finish(const Event& event, json made, ImportItem item) {
    Guests guests = guests_of(event, repository_, options_);
    item.warnings.insert(item.warnings.end(), guests.warnings.begin(), guests.warnings.end());
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
