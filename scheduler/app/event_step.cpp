// How an event Step is carried out. The loop of carry_out_event is the whole protocol; each
// function below is one of its arrows. A Step that comes with an Intent begins in `resume`, which
// finds out what became of it.
#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/event.h"
#include "graph/json.h"
#include "scheduler/act.h"
#include "scheduler/app/sending.h"
#include "scheduler/crashpoint.h"
#include "scheduler/intake.h"
#include "scheduler/projection.h"

namespace plazo::app {

using boost::asio::awaitable;
using graph::Outcome;
using graph::ReadEvent;
using graph::Repeatable;
using scheduler::Act;
using scheduler::Change;
using scheduler::Ending;
using scheduler::Intent;
using scheduler::Projection;
using scheduler::Record;
using scheduler::Repository;
using scheduler::Settled;
using scheduler::Step;
using scheduler::ZoneChoice;
using timezone::Instant;

namespace {

/// What came of an act, and the event that Graph sent with it.
struct Effect {
    Outcome outcome;
    std::optional<ReadEvent> event;
};

Act act_of(const Intent& intent, const std::string& mailbox) {
    Act act;
    act.kind = scheduler::act_named(intent.act).value_or(Act::Kind::create);
    act.mailbox = mailbox;
    act.generation = intent.generation;
    act.draft = intent.draft;
    return act;
}

Outcome answer_unreadable() {
    Outcome outcome;
    outcome.kind = Outcome::Kind::unavailable;
    outcome.maybe_done = true;
    outcome.message = "Graph's answer holds no event";
    return outcome;
}

awaitable<Effect> get_event(Sending& sending, const Repository& repository,
                            const std::string& mailbox, const std::string& event_id) {
    graph::Request request = graph::get_event(mailbox, event_id, sending.random.uuid());
    Answered answered = co_await send(sending, repository, std::move(request), Repeatable::yes);
    Effect effect{std::move(answered.outcome), std::nullopt};
    if (effect.outcome.done()) effect.event = graph::read_event_answer(answered.body);
    if (effect.outcome.done() && !effect.event) effect.outcome = answer_unreadable();
    co_return effect;
}

awaitable<Effect> perform(Sending& sending, const Repository& repository, const Intent& intent) {
    Answered answered = co_await send(sending, repository, request_of(intent), Repeatable::yes);
    Effect effect{std::move(answered.outcome), std::nullopt};
    if (effect.outcome.done()) effect.event = graph::read_event_answer(answered.body);
    const bool creation = scheduler::act_named(intent.act) == Act::Kind::create;
    if (creation && effect.outcome.done() && !effect.event) effect.outcome = answer_unreadable();
    // An event that is gone, or whose mailbox is gone, needs no cancellation.
    const bool cancellation = scheduler::act_named(intent.act) == Act::Kind::cancel;
    if (cancellation && effect.outcome.status == 404) effect.outcome = Outcome{};
    co_return effect;
}

/// A create that has been in doubt for long: is the event there?
awaitable<Effect> find_created(Sending& sending, const Repository& repository, const Record& record,
                               const std::string& mailbox, int generation) {
    const std::string key = scheduler::event_key(record.deadline, generation);
    graph::Request request = graph::find_event(mailbox, key, sending.random.uuid());
    Answered answered = co_await send(sending, repository, std::move(request), Repeatable::yes);
    Effect effect{std::move(answered.outcome), std::nullopt};
    if (effect.outcome.done()) effect.event = graph::read_first_event(answered.body);
    co_return effect;
}

/// What became of a request that may have been sent. An empty result: nothing was done, and nothing
/// is in doubt; decide anew.
awaitable<std::optional<Effect>> resume_create(Sending& sending, const Repository& repository,
                                               const Record& record, const Step& step) {
    const Intent& intent = *step.intent;
    const Instant now = sending.clock.wall();
    const ZoneChoice as_sent{scheduler::zone_name_of(intent.draft), {}};
    const std::optional<Act> wish = scheduler::next_act(record.deadline, record.projection,
                                                        repository, sending.tzdb, now, as_sent);
    const bool still_wanted = wish && wish->draft == intent.draft;
    const bool old = now - intent.written > scheduler::transaction_memory;
    if (still_wanted && !old) {
        Effect effect = co_await perform(sending, repository, intent);
        co_return effect;
    }
    Effect found =
        co_await find_created(sending, repository, record, step.mailbox, intent.generation);
    if (!found.outcome.done() || found.event) co_return found;
    if (old) co_return std::nullopt;
    // It may still appear: the request may be under way, and Exchange shows an event some time
    // after it took it.
    found.outcome = answer_unreadable();
    found.outcome.message = "waiting to see whether the event appears";
    co_return found;
}

awaitable<std::optional<Effect>> resume(Sending& sending, const Repository& repository,
                                        const Record& record, const Step& step) {
    const Intent& intent = *step.intent;
    const std::optional<Act::Kind> kind = scheduler::act_named(intent.act);
    if (kind == Act::Kind::create) {
        std::optional<Effect> effect = co_await resume_create(sending, repository, record, step);
        co_return effect;
    }
    if (!record.projection || (kind != Act::Kind::update && kind != Act::Kind::cancel)) {
        co_return std::nullopt;
    }
    Effect read = co_await get_event(sending, repository, record.projection->mailbox,
                                     record.projection->event_id);
    if (read.outcome.status == 404 && kind == Act::Kind::cancel) read.outcome = Outcome{};
    if (read.outcome.done() && !read.event) co_return read;
    if (!read.outcome.done()) co_return read;
    const std::string hash = scheduler::draft_hash(intent.draft);
    const bool arrived = kind == Act::Kind::cancel
                             ? read.event->cancelled
                             : read.event->property(graph::hash_property) == hash;
    if (arrived) co_return read;
    co_return std::nullopt;
}

/// The Intent of the next act. Empty when it turned out that Graph shows it already (`effect` says
/// so) or that the event could not be read.
awaitable<std::optional<Intent>> prepare(Sending& sending, const Repository& repository,
                                         const Record& record, const Act& act, Effect& effect) {
    const std::string request_id = sending.random.uuid();
    graph::Request request;
    if (act.kind == Act::Kind::remove_attendees || act.kind == Act::Kind::add_attendees) {
        effect = co_await get_event(sending, repository, act.mailbox, record.projection->event_id);
        if (!effect.outcome.done()) co_return std::nullopt;
        const std::vector<graph::Attendee> merged =
            scheduler::merged_attendees(act, *record.projection, effect.event->attendees);
        if (merged == effect.event->attendees) co_return std::nullopt;
        request = graph::update_event(act.mailbox, effect.event->id, graph::attendees_json(merged),
                                      request_id, effect.event->etag);
    } else {
        request =
            scheduler::request_for(act, record.deadline, record.projection, repository, request_id);
    }
    Intent intent = intent_for(request, std::string{scheduler::name_of(act.kind)}, request_id,
                               sending.clock.wall());
    intent.draft = act.draft;
    intent.generation = act.generation;
    co_return intent;
}

/// What the calendar holds after `effect`, if that is known now.
std::optional<Projection> stands_after(const Act& act, const Record& record, const Effect& effect) {
    if (effect.outcome.done()) return scheduler::performed(act, record.projection, effect.event);
    if (effect.outcome.gone()) {
        // Somebody has deleted it. For a create: the event that our transactionId names.
        Projection deleted = record.projection.value_or(Projection{});
        deleted.generation = act.generation;
        deleted.mailbox = act.mailbox;
        deleted.draft = act.draft;
        deleted.cancelled = true;
        return deleted;
    }
    return std::nullopt;
}

/// Whether the refused request is not what the deadline wants any more: then the refusal says
/// nothing of it.
bool outdated(const Record& record, const Act& act, const Repository& repository,
              const Sending& sending) {
    const ZoneChoice as_sent{scheduler::zone_name_of(act.draft), {}};
    const std::optional<Act> wish =
        scheduler::next_act(record.deadline, record.projection, repository, sending.tzdb,
                            sending.clock.wall(), as_sent);
    return !wish || wish->kind != act.kind || wish->draft != act.draft;
}

/// Writes down what came of an act. True: the Step goes on with the next act.
awaitable<bool> record_effect(Sending& sending, const Repository& repository, const Step& step,
                              const Act& act, const Effect& effect, StepReport& report) {
    for (int tries = 0; tries < scheduler::commit_tries_max; ++tries) {
        const Record record = co_await sending.store.read(step.deadline);
        Change change = change_of(record);
        const std::optional<Projection> projection = stands_after(act, record, effect);
        const bool refused = effect.outcome.kind == Outcome::Kind::refused;
        const bool goes_on = projection || (refused && outdated(record, act, repository, sending));
        if (goes_on) {
            if (projection) change.projection = projection;
            Step next = step;
            next.intent.reset();
            next.attempts = 0;
            change.put.push_back(std::move(next));
        } else {
            const Step* stored = find_step(record, step.id);
            put_off_or_settle(stored != nullptr ? *stored : step, step.intent.has_value(),
                              effect.outcome, sending.clock.wall(), sending.random.fraction(),
                              change, report);
        }
        const bool committed = co_await sending.store.commit(std::move(change));
        if (committed) co_return goes_on;
        report = StepReport{};
    }
    throw scheduler::StoreError{"the result of a request could not be stored"};
}

/// One turn of the loop: what was done, or why the loop ends or begins anew.
struct Turn {
    Act act;
    Effect effect;
    /// The Record changed meanwhile: read it again.
    bool again = false;
    std::optional<StepReport> finished;
};

awaitable<Turn> settle(Sending& sending, const Record& record, const Step& step, Ending ending,
                       std::string detail) {
    StepReport report;
    report.ending = ending;
    report.detail = detail;
    Change change = change_of(record);
    change.settled.push_back(Settled{step, ending, std::move(detail), "", sending.clock.wall()});
    const bool committed = co_await sending.store.commit(std::move(change));
    Turn turn;
    turn.again = !committed;
    if (committed) turn.finished = std::move(report);
    co_return turn;
}

/// The Step comes with an Intent: an earlier attempt, or an earlier process, may have sent it.
awaitable<Turn> take_up(Sending& sending, const Repository& repository, const Record& record,
                        const Step& step) {
    Turn turn;
    turn.act = act_of(*step.intent, step.mailbox);
    std::optional<Effect> resumed = co_await resume(sending, repository, record, step);
    if (resumed) {
        turn.effect = *std::move(resumed);
        co_return turn;
    }
    co_await forget_intent(sending, step);
    turn.again = true;
    co_return turn;
}

/// The deadline changed while its event was being written: what is left waits for the quiet time,
/// like any change.
awaitable<Turn> wait_quietly(Sending& sending, const Record& record, Step step) {
    Turn turn;
    StepReport report;
    report.again_at = sending.clock.wall() + sending.quiet;
    report.detail = "the deadline changed meanwhile";
    step.due = report.again_at;
    Change change = change_of(record);
    change.put.push_back(std::move(step));
    const bool committed = co_await sending.store.commit(std::move(change));
    turn.again = !committed;
    if (committed) turn.finished = std::move(report);
    co_return turn;
}

/// Decides the next act, writes its Intent, and sends it. `begun_for`: what the deadline said in
/// the first turn.
awaitable<Turn> do_next(Sending& sending, const Repository& repository, const Record& record,
                        Step step, const scheduler::Deadline& begun_for,
                        const scheduler::Lessons& lessons) {
    const std::optional<Act> next =
        scheduler::next_act(record.deadline, record.projection, repository, sending.tzdb,
                            sending.clock.wall(), lessons.zones);
    Turn turn;
    if (!next) {
        turn = co_await settle(sending, record, step, Ending::done, "");
        co_return turn;
    }
    if (record.deadline != begun_for && sending.quiet > std::chrono::seconds{0}) {
        turn = co_await wait_quietly(sending, record, std::move(step));
        co_return turn;
    }
    turn.act = *next;
    const std::optional<Intent> intent =
        co_await prepare(sending, repository, record, turn.act, turn.effect);
    if (!intent) co_return turn;
    Change change = change_of(record);
    step.mailbox = scheduler::normal_address(turn.act.mailbox);
    step.intent = intent;
    change.put.push_back(std::move(step));
    const bool committed = co_await sending.store.commit(std::move(change));
    turn.again = !committed;
    if (!committed) co_return turn;
    PLAZO_CRASHPOINT("event.intent");
    turn.effect = co_await perform(sending, repository, *intent);
    PLAZO_CRASHPOINT("event.effect");
    co_return turn;
}

/// Graph has an event with our transactionId that says something else: take it for ours, and
/// correct it in the next turn. False: it could not be read, and `turn` holds why.
awaitable<bool> adopt(Sending& sending, const Repository& repository, const Step& step,
                      Turn& turn) {
    const Record record = co_await sending.store.read(step.deadline);
    const std::string event_id = turn.effect.outcome.existing_event_id.value_or("");
    if (event_id.empty()) {
        turn.effect = co_await find_created(sending, repository, record, turn.act.mailbox,
                                            turn.act.generation);
        if (turn.effect.outcome.done() && !turn.effect.event) {
            turn.effect.outcome = answer_unreadable();
        }
    } else {
        turn.effect = co_await get_event(sending, repository, turn.act.mailbox, event_id);
    }
    if (!turn.effect.outcome.done()) co_return false;
    Change change = change_of(record);
    change.projection = scheduler::adopted(turn.act, *turn.effect.event);
    change.put.push_back(step);
    change.put.back().intent.reset();
    co_await sending.store.commit(std::move(change));
    co_return true;
}

}  // namespace

awaitable<StepReport> carry_out_event(Sending& sending, Step step) {
    constexpr int turns_max = 64;
    std::optional<scheduler::Deadline> begun_for;
    scheduler::Lessons lessons;
    for (int count = 0; count < turns_max; ++count) {
        const Record record = co_await sending.store.read(step.deadline);
        const Step* stored = find_step(record, step.id);
        StepReport report;
        if (stored == nullptr) {
            report.ending = Ending::dropped;
            co_return report;
        }
        step = *stored;
        if (!begun_for) begun_for = record.deadline;
        const std::optional<Repository> repository =
            co_await sending.store.find_repository(step.repository);
        Turn turn;
        if (!repository) {
            turn = co_await settle(sending, record, step, Ending::refused,
                                   "the repository was removed");
        } else if (step.intent) {
            turn = co_await take_up(sending, *repository, record, step);
        } else {
            turn = co_await do_next(sending, *repository, record, step, *begun_for, lessons);
        }
        if (turn.finished) co_return *turn.finished;
        if (turn.again) continue;
        if (scheduler::worth_another_request(turn.act, record.projection, turn.effect.outcome,
                                             lessons)) {
            co_await forget_intent(sending, step);
            continue;
        }
        if (turn.effect.outcome.duplicate()) {
            const bool adopted_it = co_await adopt(sending, *repository, step, turn);
            if (adopted_it) continue;
        }
        const bool goes_on =
            co_await record_effect(sending, *repository, step, turn.act, turn.effect, report);
        if (!goes_on) co_return report;
    }
    throw scheduler::StoreError{"a deadline changed too often while its event was written"};
}

}  // namespace plazo::app
