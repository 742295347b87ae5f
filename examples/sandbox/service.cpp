#include "examples/sandbox/service.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "examples/sandbox/batch.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/subscription_api.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

/// Which request it was, as every error says it.
json inner_error(const World& world, const Entry& entry) {
    return {{"date", timezone::format_rfc3339(world.clock.now()).substr(0, 19)},
            {"request-id", entry.request_id},
            {"client-request-id", entry.client_request_id}};
}

graph::Response response_to(const Refusal& refusal, const World& world, const Entry& entry) {
    json error{{"code", refusal.code},
               {"message", refusal.what()},
               {"innerError", inner_error(world, entry)}};
    for (const auto& [name, value] : refusal.annotations) error[name] = value;
    graph::Response response = reply(refusal.status, {{"error", error}});
    for (const auto& [name, value] : refusal.headers) response.headers.set(name, value);
    return response;
}

bool is_path(const std::vector<std::string>& segments, std::initializer_list<const char*> tail) {
    return segments.size() == tail.size() + 1 &&
           std::equal(tail.begin(), tail.end(), segments.begin() + 1);
}

/// What the simulated services say.
graph::Response answer_of(World& world, const graph::Request& request, const std::string& body,
                          Entry& entry) {
    const auto segments = graph::path_segments(request.target);
    if (is_path(segments, {"oauth2", "v2.0", "token"})) {
        entry.client_id = graph::query_parameter("?" + body, "client_id").value_or("");
        return issue_token(world, segments[0], request, body);
    }
    if (is_path(segments, {"oauth2", "v2.0", "devicecode"})) {
        return issue_device_code(world, segments[0], request, body);
    }
    if (segments == std::vector<std::string>{"oauth2", "v2.0", "token"}) {  // of no tenant
        return issue_token(world, "", request, body);
    }
    if (is_path(segments, {"discovery", "v2.0", "keys"})) return signing_keys(world);
    if (is_path(segments, {"discovery", "instance"})) return instance_discovery(world, request);
    if (is_path(segments, {"v2.0", ".well-known", "openid-configuration"})) {
        return openid_configuration(world, segments[0], request);
    }
    if (!segments.empty() && segments[0] == "v1.0") {
        return graph_api(world, request, body, entry);
    }
    throw not_simulated(request.method + " " + std::string{graph::path_of(request.target)});
}

bool writes(const graph::Request& request) {
    return request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

/// Reads the body, then answers; refusals of the services are answers.
awaitable<graph::Response> answer(std::shared_ptr<World> world, graph::Request& request,
                                  const Seat& seat, Entry& entry) {
    std::optional<Refusal> refusal;
    try {
        const std::string body = co_await request.body.read(body_bytes_max);
        if (writes(request)) {
            refusal = world->throttle.take_upload(seat.lane, body.size(), world->clock.now());
        }
        if (!refusal && is_batch(request)) co_return co_await batch(world, request, body, entry);
        if (!refusal && is_subscription_call(request)) {
            co_return co_await subscription_api(world, request, body, entry);
        }
        if (!refusal) co_return answer_of(*world, request, body, entry);
    } catch (const graph::BodyTooLarge&) {
        refusal.emplace(413, "ErrorMessageSizeExceeded",
                        "The message exceeds the maximum supported size.");
    } catch (const Refusal& refused) {
        refusal.emplace(refused);
    }
    entry.error = refusal->code;
    co_return response_to(*refusal, *world, entry);
}

Entry begin(World& world, const graph::Request& request) {
    Entry entry;
    entry.at = world.clock.now();
    entry.method = request.method;
    entry.path = request.target;
    entry.request_id = world.ids.uuid();
    entry.client_request_id = request.headers.find("client-request-id").value_or(entry.request_id);
    return entry;
}

/// The header fields that every answer has, and the journal entry.
void finish(World& world, graph::Response& response, Entry entry) {
    response.headers.set("request-id", entry.request_id);
    response.headers.set("client-request-id", entry.client_request_id);
    response.headers.set("x-ms-ags-diagnostic", R"({"ServerInfo":{"DataCenter":"Sandbox"}})");
    response.headers.set("Date", http_text(world.clock.now()));
    entry.status = response.status;
    world.journal.add(std::move(entry));
}

awaitable<void> pass(const Options& options, std::chrono::milliseconds delay) {
    if (options.sleep) {
        co_await options.sleep(delay);
        co_return;
    }
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor, delay};
    co_await timer.async_wait(boost::asio::use_awaitable);
}

/// What the fault does at this point: a delay, a cut connection, or an answer of its own.
awaitable<std::optional<graph::Response>> strike(World& world, const std::optional<Fault>& fault,
                                                 bool after, const graph::Request& request,
                                                 const Entry& entry) {
    if (!fault || fault->after != after) co_return std::nullopt;
    if (fault->delay.count() > 0) co_await pass(world.options, fault->delay);
    if (fault->act == Fault::Act::cut) {
        world.journal.add(entry);
        throw graph::TransportError{graph::Sent::maybe, "the connection was cut on request"};
    }
    std::optional<graph::Response> response = response_of(*fault, world, request);
    if (response && fault->body.empty() && !response->body.empty() && !is_sign_in(request)) {
        json body = json::parse(response->body);
        body["error"]["innerError"] = inner_error(world, entry);
        response->body = body.dump();
    }
    co_return response;
}

}  // namespace

Lane lane_of(const World& world, const graph::Request& request) {
    const auto segments = graph_segments(request.target);
    if (segments.size() < 2 || segments[0] != "v1.0" || is_batch(request)) return {};
    try {
        Lane lane{authenticate(world, request.headers).client_id, ""};
        if (segments.size() < 3 || segments[1] != "users") return lane;
        const Mailbox* mailbox = world.directory.find(segments[2]);
        lane.mailbox = mailbox ? mailbox->id : lower_case(segments[2]);
        return lane;
    } catch (const Refusal&) {
        return {};
    }
}

graph::Response turn_away(World& world, const graph::Request& request, const Refusal& refusal) {
    Entry entry = begin(world, request);
    entry.error = refusal.code;
    graph::Response response = response_to(refusal, world, entry);
    finish(world, response, entry);
    return response;
}

awaitable<graph::Response> serve(std::shared_ptr<World> world, graph::Request request) {
    const Seat seat{world->throttle, lane_of(*world, request)};
    co_return co_await serve_seated(world, std::move(request), seat);
}

awaitable<graph::Response> serve_seated(std::shared_ptr<World> world, graph::Request request,
                                        const Seat& seat) {
    const auto refusal = world->throttle.admit(seat, world->clock.now());
    if (refusal) co_return turn_away(*world, request, *refusal);
    Entry entry = begin(*world, request);
    const std::optional<Fault> fault = world->faults.take(request, world->directory, world->ids);
    if (fault) entry.fault = text_of(*fault);
    if (fault && fault->act == Fault::Act::race) touch_target(*world, request);
    std::optional<graph::Response> response = co_await strike(*world, fault, false, request, entry);
    if (!response) {
        try {
            response = co_await answer(world, request, seat, entry);
        } catch (const graph::TransportError&) {  // an item of a batch was cut, and with it all
            world->journal.add(entry);
            throw;
        }
        std::optional<graph::Response> instead =
            co_await strike(*world, fault, true, request, entry);
        if (instead) response = std::move(instead);
    }
    if (fault) response->headers.set(std::string{fault_header}, text_of(*fault));
    finish(*world, *response, std::move(entry));
    co_return std::move(*response);
}

}  // namespace plazo::sandbox
