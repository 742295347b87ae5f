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
using nlohmann::json;
using scheduler::Fingerprint;
using scheduler::ImportDecision;
using scheduler::ImportedEvent;
using scheduler::ImportException;
using scheduler::ImportItem;
using Kind = ImportDecision::Kind;

namespace {

/// Events of ours that are in the way of a new one.
constexpr int generations_max = 8;

std::optional<scheduler::Mark> mark_on(const ReadEvent& event, const ImportItem& item) {
    return scheduler::read_mark(event.property(graph::hash_property).value_or(""), item);
}

/// What stands, with the newest version of the file's that it is known to be of.
ImportedEvent up_to(const ImportItem& item, ImportedEvent standing) {
    standing.sequence = std::max<std::int64_t>(standing.sequence, item.sequence);
    standing.stamp = std::max(standing.stamp, item.stamp);
    return standing;
}

}  // namespace

awaitable<ImportLine> ImportRun::carry_out(const ImportItem& item, bool series_in_file) {
    ImportLine line;
    line.warnings = item.warnings;
    if (calls_.given_up()) {
        line.reason = "not tried, since Graph did not answer for those before it";
        line.retryable = true;
        co_return line;
    }
    try {
        co_await bring_in(item, series_in_file, line);
    } catch (const ImportFailed& failed) {
        line.kind = Kind::fail;
        line.reason = failed.what();
        line.retryable = failed.retryable;
        failed_.insert(item.uid);
    }
    co_return line;
}

awaitable<void> ImportRun::bring_in(const ImportItem& item, bool series_in_file, ImportLine& line) {
    using Action = ImportItem::Action;
    const auto older = outdated_.find(item.uid);
    if (item.part && older != outdated_.end()) {
        line.kind = item.action == Action::retract ? Kind::nothing : Kind::skip;
        line.reason = older->second;
        co_return;
    }
    if (item.part && item.action == Action::retract && failed_.contains(item.uid)) {
        line.kind = Kind::nothing;  // what takes its place is not there
        co_return;
    }
    std::optional<ImportedEvent> standing =
        co_await sending_.store.find_import(repository_.name, item.uid, item.recurrence_id);
    const ImportDecision decision = decide(item, standing, now_);
    line.kind = decision.kind;
    line.reason = decision.reason;
    if (decision.outdated) outdated_.emplace(item.uid, decision.reason);
    const bool stands = standing && !standing->event_id.empty();
    const bool wanted = item.action == Action::write || item.action == Action::cancel;
    const bool alone = wanted && !item.recurrence_id.empty() && !item.added && !series_in_file;
    if (alone && !stands) {
        const bool belongs = co_await belongs_to_series(item);
        if (belongs) {
            line.kind = Kind::skip;
            line.reason = "its series was imported; import a file with the whole series";
            co_return;
        }
    }
    const Fingerprint written = fingerprint_of(item);
    const int next_generation = standing ? standing->generation + 1 : 1;
    switch (decision.kind) {
        case Kind::create:
            co_await create(item, written, next_generation, line);
            break;
        case Kind::recreate:
            co_await recreate(item, *standing, line);
            break;
        case Kind::update:
            co_await update(item, *standing, line);
            break;
        case Kind::cancel:
            co_await calls_.remove(standing->event_id);
            standing->event_id.clear();
            co_await save(up_to(item, *standing));
            break;
        case Kind::unchanged:
        case Kind::nothing:
            co_await note_version(item, standing);
            break;
        case Kind::skip:
        case Kind::fail:
            break;
    }
}

/// Also of a series that is no event itself: its single events are of some version, too.
awaitable<void> ImportRun::note_version(const ImportItem& item,
                                        std::optional<ImportedEvent> standing) {
    const ImportedEvent noted = up_to(item, standing.value_or(imported(item, "", 0, {})));
    if (standing == noted) co_return;
    co_await save(noted);
}

awaitable<bool> ImportRun::belongs_to_series(const ImportItem& item) {
    const std::string whole;
    const std::optional<ImportedEvent> series =
        co_await sending_.store.find_import(repository_.name, item.uid, whole);
    co_return series && !series->event_id.empty();
}

/// The event with the item's key. Exchange compares keys without regard to case, so the mark, which
/// names the item by a hash, has the last word.
awaitable<std::optional<ReadEvent>> ImportRun::find(const ImportItem& item) {
    graph::Request request = graph::find_event(repository_.mailbox, import_key(item), calls_.id());
    const Answered answered = co_await calls_.ask(std::move(request));
    if (!answered.outcome.done()) throw ImportFailed{answered.outcome.message, false};
    for (const json& each : events_of(answered.body)) {
        std::optional<ReadEvent> event = graph::read_event(each);
        if (event && mark_on(*event, item)) co_return event;
    }
    co_return std::nullopt;
}

