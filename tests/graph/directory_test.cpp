#include "graph/directory.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/directory_sign_in.h"
#include "tests/graph/keys.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using testing::access_certificate;
using testing::at;

json body_of(const Request& request) {
    return json::parse(request.body.bytes());
}

TEST(Directory, CreatesAnApplicationOfOneTenantWithTheCertificate) {
    const Request request = create_application({"Plazo", {}, &access_certificate()}, "id-1");
    EXPECT_EQ(request.method + " " + request.target, "POST /v1.0/applications");
    EXPECT_EQ(request.headers.find("client-request-id"), "id-1");
    const json body = body_of(request);
    EXPECT_EQ(body["signInAudience"], "AzureADMyOrg");
    EXPECT_FALSE(body.contains("requiredResourceAccess"))
        << "what is not asked for cannot be consented to by mistake";
    EXPECT_FALSE(body.contains("passwordCredentials"));
    const json key = body["keyCredentials"].at(0);
    EXPECT_EQ(key["type"], "AsymmetricX509Cert");
    EXPECT_EQ(key["usage"], "Verify");
    EXPECT_EQ(key["key"], base64_encode(access_certificate().der()));
    EXPECT_EQ(timezone::parse_rfc3339(key["endDateTime"].get<std::string>()),
              access_certificate().not_after());
}

TEST(Directory, AsksForTheTwoRolesByTheirIdsUnderTheLegacyScope) {
    const json body = body_of(
        create_application({"Plazo", {needed_roles.begin(), needed_roles.end()}, nullptr}, "id-1"));
    EXPECT_EQ(
        body["requiredResourceAccess"],
        (json::array({{{"resourceAppId", "00000003-0000-0000-c000-000000000000"},
                       {"resourceAccess",
                        {{{"id", "b633e1c5-b582-4048-a93e-9f11b44c7e96"}, {"type", "Role"}},
                         {{"id", "ef54d2bf-783f-4e0f-bca1-3210c0444d99"}, {"type", "Role"}}}}}})));
}

TEST(Directory, KeepsTheKeysThatAreThereWhenItUploadsOne) {
    const json registration = {
        {"id", "object-1"},
        {"keyCredentials",
         {{{"keyId", "key-1"}, {"key", nullptr}, {"type", "AsymmetricX509Cert"}}}}};
    const Request request = upload_key(registration, access_certificate(), "id-1");
    EXPECT_EQ(request.method + " " + request.target, "PATCH /v1.0/applications/object-1");
    const json keys = body_of(request)["keyCredentials"];
    ASSERT_EQ(keys.size(), 2U) << "PATCH replaces the collection";
    EXPECT_EQ(keys[0], registration["keyCredentials"][0]);
    EXPECT_EQ(keys[1]["key"], base64_encode(access_certificate().der()));
}

TEST(Directory, LetsNothingOutOfTheQuotesOfAKey) {
    EXPECT_EQ(find_application("a')/x", "id-1").target,
              "/v1.0/applications(appId='a%27%27%29%2Fx')"
              "?$select=id,appId,displayName,keyCredentials");
    EXPECT_EQ(add_key("a/../b", access_certificate(), "p", "id-1").target,
              "/v1.0/applications/a%2F..%2Fb/addKey");
}

TEST(Directory, GrantsARoleAtTheResourcesEnd) {
    const Request request = grant_role("own", "graph", needed_roles[0], "id-1");
    EXPECT_EQ(request.target, "/v1.0/servicePrincipals/graph/appRoleAssignedTo");
    EXPECT_EQ(body_of(request), (json{{"principalId", "own"},
                                      {"resourceId", "graph"},
                                      {"appRoleId", "b633e1c5-b582-4048-a93e-9f11b44c7e96"}}));
}

struct Proof {
    explicit Proof(const std::string& text) {
        const std::size_t first = text.find('.');
        const std::size_t second = text.find('.', first + 1);
        header = json::parse(*base64_decode(text.substr(0, first)));
        claims = json::parse(*base64_decode(text.substr(first + 1, second - first - 1)));
        input = text.substr(0, second);
        signature = *base64_decode(text.substr(second + 1));
    }
    json header;
    json claims;
    std::string input;
    std::string signature;
};

