// A command that takes long goes through a running `plazo serve`, too.
#include "scheduler/app/owner.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "graph/https.h"
#include "scheduler/http/server.h"

namespace plazo::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

boost::asio::awaitable<graph::Response> answer_late(graph::Request) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor, milliseconds{100}};
    co_await timer.async_wait(boost::asio::use_awaitable);
    graph::Response response;
    response.body = "late";
    co_return response;
}

/// What the owner gets from a service whose other callers may wait for 20 ms.
std::string answer_within(milliseconds exchange, milliseconds owner_request) {
    std::string folder = std::filesystem::temp_directory_path() / "plazo-owner-XXXXXX";
    const std::filesystem::path home = ::mkdtemp(folder.data());
    boost::asio::io_context context{1};
    http::ServerLimits limits;
    limits.request = milliseconds{20};
    limits.owner_request = owner_request;
    http::Server server{context.get_executor(), answer_late, std::move(limits)};
    server.listen_unix(home / "sock");
    const graph::Handler handler =
        graph::over_unix_socket(context.get_executor(), home / "sock", exchange);
    auto answer =
        boost::asio::co_spawn(context, handler(graph::Request{}), boost::asio::use_future);
    while (answer.wait_for(seconds{0}) != std::future_status::ready) context.run_one();
    server.stop();
    std::filesystem::remove_all(home);
    try {
        return answer.get().body;
    } catch (const graph::TransportError&) {
        return "none";
    }
}

TEST(Owner, WaitsForAsLongAsTheCommandMayTake) {
    EXPECT_EQ(answer_within(seconds{30}, seconds{30}), "late");
    EXPECT_EQ(answer_within(milliseconds{20}, seconds{30}), "none");
    EXPECT_EQ(answer_within(seconds{30}, milliseconds{20}), "none");
}

TEST(Owner, GetsAsMuchTimeFromTheServiceAsItsCommandsTake) {
    EXPECT_GE(http::owner_request_time_max, sending_answer_max);
    EXPECT_LE(store_answer_max, graph::exchange_time_max);
}

}  // namespace
}  // namespace plazo::app
