#include "scheduler/app/sending.h"

#include "graph/calls.h"
#include "graph/https.h"
#include "graph/token.h"
#include "scheduler/intake.h"

namespace plazo::app {

using boost::asio::awaitable;
using graph::Outcome;
using scheduler::Change;
using scheduler::Intent;
using scheduler::Record;
using scheduler::Settled;
using scheduler::Step;

awaitable<Answered> send(Sending& sending, scheduler::Repository repository, graph::Request request,
                         graph::Repeatable repeatable) {
    Answered answered;
    try {
        const graph::Handler handler = sending.graph_of(repository);
        graph::Response response = co_await handler(std::move(request));
        answered.outcome = graph::outcome_of(response, repeatable, sending.clock.wall());
        answered.body = std::move(response.body);
    } catch (const graph::TransportError& error) {
        answered.outcome = graph::outcome_of(error, repeatable);
    } catch (const graph::TokenError& error) {
        answered.outcome = graph::outcome_of(error);
    }
    co_return answered;
}

graph::Request request_of(const Intent& intent) {
    graph::Request request;
    request.method = intent.method;
    request.target = intent.target;
    request.headers.set("Accept", "application/json");
    if (!intent.content_type.empty()) request.headers.set("Content-Type", intent.content_type);
    request.headers.set("client-request-id", intent.request_id);
    request.headers.set("return-client-request-id", "true");
    request.headers.set("Prefer", "IdType=\"ImmutableId\"");
    if (!intent.etag.empty()) request.headers.set("If-Match", intent.etag);
    if (intent.act == scheduler::mail_act || intent.act == scheduler::send_act) {
        request.headers.set(std::string{graph::connection_field},
                            std::string{graph::connection_fresh});
    }
    request.body = graph::Body{intent.body};
    return request;
}

Intent intent_for(const graph::Request& request, std::string act, const std::string& request_id,
                  timezone::Instant now) {
    Intent intent;
    intent.act = std::move(act);
    intent.method = request.method;
    intent.target = request.target;
    intent.body = request.body.bytes();
    intent.content_type = request.headers.find("Content-Type").value_or("");
    intent.etag = request.headers.find("If-Match").value_or("");
    intent.request_id = request_id;
    intent.written = now;
    return intent;
}

const Step* find_step(const Record& record, const std::string& id) {
    for (const Step& step : record.steps) {
        if (step.id == id) return &step;
    }
    return nullptr;
}

Change change_of(const Record& record) {
    Change change;
    change.expected_version = record.version;
    change.deadline = record.deadline;
    change.projection = record.projection;
    return change;
}

void put_off_or_settle(Step step, bool taken_up, const Outcome& outcome, timezone::Instant now,
                       double jitter, Change& change, StepReport& report) {
    const scheduler::After next = scheduler::after(step, outcome, now, jitter);
    report.detail = outcome.message;
    step.last_error = outcome.message;
    if (!next.again_at) {
        report.ending = next.ending;
        change.settled.push_back(
            Settled{std::move(step), next.ending, outcome.message, outcome.request_id, now});
        return;
    }
    report.again_at = *next.again_at;
    step.due = *next.again_at;
    ++step.attempts;
    // Where nothing can have happened the request is made anew, from what the deadline says by
    // then.
    if (!outcome.maybe_done && !taken_up) step.intent.reset();
    change.put.push_back(std::move(step));
}

awaitable<StepReport> put_off(Sending& sending, Step step, Outcome outcome, bool taken_up) {
    for (int tries = 0; tries < scheduler::commit_tries_max; ++tries) {
        StepReport report;
        const Record record = co_await sending.store.read(step.deadline);
        Change change = change_of(record);
        const Step* stored = find_step(record, step.id);
        put_off_or_settle(stored != nullptr ? *stored : step, taken_up, outcome,
                          sending.clock.wall(), sending.random.fraction(), change, report);
        const bool committed = co_await sending.store.commit(std::move(change));
        if (committed) co_return report;
    }
    throw scheduler::StoreError{"a Step could not be put off"};
}

awaitable<void> forget_intent(Sending& sending, const Step& step) {
    const Record record = co_await sending.store.read(step.deadline);
    const Step* stored = find_step(record, step.id);
    if (stored == nullptr) co_return;
    Change change = change_of(record);
    change.put.push_back(*stored);
    change.put.back().intent.reset();
    co_await sending.store.commit(std::move(change));
}

}  // namespace plazo::app
