#include "graph/https.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>

#include "graph/origin.h"
#include "tests/http/loopback.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;
using loopback::call;
using loopback::get;
using loopback::post;
using loopback::Result;
using loopback::say_nothing;
using loopback::Script;
using std::chrono::milliseconds;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Request with(Request request, std::string name, std::string value) {
    request.headers.add(std::move(name), std::move(value));
    return request;
}

asio::awaitable<Response> echo(Request request) {
    Response response;
    response.body = co_await request.body.read(1024 * 1024);
    response.headers.add("X-Host", request.headers.find("Host").value_or(""));
    co_return response;
}

asio::awaitable<Response> refuse_all(Request) {
    Response response;
    response.status = 401;
    co_return response;
}

class Https : public testing::Test {
  protected:
    Handler network(HttpsOptions options = {}) {
        return https(context.get_executor(), std::move(options));
    }
    Handler trusting(const std::string& name) {
        HttpsOptions options;
        options.ca_file = directory / (name + ".ca.pem");
        return network(options);
    }

    loopback::Directory directory;
    asio::io_context context{1};
};

TEST_F(Https, SpeaksToOurOwnServerOverTls) {
    http::Server server{context.get_executor(), echo};
    const std::uint16_t port =
        server.listen("127.0.0.1", 0, make_certificate(directory, "own", "127.0.0.1"));
    const std::string origin = "https://127.0.0.1:" + std::to_string(port);
    const Handler handler = trusting("own");
    const std::string large(300'000, 'b');
    for (int i = 0; i < 3; ++i) {
        const Result result = call(context, handler, post(origin, large));
        ASSERT_TRUE(result.response) << result.error;
        EXPECT_EQ(result.response->body, large);
        EXPECT_EQ(result.response->headers.find("x-host"), "127.0.0.1:" + std::to_string(port));
    }
}

TEST_F(Https, AnswerArrivesAlthoughTheBodyWasNotRead) {
    http::Server server{context.get_executor(), refuse_all};
    const http::Tls tls = make_certificate(directory, "own", "127.0.0.1");
    const std::string secure =
        "https://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0, tls));
    const std::string clear =
        "http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0, std::nullopt));
    const Handler handler = trusting("own");
    for (const std::string& origin : {secure, clear}) {
        const Result result = call(context, handler, post(origin, std::string(800'000, 'b')));
        ASSERT_TRUE(result.response) << origin << result.error;
        EXPECT_EQ(result.response->status, 401);
    }
}

TEST_F(Https, CertificateOfAStrangersAuthorityIsRefusedBeforeAnythingIsSent) {
    const Script server{context, {{ok}}, make_certificate(directory, "own", "127.0.0.1")};
    make_certificate(directory, "stranger", "127.0.0.1");
    for (const Handler& handler : {trusting("stranger"), network()}) {
        const Result result = call(context, handler, post(server.origin()));
        EXPECT_EQ(result.sent, Sent::no);
        EXPECT_TRUE(has(result.error, "certificate")) << result.error;
    }
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Https, CertificateForAnotherHostIsRefused) {
    const Script server{context, {{ok}}, make_certificate(directory, "own", "other.example")};
    const Result result = call(context, trusting("own"), post(server.origin()));
    EXPECT_EQ(result.sent, Sent::no);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Https, NameIsVerifiedAsAName) {
    const Script server{context, {{ok}}, make_certificate(directory, "own", "localhost")};
    const std::string origin = "https://localhost:" + std::to_string(server.port());
    const Result result = call(context, trusting("own"), get(origin));
    ASSERT_TRUE(result.response) << result.error;
}

TEST_F(Https, SessionIsResumedOnTheNextConnection) {
    const std::string last = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    const Script server{
        context, {{last}, {last}, {last}}, make_certificate(directory, "own", "127.0.0.1")};
    const Handler handler = trusting("own");
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(call(context, handler, get(server.origin())).response);
    }
    EXPECT_EQ(server.connections(), 3U);
    EXPECT_EQ(server.resumed_sessions(), 2U);
}

TEST_F(Https, ConnectionIsKept) {
    const Script server{context, {{ok, ok, ok}}};
    const Handler handler = network();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(call(context, handler, post(server.origin())).response);
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(Https, ConnectionThatTheServerClosedIsNotUsedAgain) {
    const Script server{context, {{ok}, {ok}}};
    const Handler handler = network();
    ASSERT_TRUE(call(context, handler, get(server.origin())).response);
    context.poll();  // lets the script close
    EXPECT_TRUE(call(context, handler, post(server.origin())).response);
    EXPECT_EQ(server.connections(), 2U);
}

TEST_F(Https, DeadKeptConnectionIsRetriedOnceForWhatMayBeRepeated) {
    for (const char* method : {"GET", "PUT", "DELETE"}) {
        const Script server{context, {{ok, ""}, {ok}}};
        const Handler handler = network();
        ASSERT_TRUE(call(context, handler, get(server.origin())).response);
        Request second = get(server.origin());
        second.method = method;
        EXPECT_TRUE(call(context, handler, second).response) << method;
        EXPECT_EQ(server.connections(), 2U);
    }
    const Script server{context, {{ok, ""}, {""}, {ok}}};
    const Handler handler = network();
    ASSERT_TRUE(call(context, handler, get(server.origin())).response);
    EXPECT_EQ(call(context, handler, get(server.origin())).sent, Sent::maybe) << "once, not twice";
}

TEST_F(Https, PostOnADeadKeptConnectionIsInDoubt) {
    for (const char* method : {"POST", "PATCH"}) {
        const Script server{context, {{ok, ""}, {ok}}};
        const Handler handler = network();
        ASSERT_TRUE(call(context, handler, get(server.origin())).response);
        Request second = post(server.origin());
        second.method = method;
        EXPECT_EQ(call(context, handler, second).sent, Sent::maybe) << method;
        EXPECT_EQ(server.connections(), 1U);
    }
}

TEST_F(Https, ClosedAfterTheRequestWasWrittenIsInDoubt) {
    const Script server{context, {{""}}};
    EXPECT_EQ(call(context, network(), post(server.origin())).sent, Sent::maybe);
}

TEST_F(Https, CutResponseIsInDoubt) {
    const Script server{context, {{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}}};
    EXPECT_EQ(call(context, network(), get(server.origin())).sent, Sent::maybe);
}

TEST_F(Https, FreshConnectionIsOneJustUsedOrNew) {
    const Script server{context, {{ok, ok, ok}, {ok}}};
    HttpsOptions options;
    const Request mail =
        with(post(server.origin()), std::string{connection_field}, std::string{connection_fresh});
    const Handler patient = network(options);
    ASSERT_TRUE(call(context, patient, get(server.origin())).response);
    ASSERT_TRUE(call(context, patient, mail).response);
    EXPECT_EQ(server.connections(), 1U) << "idle for less than five seconds";
    EXPECT_FALSE(has(server.requests().back(), std::string{connection_field}));
    const Script again{context, {{ok, ok}, {ok}}};
    options.fresh_idle = milliseconds{-1};
    const Handler strict = network(options);
    Request strict_mail = mail;
    strict_mail.origin = again.origin();
    ASSERT_TRUE(call(context, strict, get(again.origin())).response);
    ASSERT_TRUE(call(context, strict, get(again.origin())).response);
    EXPECT_EQ(again.connections(), 1U);
    const Script third{context, {{ok, ok}, {ok}}};
    strict_mail.origin = third.origin();
    ASSERT_TRUE(call(context, strict, get(third.origin())).response);
    ASSERT_TRUE(call(context, strict, strict_mail).response);
    EXPECT_EQ(third.connections(), 2U);
}

TEST_F(Https, NobodyListeningIsNotSent) {
    std::string origin;
    {
        const Script server{context, {}};
        origin = server.origin();
    }
    const Result result = call(context, network(), post(origin));
    EXPECT_EQ(result.sent, Sent::no);
    EXPECT_TRUE(has(result.error, "127.0.0.1")) << result.error;
}

TEST_F(Https, SlowServerIsLeftAtTheDeadline) {
    HttpsOptions options;
    options.exchange = milliseconds{30};
    const Script server{context, {{say_nothing}}};
    EXPECT_EQ(call(context, network(options), get(server.origin())).sent, Sent::maybe);
    options.exchange = exchange_time_max;
    options.handshake = milliseconds{30};
    const std::string origin = "https://127.0.0.1:" + std::to_string(server.port());
    const Script silent{context, {{say_nothing}}};
    EXPECT_EQ(
        call(context, network(options), post("https://127.0.0.1:" + std::to_string(silent.port())))
            .sent,
        Sent::no)
        << "no handshake came";
}

TEST_F(Https, LateResponseDoesNotAnswerTheNextRequest) {
    HttpsOptions options;
    options.exchange = milliseconds{30};
    const Script server{context, {{say_nothing}, {ok}}};
    const Handler handler = network(options);
    EXPECT_EQ(call(context, handler, get(server.origin())).sent, Sent::maybe);
    EXPECT_TRUE(call(context, handler, get(server.origin())).response);
    EXPECT_EQ(server.connections(), 2U);
}

TEST_F(Https, ResponsesAreBounded) {
    HttpsOptions options;
    options.response_bytes = 10;
    const Script server{
        context,
        {{"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n12345678901"},
         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n"},
         {"HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x')}}};
    const Handler handler = network(options);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(call(context, handler, get(server.origin())).sent, Sent::maybe) << i;
    }
}

TEST_F(Https, ResponsesThatDoNotSayWhereTheyEndAreRefused) {
    const Script server{
        context,
        {{"HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"},
         {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}}};
    const Handler handler = network();
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(call(context, handler, get(server.origin())).sent, Sent::maybe) << i;
    }
}

TEST_F(Https, NothingFromOutsideCanEndALine) {
    const Script server{context, {}};
    const std::string origin = server.origin();
    Request method = get(origin);
    method.method = "GET / HTTP/1.1\r\nX:";
    const std::vector<Request> requests = {
        method,
        get(origin, "/ HTTP/1.1\r\nX: y"),
        get(origin, "/a b"),
        get(origin, "a"),
        with(get(origin), "X", "a\r\nY: b"),
        with(get(origin), "X\r\nY", "b"),
        with(get(origin), "X Y", "b"),
        get("http://127.0.0.1:80\r\nX: y"),
        get("http://127.0.0.1/path"),
        get("ftp://127.0.0.1"),
        get(""),
    };
    for (const Request& request : requests) {
        EXPECT_EQ(call(context, network(), request).sent, Sent::no) << request.target;
    }
    EXPECT_EQ(server.connections(), 0U);
}

TEST_F(Https, ClearTextStaysOnThisMachine) {
    const Result result = call(context, network(), get("http://192.0.2.1"));
    EXPECT_EQ(result.sent, Sent::no);
    EXPECT_TRUE(has(result.error, "https")) << result.error;
}

TEST_F(Https, FramingFieldsAreOurs) {
    const Script server{context, {{ok}}};
    Request request = with(post(server.origin(), "four"), "Host", "evil.example");
    request.headers.add("Content-Length", "1");
    request.headers.add("Transfer-Encoding", "chunked");
    ASSERT_TRUE(call(context, network(), request).response);
    const std::string host = "127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(server.requests().front(),
              "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 4\r\n\r\nfour");
}

TEST_F(Https, RedirectIsAnAnswerAndInterimResponsesAreNot) {
    const Script server{context,
                        {{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                          "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}}};
    const Handler handler = network();
    const Result result = call(context, handler, get(server.origin()));
    ASSERT_TRUE(result.response) << result.error;
    EXPECT_EQ(result.response->status, 302);
    Request head = get(server.origin());
    head.method = "HEAD";
    const Result bodyless = call(context, handler, head);
    ASSERT_TRUE(bodyless.response) << bodyless.error;
    EXPECT_EQ(bodyless.response->body, "");
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(Https, RequestsBeyondTheConnectionsOfAnOriginWaitTheirTurn) {
    const Script server{context, {{ok, ok, ok, ok}}};
    HttpsOptions options;
    options.connections_per_origin = 1;
    const Handler handler = network(options);
    int answered = 0;
    for (int i = 0; i < 4; ++i) {
        asio::co_spawn(context, handler(post(server.origin())),
                       [&](std::exception_ptr error, const Response& response) {
                           EXPECT_FALSE(error);
                           answered += response.status == 200 ? 1 : 0;
                       });
    }
    while (answered < 4) context.run_one();
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(Https, ProxyOpensATunnelAndSeesNoMoreThanTheHost) {
    Script proxy{context, {{ok}}, make_certificate(directory, "own", "graph.example")};
    proxy.prelude("HTTP/1.1 200 Connection established\r\n\r\n");
    HttpsOptions options;
    options.ca_file = directory / "own.ca.pem";
    options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    options.proxy_user = "anna";
    options.proxy_password = "pw";
    const Result result =
        call(context, network(options), with(get("https://graph.example"), "X", "secret"));
    ASSERT_TRUE(result.response) << result.error;
    ASSERT_EQ(proxy.requests().size(), 2U);
    EXPECT_EQ(proxy.requests()[0],
              "CONNECT graph.example:443 HTTP/1.1\r\nHost: graph.example:443\r\n"
              "Proxy-Authorization: Basic YW5uYTpwdw==\r\n\r\n");
    EXPECT_EQ(proxy.requests()[1], "GET / HTTP/1.1\r\nHost: graph.example\r\nX: secret\r\n\r\n");
}

TEST_F(Https, ProxyThatRefusesIsNotSent) {
    const Script proxy{context, {{"HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno"}}};
    HttpsOptions options;
    options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    const Result result = call(context, network(options), post("https://graph.example"));
    EXPECT_EQ(result.sent, Sent::no);
    EXPECT_TRUE(has(result.error, "407")) << result.error;
}

TEST_F(Https, OptionsThatCannotWorkAreRefusedAtOnce) {
    HttpsOptions options;
    options.ca_file = directory / "none.pem";
    EXPECT_THROW(network(options), std::runtime_error);
    options.ca_file.clear();
    options.proxy = "proxy.example:3128";
    EXPECT_THROW(network(options), std::runtime_error);
}

TEST(Origin, ManualPageExampleIsTrue) {
    EXPECT_EQ(parse_origin("https://graph.microsoft.com")->host_and_port(),
              "graph.microsoft.com:443");
    EXPECT_EQ(parse_origin("https://graph.microsoft.com")->authority(), "graph.microsoft.com");
    EXPECT_EQ(parse_origin("https://[::1]:8443")->authority(), "[::1]:8443");
    EXPECT_TRUE(parse_origin("http://[::1]")->this_machine());
    for (const char* text : {"https://a/b", "https://", "https://a:0", "https://a:65536",
                             "https://a:1x", "https://u@a", "https://[::1", "https://[x]", "a"}) {
        EXPECT_FALSE(parse_origin(text)) << text;
    }
}

}  // namespace
}  // namespace plazo::graph
