#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "scheduler/http/server.h"
#include "tests/http/loopback.h"

namespace plazo::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using graph::Request;
using graph::Response;

const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// Answers when the gate opens.
asio::awaitable<Response> answer_later(asio::steady_timer& gate, bool& running) {
    running = true;
    try {
        co_await gate.async_wait(asio::use_awaitable);
    } catch (const boost::system::system_error&) {
        // opened
    }
    Response response;
    response.body = "late";
    co_return response;
}

TEST(Server, StopLetsTheRunningRequestFinish) {
    asio::io_context context{1};
    asio::steady_timer gate{context, asio::steady_timer::time_point::max()};
    bool running = false;
    Server server{context.get_executor(), [&](Request) { return answer_later(gate, running); }};
    const std::uint16_t port = server.listen("127.0.0.1", 0, std::nullopt);
    tcp::socket idle{context};
    idle.connect({asio::ip::address_v4::loopback(), port});
    tcp::socket busy{context};
    busy.connect({asio::ip::address_v4::loopback(), port});
    asio::write(busy, asio::buffer(request));
    while (!running) context.run_one();
    server.stop();
    bool idle_ended = false;
    char byte = 0;
    idle.async_read_some(asio::buffer(&byte, 1),
                         [&](const auto& error, std::size_t) { idle_ended = error.failed(); });
    while (!idle_ended) context.run_one();
    gate.cancel();  // the idle one has not waited for this
    std::string answer(4096, '\0');
    boost::system::error_code error;
    asio::async_read(busy, asio::buffer(answer), [&](const auto&, std::size_t size) {
        answer.resize(size);
        busy.close();
    });
    context.run();  // returns because nothing is left to do
    EXPECT_TRUE(answer.find("late") != std::string::npos) << answer;
    EXPECT_TRUE(answer.find("Connection: close") != std::string::npos) << answer;
    tcp::socket late{context};
    late.connect({asio::ip::address_v4::loopback(), port}, error);
    EXPECT_TRUE(error);
}

TEST(Server, HandlerThatTakesTooLongLosesItsClient) {
    asio::io_context context{1};
    asio::steady_timer gate{context, asio::steady_timer::time_point::max()};
    bool running = false;
    ServerLimits limits;
    limits.request = std::chrono::milliseconds{20};
    Server server{context.get_executor(), [&](Request) { return answer_later(gate, running); },
                  limits};
    const std::uint16_t port = server.listen("127.0.0.1", 0, std::nullopt);
    EXPECT_EQ(loopback::talk(context, port, request), "");
    EXPECT_TRUE(running);
    gate.cancel();
    context.poll();
}

TEST(Server, StopCutsARequestThatDoesNotFinish) {
    asio::io_context context{1};
    asio::steady_timer gate{context, asio::steady_timer::time_point::max()};
    bool running = false;
    ServerLimits limits;
    limits.stop = std::chrono::milliseconds{20};
    Server server{context.get_executor(), [&](Request) { return answer_later(gate, running); },
                  limits};
    const std::uint16_t port = server.listen("127.0.0.1", 0, std::nullopt);
    tcp::socket busy{context};
    busy.connect({asio::ip::address_v4::loopback(), port});
    asio::write(busy, asio::buffer(request));
    while (!running) context.run_one();
    server.stop();
    std::string answer(4096, '\0');
    std::size_t size = 1;
    bool ended = false;
    busy.async_read_some(asio::buffer(answer), [&](const auto& error, std::size_t got) {
        ended = static_cast<bool>(error);
        size = got;
        gate.cancel();
    });
    context.run();
    EXPECT_TRUE(ended);
    EXPECT_EQ(size, 0U);
}

}  // namespace
}  // namespace plazo::http