awaitable<void> ImportRun::create(const ImportItem& item, const Fingerprint& wanted, int generation,
                                  ImportLine& line) {
    std::optional<ReadEvent> event;
    bool fresh = false;
    for (const int last = generation + generations_max; !event; ++generation) {
        if (generation == last)
            throw ImportFailed{"other events of the same name are in the way", true};
        event = co_await find(item);
        if (!event) event = co_await post(item, generation, fresh);
        if (!event) continue;  // the transactionId is that of an event that was deleted
        if (fresh) break;
        const std::optional<scheduler::Mark> mark = mark_on(*event, item);
        if (mark && mark->shape == shape_of(wanted)) {
            generation = mark->generation;
            const json changes = update_json(item, generation);
            if (mark->content != wanted.content) co_await calls_.patch(event->id, changes);
            break;
        }
        co_await calls_.remove(event->id);
        if (mark) generation = std::max(generation, mark->generation);
        event.reset();
    }
    PLAZO_CRASHPOINT("import.created");
    co_await settle_all(item, event->id, item.exceptions, line);
    const bool invited = fresh && item.exceptions.empty();
    if (item.attendees && !item.attendees->empty() && !invited) {
        const Fingerprint nobody;
        const bool there = co_await set_guests(event->id, nobody, *item.attendees);
        if (!there) throw ImportFailed{"the event was deleted in the calendar meanwhile", true};
    }
    PLAZO_CRASHPOINT("import.complete");
    co_await save(imported(item, event->id, generation, wanted));
}

/// Whoever is in the old event is invited to the new one, but for those whom we invited and who are
/// not wanted any more.
awaitable<void> ImportRun::recreate(const ImportItem& item, const ImportedEvent& standing,
                                    ImportLine& line) {
    const std::optional<ReadEvent> old = co_await calls_.get(standing.event_id);
    const Fingerprint before = scheduler::parse_fingerprint(standing.hash);
    ImportItem anew = item;
    Fingerprint written = fingerprint_of(item);
    if (!item.attendees) written.attendees = before.attendees;
    if (old && item.attendees) {
        anew.attendees = scheduler::merged_guests(old->attendees, before, *item.attendees);
    } else if (old && !old->attendees.empty()) {
        anew.attendees = old->attendees;
    }
    if (old) co_await calls_.remove(standing.event_id);
    co_await create(anew, written, standing.generation + 1, line);
}

/// The event made, or the one made before under the same transactionId; then `fresh` is false.
/// Nothing: that one is gone.
awaitable<std::optional<ReadEvent>> ImportRun::post(const ImportItem& item, int generation,
                                                    bool& fresh) {
    const json body = creation_json(item, repository_, generation);
    graph::Request request = graph::create_event(repository_.mailbox, body, calls_.id());
    const Answered answered = co_await calls_.tell(std::move(request));
    if (answered.outcome.existing_event_id) {
        const std::string existing = *answered.outcome.existing_event_id;
        std::optional<ReadEvent> event = co_await calls_.get(existing);
        co_return event;
    }
    if (!answered.outcome.done()) throw ImportFailed{answered.outcome.message, false};
    fresh = true;
    std::optional<ReadEvent> event = graph::read_event(parse_or_null(answered.body));
    if (!event) throw ImportFailed{"Graph's answer holds no event", true};
    co_return event;
}

awaitable<void> ImportRun::settle_all(const ImportItem& item, const std::string& series,
                                      const std::vector<ImportException>& exceptions,
                                      ImportLine& line) {
    for (const ImportException& exception : exceptions) {
        const bool settled = co_await settle(series, exception);
        if (!settled) line.warnings.push_back(nothing_to_change(item, exception));
    }
}

/// Deletes or changes one occurrence, unless an earlier attempt has. False: it is not there to be
/// changed.
awaitable<bool> ImportRun::settle(const std::string& series, const ImportException& exception) {
    const std::optional<json> occurrence = co_await find_occurrence(series, exception);
    const bool deletion = exception.changes.empty();
    if (!occurrence) co_return deletion;
    const std::string occurrence_id = graph::text_or_empty(*occurrence, "id");
    if (deletion) {
        co_await calls_.remove(occurrence_id);
        co_return true;
    }
    if (!exception.stands_at && shows(*occurrence, exception)) co_return true;
    const json changes = graph::parse_json(exception.changes);
    const bool changed = co_await calls_.patch(occurrence_id, changes);
    co_return changed;
}