TEST(Directory, ProvesThatItHoldsAKeyOfTheApplication) {
    const auto now = at("2026-03-02T08:00:00Z");
    const std::string text = key_proof(access_certificate(), "object-1", now);
    const Proof proof{text};
    EXPECT_EQ(proof.claims, (json{{"aud", "00000002-0000-0000-c000-000000000000"},
                                  {"iss", "object-1"},
                                  {"nbf", now.time_since_epoch().count()},
                                  {"exp", now.time_since_epoch().count() + 600}}));
    EXPECT_EQ(proof.header["x5t#S256"], access_certificate().x5t_s256());
    EXPECT_TRUE(
        testing::verifies_pss(access_certificate().der(), proof.input, proof.signature, 32));
}

TEST(Directory, PadsNoPartOfAProof) {
    // Object ids of every length modulo three, so that the payload would need every padding.
    for (const char* id : {"a", "ab", "abc"}) {
        const std::string text = key_proof(access_certificate(), id, at("2026-03-02T08:00:00Z"));
        EXPECT_EQ(text.find('='), text.npos) << text;
    }
}

TEST(Directory, RollsKeysAtTheRegistration) {
    const Request added = add_key("object-1", access_certificate(), "proof", "id-1");
    EXPECT_EQ(added.target, "/v1.0/applications/object-1/addKey");
    EXPECT_EQ(body_of(added)["proof"], "proof");
    EXPECT_TRUE(body_of(added)["passwordCredential"].is_null());
    const Request removed = remove_key("object-1", "key-1", "proof", "id-1");
    EXPECT_EQ(removed.target, "/v1.0/applications/object-1/removeKey");
    EXPECT_EQ(body_of(removed), (json{{"keyId", "key-1"}, {"proof", "proof"}}));
}

