#include "scheduler/importer.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "graph/json.h"
#include "ical/series.h"
#include "scheduler/crypto.h"
#include "scheduler/due.h"
#include "scheduler/exchange_event.h"
#include "scheduler/import_guests.h"
#include "scheduler/import_planner.h"
#include "scheduler/input_error.h"
#include "scheduler/letter.h"
#include "timezone/tzid.h"

namespace plazo::scheduler {

using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::Series;
using nlohmann::json;
using timezone::Instant;

using Action = ImportItem::Action;

namespace {

/// A recurring event without UID, or with the same in two files, must get the same name each time.
std::string content_name(const Event& event) {
    std::string what = event.summary + "\n" + event.location + "\n" + event.start.tzid + "\n" +
                       ical::format_date_time(event.start) + "\n";
    if (event.rule) what += ical::format_recurrence(*event.rule);
    constexpr std::size_t digits = 32;
    return "content-" + sha256_hex(what).substr(0, digits);
}

std::vector<ical::Position> sources_of(const Series& series) {
    std::vector<ical::Position> sources;
    if (series.master) sources.push_back(series.master->position);
    for (const Event& event : series.overrides) sources.push_back(event.position);
    return sources;
}

/// What X-WR-TIMEZONE says of floating times.
std::optional<timezone::Zone> floating_zone(const ical::Calendar& calendar,
                                            const timezone::Tzdb& tzdb) {
    if (calendar.zone.empty()) return std::nullopt;
    return timezone::resolve_tzid(tzdb, calendar.zone).zone;
}

/// A CANCEL without STATUS takes those out whom it names, and the event stands (RFC 5546, 3.2.5).
bool only_uninvites(const Event& event) {
    return !event.cancelled() && !event.attendees.empty();
}

}  // namespace

std::string recurrence_name(const Event& event, const FileZones& zones) {
    if (!event.recurrence_id) return "";
    DateTime time = *event.recurrence_id;
    const auto moment = moment_of(time, zones);
    if (time.kind != ical::TimeKind::date && moment) {
        time = {ical::TimeKind::utc, LocalTime{moment->time_since_epoch()}, ""};
    }
    return ical::format_date_time(time);
}

void warn(ImportItem& item, const Event& event, std::string text) {
    item.warnings.push_back(
        ical::describe({ical::Severity::warning, event.position, "", std::move(text)}));
}

void warn(ImportItem& item, const Event& event, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) warn(item, event, text);
}

Planner::Planner(const ical::Calendar& calendar, const Repository& repository,
                 const ImportOptions& options, const timezone::Tzdb& tzdb)
    : calendar_{calendar},
      repository_{repository},
      options_{options},
      zones_{ical::zones_of(calendar, tzdb, repository.time_zone),
             find_zone(tzdb, repository.time_zone).value_or(timezone::Zone::utc()), tzdb,
             floating_zone(calendar, tzdb)},
      cancels_{calendar.method == "CANCEL"} {}

