#include "scheduler/http/server.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <system_error>

#include "graph/https.h"
#include "tests/http/loopback.h"

namespace plazo::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using graph::Request;
using graph::Response;

constexpr std::size_t read_bytes_max = 1024 * 1024;
const std::string head_end = "Host: a\r\nConnection: close\r\n\r\n";

/// Answers with what it was asked, by path.
asio::awaitable<Response> answer(Request request, std::vector<std::string>& seen) {
    seen.push_back(request.method + ' ' + request.target);
    Response response;
    if (request.target == "/throw") throw std::runtime_error{"secret path /etc/x"};
    if (request.target == "/split") response.headers.add("X", "a\r\nSet-Cookie: b");
    if (request.target == "/empty") response.status = 204;
    if (request.target == "/unread") co_return response;
    if (request.target == "/small") {
        response.body = co_await request.body.read(10);
        co_return response;
    }
    const std::string body = co_await request.body.read(read_bytes_max);
    response.body = request.peer + '|' + body + '|' + request.headers.find("X-Late").value_or("-");
    co_return response;
}

struct Setting {
    explicit Setting(ServerLimits limits = {}) {
        limits.on_error = [this](std::string_view text) { errors.emplace_back(text); };
        server.emplace(
            context.get_executor(),
            [this](Request request) { return answer(std::move(request), seen); },
            std::move(limits));
        port = server->listen("127.0.0.1", 0, std::nullopt);
    }
    std::string talk(std::string text) { return loopback::talk(context, port, std::move(text)); }

