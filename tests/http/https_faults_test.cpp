// What servers, proxies and lines do wrong, over TLS.
#include <gtest/gtest.h>

#include "graph/https.h"
#include "tests/http/loopback.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;
using loopback::call;
using loopback::get;
using loopback::post;
using loopback::Result;
using loopback::Script;
using std::chrono::hours;
using std::chrono::milliseconds;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class HttpsFaults : public testing::Test {
  protected:
    HttpsOptions trusting(const std::string& name = "own") const {
        HttpsOptions options;
        options.ca_file = directory / (name + ".ca.pem");
        return options;
    }
    Handler network(HttpsOptions options) { return https(context.get_executor(), options); }
    Result post_to(const Script& server, HttpsOptions options) {
        return call(context, network(std::move(options)), post(server.origin()));
    }
    /// The message with which a server with that certificate is refused.
    std::string refusal(const http::Tls& tls, const HttpsOptions& options,
                        const std::string& host = "127.0.0.1") {
        const Script server{context, {{ok}}, tls};
        const std::string origin = "https://" + host + ":" + std::to_string(server.port());
        const Result result = call(context, network(options), post(origin));
        EXPECT_EQ(result.sent, Sent::no);
        EXPECT_TRUE(server.requests().empty());
        EXPECT_TRUE(has(result.error, host)) << result.error;
        return result.error;
    }

    loopback::Directory directory;
    asio::io_context context{1};
    http::Tls own = make_certificate(directory, "own", "127.0.0.1");
};

TEST_F(HttpsFaults, CutBeforeTlsStandsIsNotSent) {
    const Script server{context, {{}}};
    const std::string origin = "https://127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(call(context, network(trusting()), post(origin)).sent, Sent::no);
    EXPECT_EQ(server.connections(), 1U);
}

TEST_F(HttpsFaults, CutAfterTheRequestWasWrittenIsInDoubt) {
    const Script server{context, {{""}}, own};
    EXPECT_EQ(post_to(server, trusting()).sent, Sent::maybe);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HttpsFaults, CutAtAnyByteOfTheResponseIsInDoubt) {
    for (std::size_t length = 1; length < ok.size(); length += 5) {
        const Script server{context, {{ok.substr(0, length)}}, own};
        EXPECT_EQ(post_to(server, trusting()).sent, Sent::maybe) << length;
    }
}

TEST_F(HttpsFaults, ResponseWithoutALengthThatIsCutWithoutAGoodByeIsInDoubt) {
    const Script server{context, {{"HTTP/1.1 200 OK\r\n\r\nas far as the line"}}, own};
    EXPECT_EQ(post_to(server, trusting()).sent, Sent::maybe);
}

TEST_F(HttpsFaults, SlowDripIsLeftAtTheDeadlineOfTheWholeResponse) {
    HttpsOptions options = trusting();
    options.exchange = milliseconds{150};
    const std::string slow =
        "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + std::string(400, 'x');
    const Script server{context, {{loopback::drip(slow)}}, own};
    const Result result = post_to(server, options);
    EXPECT_EQ(result.sent, Sent::maybe) << "each read alone would have been in time";
    EXPECT_TRUE(has(result.error, "time-out")) << result.error;
}

TEST_F(HttpsFaults, TenMegabytesAreRefusedByTheLimitWhateverTheFraming) {
    HttpsOptions options = trusting();
    options.response_bytes = 1024 * 1024;
    const std::string body(10 * 1024 * 1024, 'x');
    const std::string counted =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    const std::string chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na00000\r\n" + body + "\r\n0\r\n\r\n";
    const std::string until_the_end = "HTTP/1.1 200 OK\r\n\r\n" + body;
    for (const std::string& each : {counted, chunked, until_the_end}) {
        const Script server{context, {{each}}, own};
        const Result result = post_to(server, options);
        EXPECT_EQ(result.sent, Sent::maybe);
        EXPECT_TRUE(has(result.error, "too large")) << result.error;
    }
}

