#include "examples/sandbox/sandbox.h"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/page.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/service.h"
#include "examples/sandbox/smtp.h"
#include "examples/sandbox/state.h"

namespace plazo::sandbox {

using boost::asio::awaitable;
using nlohmann::json;

Sandbox::Sandbox(Options options)
    : options_{std::move(options)}, world_{std::make_shared<World>(options_)} {
    cloud_of(*world_);  // throws for one that there is not
}

graph::Handler Sandbox::handler() {
    return [this](graph::Request request) { return handle(std::move(request)); };
}

awaitable<graph::Response> Sandbox::answer(graph::Request request) {
    world_->post.settle(world_->clock.now());
    const auto segments = graph::path_segments(request.target);
    if (is_for_page(request)) {
        const auto refused = refuse_stranger(*world_, request);
        co_return refused ? *refused : page(*world_, request);
    }
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto world = world_;
    if (segments.empty() || segments[0] != "_sandbox") {
        graph::Response response = co_await serve(world, std::move(request));
        hand_over(world, executor);
        co_return response;
    }
    if (const auto refused = refuse_stranger(*world_, request)) co_return *refused;
    if (segments.size() == 2 && segments[1] == "reset" && request.method == "POST") {
        const std::uint64_t revision = world_->revision;
        world_ = std::make_shared<World>(options_);
        world_->revision = revision;
        co_return reply(200, json::object());
    }
    graph::Response response = co_await admin(world, std::move(request));
    hand_over(world, executor);
    co_return response;
}

awaitable<graph::Response> Sandbox::handle(graph::Request request) {
    const bool reads = request.method == "GET";
    graph::Response response;
    std::exception_ptr cut;
    try {
        response = co_await answer(std::move(request));
    } catch (const graph::TransportError&) {
        cut = std::current_exception();  // what was done is done
    }
    if (!reads) {
        ++world_->revision;
        note_changes(*world_);
    }
    if (cut) std::rethrow_exception(cut);
    co_return response;
}

awaitable<void> Sandbox::deliver() {
    const auto executor = co_await boost::asio::this_coro::executor;
    const std::shared_ptr<World> world = world_;
    world->post.settle(world->clock.now());
    hand_over(world, executor);
    co_await sandbox::deliver(world);
}

std::uint64_t Sandbox::revision() const {
    return world_->revision;
}

const std::string& Sandbox::tenant() const {
    return world_->entra.tenants.front().id;
}

void Sandbox::save(std::ostream& out) const {
    sandbox::save(*world_, out);
}

void Sandbox::restore(std::istream& in) {
    const auto world = std::make_shared<World>(options_);
    sandbox::restore(*world, in);
    world_ = world;
}

}  // namespace plazo::sandbox
