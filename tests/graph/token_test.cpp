#include "graph/token.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using testing::at;

const Account acme = account_in_cloud("global", "acme.es", "client-1");
const Instant now = at("2026-11-25T08:00:00Z");
const SteadyTime sent_at{std::chrono::hours{5}};

Response response(int status, std::string body, std::optional<std::string> wait = std::nullopt) {
    Response made;
    made.status = status;
    made.body = std::move(body);
    if (wait) made.headers.set("retry-after", *wait);
    return made;
}

TokenAnswer read(const Response& answer) {
    return read_token_answer(acme, answer, sent_at, now);
}

json good() {
    return {{"token_type", "Bearer"}, {"expires_in", 3600}, {"access_token", "eyJ0"}};
}

/// How long the token of a 200 serves, and when it is renewed; nullopt when it is no token.
struct Life {
    seconds expires, refresh;
    bool operator==(const Life&) const = default;
};
std::optional<Life> life(const json& body) {
    const TokenAnswer answer = read(response(200, body.dump()));
    const auto* token = std::get_if<Token>(&answer);
    if (!token) return std::nullopt;
    return Life{std::chrono::duration_cast<seconds>(token->expires_at - sent_at),
                std::chrono::duration_cast<seconds>(token->refresh_at - sent_at)};
}

TokenFailure failure(const Response& answer) {
    return std::get<TokenFailure>(read(answer));
}

std::string oauth_error(const char* error, int code) {
    return json{{"error", error},
                {"error_description", "AADSTS" + std::to_string(code) + ": text.\r\nTrace ID: 1"},
                {"error_codes", json::array({code})}}
        .dump();
}

TEST(Account, CloudsHaveTheirOwnHosts) {
    EXPECT_EQ(acme.login_host, "https://login.microsoftonline.com");
    EXPECT_EQ(acme.graph_root, "https://graph.microsoft.com");
    EXPECT_EQ(account_in_cloud("gcc-high", "t", "c").graph_root, "https://graph.microsoft.us");
    EXPECT_EQ(account_in_cloud("dod", "t", "c").graph_root, "https://dod-graph.microsoft.us");
    EXPECT_EQ(account_in_cloud("china", "t", "c").login_host,
              "https://login.partner.microsoftonline.cn");
    EXPECT_THROW(account_in_cloud("moon", "t", "c"), std::invalid_argument);
}

TEST(Account, ATenantIsAGuidOrADomainNameAndNothingThatChangesTheUrl) {
    EXPECT_TRUE(valid_tenant("acme.onmicrosoft.com"));
    EXPECT_TRUE(valid_tenant("6babcaad-604b-40ac-a9d7-9fd97c0b779f"));
    for (const char* tenant : {"", "common", "Common", "organizations", "consumers", "../x", "..",
                               ".", "a/b", "a b", "a?b", "a#b", "a%2fb", "acme.es\r\n", "ñ.es"}) {
        EXPECT_FALSE(valid_tenant(tenant)) << tenant;
    }
    EXPECT_FALSE(valid_tenant(std::string(254, 'a')));
}

TEST(TokenRequest, IsAFormToTheTenantsTokenUrl) {
    const Request request = token_request(acme, "a.b-c_d", "id-1");
    EXPECT_EQ(token_url(acme), "https://login.microsoftonline.com/acme.es/oauth2/v2.0/token");
    EXPECT_EQ(request.origin + request.target, token_url(acme));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.headers.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(request.headers.find("client-request-id"), "id-1");
    EXPECT_EQ(request.headers.find("Authorization"), std::nullopt);
}

TEST(TokenRequest, EncodesEachFieldExactlyOnce) {
    EXPECT_EQ(token_request(acme, "a.b+c", "id-1").body.bytes(),
              "grant_type=client_credentials&client_id=client-1"
              "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
              "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A"
              "jwt-bearer&client_assertion=a.b%2Bc");
}