TEST(Directory, ReadsThumbprintsInBothOfTheirSpellings) {
    const json key = {{"keyId", "k"},
                      {"customKeyIdentifier", "qqqqqqqqqqqqqqqqqqqqqqqqqqo="},
                      {"endDateTime", "2027-01-01T00:00:00Z"}};
    EXPECT_EQ(read_key_credential(key.dump())->thumbprint,
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const json hex = {{"keyId", "k"},
                      {"customKeyIdentifier", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}};
    EXPECT_EQ(read_key_credential(hex.dump())->thumbprint,
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    EXPECT_EQ(read_key_credential(key.dump())->not_after, at("2027-01-01T00:00:00Z"));
}

TEST(Directory, ReadsNothingFromAnswersOfAnotherShape) {
    for (const char* body :
         {"", "[]", "{}", "null", "<html>", R"({"id":5,"appId":"a"})", R"({"id":"a"})"}) {
        EXPECT_FALSE(read_registration(body)) << body;
        EXPECT_FALSE(read_key_credential(body)) << body;
    }
    EXPECT_EQ(read_id("<html>"), "");
    EXPECT_TRUE(read_registration(R"({"id":"o","appId":"c","keyCredentials":"x"})")->keys.empty());
}

std::string bearer(const json& claims) {
    return "Bearer e30." + base64url_encode(claims.dump()) + ".c2ln";
}

TEST(Directory, TellsATokenWithoutRolesFromOneThatCannotBeRead) {
    EXPECT_EQ(roles_in_token(bearer({{"roles", {"Mail.Send"}}})),
              (std::vector<std::string>{"Mail.Send"}));
    EXPECT_EQ(roles_in_token(bearer({{"aud", "x"}})), std::vector<std::string>{});
    for (const char* opaque :
         {"", "Bearer abc", "Bearer a.b", "Bearer a.!!.c", "Basic e30.e30.x"}) {
        EXPECT_FALSE(roles_in_token(opaque)) << opaque;
    }
}

TEST(Directory, ProbesMailWithAMessageThatNobodyCanGet) {
    const Request request = probe_mail("plazos@acme.es", "id-1");
    EXPECT_EQ(request.target, "/v1.0/users/plazos%40acme.es/sendMail");
    const json message = body_of(request)["message"];
    EXPECT_EQ(message["toRecipients"], json::array());
    EXPECT_FALSE(message.contains("ccRecipients"));
    EXPECT_FALSE(message.contains("bccRecipients"));
}

// --- device codes -------------------------------------------------------------------------------

const Account administrator =
    account_in_cloud("global", "acme.es", std::string{command_line_client_id});

Response answer(int status, const json& body) {
    return {status, {}, body.dump()};
}

/// A sign-in service that says what it was told to, one answer a request.
struct Script {
    std::vector<Response> answers;
    std::vector<Request> requests;
    std::vector<SteadyTime> times;
    VirtualClock* clock = nullptr;

    awaitable<Response> handle(Request request) {
        requests.push_back(request);
        times.push_back(clock->steady());
        Response next = answers.at(requests.size() - 1);
        if (next.status == 0) throw TransportError{Sent::maybe, "cut"};
        co_return next;
    }
};

/// The token or the error of a whole sign-in under a clock that jumps.
struct SignIn {
    explicit SignIn(std::vector<Response> answers) {
        boost::asio::io_context context{1};
        VirtualClock clock{context.get_executor(), at("2026-03-02T08:00:00Z")};
        Random random{7};
        script.answers = std::move(answers);
        script.clock = &clock;
        const Handler network = [this](Request request) {
            return script.handle(std::move(request));
        };
        auto future = boost::asio::co_spawn(
            context,
            sign_in_by_device_code(network, administrator, "scope", clock, random,
                                   [this](const DeviceCode& code) { shown = code.user_code; }),
            boost::asio::use_future);
        do {
            context.restart();
            context.poll();
        } while (clock.advance_to_next(at("2026-03-03T08:00:00Z")));
        try {
            token = future.get();
        } catch (const SignInError& caught) {
            error = caught.what();
            declined = caught.declined;
        }
    }
    /// Seconds between the first request and each of the polls.
    std::vector<std::int64_t> polls() const {
        std::vector<std::int64_t> out;
        for (std::size_t i = 1; i < script.times.size(); ++i) {
            out.push_back(
                std::chrono::duration_cast<std::chrono::seconds>(script.times[i] - script.times[0])
                    .count());
        }
        return out;
    }
    Script script;
    std::string shown;
    std::string token;
    std::string error;
    bool declined = false;
};

Response code(int life = 900) {
    return answer(200, {{"device_code", "D"},
                        {"user_code", "ABCD"},
                        {"verification_uri", "https://microsoft.com/devicelogin"},
                        {"expires_in", life},
                        {"interval", 5}});
}
Response error(const char* name) {
    return answer(400, {{"error", name}});
}
Response token() {
    return answer(200, {{"access_token", "T"}, {"token_type", "Bearer"}});
}

TEST(DeviceCode, ShowsTheCodeAndPollsUntilSomebodyHasSignedIn) {
    const SignIn done{{code(), error("authorization_pending"), token()}};
    EXPECT_EQ(done.shown, "ABCD");
    EXPECT_EQ(done.token, "Bearer T");
    EXPECT_EQ(done.polls(), (std::vector<std::int64_t>{5, 10}));
    EXPECT_EQ(done.script.requests[0].target, "/acme.es/oauth2/v2.0/devicecode");
    EXPECT_EQ(done.script.requests[1].body.bytes(),
              "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id="
              "14d82eec-204b-4c2f-b7e8-296a70dab67e&device_code=D");
}

TEST(DeviceCode, PollsFiveSecondsSlowerEachTimeItIsTold) {
    const SignIn done{
        {code(), error("slow_down"), error("slow_down"), error("authorization_pending"), token()}};
    EXPECT_EQ(done.polls(), (std::vector<std::int64_t>{5, 15, 30, 45}));
}

TEST(DeviceCode, TakesAPollWithoutAnAnswerForOneThatCameTooSoon) {
    const SignIn done{{code(), Response{0, {}, ""}, answer(503, nullptr), token()}};
    EXPECT_EQ(done.token, "Bearer T");
    EXPECT_EQ(done.polls(), (std::vector<std::int64_t>{5, 15, 30}));
}

TEST(DeviceCode, TellsWhoSaidNoFromWhoDidNotCome) {
    for (const char* no : {"authorization_declined", "access_denied"}) {
        const SignIn declined{{code(), error(no)}};
        EXPECT_TRUE(declined.declined) << no;
    }
    const SignIn expired{{code(), error("expired_token")}};
    EXPECT_FALSE(expired.declined);
    EXPECT_NE(expired.error.find("ran out"), std::string::npos) << expired.error;
}

TEST(DeviceCode, StopsPollingWhenTheCodeHasRunOut) {
    const SignIn late{{code(12), error("authorization_pending"), error("authorization_pending")}};
    EXPECT_EQ(late.script.requests.size(), 3U);
    EXPECT_NE(late.error.find("ran out"), std::string::npos) << late.error;
}

TEST(DeviceCode, ShowsNoPageWithoutTls) {
    const Response plain = answer(
        200,
        {{"device_code", "D"}, {"user_code", "A"}, {"verification_uri", "http://microsoft.com"}});
    EXPECT_THROW(read_device_code(plain), SignInError);
    EXPECT_THROW(read_device_code(answer(200, nullptr)), SignInError);
    EXPECT_THROW(read_device_code({200, {}, "<html>"}), SignInError);
}

}  // namespace
}  // namespace plazo::graph