    asio::io_context context{1};
    std::vector<std::string> seen;
    std::vector<std::string> errors;
    std::optional<Server> server;
    std::uint16_t port = 0;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

TEST(Server, AnswersWithWhatTheHandlerSays) {
    Setting setting;
    EXPECT_EQ(setting.talk("GET /a?b=c HTTP/1.1\r\n" + head_end),
              "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n127.0.0.1||-");
    EXPECT_EQ(setting.seen, std::vector<std::string>{"GET /a?b=c"});
}

TEST(Server, PipelinedRequestsAreAnsweredInOrderOnOneConnection) {
    Setting setting;
    const std::string answers = setting.talk(
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
        "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwo"
        "GET /3 HTTP/1.1\r\n" +
        head_end);
    EXPECT_EQ(setting.seen, (std::vector<std::string>{"POST /1", "POST /2", "GET /3"}));
    EXPECT_LT(answers.find("|one|"), answers.find("|two|"));
    EXPECT_EQ(count(answers, "Connection: keep-alive"), 2U);
    EXPECT_EQ(count(answers, "Connection: close"), 1U);
}

TEST(Server, ChunkedBodyIsPutTogether) {
    Setting setting;
    const std::string answers = setting.talk(
        "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\none\r\n4;note=\"x\"\r\n two\r\n0\r\n\r\nGET /2 HTTP/1.1\r\n" +
        head_end);
    EXPECT_TRUE(has(answers, "|one two|")) << answers;
    EXPECT_EQ(setting.seen.size(), 2U);
}

TEST(Server, LargeBodiesPassSizedAndChunked) {
    Setting setting;
    const std::string body(900'000, 'b');
    const std::string sized =
        setting.talk("POST / HTTP/1.1\r\nContent-Length: 900000\r\n" + head_end + body);
    EXPECT_TRUE(has(sized, "|" + body + "|"));
    const std::string chunked = setting.talk("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" +
                                             head_end + "dbba0\r\n" + body + "\r\n0\r\n\r\n");
    EXPECT_TRUE(has(chunked, "|" + body + "|"));
}

TEST(Server, TrailersNeverReachTheHandler) {
    Setting setting;
    const std::string answers = setting.talk("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" +
                                             head_end + "1\r\nx\r\n0\r\nX-Late: evil\r\n\r\n");
    EXPECT_TRUE(has(answers, "|x|-")) << answers;
}

TEST(Server, WhatCouldBeReadAsTwoRequestsIsRefusedAndTheConnectionClosed) {
    const std::string next = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::vector<std::string> vectors = {
        "Host: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
        "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "Host: a\r\nContent-Length: +3\r\n\r\nabc",
        "Host: a\r\nHost: b\r\n\r\n",
        "X: y\r\n\r\n",
        "Host: a\r\nX: 1\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Host: a\r\nX: y\r\n z\r\n\r\n",
    };
    for (const std::string& vector : vectors) {
        Setting setting;
        const std::string answers = setting.talk("POST / HTTP/1.1\r\n" + vector + next);
        EXPECT_TRUE(answers.starts_with("HTTP/1.1 400 Bad Request\r\n")) << vector << answers;
        EXPECT_TRUE(has(answers, "Content-Type: application/problem+json\r\n")) << answers;
        EXPECT_EQ(count(answers, "HTTP/1.1 "), 1U) << vector;
        EXPECT_TRUE(setting.seen.empty()) << vector;
    }
    Setting setting;
    const std::string answers = setting.talk(
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + next);
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 400 ")) << answers;
}

TEST(Server, ChunkExtensionsAndTrailersAreBounded) {
    Setting setting;
    const std::string start = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + head_end;
    const std::string bomb(200'000, 'x');
    EXPECT_TRUE(
        setting.talk(start + "1;" + bomb + "\r\nx\r\n0\r\n\r\n").starts_with("HTTP/1.1 400"));
    EXPECT_TRUE(
        setting.talk(start + "1\r\nx\r\n0\r\nX: " + bomb + "\r\n\r\n").starts_with("HTTP/1.1 400"));
    EXPECT_TRUE(setting.talk(start + "xyz\r\n\r\n").starts_with("HTTP/1.1 400"));
}

TEST(Server, HeadsThatAreTooLargeAreRefused) {
    Setting setting;
    const std::string large =
        "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n";
    EXPECT_TRUE(setting.talk(large).starts_with("HTTP/1.1 431 "));
    const std::string endless = "GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x');
    EXPECT_TRUE(setting.talk(endless).starts_with("HTTP/1.1 431 "));
    EXPECT_TRUE(setting.seen.empty());
}

TEST(Server, HeadIsAnsweredLikeGetWithoutTheBody) {
    Setting setting;
    EXPECT_EQ(setting.talk("HEAD /a HTTP/1.1\r\n" + head_end),
              "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(setting.seen, std::vector<std::string>{"GET /a"});
}

TEST(Server, NoContentHasNoLength) {
    Setting setting;
    EXPECT_EQ(setting.talk("GET /empty HTTP/1.1\r\n" + head_end),
              "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(Server, UnreadBodyEndsTheConnection) {
    Setting setting;
    const std::string inner = "GET /inner HTTP/1.1\r\n" + head_end;
    const std::string answers = setting.talk(
        "POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(inner.size()) +
        "\r\n\r\n" + inner);
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 200 OK\r\n")) << answers;
    EXPECT_TRUE(has(answers, "Connection: close")) << answers;
    EXPECT_EQ(setting.seen, std::vector<std::string>{"POST /unread"});
}

TEST(Server, ContinueIsSaidWhenTheBodyIsWanted) {
    Setting setting;
    const std::string fields = "Content-Length: 3\r\nExpect: 100-continue\r\n" + head_end;
    const std::string wanted =
        loopback::dribble(setting.context, setting.port, "POST / HTTP/1.1\r\n" + fields + "abc");
    EXPECT_TRUE(wanted.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")) << wanted;
    EXPECT_TRUE(has(wanted, "|abc|"));
    const std::string refused = setting.talk("POST /unread HTTP/1.1\r\n" + fields);
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 200 OK\r\n")) << refused;
}

TEST(Server, BodyBeyondTheHandlersLimitIs413) {
    Setting setting;
    const std::string answers =
        setting.talk("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" +
                     std::string(50'000, 'x'));
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 413 ")) << answers;
    EXPECT_TRUE(has(answers, "Connection: close"));
    EXPECT_TRUE(setting.errors.empty());
}

TEST(Server, ExceptionIs500AndItsTextStaysInside) {
    Setting setting;
    const std::string answers = setting.talk("GET /throw HTTP/1.1\r\n" + head_end);
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 500 Internal Server Error\r\n")) << answers;
    EXPECT_FALSE(has(answers, "secret"));
    EXPECT_EQ(setting.errors, std::vector<std::string>{"secret path /etc/x"});
}

TEST(Server, AnswerThatWouldSplitIs500) {
    Setting setting;
    const std::string answers = setting.talk("GET /split HTTP/1.1\r\n" + head_end);
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 500 ")) << answers;
    EXPECT_FALSE(has(answers, "Set-Cookie"));
}

TEST(Server, SilentClientIsCutOff) {
    ServerLimits limits;
    limits.head = std::chrono::milliseconds{30};
    limits.idle = std::chrono::milliseconds{30};
    Setting setting{limits};
    EXPECT_EQ(setting.talk("GET / HT"), "");
    EXPECT_EQ(setting.talk(""), "");
    EXPECT_TRUE(has(setting.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "keep-alive"));
}

TEST(Server, DribblingClientDoesNotLengthenItsTime) {
    ServerLimits limits;
    limits.head = std::chrono::milliseconds{50};
    Setting setting{limits};
    EXPECT_EQ(
        loopback::dribble(setting.context, setting.port,
                          "GET / HTTP/1.1\r\nX: " + std::string(300, 'x') + "\r\n" + head_end),
        "");
    limits.head = head_time_max;
    limits.body = std::chrono::milliseconds{50};
    Setting slow_body{limits};
    EXPECT_EQ(loopback::dribble(
                  slow_body.context, slow_body.port,
                  "POST / HTTP/1.1\r\nContent-Length: 300\r\n" + head_end + std::string(300, 'x')),
              "");
    EXPECT_EQ(slow_body.seen.size(), 1U);
}

TEST(Server, ConnectionServesSoManyRequestsAndNoMore) {
    ServerLimits limits;
    limits.requests_per_connection = 2;
    Setting setting{limits};
    const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string answers = setting.talk(request + request + request);
    EXPECT_EQ(count(answers, "HTTP/1.1 200"), 2U);
    EXPECT_EQ(count(answers, "Connection: close"), 1U);
}

TEST(Server, AddressHasSoManyConnectionsAndNoMore) {
    ServerLimits limits;
    limits.connections_per_address = 1;
    Setting setting{limits};
    std::optional<tcp::socket> first{setting.context};
    first->connect({asio::ip::address_v4::loopback(), setting.port});
    EXPECT_EQ(setting.talk("GET / HTTP/1.1\r\n" + head_end), "");
    first.reset();
    std::string answer;
    while (answer.empty()) answer = setting.talk("GET / HTTP/1.1\r\n" + head_end);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK")) << answer;
}

TEST(Server, PortInUseIsSaidSo) {
    Setting setting;
    try {
        setting.server->listen("127.0.0.1", setting.port, std::nullopt);
        FAIL() << "the port was free";
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::address_in_use);
        EXPECT_TRUE(has(error.what(), std::to_string(setting.port))) << error.what();
    }
    EXPECT_THROW(setting.server->listen("not an address", 0, std::nullopt), std::system_error);
    EXPECT_THROW(setting.server->listen("127.0.0.1", 0, Tls{"/none.pem", "/none.key"}),
                 std::system_error);
}

TEST(Server, UnixSocketIsTheOwnersAndItsPeersAreLocal) {
    const loopback::Directory directory;
    const std::string path = directory / "plazo.sock";
    Setting setting;
    setting.server->listen_unix(path);
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0600U);
    const auto handler = graph::over_unix_socket(setting.context.get_executor(), path);
    const auto result = loopback::call(setting.context, handler, loopback::post("", "hello"));
    ASSERT_TRUE(result.response) << result.error;
    EXPECT_EQ(result.response->body, "local|hello|-");
    EXPECT_THROW(setting.server->listen_unix(path), std::system_error) << "it is alive";
    setting.server->stop();
    EXPECT_NE(::stat(path.c_str(), &status), 0);
    const auto gone = loopback::call(setting.context, handler, loopback::get(""));
    EXPECT_EQ(gone.sent, graph::Sent::no);
}

TEST(Server, DeadUnixSocketIsReplacedAndAFileIsNot) {
    const loopback::Directory directory;
    const std::string path = directory / "plazo.sock";
    Setting setting;
    { asio::local::stream_protocol::acceptor dead{setting.context, {path}}; }
    setting.server->listen_unix(path);
    const auto handler = graph::over_unix_socket(setting.context.get_executor(), path);
    EXPECT_TRUE(loopback::call(setting.context, handler, loopback::get("")).response);
    const std::string file = directory / "file";
    std::fclose(std::fopen(file.c_str(), "w"));
    EXPECT_THROW(setting.server->listen_unix(file), std::system_error);
    EXPECT_TRUE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace plazo::http