TEST(TokenRequest, TheScopeIsOfTheGraphOfTheAccountsCloud) {
    const Account china = account_in_cloud("china", "t", "c");
    EXPECT_NE(token_request(china, "a", "i")
                  .body.bytes()
                  .find("scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default&"),
              std::string::npos);
}

TEST(TokenAnswer, ATokenIsReadyForTheHeaderAndCountsFromWhenTheRequestLeft) {
    const auto token = std::get<Token>(read(response(200, good().dump())));
    EXPECT_EQ(token.authorization, "Bearer eyJ0");
    EXPECT_EQ(token.expires_at, sent_at + seconds{3600});
    EXPECT_EQ(token.refresh_at, sent_at + seconds{2880});
}

TEST(TokenAnswer, ATokenIsNotHandedOutInItsLastMinute) {
    const auto token = std::get<Token>(read(response(200, good().dump())));
    EXPECT_TRUE(token.usable(sent_at + seconds{3539}));
    EXPECT_FALSE(token.usable(sent_at + seconds{3540}));
}

TEST(TokenAnswer, NumbersMayComeAsTexts) {
    json body = good();
    body["expires_in"] = "3599";
    body["refresh_in"] = "1800";
    EXPECT_EQ(life(body), (Life{seconds{3599}, seconds{1800}}));
}

TEST(TokenAnswer, RefreshInIsAdviceAndNoExpiry) {
    json body = good();
    body["expires_in"] = 86'400;
    body["refresh_in"] = 43'200;
    body["ext_expires_in"] = 864'000;
    EXPECT_EQ(life(body), (Life{seconds{86'400}, seconds{43'200}}));
}

TEST(TokenAnswer, AnAbsurdRefreshInCountsAsNone) {
    for (const json& refresh : {json(-1), json("soon"), json(1e300), json(0), json("0")}) {
        json body = good();
        body["refresh_in"] = refresh;
        EXPECT_EQ(life(body), (Life{seconds{3600}, seconds{2880}})) << refresh;
    }
    for (const int late : {3540, 3600, 7200}) {
        json body = good();
        body["refresh_in"] = late;
        EXPECT_EQ(life(body), (Life{seconds{3600}, seconds{2880}})) << "nobody may have to wait";
    }
    json short_lived = good();
    short_lived["expires_in"] = 100;
    EXPECT_EQ(life(short_lived), (Life{seconds{100}, seconds{40}}));
}

