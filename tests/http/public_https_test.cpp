#include "graph/public_https.h"

#include <gtest/gtest.h>

#include "tests/http/loopback.h"

namespace plazo::graph {
namespace {

namespace asio = boost::asio;
using loopback::call;
using loopback::get;
using loopback::Result;
using loopback::Script;
using std::chrono::milliseconds;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
const std::string secret = "/team-8fa2.ics?key=77";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string moved_to(const std::string& location) {
    return "HTTP/1.1 302 Found\r\nLocation: " + location +
           "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

class PublicHttps : public testing::Test {
  protected:
    PublicOptions options() const {
        PublicOptions made;
        made.ca_file = directory / "own.ca.pem";
        made.loopback_too = true;
        return made;
    }
    Result fetch(const std::string& origin, const PublicOptions& with) {
        const Handler handler = public_https(context.get_executor(), with);
        return call(context, handler, get(origin, secret));
    }

    loopback::Directory directory;
    asio::io_context context{1};
    http::Tls own = make_certificate(directory, "own", "127.0.0.1");
};

TEST_F(PublicHttps, ReadsWhatIsThere) {
    const Script server{context, {{ok}}, own};
    const Result result = fetch(server.origin(), options());
    ASSERT_TRUE(result.response) << result.error;
    EXPECT_EQ(result.response->body, "ok");
    EXPECT_TRUE(has(server.requests().front(), "GET " + secret)) << server.requests().front();
}

TEST_F(PublicHttps, HostsThatLeadInsideAreRefusedHoweverTheyAreSpelled) {
    for (const char* host : {"127.0.0.1",
                             "127.1",
                             "127.0.1",
                             "0x7f000001",
                             "0x7f.1",
                             "0x7f.0x0.0x0.0x1",
                             "2130706433",
                             "017700000001",
                             "0177.0.0.1",
                             "localhost",
                             "LocalHost",
                             "0",
                             "0.0.0.0",
                             "00000000",
                             "10.0.0.1",
                             "10.1",
                             "0xa.1",
                             "167772161",
                             "172.16.0.1",
                             "0xac100001",
                             "192.168.1.1",
                             "192.168.257",
                             "3232235777",
                             "169.254.169.254",
                             "2852039166",
                             "0xa9fea9fe",
                             "0251.0376.0251.0376",
                             "100.100.100.200",
                             "255.255.255.255",
                             "4294967295",
                             "224.0.0.1",
                             "[::1]",
                             "[0:0:0:0:0:0:0:1]",
                             "[::]",
                             "[::ffff:127.0.0.1]",
                             "[::ffff:7f00:1]",
                             "[::127.0.0.1]",
                             "[64:ff9b::7f00:1]",
                             "[fd00:ec2::254]",
                             "[fe80::1]"}) {
        const Result result = fetch(std::string{"https://"} + host, {});
        EXPECT_EQ(result.sent, Sent::no) << host;
        EXPECT_TRUE(has(result.error, "public internet")) << host << ": " << result.error;
        EXPECT_FALSE(has(result.error, "8fa2")) << result.error;
    }
}

TEST_F(PublicHttps, OnlyThePortOfHttpsIsUsed) {
    const Script server{context, {{ok}}, own};
    const Result result = fetch(server.origin(), {});
    EXPECT_EQ(result.sent, Sent::no);
    EXPECT_TRUE(has(result.error, "443")) << result.error;
    EXPECT_TRUE(has(fetch("http://127.0.0.1", options()).error, "https"));
    EXPECT_EQ(server.connections(), 0U);
}

TEST_F(PublicHttps, ItOnlyReads) {
    Request request = loopback::post("https://example.org");
    const Handler handler = public_https(context.get_executor(), {});
    EXPECT_EQ(call(context, handler, request).sent, Sent::no);
}

TEST_F(PublicHttps, RedirectsAreFollowedThreeTimesAndLookedAtEachTime) {
    const Script server{context, {{moved_to("/1")}, {moved_to("/2")}, {moved_to("/3")}, {ok}}, own};
    ASSERT_TRUE(fetch(server.origin(), options()).response);
    EXPECT_EQ(server.connections(), 4U);
    const Script longer{
        context,
        {{moved_to("/1")}, {moved_to("/2")}, {moved_to("/3")}, {moved_to("/4")}, {ok}},
        own};
    EXPECT_TRUE(has(fetch(longer.origin(), options()).error, "leads on"));
    EXPECT_EQ(longer.connections(), 4U);
    for (const char* inside : {"http://127.0.0.1/", "https://10.0.0.1/", "https://[fd00::1]/",
                               "file:///etc/passwd", "//10.0.0.1/", "gopher://a"}) {
        const Script leading{context, {{moved_to(inside)}}, own};
        const Result result = fetch(leading.origin(), options());
        EXPECT_EQ(result.sent, Sent::no) << inside;
    }
}

TEST_F(PublicHttps, RedirectElsewhereCarriesNoCredentials) {
    const Script elsewhere{context, {{ok}}, own};
    const Script server{context, {{moved_to(elsewhere.origin() + "/b")}}, own};
    Request request = get(server.origin(), secret);
    request.headers.add("Authorization", "Basic eA==");
    const Handler handler = public_https(context.get_executor(), options());
    ASSERT_TRUE(call(context, handler, request).response);
    EXPECT_TRUE(has(server.requests().front(), "Basic"));
    EXPECT_FALSE(has(elsewhere.requests().front(), "Basic"));
}

TEST_F(PublicHttps, BodyIsBoundedAndNeverInflated) {
    PublicOptions small = options();
    small.body_bytes = 1;
    const Script server{context, {{ok}}, own};
    EXPECT_TRUE(has(fetch(server.origin(), small).error, "too large"));
    const Script compressed{
        context,
        {{"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok"}},
        own};
    EXPECT_TRUE(has(fetch(compressed.origin(), options()).error, "compressed"));
    EXPECT_FALSE(has(compressed.requests().front(), "Accept-Encoding"));
}

TEST_F(PublicHttps, TheTimeLimitHoldsForRedirectsTogether) {
    PublicOptions hasty = options();
    hasty.time = milliseconds{700};
    const std::string slow = loopback::drip(moved_to("/" + std::string(20, 'x')));  // 0.5 s
    const Script server{context, {{slow}, {slow}, {slow}, {ok}}, own};
    const Result result = fetch(server.origin(), hasty);
    EXPECT_TRUE(has(result.error, "time-out")) << result.error;
}

TEST_F(PublicHttps, AuthoritiesThatCannotBeReadAreSaidAtOnce) {
    PublicOptions broken;
    broken.ca_file = directory / "none.pem";
    EXPECT_THROW(public_https(context.get_executor(), broken), std::runtime_error);
}

TEST(WebAddress, IsHttpsOrACalendarsScheme) {
    const WebAddress team{"https://example.org", "/team.ics?k=42"};
    for (const char* text :
         {"webcal://example.org/team.ics?k=42", "https://example.org/team.ics?k=42",
          "WEBCALS://example.org/team.ics?k=42#today"}) {
        EXPECT_EQ(read_address(text), team) << text;
    }
    EXPECT_EQ(read_address("https://example.org")->target, "/");
    EXPECT_EQ(read_address("https://example.org?a=b")->target, "/?a=b");
    for (const char* text :
         {"", "team.ics", "http://example.org/a", "ftp://example.org", "file:///etc/passwd",
          "https://", "https:///a", "https://anna:pw@example.org/",
          "https://example.org\\@10.0.0.1/", "https://a b/", "https://example.org/a b",
          "https://example.org/\r\nX: y", "https://example.org:0/", "https://[::1/",
          "https://exämple.org/"}) {
        EXPECT_FALSE(read_address(text)) << text;
    }
    EXPECT_FALSE(read_address("https://example.org/" + std::string(address_bytes_max, 'x')));
}

}  // namespace
}  // namespace plazo::graph
