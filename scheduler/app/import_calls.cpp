#include "scheduler/app/import_calls.h"

#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "scheduler/app/import_answers.h"

namespace plazo::app {

using boost::asio::awaitable;
using graph::ReadEvent;
using graph::Repeatable;
using nlohmann::json;

awaitable<Answered> ImportCalls::ask(graph::Request request) {
    std::chrono::seconds pause = import_first_pause;
    for (int tries = 1; tries <= import_tries_max; ++tries) {
        Answered answered = co_await send(sending_, repository_, request, Repeatable::yes);
        const graph::Outcome& outcome = answered.outcome;
        const bool refused = outcome.kind == graph::Outcome::Kind::refused;
        if (outcome.done() || (refused && !outcome.about_sign_in())) {
            outages_ = 0;
            co_return answered;
        }
        last_trouble_ = outcome.message;
        if (refused) break;
        if (outcome.kind == graph::Outcome::Kind::throttled) pause = outcome.wait;
        if (tries == import_tries_max || pause > import_pause_max) break;
        const std::unique_ptr<graph::Alarm> alarm = sending_.clock.make_alarm();
        const graph::SteadyTime until = sending_.clock.steady() + pause;
        co_await alarm->wait_until(until);
        pause *= 2;
    }
    ++outages_;
    throw ImportFailed{last_trouble_, true};
}

/// The file's event, and what is remembered of it, is the same whatever its zone is called.
awaitable<Answered> ImportCalls::tell(graph::Request request) {
    const std::string wanted = request.body.bytes();
    const std::string name = scheduler::zone_name_of(wanted);
    scheduler::ZoneChoice choice = zone_choices_[name];
    std::optional<std::string> told = wanted;
    if (!choice.refused.empty()) told = renamed(wanted, sending_.tzdb, choice).value_or(wanted);
    Answered answered;
    while (told) {
        request.body = graph::Body{*told};
        answered = co_await ask(request);
        const bool other_name = !name.empty() && answered.outcome.about_zone() &&
                                choice.refuse(scheduler::zone_name_of(*told));
        if (!other_name) break;
        request.headers.set("client-request-id", id());
        told = renamed(wanted, sending_.tzdb, choice);
    }
    if (answered.outcome.done()) zone_choices_[name] = std::move(choice);
    co_return answered;
}

awaitable<std::optional<ReadEvent>> ImportCalls::get(std::string event_id) {
    graph::Request request = graph::get_event(repository_.mailbox, event_id, id());
    const Answered answered = co_await ask(std::move(request));
    if (answered.outcome.gone()) co_return std::nullopt;
    if (!answered.outcome.done()) throw ImportFailed{answered.outcome.message, false};
    std::optional<ReadEvent> event = graph::read_event(parse_or_null(answered.body));
    if (!event) throw ImportFailed{"Graph's answer holds no event", true};
    co_return event;
}

awaitable<void> ImportCalls::remove(std::string event_id) {
    graph::Request request = graph::delete_event(repository_.mailbox, event_id, id());
    const Answered answered = co_await ask(std::move(request));
    if (answered.outcome.done() || answered.outcome.gone()) co_return;
    throw ImportFailed{answered.outcome.message, false};
}

awaitable<bool> ImportCalls::patch(const std::string& event_id, const json& changes) {
    for (int tries = 1;; ++tries) {
        graph::Request request = graph::update_event(repository_.mailbox, event_id, changes, id());
        const Answered answered = co_await tell(std::move(request));
        if (answered.outcome.done()) co_return true;
        if (answered.outcome.gone()) co_return false;
        if (answered.outcome.conflict() && tries < import_conflicts_max) continue;
        throw ImportFailed{answered.outcome.message, false};
    }
}

}  // namespace plazo::app
