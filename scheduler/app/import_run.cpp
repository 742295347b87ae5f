#include "scheduler/app/import_run.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/json.h"
#include "scheduler/app/import_answers.h"
#include "scheduler/crashpoint.h"
#include "timezone/text.h"

namespace plazo::app {

using boost::asio::awaitable;
using graph::Attendee;
using graph::ReadEvent;
using graph::Repeatable;
using nlohmann::json;
using scheduler::Fingerprint;
using scheduler::ImportDecision;
using scheduler::ImportedEvent;
using scheduler::ImportException;
using scheduler::ImportItem;
using Kind = ImportDecision::Kind;

namespace {

/// Of an event that somebody else changes at the same moment.
constexpr int conflicts_max = 3;
/// Events of ours that are in the way of a new one.
constexpr int generations_max = 8;

/// An item cannot be completed. `retryable`: the same import may succeed later.
struct Failed : std::runtime_error {
    Failed(const std::string& what, bool retryable_)
        : std::runtime_error{what}, retryable{retryable_} {}
    bool retryable;
};

std::optional<scheduler::Mark> mark_on(const ReadEvent& event, const ImportItem& item) {
    return scheduler::read_mark(event.property(graph::hash_property).value_or(""), item);
}

std::string nothing_to_change(const ImportItem& item, const ImportException& exception) {
    ical::Problem problem;
    problem.severity = ical::Severity::warning;
    if (!item.sources.empty()) problem.position = item.sources.front();
    problem.text = "Exchange has no occurrence of " + timezone::format_local(exception.original) +
                   " to change";
    return ical::describe(problem);
}

}  // namespace

awaitable<ImportLine> ImportRun::carry_out(const ImportItem& item, bool series_in_file) {
    ImportLine line;
    line.warnings = item.warnings;
    if (outages_ >= import_outages_max) {
        line.reason = "not tried, since Graph did not answer for those before it";
        line.retryable = true;
        co_return line;
    }
    try {
        co_await bring_in(item, series_in_file, line);
    } catch (const Failed& failed) {
        line.kind = Kind::fail;
        line.reason = failed.what();
        line.retryable = failed.retryable;
    }
    co_return line;
}

awaitable<void> ImportRun::bring_in(const ImportItem& item, bool series_in_file, ImportLine& line) {
    std::optional<ImportedEvent> standing =
        co_await sending_.store.find_import(repository_.name, item.uid, item.recurrence_id);
    const ImportDecision decision = decide(item, standing);
    line.kind = decision.kind;
    line.reason = decision.reason;
    const bool stands = standing && !standing->event_id.empty();
    const bool wanted =
        item.action == ImportItem::Action::write || item.action == ImportItem::Action::cancel;
    if (wanted && !item.recurrence_id.empty() && !stands && !series_in_file) {
        const std::string whole;
        const std::optional<ImportedEvent> series =
            co_await sending_.store.find_import(repository_.name, item.uid, whole);
        if (series && !series->event_id.empty()) {
            line.kind = Kind::skip;
            line.reason = "its series was imported; import a file with the whole series";
            co_return;
        }
    }
    const int next_generation = standing ? standing->generation + 1 : 1;
    switch (decision.kind) {
        case Kind::create:
            co_await create(item, next_generation, line);
            break;
        case Kind::recreate:
            co_await remove(standing->event_id);
            co_await create(item, next_generation, line);
            break;
        case Kind::update:
            co_await update(item, *standing, line);
            break;
        case Kind::cancel:
            co_await remove(standing->event_id);
            standing->event_id.clear();
            standing->sequence = std::max<std::int64_t>(standing->sequence, item.sequence);
            co_await save(*standing);
            break;
        case Kind::unchanged:
            if (standing->sequence == item.sequence) break;
            standing->sequence = item.sequence;
            co_await save(*standing);
            break;
        case Kind::skip:
        case Kind::fail:
        case Kind::nothing:
            break;
    }
}

/// Done or refused; everything else is waited for, and is Failed in the end.
awaitable<Answered> ImportRun::ask(graph::Request request) {
    std::chrono::seconds pause = import_first_pause;
    for (int tries = 1; tries <= import_tries_max; ++tries) {
        Answered answered = co_await send(sending_, repository_, request, Repeatable::yes);
        const graph::Outcome& outcome = answered.outcome;
        if (outcome.done() || outcome.kind == graph::Outcome::Kind::refused) {
            outages_ = 0;
            co_return answered;
        }
        last_trouble_ = outcome.message;
        if (outcome.kind == graph::Outcome::Kind::throttled) pause = outcome.wait;
        if (tries == import_tries_max || pause > import_pause_max) break;
        const std::unique_ptr<graph::Alarm> alarm = sending_.clock.make_alarm();
        const graph::SteadyTime until = sending_.clock.steady() + pause;
        co_await alarm->wait_until(until);
        pause *= 2;
    }
    ++outages_;
    throw Failed{last_trouble_, true};
}

/// Nothing: it is gone.
awaitable<std::optional<ReadEvent>> ImportRun::get(std::string event_id) {
    graph::Request request = graph::get_event(repository_.mailbox, event_id, id());
    const Answered answered = co_await ask(std::move(request));
    if (answered.outcome.gone()) co_return std::nullopt;
    if (!answered.outcome.done()) throw Failed{answered.outcome.message, false};
    std::optional<ReadEvent> event = graph::read_event(parse_or_null(answered.body));
    if (!event) throw Failed{"Graph's answer holds no event", true};
    co_return event;
}

/// The event with the item's key. Exchange compares keys without regard to case, so the mark, which
/// names the item by a hash, has the last word.
awaitable<std::optional<ReadEvent>> ImportRun::find(const ImportItem& item) {
    graph::Request request = graph::find_event(repository_.mailbox, import_key(item), id());
    const Answered answered = co_await ask(std::move(request));
    if (!answered.outcome.done()) throw Failed{answered.outcome.message, false};
    for (const json& each : events_of(answered.body)) {
        std::optional<ReadEvent> event = graph::read_event(each);
        if (event && mark_on(*event, item)) co_return event;
    }
    co_return std::nullopt;
}

/// With a cancellation to whoever was invited. What is gone is removed.
awaitable<void> ImportRun::remove(std::string event_id) {
    graph::Request request = graph::delete_event(repository_.mailbox, event_id, id());
    const Answered answered = co_await ask(std::move(request));
    if (answered.outcome.done() || answered.outcome.gone()) co_return;
    throw Failed{answered.outcome.message, false};
}

/// False: it is gone.
awaitable<bool> ImportRun::patch(const std::string& event_id, const json& changes) {
    for (int tries = 1;; ++tries) {
        graph::Request request = graph::update_event(repository_.mailbox, event_id, changes, id());
        const Answered answered = co_await ask(std::move(request));
        if (answered.outcome.done()) co_return true;
        if (answered.outcome.gone()) co_return false;
        if (answered.outcome.conflict() && tries < conflicts_max) continue;
        throw Failed{answered.outcome.message, false};
    }
}

awaitable<void> ImportRun::create(const ImportItem& item, int generation, ImportLine& line) {
    const Fingerprint wanted = fingerprint_of(item);
    std::optional<ReadEvent> event;
    bool fresh = false;
    for (const int last = generation + generations_max; !event; ++generation) {
        if (generation == last) throw Failed{"other events of the same name are in the way", true};
        event = co_await find(item);
        if (!event) event = co_await post(item, generation, fresh);
        if (!event) continue;  // the transactionId is that of an event that was deleted
        if (fresh) break;
        const std::optional<scheduler::Mark> mark = mark_on(*event, item);
        if (mark && mark->written.structure == wanted.structure) {
            generation = mark->generation;
            const json changes = update_json(item, generation);
            if (mark->written.content != wanted.content) co_await patch(event->id, changes);
            break;
        }
        co_await remove(event->id);
        if (mark) generation = std::max(generation, mark->generation);
        event.reset();
    }
    PLAZO_CRASHPOINT("import.created");
    for (const ImportException& exception : item.exceptions) {
        const bool settled = co_await settle(event->id, exception);
        if (!settled) line.warnings.push_back(nothing_to_change(item, exception));
    }
    const bool invited = fresh && item.exceptions.empty();
    if (item.attendees && !item.attendees->empty() && !invited) {
        const Fingerprint nobody;
        const bool there = co_await set_guests(event->id, nobody, *item.attendees);
        if (!there) throw Failed{"the event was deleted in the calendar meanwhile", true};
    }
    PLAZO_CRASHPOINT("import.complete");
    co_await save(imported(item, event->id, generation, wanted));
}

/// The event made, or the one made before under the same transactionId; then `fresh` is false.
/// Nothing: that one is gone.
awaitable<std::optional<ReadEvent>> ImportRun::post(const ImportItem& item, int generation,
                                                    bool& fresh) {
    const json body = creation_json(item, repository_, generation);
    graph::Request request = graph::create_event(repository_.mailbox, body, id());
    const Answered answered = co_await ask(std::move(request));
    if (answered.outcome.existing_event_id) {
        const std::string existing = *answered.outcome.existing_event_id;
        std::optional<ReadEvent> event = co_await get(existing);
        co_return event;
    }
    if (!answered.outcome.done()) throw Failed{answered.outcome.message, false};
    fresh = true;
    std::optional<ReadEvent> event = graph::read_event(parse_or_null(answered.body));
    if (!event) throw Failed{"Graph's answer holds no event", true};
    co_return event;
}

/// Deletes or changes one occurrence, unless an earlier attempt has. False: it is not there to be
/// changed.
awaitable<bool> ImportRun::settle(const std::string& series, const ImportException& exception) {
    const std::optional<json> occurrence = co_await find_occurrence(series, exception);
    const bool deletion = exception.changes.empty();
    if (!occurrence) co_return deletion;
    const std::string occurrence_id = graph::text_or_empty(*occurrence, "id");
    if (deletion) {
        co_await remove(occurrence_id);
        co_return true;
    }
    if (shows(*occurrence, exception)) co_return true;
    const json changes = graph::parse_json(exception.changes);
    const bool changed = co_await patch(occurrence_id, changes);
    co_return changed;
}

awaitable<std::optional<json>> ImportRun::find_occurrence(const std::string& series,
                                                          const ImportException& exception) {
    const timezone::Instant from =
        std::min(exception.original_moment, exception.moment) - timezone::days{1};
    const timezone::Instant to =
        std::max(exception.original_moment, exception.moment) + timezone::days{1};
    graph::Request request = graph::list_instances(repository_.mailbox, series, from, to, id());
    const Answered answered = co_await ask(std::move(request));
    if (!answered.outcome.done()) throw Failed{answered.outcome.message, false};
    if (mode_ == Mode::rehearsal) {
        const std::string name =
            "{occurrence of " + timezone::format_local(exception.original) + "}";
        co_return json{{"id", name}};
    }
    for (const json& event : events_of(answered.body)) {
        if (is_occurrence(event, exception)) co_return event;
    }
    co_return std::nullopt;
}

/// A PATCH of attendees alone: only those who come or go hear of it. False: the event is gone.
awaitable<bool> ImportRun::set_guests(const std::string& event_id, const Fingerprint& before,
                                      const std::vector<Attendee>& wanted) {
    for (int tries = 1;; ++tries) {
        const std::optional<ReadEvent> event = co_await get(event_id);
        if (!event) co_return false;
        const std::vector<Attendee> merged =
            scheduler::merged_guests(event->attendees, before, wanted);
        if (merged == event->attendees) co_return true;
        const json changes = graph::attendees_json(merged);
        graph::Request request =
            graph::update_event(repository_.mailbox, event_id, changes, id(), event->etag);
        const Answered answered = co_await ask(std::move(request));
        if (answered.outcome.done()) co_return true;
        if (answered.outcome.gone()) co_return false;
        if (answered.outcome.conflict() && tries < conflicts_max) continue;
        throw Failed{answered.outcome.message, false};
    }
}

/// Who leaves gets no update, and who joins gets one invitation, already right.
awaitable<void> ImportRun::update(const ImportItem& item, const ImportedEvent& standing,
                                  ImportLine& line) {
    const Fingerprint before = scheduler::parse_fingerprint(standing.hash);
    Fingerprint wanted = fingerprint_of(item);
    const bool content = before.content != wanted.content;
    const bool guests = item.attendees && before.attendees != wanted.attendees;
    bool there = true;
    if (content && guests) {
        const std::vector<Attendee> staying = invited_before(*item.attendees, before);
        const bool some_leave = staying.size() < before.attendees.size();
        if (some_leave) there = co_await set_guests(standing.event_id, before, staying);
    }
    if (there && content) {
        const json changes = update_json(item, standing.generation);
        there = co_await patch(standing.event_id, changes);
    }
    if (there && guests) {
        there = co_await set_guests(standing.event_id, before, *item.attendees);
    }
    if (!there) {
        line.reason = "it was deleted in the calendar, and is made anew";
        co_await create(item, standing.generation + 1, line);
        co_return;
    }
    if (!item.attendees) wanted.attendees = before.attendees;
    co_await save(imported(item, standing.event_id, standing.generation, wanted));
}

awaitable<void> ImportRun::save(ImportedEvent event) {
    if (mode_ == Mode::rehearsal) co_return;
    co_await sending_.store.save_import(std::move(event));
}

}  // namespace plazo::app
