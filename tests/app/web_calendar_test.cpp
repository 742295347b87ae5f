#include "scheduler/app/web_calendar.h"

#include <gtest/gtest.h>

#include "tests/app/command_line.h"

namespace plazo::app {
namespace {

const std::string secret = "team-8fa2.ics";

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(WebCalendar, OnlyTheHostOfAnAddressIsShown) {
    EXPECT_EQ(shown_address("webcal://example.org/" + secret + "?key=7"),
              "https://example.org/...");
    EXPECT_FALSE(has(shown_address("http://example.org/" + secret), secret));
    EXPECT_TRUE(is_web_address("webcal://example.org"));
    EXPECT_FALSE(is_web_address("team.ics"));
}

TEST_F(CommandLine, ImportFromThisMachineOrThisNetworkIsRefused) {
    for (const char* host :
         {"127.0.0.1", "localhost", "2130706433", "169.254.169.254", "[::1]", "10.0.0.1"}) {
        const std::string url = std::string{"webcal://"} + host + "/" + secret;
        const Ran ran = run({"import", url, "--repository", "acme"});
        EXPECT_EQ(ran.code, 6) << host;
        EXPECT_TRUE(has(ran.err, "public internet")) << ran.err;
        EXPECT_FALSE(has(ran.err + ran.out, secret)) << ran.err;
    }
}

TEST_F(CommandLine, ImportFromTheWebInvitesNobody) {
    const std::string url = "https://example.org/" + secret;
    for (const char* flag : {"--invite", "--take-over"}) {
        const Ran ran = run({"import", url, "--repository", "acme", flag});
        EXPECT_EQ(ran.code, 2) << flag;
        EXPECT_TRUE(has(ran.err, "nobody is invited")) << ran.err;
    }
}

TEST_F(CommandLine, ImportRefusesAddressesThatAreNotHttps) {
    for (const char* url : {"http://example.org/a.ics", "ftp://example.org/a.ics",
                            "file:///etc/passwd", "https://anna:pw@example.org/a.ics"}) {
        const Ran ran = run({"import", url, "--repository", "acme"});
        EXPECT_EQ(ran.code, 2) << url;
        EXPECT_TRUE(has(ran.err, "https://HOST")) << ran.err;
    }
}

}  // namespace
}  // namespace plazo::app