ImportItem Planner::item_of(const Event& event, std::string recurrence_id) const {
    ImportItem item;
    item.uid = event.uid.empty() ? content_name(event) : event.uid;
    item.recurrence_id = std::move(recurrence_id);
    item.summary = event.summary;
    item.sequence = event.sequence;
    item.stamp = event.stamp;
    item.added = calendar_.method == "ADD";
    item.sources = {event.position};
    if (event.uid.empty()) {
        warn(item, event,
             "it has no UID: it is known by its subject, time and place, and another event once "
             "one of them changes");
    }
    if (event.dated() && event.start.kind == ical::TimeKind::floating) {
        warn(item, event,
             "its times name no zone: they are taken as those of " +
                 clock_of(event.start, zones_)->name());
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
    std::vector<Event> events;
    std::map<std::string, DateTime> clock_of_uid;  // of the series that became whole days
    for (const Event& event : calendar_.events) {
        if (refuse_kind(event)) continue;
        events.push_back(with_whole_days(event, zones_.zone_of));
        Event& planned = events.back();
        const bool became_days = planned.all_day() && !event.all_day();
        if (became_days && !event.recurrence_id) clock_of_uid.emplace(event.uid, event.start);
        // One more occurrence, named by its start (RFC 5546, 3.2.4).
        if (calendar_.method == "ADD") planned.recurrence_id = planned.start;
    }
    for (Event& event : events) {
        const auto clock = clock_of_uid.find(event.uid);
        if (!event.recurrence_id || clock == clock_of_uid.end()) continue;
        const DateTime& id = *event.recurrence_id;
        if (id.kind == ical::TimeKind::date) continue;
        const LocalTime local = ical::on_clock_of(clock->second, id, zones_.zone_of);
        event.recurrence_id = {ical::TimeKind::date, timezone::midnight(timezone::date_of(local)),
                               ""};
    }
    std::vector<ical::Problem> superseded;  // only the first of them
    const std::vector<Series> all = ical::group(events, superseded, zones_.zone_of);
    for (const Series& series : all) plan_group(series);
    plan_superseded(events, all);
    for (const Event& event : calendar_.undated) {
        if (refuse_kind(event)) continue;
        const Action action = cancels_ ? Action::cancel : Action::fail;
        refuse(item_of(event, recurrence_name(event, zones_)), action,
               cancels_ ? cancelled_in_file : "it has no start");
    }
    return std::move(items_);
}

/// Whether it is no event that a calendar could have.
bool Planner::refuse_kind(const Event& event) {
    const std::string& method = calendar_.method;
    const bool imports =
        method.empty() || method == "PUBLISH" || method == "REQUEST" || method == "ADD" || cancels_;
    const bool task = event.kind == ical::EventKind::task;
    const bool adds_series = method == "ADD" && event.recurs();
    const bool uninvites = cancels_ && only_uninvites(event);
    if (!task && imports && !adds_series && !uninvites) return false;
    if (imports && !task) {
        refuse(item_of(event, recurrence_name(event, zones_)), Action::skip,
               uninvites ? "it takes only some of its attendees out: import the event as it is now"
                         : "METHOD:ADD with a rule is more than one occurrence: import the series");
        return true;
    }
    refuse(item_of(event, recurrence_name(event, zones_)), Action::skip,
           task ? "it is a task, and only events are imported"
                : "METHOD:" + method + " is a message between people, not an event");
    return true;
}

/// The older ones of those that the file has several times are in no series.
void Planner::plan_superseded(const std::vector<Event>& events, const std::vector<Series>& all) {
    std::set<int> standing;
    for (const Series& series : all) {
        for (const ical::Position& each : sources_of(series)) standing.insert(each.line);
    }
    for (const Event& event : events) {
        if (standing.contains(event.position.line)) continue;
        refuse(item_of(event, recurrence_name(event, zones_)), Action::skip,
               "the file has a newer version of it");
    }
}

void Planner::plan_group(const Series& series) {
    if (!series.master || !series.master->recurs()) {
        plan_once(series);
        return;
    }
    const auto clock = clock_of(series.master->start, zones_);
    if (!clock || !end_moment_of(*series.master, zones_)) {
        refuse(item_of(series), Action::fail, unknown_zone(*series.master));
    } else {
        plan_recurring(series, *clock);
    }
}

/// An event without a rule is the one occurrence that it has, and an override of that is what it
/// is now.
void Planner::plan_once(const Series& series) {
    const Event* whole = series.master ? &*series.master : nullptr;
    const auto start = whole != nullptr ? moment_of(whole->start, zones_) : std::nullopt;
    const auto overrides_it = [&](const Event& event) {
        return start && moment_of(*event.recurrence_id, zones_) == start;
    };
    const auto found = std::find_if(series.overrides.begin(), series.overrides.end(), overrides_it);
    const bool overridden = found != series.overrides.end();
    if (overridden) {
        ImportItem item = item_of(*found, "");
        item.sequence = std::max(item.sequence, whole->sequence);
        item.sources = {whole->position, found->position};
        plan_single(*found, std::move(item));
    } else if (whole != nullptr) {
        plan_single(*whole, item_of(*whole, ""));
    }
    for (const Event& event : series.overrides) {
        if (overridden && &event == &*found) continue;
        plan_single(event, item_of(event, recurrence_name(event, zones_)));
    }
}

void Planner::plan_single(const Event& event, ImportItem item) {
    const bool cancelled = cancels_ || event.cancelled();
    const auto times = single_times(event, zones_);
    if (times) item.ends = end_moment_of(event, zones_);
    item.ended = !options_.past && item.ends && *item.ends <= options_.now;
    if (!times && !cancelled) {
        refuse(std::move(item), Action::fail, unknown_zone(event));
    } else if (cancelled) {
        refuse(std::move(item), Action::cancel, cancelled_in_file);
    } else if (times->end - times->start > exchange_event_length_max) {
        refuse(std::move(item), Action::fail, lasts_too_long);
    } else {
        std::vector<std::string> warnings;
        json made = graph_event(event, *times, zones_, warnings);
        warn(item, event, warnings);
        finish(event, std::move(made), std::move(item));
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

std::vector<ImportItem> plan_import(const ical::Calendar& calendar, const Repository& repository,
                                    const ImportOptions& options, const timezone::Tzdb& tzdb) {
    return Planner{calendar, repository, options, tzdb}.plan();
}

}  // namespace plazo::scheduler