awaitable<std::optional<json>> ImportRun::find_occurrence(const std::string& series,
                                                          const ImportException& exception) {
    const timezone::Instant stands_at = exception.stands_at.value_or(exception.moment);
    const auto [first, last] =
        std::minmax({exception.original_moment, exception.moment, stands_at});
    const timezone::Instant from = first - timezone::days{1};
    const timezone::Instant to = last + timezone::days{1};
    graph::Request request =
        graph::list_instances(repository_.mailbox, series, from, to, calls_.id());
    const Answered answered = co_await calls_.ask(std::move(request));
    if (!answered.outcome.done()) throw ImportFailed{answered.outcome.message, false};
    for (const json& event : events_of(answered.body)) {
        if (is_occurrence(event, exception)) co_return event;
    }
    if (mode_ == Mode::rehearsal && series.starts_with("{")) {
        const std::string name =
            "{occurrence of " + timezone::format_local(exception.original) + "}";
        co_return json{{"id", name}};
    }
    co_return std::nullopt;
}

/// A PATCH of attendees alone: only those who come or go hear of it. False: the event is gone.
awaitable<bool> ImportRun::set_guests(const std::string& event_id, const Fingerprint& before,
                                      const std::vector<Attendee>& wanted) {
    for (int tries = 1;; ++tries) {
        const std::optional<ReadEvent> event = co_await calls_.get(event_id);
        if (!event) co_return false;
        const std::vector<Attendee> merged =
            scheduler::merged_guests(event->attendees, before, wanted);
        if (merged == event->attendees) co_return true;
        const json changes = graph::attendees_json(merged);
        graph::Request request =
            graph::update_event(repository_.mailbox, event_id, changes, calls_.id(), event->etag);
        const Answered answered = co_await calls_.ask(std::move(request));
        if (answered.outcome.done()) co_return true;
        if (answered.outcome.gone()) co_return false;
        if (answered.outcome.conflict() && tries < import_conflicts_max) continue;
        throw ImportFailed{answered.outcome.message, false};
    }
}

awaitable<void> ImportRun::update(const ImportItem& item, const ImportedEvent& standing,
                                  ImportLine& line) {
    Fingerprint wanted = fingerprint_of(item);
    const bool there = co_await change_in_place(item, standing, line);
    if (!there) {
        line.reason = "it was deleted in the calendar, and is made anew";
        co_await create(item, wanted, standing.generation + 1, line);
        co_return;
    }
    const Fingerprint before = scheduler::parse_fingerprint(standing.hash);
    if (!item.attendees) wanted.attendees = before.attendees;
    co_await save(imported(item, standing.event_id, standing.generation, wanted));
}

/// Who leaves gets no update, and who joins gets one invitation, already right. False: it is gone.
awaitable<bool> ImportRun::change_in_place(const ImportItem& item, const ImportedEvent& standing,
                                           ImportLine& line) {
    const std::string& event_id = standing.event_id;
    const Fingerprint before = scheduler::parse_fingerprint(standing.hash);
    const Fingerprint wanted = fingerprint_of(item);
    const bool guests = item.attendees && before.attendees != wanted.attendees;
    const bool shortened = only_ends_earlier(item, before);
    const bool content = before.content != wanted.content || shortened;
    std::vector<ImportException> exceptions;  // of what a shorter series has no more, none
    if (!shortened) exceptions = exception_changes(item, before).value();
    if (!content && !exceptions.empty()) {
        const std::optional<ReadEvent> series = co_await calls_.get(event_id);
        if (!series) co_return false;
    }
    if (guests && (content || !exceptions.empty())) {
        const std::vector<Attendee> staying = invited_before(*item.attendees, before);
        bool there = true;
        if (staying.size() < before.attendees.size()) {
            there = co_await set_guests(event_id, before, staying);
        }
        if (!there) co_return false;
    }
    if (content) {
        const json changes = update_json(item, standing.generation, before);
        const bool there = co_await calls_.patch(event_id, changes);
        if (!there) co_return false;
    }
    co_await settle_all(item, event_id, exceptions, line);
    if (!guests) co_return true;
    const bool there = co_await set_guests(event_id, before, *item.attendees);
    co_return there;
}

awaitable<void> ImportRun::save(ImportedEvent event) {
    if (mode_ == Mode::rehearsal) co_return;
    co_await sending_.store.save_import(std::move(event));
}

}  // namespace plazo::app
