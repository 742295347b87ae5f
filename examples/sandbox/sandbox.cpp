#include "examples/sandbox/sandbox.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/page.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

/// One of the requests that an application has under way for a mailbox.
class Slot {
  public:
    Slot(std::shared_ptr<World> world, std::string lane)
        : world_{std::move(world)}, lane_{std::move(lane)}, number_{++world_->in_flight[lane_]} {}
    ~Slot() {
        if (--world_->in_flight[lane_] == 0) world_->in_flight.erase(lane_);
    }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    bool granted() const { return lane_.empty() || number_ <= concurrent_requests_max; }

  private:
    std::shared_ptr<World> world_;
    std::string lane_;
    int number_;
};

/// "application mailbox" for a Graph request of a known caller, else empty.
std::string lane_of(const World& world, const graph::Request& request) {
    const auto segments = graph::path_segments(request.target);
    if (segments.size() < 3 || segments[0] != "v1.0" || segments[1] != "users") return "";
    try {
        const Mailbox* mailbox = world.directory.find(segments[2]);
        return authenticate(world, request.headers).client_id + " " +
               (mailbox ? mailbox->id : lower_case(segments[2]));
    } catch (const Refusal&) {
        return "";
    }
}

graph::Response response_to(const Refusal& refusal, const World& world, const Entry& entry) {
    json inner{{"date", timezone::format_rfc3339(world.clock.now()).substr(0, 19)},
               {"request-id", entry.request_id},
               {"client-request-id", entry.client_request_id}};
    json error{{"code", refusal.code}, {"message", refusal.what()}, {"innerError", inner}};
    for (const auto& [name, value] : refusal.annotations) error[name] = value;
    graph::Response response = reply(refusal.status, {{"error", error}});
    for (const auto& [name, value] : refusal.headers) response.headers.set(name, value);
    return response;
}

bool is_path(const std::vector<std::string>& segments, std::initializer_list<const char*> tail) {
    return segments.size() == tail.size() + 1 &&
           std::equal(tail.begin(), tail.end(), segments.begin() + 1);
}

/// What the simulated services say; refusals of theirs are answers.
graph::Response answer(World& world, const graph::Request& request, const std::string& body,
                       Entry& entry) {
    const auto segments = graph::path_segments(request.target);
    try {
        if (is_path(segments, {"oauth2", "v2.0", "token"})) {
            entry.client_id = graph::query_parameter("?" + body, "client_id").value_or("");
            return issue_token(world, segments[0], request, body);
        }
        if (is_path(segments, {"oauth2", "v2.0", "devicecode"})) {
            return issue_device_code(world, segments[0], request, body);
        }
        if (is_path(segments, {"discovery", "v2.0", "keys"})) return signing_keys();
        if (is_path(segments, {"v2.0", ".well-known", "openid-configuration"})) {
            return openid_configuration(world, segments[0], request);
        }
        if (!segments.empty() && segments[0] == "v1.0") {
            return graph_api(world, request, body, entry);
        }
        throw not_simulated(request.method + " " + std::string{graph::path_of(request.target)});
    } catch (const Refusal& refusal) {
        entry.error = refusal.code;
        return response_to(refusal, world, entry);
    }
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

/// Reads the body, then answers; too large a body is 413.
awaitable<graph::Response> read_and_answer(World& world, graph::Request& request, Entry& entry) {
    std::string body;
    try {
        body = co_await request.body.read(body_bytes_max);
    } catch (const graph::BodyTooLarge&) {
        const Refusal refusal{413, "RequestEntityTooLarge", "The request is too large."};
        entry.error = refusal.code;
        co_return response_to(refusal, world, entry);
    }
    co_return answer(world, request, body, entry);
}

/// Cuts the connection if the fault says so; the journal keeps a status of 0.
void cut_if_asked(World& world, const std::optional<Fault>& fault, bool after, const Entry& entry) {
    if (!fault || !fault->cut || fault->after != after) return;
    world.journal.add(entry);
    throw graph::TransportError{graph::Sent::maybe, "the connection was cut on request"};
}

Refusal throttled() {
    Refusal refusal{429, "ApplicationThrottled",
                    "Application is over its MailboxConcurrency limit."};
    refusal.headers.set("Retry-After", "1");
    return refusal;
}

}  // namespace

Sandbox::Sandbox(Options options)
    : options_{std::move(options)}, world_{std::make_shared<World>(options_)} {}

graph::Handler Sandbox::handler() {
    return [this](graph::Request request) { return handle(std::move(request)); };
}

awaitable<graph::Response> Sandbox::handle(graph::Request request) {
    const auto segments = graph::path_segments(request.target);
    const std::string path{graph::path_of(request.target)};
    if (request.method == "GET" && (path == "/" || path == "/style.css")) {
        const auto refused = refuse_stranger(*world_, request);
        co_return refused ? *refused : page(*world_, path);
    }
    if (segments.empty() || segments[0] != "_sandbox") {
        co_return co_await serve(world_, std::move(request));
    }
    if (const auto refused = refuse_stranger(*world_, request)) co_return *refused;
    if (segments.size() == 2 && segments[1] == "reset" && request.method == "POST") {
        world_ = std::make_shared<World>(options_);
        co_return reply(200, json::object());
    }
    co_return co_await admin(world_, std::move(request));
}

awaitable<graph::Response> Sandbox::serve(std::shared_ptr<World> world, graph::Request request) {
    Entry entry = begin(*world, request);
    const Slot slot{world, lane_of(*world, request)};
    graph::Response response;
    if (!slot.granted()) {
        entry.error = throttled().code;
        response = response_to(throttled(), *world, entry);
        finish(*world, response, entry);
        co_return response;
    }
    const std::optional<Fault> fault = world->faults.take(request);
    const bool delayed = fault && fault->delay.count() > 0;
    if (delayed && !fault->after) co_await pass(world->options, fault->delay);
    cut_if_asked(*world, fault, false, entry);
    if (fault && fault->status && !fault->after) {
        response = response_of(*fault);
    } else {
        response = co_await read_and_answer(*world, request, entry);
    }
    if (delayed && fault->after) co_await pass(world->options, fault->delay);
    cut_if_asked(*world, fault, true, entry);
    if (fault && fault->status && fault->after) response = response_of(*fault);
    finish(*world, response, entry);
    co_return response;
}

}  // namespace plazo::sandbox