TEST_F(HttpsFaults, MalformedResponsesAreRefused) {
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::vector<std::string> malformed = {
        head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nok\r\n0\r\n\r\n",
        head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        head + "Content-Length: 2, 3\r\n\r\nok",
        head + "Content-Length: -2\r\n\r\nok",
        head + "Content-Length: 0x2\r\n\r\nok",
        head + "Content-Length 2\r\n\r\nok",
        "HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 99999 OK\r\nContent-Length: 2\r\n\r\nok",
        "<html>no HTTP at all</html>\r\n\r\n",
    };
    for (const std::string& each : malformed) {
        const Script server{context, {{each}}, own};
        EXPECT_EQ(post_to(server, trusting()).sent, Sent::maybe) << each;
    }
}

TEST_F(HttpsFaults, ExpiredCertificateIsSaidToBe) {
    const http::Tls tls = make_certificate(directory, "own", "127.0.0.1", {hours{-48}, hours{-24}});
    const std::string error = refusal(tls, trusting());
    EXPECT_TRUE(has(error, "expired")) << error;
    EXPECT_TRUE(has(error, "clock")) << error;
}

TEST_F(HttpsFaults, CertificateOfTheFutureIsSaidToBe) {
    const http::Tls tls = make_certificate(directory, "own", "127.0.0.1", {hours{24}, hours{48}});
    const std::string error = refusal(tls, trusting());
    EXPECT_TRUE(has(error, "not yet valid")) << error;
    EXPECT_TRUE(has(error, "clock")) << error;
}

TEST_F(HttpsFaults, CertificateForAnotherNameIsSaidToBe) {
    const std::string name =
        refusal(make_certificate(directory, "own", "other.example"), trusting(), "localhost");
    EXPECT_TRUE(has(name, "another name")) << name;
    const std::string address =
        refusal(make_certificate(directory, "own", "127.0.0.2"), trusting());
    EXPECT_TRUE(has(address, "another name")) << address;
}

TEST_F(HttpsFaults, SelfSignedCertificateAndAnUnknownAuthorityNameTheSetting) {
    const std::string self_signed =
        refusal(make_self_signed(directory, "self", "127.0.0.1"), trusting());
    EXPECT_TRUE(has(self_signed, "self-signed")) << self_signed;
    EXPECT_TRUE(has(self_signed, "[graph] ca_file")) << self_signed;
    make_certificate(directory, "stranger", "127.0.0.1");
    const std::string unknown = refusal(own, trusting("stranger"));
    EXPECT_TRUE(has(unknown, "issuer")) << unknown;
    EXPECT_TRUE(has(unknown, "[graph] ca_file")) << unknown;
}

TEST_F(HttpsFaults, ProxyThatWantsCredentialsIsNamed) {
    const std::string no =
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
    const Script proxy{context, {{no}, {no}}};
    HttpsOptions options;
    options.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    const std::string asked = call(context, network(options), post("https://graph.example")).error;
    EXPECT_TRUE(has(asked, "asks for a user and a password")) << asked;
    EXPECT_TRUE(has(asked, "127.0.0.1:" + std::to_string(proxy.port()))) << asked;
    options.proxy_user = "anna";
    options.proxy_password = "secret";
    const std::string refused =
        call(context, network(options), post("https://graph.example")).error;
    EXPECT_TRUE(has(refused, "does not accept the user anna")) << refused;
    EXPECT_FALSE(has(refused, "secret")) << refused;
}

TEST_F(HttpsFaults, RedirectIsNotFollowedWithAToken) {
    const Script elsewhere{context, {{ok}}, own};
    const Script server{context,
                        {{"HTTP/1.1 307 Over there\r\nLocation: " + elsewhere.origin() +
                          "/\r\nContent-Length: 0\r\n\r\n"}},
                        own};
    Request request = post(server.origin());
    request.headers.add("Authorization", "Bearer token");
    const Result result = call(context, network(trusting()), request);
    ASSERT_TRUE(result.response) << result.error;
    EXPECT_EQ(result.response->status, 307);
    EXPECT_EQ(elsewhere.connections(), 0U);
}

}  // namespace
}  // namespace plazo::graph
