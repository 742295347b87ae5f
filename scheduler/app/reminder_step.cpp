// How a reminder Step is carried out: at most once. sendMail has no idempotency key, so whatever
// leaves the question open whether the mail went out ends the Step as `unknown`, which is shown and
// never repeated.
//
// Where the application may make drafts the question has an answer (graph/drafts.h):
//
//     draft    the draft is made. In doubt it is looked for by the Step's id; a second one would
//              be no more than litter
//     send     it is sent: its id is on disk by then. In doubt it is looked at, once Exchange has
//              settled: it was sent, or it is a draft still and is sent again
//
// A draft that waits is sent as it was written, like every repetition; one that is not wanted any
// more is deleted.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/drafts.h"
#include "graph/mail.h"
#include "scheduler/app/sending.h"
#include "scheduler/crashpoint.h"
#include "scheduler/due.h"
#include "scheduler/intake.h"
#include "scheduler/letter.h"
#include "scheduler/plan.h"
#include "scheduler/projection.h"

namespace plazo::app {

using boost::asio::awaitable;
using scheduler::Change;
using scheduler::Ending;
using scheduler::Intent;
using scheduler::Record;
using scheduler::Repository;
using scheduler::Settled;
using scheduler::Step;

namespace {

constexpr const char* accepted = "accepted by Microsoft 365";
constexpr const char* draft_missing =
    "the draft is not there any more: it was sent, or somebody has deleted it";

/// Graph took the request, and its answer does not say what came of it.
graph::Outcome unreadable(const std::string& what) {
    graph::Outcome outcome;
    outcome.kind = graph::Outcome::Kind::unavailable;
    outcome.maybe_done = true;
    outcome.message = "Graph's answer holds no " + what;
    return outcome;
}

const scheduler::Assignee* find_assignee(const scheduler::Deadline& deadline,
                                         const std::string& address) {
    const auto found = std::find_if(deadline.assignees.begin(), deadline.assignees.end(),
                                    [&](const auto& assignee) {
                                        return scheduler::normal_address(assignee.address) ==
                                               scheduler::normal_address(address);
                                    });
    return found == deadline.assignees.end() ? nullptr : &*found;
}

/// Why the mail is not to be sent; empty when it is.
std::string unwanted(const Record& record, const Step& step, const Repository& repository) {
    const scheduler::Deadline& deadline = record.deadline;
    if (!deadline.known()) return "nothing is known of the deadline";
    if (!scheduler::may_write_to(repository, step.address)) {
        return "the address is outside the repository's domains by now";
    }
    if (deadline.status != scheduler::Status::open) return "the deadline is closed";
    if (find_assignee(deadline, step.address) == nullptr) return "the assignee has left";
    return {};
}

/// What makes the Steps those of the deadline again. One speaks of another instant when the zone
/// data have changed and nobody has planned it since, or when the deadline was moved while an
/// attempt failed.
Change replanned(Sending& sending, const Record& record, const Repository& repository) {
    const scheduler::PlanContext context{repository, sending.tzdb, sending.quiet,
                                         scheduler::Cause::zone_data};
    scheduler::Plan made = plan(record.deadline, record, context, sending.clock.wall());
    Change change = change_of(record);
    change.put = std::move(made.put);
    change.settled = std::move(made.drop);
    return change;
}

/// Takes the Step out of the outbox with the Record as it is by now; a reminder that may have gone
/// out is marked.
awaitable<StepReport> settle(Sending& sending, const Step& step, Ending ending, std::string detail,
                             std::string request_id) {
    StepReport report;
    report.ending = ending;
    report.detail = detail;
    for (int tries = 0; tries < scheduler::commit_tries_max; ++tries) {
        const Record record = co_await sending.store.read(step.deadline);
        Change change = change_of(record);
        if (ending == Ending::done || ending == Ending::unknown) {
            change.sent.push_back({step.key, step.about});
        }
        change.settled.push_back(Settled{step, ending, detail, request_id, sending.clock.wall()});
        const bool committed = co_await sending.store.commit(std::move(change));
        if (committed) co_return report;
    }
    throw scheduler::StoreError{"the result of a mail could not be stored"};
}

/// By sendMail. The Intent is on disk.
awaitable<StepReport> send_letter(Sending& sending, const Repository& repository, Step step) {
    const graph::Request request = request_of(*step.intent);
    PLAZO_CRASHPOINT("mail.intent");
    const Answered answered = co_await send(sending, repository, request, graph::Repeatable::no);
    PLAZO_CRASHPOINT("mail.effect");
    StepReport report;
    if (answered.outcome.done()) {
        report =
            co_await settle(sending, step, Ending::done, accepted, answered.outcome.request_id);
    } else if (answered.outcome.kind == graph::Outcome::Kind::in_doubt) {
        report = co_await settle(sending, step, Ending::unknown, answered.outcome.message,
                                 answered.outcome.request_id);
    } else {
        report = co_await put_off(sending, step, answered.outcome);
    }
    co_return report;
}

/// What stays when this fails is a draft that nobody gets.
awaitable<void> discard_draft(Sending& sending, const Repository& repository, const Step& step,
                              const std::string& draft) {
    graph::Request request = graph::delete_draft(step.mailbox, draft, sending.random.uuid());
    co_await send(sending, repository, std::move(request), graph::Repeatable::yes);
}

/// The Step again later, with its draft. A mail that is in doubt when it is given up stays so.
awaitable<StepReport> keep_draft(Sending& sending, const Repository& repository, const Step& step,
                                 graph::Outcome outcome) {
    const bool given_up = !after(step, outcome, sending.clock.wall(), 0).again_at;
    StepReport report;
    if (given_up && outcome.maybe_done) {
        report =
            co_await settle(sending, step, Ending::unknown, outcome.message, outcome.request_id);
        co_return report;
    }
    if (given_up) co_await discard_draft(sending, repository, step, step.intent->draft);
    report = co_await put_off(sending, step, std::move(outcome), true);
    co_return report;
}

/// Sends the draft. The Intent is on disk.
awaitable<StepReport> send_draft(Sending& sending, const Repository& repository, Step step) {
    const graph::Request request = request_of(*step.intent);
    PLAZO_CRASHPOINT("mail.intent");
    const Answered answered = co_await send(sending, repository, request, graph::Repeatable::yes);
    PLAZO_CRASHPOINT("mail.effect");
    const std::string& request_id = answered.outcome.request_id;
    StepReport report;
    if (answered.outcome.done()) {
        report = co_await settle(sending, step, Ending::done, accepted, request_id);
    } else if (answered.outcome.gone()) {
        report = co_await settle(sending, step, Ending::unknown, draft_missing, request_id);
    } else {
        report = co_await keep_draft(sending, repository, step, answered.outcome);
    }
    co_return report;
}

/// Writes down that this draft is about to be sent, and sends it. Nothing: the Record changed
/// meanwhile.
awaitable<std::optional<StepReport>> begin_to_send(Sending& sending, const Repository& repository,
                                                   const Record& record, Step step,
                                                   const std::string& draft) {
    const std::string request_id = sending.random.uuid();
    const graph::Request request = graph::send_draft(step.mailbox, draft, request_id);
    step.intent = intent_for(request, scheduler::send_act, request_id, sending.clock.wall());
    step.intent->draft = draft;
    Change change = change_of(record);
    change.put.push_back(step);
    const bool committed = co_await sending.store.commit(std::move(change));
    if (!committed) co_return std::nullopt;
    StepReport report = co_await send_draft(sending, repository, std::move(step));
    co_return report;
}

/// Makes the draft. The Intent is on disk.
awaitable<std::optional<StepReport>> make_draft(Sending& sending, const Repository& repository,
                                                Step step) {
    const graph::Request request = request_of(*step.intent);
    Answered answered = co_await send(sending, repository, request, graph::Repeatable::yes);
    PLAZO_CRASHPOINT("mail.draft");
    const std::optional<graph::Draft> draft = graph::read_draft_answer(answered.body);
    if (!answered.outcome.done() || !draft) {
        if (answered.outcome.done()) answered.outcome = unreadable("draft");
        StepReport report = co_await put_off(sending, std::move(step), answered.outcome);
        co_return report;
    }
    const Record record = co_await sending.store.read(step.deadline);
    const Step* stored = find_step(record, step.id);
    if (stored == nullptr) co_return std::nullopt;
    std::optional<StepReport> report =
        co_await begin_to_send(sending, repository, record, *stored, draft->id);
    co_return report;
}

/// An earlier attempt, or an earlier process, may have made the draft. Nothing: read the Step
/// again.
awaitable<std::optional<StepReport>> resume_draft(Sending& sending, const Repository& repository,
                                                  const Record& record, const Step& step,
                                                  bool wanted) {
    graph::Request request = graph::find_draft(step.mailbox, step.id, sending.random.uuid());
    const Answered found =
        co_await send(sending, repository, std::move(request), graph::Repeatable::yes);
    std::optional<StepReport> report;
    if (!found.outcome.done()) {
        report = co_await put_off(sending, step, found.outcome, true);
        co_return report;
    }
    const std::optional<graph::Draft> draft = graph::read_found_draft(found.body);
    if (draft && !draft->waiting) {
        report = co_await settle(sending, step, Ending::done, accepted, "");
    } else if (draft && wanted) {
        report = co_await begin_to_send(sending, repository, record, step, draft->id);
    } else {
        if (draft) co_await discard_draft(sending, repository, step, draft->id);
        co_await forget_intent(sending, step);
    }
    co_return report;
}

/// Exchange needs a while to take what it sends out of Drafts. Nothing: the Record changed
/// meanwhile.
awaitable<std::optional<StepReport>> let_settle(Sending& sending, const Record& record, Step step) {
    StepReport report;
    report.again_at = step.intent->written + graph::draft_settles_after;
    report.detail = "waiting to see whether the mail leaves the drafts";
    step.due = report.again_at;
    Change change = change_of(record);
    change.put.push_back(std::move(step));
    const bool committed = co_await sending.store.commit(std::move(change));
    if (!committed) co_return std::nullopt;
    co_return report;
}

/// The draft may have been sent. Nothing: read the Step again.
awaitable<std::optional<StepReport>> resume_send(Sending& sending, const Repository& repository,
                                                 const Record& record, const Step& step,
                                                 bool wanted) {
    std::optional<StepReport> report;
    const std::string& draft = step.intent->draft;
    if (sending.clock.wall() < step.intent->written + graph::draft_settles_after) {
        report = co_await let_settle(sending, record, step);
        co_return report;
    }
    graph::Request request = graph::get_draft(step.mailbox, draft, sending.random.uuid());
    Answered look = co_await send(sending, repository, std::move(request), graph::Repeatable::yes);
    switch (graph::fate_of(look.outcome, look.body)) {
        case graph::DraftFate::sent:
            report = co_await settle(sending, step, Ending::done, accepted, "");
            break;
        case graph::DraftFate::missing:
            report = co_await settle(sending, step, Ending::unknown, draft_missing, "");
            break;
        case graph::DraftFate::unknown:
            if (look.outcome.done()) look.outcome = unreadable("message");
            look.outcome.maybe_done = true;
            report = co_await keep_draft(sending, repository, step, look.outcome);
            break;
        case graph::DraftFate::waiting:
            if (wanted) {
                report = co_await begin_to_send(sending, repository, record, step, draft);
            } else {
                co_await discard_draft(sending, repository, step, draft);
                co_await forget_intent(sending, step);
            }
            break;
    }
    co_return report;
}

/// What an Intent that is found means.
awaitable<std::optional<StepReport>> resume(Sending& sending, const Repository& repository,
                                            const Record& record, const Step& step, bool wanted) {
    std::optional<StepReport> report;
    if (step.intent->act == scheduler::draft_act) {
        report = co_await resume_draft(sending, repository, record, step, wanted);
    } else if (step.intent->act == scheduler::send_act) {
        report = co_await resume_send(sending, repository, record, step, wanted);
    } else {
        report = co_await settle(sending, step, Ending::unknown,
                                 "the service ended while this mail was being sent", "");
    }
    co_return report;
}

/// Decides how the mail goes out, writes that down, and sends it. Nothing: the Record changed
/// meanwhile.
awaitable<std::optional<StepReport>> begin(Sending& sending, const Repository& repository,
                                           const Record& record, Step step) {
    bool by_draft = false;
    if (sending.may_draft) by_draft = co_await sending.may_draft(repository);
    const timezone::Instant now = sending.clock.wall();
    graph::Mail mail = scheduler::reminder_letter(record.deadline, repository,
                                                  *find_assignee(record.deadline, step.address),
                                                  now >= step.about);
    mail.message_id = step.id;
    step.mailbox = scheduler::normal_address(scheduler::organiser_of(record.deadline, repository));
    const std::string request_id = sending.random.uuid();
    const graph::Request request =
        by_draft ? graph::create_draft(step.mailbox, mail, request_id)
                 : graph::send_mail(step.mailbox, graph::send_mail_json(mail), request_id);
    const char* act = by_draft ? scheduler::draft_act : scheduler::mail_act;
    step.intent = intent_for(request, act, request_id, now);
    Change change = change_of(record);
    change.put.push_back(step);
    const bool committed = co_await sending.store.commit(std::move(change));
    std::optional<StepReport> report;
    if (committed && by_draft) {
        report = co_await make_draft(sending, repository, std::move(step));
    } else if (committed) {
        report = co_await send_letter(sending, repository, std::move(step));
    }
    co_return report;
}

}  // namespace

awaitable<StepReport> carry_out_reminder(Sending& sending, Step step) {
    for (int tries = 0; tries < scheduler::commit_tries_max; ++tries) {
        const Record record = co_await sending.store.read(step.deadline);
        const Step* stored = find_step(record, step.id);
        std::optional<StepReport> report;
        if (stored == nullptr) {
            report.emplace().ending = Ending::dropped;
            co_return *report;
        }
        step = *stored;
        const std::optional<Repository> repository =
            co_await sending.store.find_repository(step.repository);
        if (!repository) {
            const bool sent = step.intent && step.intent->act != scheduler::draft_act;
            const Ending ending = sent ? Ending::unknown : Ending::dropped;
            report = co_await settle(sending, step, ending, "the repository was removed", "");
            co_return *report;
        }
        const std::string reason = unwanted(record, step, *repository);
        const bool in_time = reason.empty() && scheduler::due_instant(*record.deadline.due,
                                                                      sending.tzdb) == step.about;
        if (step.intent) {
            report = co_await resume(sending, *repository, record, step, in_time);
        } else if (!reason.empty()) {
            report = co_await settle(sending, step, Ending::dropped, reason, "");
        } else if (!in_time) {
            Change change = replanned(sending, record, *repository);
            const bool committed = co_await sending.store.commit(std::move(change));
            if (!committed) continue;
            report.emplace().ending = Ending::dropped;
            report->detail = "planned again: its deadline is at another instant by now";
        } else {
            report = co_await begin(sending, *repository, record, step);
        }
        if (report) co_return *std::move(report);
    }
    throw scheduler::StoreError{"a deadline changed too often while its reminder was written"};
}

}  // namespace plazo::app
