#include "scheduler/app/probe.h"

#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/event.h"
#include "graph/json.h"
#include "graph/mail.h"
#include "scheduler/letter.h"
#include "scheduler/web/problem.h"

namespace plazo::app {

using boost::asio::awaitable;
using graph::Outcome;
using nlohmann::json;

namespace {

constexpr std::chrono::days test_event_ahead{400};

/// The checks so far; `failed` holds the outcome that ended them.
struct Checks {
    json list = json::array();
    std::optional<Outcome> failed;

    bool note(const char* name, const Outcome& outcome, const std::string& good) {
        list.push_back({{"name", name},
                        {"ok", outcome.done()},
                        {"detail", outcome.done() ? good : outcome.message}});
        if (!outcome.done()) failed = outcome;
        return outcome.done();
    }
};

awaitable<Outcome> check_token(graph::TokenPipeline* tokens, graph::Account account) {
    Outcome outcome;
    if (tokens == nullptr) {
        outcome.kind = Outcome::Kind::refused;
        outcome.status = 401;
        outcome.message =
            "no access certificate is configured: plazo certificate create, then [certificate] "
            "path and key_path";
        co_return outcome;
    }
    tokens->source(account).forget();  // roles may have been granted since
    try {
        co_await tokens->token(std::move(account));
    } catch (const graph::TokenError& error) {
        outcome = graph::outcome_of(error);
    }
    co_return outcome;
}

json test_event(timezone::Instant now, std::string transaction_id) {
    graph::EventDraft draft;
    draft.subject = "Plazo test";
    draft.transaction_id = std::move(transaction_id);
    const auto day = std::chrono::floor<std::chrono::days>(now + test_event_ahead);
    draft.start = timezone::LocalTime{day.time_since_epoch()};
    draft.end = draft.start + std::chrono::minutes{15};
    draft.zone = "UTC";
    return graph::event_json(draft);
}

std::string id_of(const std::string& body) {
    try {
        return graph::text_or_empty(graph::parse_json(body), "id");
    } catch (const graph::JsonError&) {
        return {};
    }
}

Outcome without_id(Outcome outcome) {
    outcome.kind = Outcome::Kind::unavailable;
    outcome.message =
        "Graph made the test event, \"Plazo test\", and did not say its id; delete it";
    return outcome;
}

awaitable<Outcome> check_event(Sending& sending, const scheduler::Repository& repository) {
    const json event = test_event(sending.clock.wall(), sending.random.uuid());
    graph::Request create = graph::create_event(repository.mailbox, event, sending.random.uuid());
    const Answered created =
        co_await send(sending, repository, std::move(create), graph::Repeatable::yes);
    if (!created.outcome.done()) co_return created.outcome;
    const std::string id = id_of(created.body);
    if (id.empty()) co_return without_id(created.outcome);
    graph::Request remove = graph::delete_event(repository.mailbox, id, sending.random.uuid());
    const Answered removed =
        co_await send(sending, repository, std::move(remove), graph::Repeatable::yes);
    co_return removed.outcome;
}

awaitable<Outcome> check_mail(Sending& sending, const scheduler::Repository& repository,
                              const std::string& send_to) {
    graph::Mail mail = scheduler::test_letter(repository, send_to);
    mail.message_id = sending.random.uuid();
    graph::Request request =
        graph::send_mail(repository.mailbox, graph::send_mail_json(mail), sending.random.uuid());
    const Answered answered =
        co_await send(sending, repository, std::move(request), graph::Repeatable::no);
    co_return answered.outcome;
}

graph::Response answer(const Checks& checks) {
    if (!checks.failed) return web::json_response(200, json{{"ok", true}, {"checks", checks.list}});
    int status = 403;
    if (checks.failed->status == 404) status = 404;
    if (checks.failed->kind != Outcome::Kind::refused) status = 503;
    const std::string name = checks.list.back()["name"];
    web::Problem problem{
        status, "repository-test-failed", name + ": " + checks.failed->message, "", "", false};
    graph::Response response = web::problem_response(problem);
    json body = graph::parse_json(response.body);
    body["checks"] = checks.list;
    response.body = graph::dump_json(body);
    return response;
}

}  // namespace

awaitable<graph::Response> probe(Sending& sending, graph::TokenPipeline* tokens,
                                 graph::Account account, scheduler::Repository repository,
                                 std::string send_to) {
    Checks checks;
    Outcome outcome = co_await check_token(tokens, std::move(account));
    if (!checks.note("token", outcome, "the certificate is accepted")) co_return answer(checks);

    graph::Request request = graph::get_calendar(repository.mailbox, sending.random.uuid());
    const Answered calendar =
        co_await send(sending, repository, std::move(request), graph::Repeatable::yes);
    const std::string readable = "the calendar of " + repository.mailbox + " can be used";
    if (!checks.note("calendar", calendar.outcome, readable)) co_return answer(checks);

    if (!send_to.empty()) {
        outcome = co_await check_mail(sending, repository, send_to);
        const std::string accepted = "a mail to " + send_to + " was accepted by Microsoft 365";
        if (!checks.note("mail", outcome, accepted)) co_return answer(checks);
    }
    outcome = co_await check_event(sending, repository);
    checks.note("event", outcome, "an event was created and deleted");
    co_return answer(checks);
}

}  // namespace plazo::app