TEST(TokenAnswer, AnAbsurdLifetimeIsNoToken) {
    for (const json& lifetime :
         {json(-1), json(0), json(30), json("-3600"), json("3600s"), json(""), json("nan"),
          json("inf"), json(1e300), json(4'294'967'296), json(true), json(nullptr),
          json::array({3600})}) {
        json body = good();
        body["expires_in"] = lifetime;
        EXPECT_EQ(life(body), std::nullopt) << lifetime;
    }
    json body = good();
    body.erase("expires_in");
    EXPECT_EQ(life(body), std::nullopt);
}

TEST(TokenAnswer, A200ThatIsNoTokenIsABreachOfTheProtocol) {
    json no_token = good();
    no_token.erase("access_token");
    json no_bearer = good();
    no_bearer["token_type"] = "pop";
    json split = good();
    split["access_token"] = "a\r\nX-Evil: 1";
    json not_text = good();
    not_text["access_token"] = 7;
    for (const std::string& body :
         {std::string{"<html>Sign in</html>"}, std::string{}, std::string{"[]"},
          std::string{"null"}, no_token.dump(), no_bearer.dump(), split.dump(), not_text.dump(),
          std::string(10 << 20, '['),
          std::string(token_answer_bytes_max + 1, ' ') + good().dump()}) {
        const TokenFailure read = failure(response(200, body));
        EXPECT_EQ(read.kind, TokenFailure::Kind::protocol) << body.substr(0, 40);
        EXPECT_NE(read.message.find("not with a token"), std::string::npos);
    }
}

TEST(TokenAnswer, TheTokenNeedNotBeAJwt) {
    json body = good();
    body["access_token"] = "opaque";
    body["token_type"] = "bearer";
    EXPECT_TRUE(life(body));
}

TEST(TokenAnswer, APlainText429MeansAMinuteUnlessItSaysOtherwise) {
    const TokenFailure bare = failure(response(429, "Too Many Requests"));
    EXPECT_EQ(bare.kind, TokenFailure::Kind::told_to_wait);
    EXPECT_EQ(bare.retry_after, seconds{60});
    EXPECT_EQ(failure(response(429, "Too Many Requests", "7")).retry_after, seconds{7});
}

TEST(TokenAnswer, AnyFailureWithRetryAfterIsToldToWait) {
    for (const int status : {400, 401, 500, 503}) {
        const TokenFailure told = failure(response(status, oauth_error("x", 1), "30"));
        EXPECT_EQ(told.kind, TokenFailure::Kind::told_to_wait) << status;
        EXPECT_EQ(told.retry_after, seconds{30});
    }
}

TEST(TokenAnswer, ServerTroubleAndTimeoutsArePassing) {
    for (const int status : {408, 500, 502, 503, 504}) {
        EXPECT_EQ(failure(response(status, "")).kind, TokenFailure::Kind::transient) << status;
    }
    EXPECT_EQ(failure(response(400, oauth_error("temporarily_unavailable", 90'033))).kind,
              TokenFailure::Kind::transient);
}

TEST(TokenAnswer, TheNumberDecidesNothing) {
    EXPECT_EQ(failure(response(400, oauth_error("invalid_request", 90'033))).kind,
              TokenFailure::Kind::configuration);
    EXPECT_EQ(failure(response(503, oauth_error("invalid_client", 700'027))).kind,
              TokenFailure::Kind::transient);
}

TEST(TokenAnswer, ConfigurationErrorsNameWhatToMend) {
    struct Row {
        int code;
        const char* advice;
    };
    for (const auto& [code, advice] : std::to_array<Row>({
             {90'002, "Entra ID > Overview"},
             {900'023, "neither a GUID nor a domain name"},
             {50'059, "check --tenant"},
             {9'001'023, "give the tenant's own id"},
             {90'038, "check --cloud"},
             {50'049, "[graph] login_host"},
             {700'016, "check --client and --tenant"},
             {7'000'229, "create the enterprise application"},
             {7'000'112, "Enterprise applications > Properties"},
             {700'025, "App registrations > Authentication"},
             {700'027, "Certificates & secrets"},
             {50'012, "upload this service's .cer"},
             {7'000'274, "[certificate] path and key_path"},
             {1'000'502, "outside its validity"},
             {7'000'214, "revoked"},
             {700'030, "upload the .cer itself"},
             {50'003, "has no certificate"},
             {5'002'738, "RSA certificate"},
             {50'027, "check --client"},
             {700'024, "set this machine's clock"},
             {900'144, "[graph] proxy"},
             {70'011, "check the cloud's Graph root"},
             {1'002'012, "[graph] root"},
             {500'011, "another cloud"},
             {65'001, "API permissions > Grant admin consent"},
             {501'051, "not assigned to a role"},
             {53'003, "Conditional Access"},
             {50'196, "without keeping them"},
             {90'033, "a fault of its own"},
             {100'007, "[graph] login_host"},
             {7'000'215, "a client secret was refused"},
         })) {
        const TokenFailure read = failure(response(401, oauth_error("invalid_client", code)));
        EXPECT_EQ(read.kind, TokenFailure::Kind::configuration);
        EXPECT_EQ(read.code, code);
        EXPECT_EQ(read.error, "invalid_client");
        EXPECT_NE(read.message.find(advice), std::string::npos) << code << ": " << read.message;
    }
}

TEST(TokenAnswer, ANumberMayComeAsATextAndAnAbsurdOneIsNone) {
    const auto code = [](const char* codes) {
        return failure(response(400, R"({"error_codes":)" + std::string{codes} + "}")).code;
    };
    EXPECT_EQ(code(R"(["700027",1])"), 700'027);
    EXPECT_EQ(code("[4295667323]"), 0) << "700027 in 32 bits";
    EXPECT_EQ(code(R"(["700027x"])"), 0);
    EXPECT_EQ(code("[1.5]"), 0);
}

TEST(TokenAnswer, ASkewOfMoreThanHalfAMinuteIsInTheMessage) {
    const auto message = [](const char* date) {
        Response answer = response(503, "");
        answer.headers.set("Date", date);
        return failure(answer).message;
    };
    EXPECT_NE(message("Wed, 25 Nov 2026 07:50:00 GMT").find("600 s ahead of"), std::string::npos);
    EXPECT_NE(message("Wed, 25 Nov 2026 08:00:31 GMT").find("31 s behind"), std::string::npos);
    EXPECT_EQ(message("Wed, 25 Nov 2026 08:00:30 GMT").find("clock"), std::string::npos);
    EXPECT_EQ(message("yesterday").find("clock"), std::string::npos);
}

TEST(TokenAnswer, TheMessageIsOneLineAndNamesTheApplication) {
    const TokenFailure read = failure(response(401, oauth_error("invalid_client", 1)));
    EXPECT_EQ(read.message,
              "no token for application client-1 in tenant acme.es: HTTP 401, AADSTS1: text.");
}

TEST(TokenFailure, ALongDescriptionIsCutBetweenTwoCharacters) {
    const std::string words(299, 'x');
    const json body = {{"error", "invalid_client"},
                       {"error_description", words + "\u20ac and more"}};
    const std::string message = failure(response(401, body.dump())).message;
    EXPECT_EQ(message.substr(message.size() - words.size()), words);
}

TEST(TokenAnswer, ErrorsOfAnyShapeAreRead) {
    for (const char* body :
         {"", "[]", "null", "{}", R"({"error":{"code":"x"}})", R"({"error_codes":["x"]})",
          R"({"error_codes":[]})", R"({"error":1})"}) {
        EXPECT_EQ(failure(response(400, body)).kind, TokenFailure::Kind::configuration) << body;
    }
}

TEST(RetryAfter, IsSecondsOrADateAndKeptWithinItsBounds) {
    const auto wait = [](const char* text) { return retry_after(response(429, "", text), now); };
    EXPECT_EQ(wait("5"), seconds{5});
    EXPECT_EQ(wait("0"), retry_after_min);
    EXPECT_EQ(wait("-5"), retry_after_min);
    EXPECT_EQ(wait("86400"), retry_after_max);
    EXPECT_EQ(wait("99999999999999999999"), retry_after_max);
    EXPECT_EQ(wait("Wed, 25 Nov 2026 08:02:00 GMT"), seconds{120});
    EXPECT_EQ(wait("Wed, 25 Nov 2026 07:00:00 GMT"), retry_after_min);
    EXPECT_EQ(wait("Thu, 26 Nov 2026 08:00:00 GMT"), retry_after_max);
    EXPECT_EQ(wait("soon"), seconds{0});
    EXPECT_EQ(retry_after(response(429, ""), now), seconds{0});
}

TEST(RetryAfter, ADateIsMeasuredFromTheServersOwn) {
    Response answer = response(429, "", "Wed, 25 Nov 2026 09:02:00 GMT");
    answer.headers.set("Date", "Wed, 25 Nov 2026 09:00:00 GMT");
    EXPECT_EQ(retry_after(answer, now), seconds{120}) << "our clock is an hour slow";
}

}  // namespace
}  // namespace plazo::graph
