// How a reminder Step is carried out: at most once. sendMail has no idempotency key, so whatever
// leaves the question open whether the mail went out ends the Step as `unknown`, which is shown and
// never repeated.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/calls.h"
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
using scheduler::Record;
using scheduler::Repository;
using scheduler::Settled;
using scheduler::Step;

namespace {

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

awaitable<StepReport> send_letter(Sending& sending, const Repository& repository, Step step) {
    const graph::Request request = request_of(*step.intent);
    PLAZO_CRASHPOINT("mail.intent");
    const Answered answered = co_await send(sending, repository, request, graph::Repeatable::no);
    PLAZO_CRASHPOINT("mail.effect");
    StepReport report;
    if (answered.outcome.done()) {
        report = co_await settle(sending, step, Ending::done, "accepted by Microsoft 365",
                                 answered.outcome.request_id);
    } else if (answered.outcome.kind == graph::Outcome::Kind::in_doubt) {
        report = co_await settle(sending, step, Ending::unknown, answered.outcome.message,
                                 answered.outcome.request_id);
    } else {
        report = co_await put_off(sending, step, answered.outcome);
    }
    co_return report;
}

}  // namespace

awaitable<StepReport> carry_out_reminder(Sending& sending, Step step) {
    for (int tries = 0; tries < scheduler::commit_tries_max; ++tries) {
        const Record record = co_await sending.store.read(step.deadline);
        const Step* stored = find_step(record, step.id);
        StepReport report;
        if (stored == nullptr) {
            report.ending = Ending::dropped;
            co_return report;
        }
        step = *stored;
        if (step.intent) {
            report = co_await settle(sending, step, Ending::unknown,
                                     "the service ended while this mail was being sent", "");
            co_return report;
        }
        const std::optional<Repository> repository =
            co_await sending.store.find_repository(step.repository);
        const std::string reason =
            repository ? unwanted(record, step, *repository) : "the repository was removed";
        if (!reason.empty()) {
            report = co_await settle(sending, step, Ending::dropped, reason, "");
            co_return report;
        }
        const timezone::Instant now = sending.clock.wall();
        if (scheduler::due_instant(*record.deadline.due, sending.tzdb) != step.about) {
            Change change = replanned(sending, record, *repository);
            const bool committed = co_await sending.store.commit(std::move(change));
            if (!committed) continue;
            report.ending = Ending::dropped;
            report.detail = "planned again: its deadline is at another instant by now";
            co_return report;
        }
        graph::Mail mail = scheduler::reminder_letter(record.deadline, *repository,
                                                      *find_assignee(record.deadline, step.address),
                                                      now >= step.about);
        mail.message_id = step.id;
        const std::string request_id = sending.random.uuid();
        const std::string& mailbox = scheduler::organiser_of(record.deadline, *repository);
        const graph::Request request =
            graph::send_mail(mailbox, graph::send_mail_json(mail), request_id);
        step.mailbox = scheduler::normal_address(mailbox);
        step.intent = intent_for(request, "mail", request_id, now);
        Change change = change_of(record);
        change.put.push_back(step);
        const bool committed = co_await sending.store.commit(std::move(change));
        if (!committed) continue;
        report = co_await send_letter(sending, *repository, step);
        co_return report;
    }
    throw scheduler::StoreError{"a deadline changed too often while its reminder was written"};
}

}  // namespace plazo::app
