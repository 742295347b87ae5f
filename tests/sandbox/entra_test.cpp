#include <gtest/gtest.h>

#include "examples/sandbox/jose.h"
#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

TEST(Entra, IssuesASignedTokenWithTheRegisteredRoles) {
    Scene scene;
    const json answer = scene.token(scene.assertion()).expect(200);
    EXPECT_EQ(answer["token_type"], "Bearer");
    EXPECT_EQ(answer["expires_in"], 3600);
    const auto token = take_apart(answer["access_token"].get<std::string>());
    ASSERT_TRUE(token);
    EXPECT_TRUE(signing_key().verifies(token->input, token->signature));
    const json claims = json::parse(token->payload);
    EXPECT_EQ(claims["aud"], origin);
    EXPECT_EQ(claims["appid"], scene.client_id);
    EXPECT_EQ(claims["tid"], default_tenant);
    EXPECT_EQ(claims["roles"], (json{"Mail.Send", "Calendars.ReadWrite"}));
}

TEST(Entra, TakesRs256WithTheSha1Thumbprint) {
    Scene scene;
    Assertion assertion = scene.assertion();
    assertion.algorithm = "RS256";
    assertion.header = {{"alg", "RS256"},
                        {"typ", "JWT"},
                        {"x5t", base64url(read_certificate(key_pair().der)->sha1)}};
    scene.token(assertion).expect(200);
}

TEST(Entra, RefusesASaltThatIsNotTheDigestsLength) {
    Scene scene;
    for (const int salt : {20, 222}) {
        Assertion assertion = scene.assertion();
        assertion.salt_length = salt;
        EXPECT_EQ(number(scene.token(assertion), 401, "invalid_client"), 700027);
    }
}

TEST(Entra, RefusesAHeaderThatNamesAnotherAlgorithmThanTheSignature) {
    Scene scene;
    Assertion assertion = scene.assertion();
    assertion.algorithm = "RS256";
    EXPECT_EQ(number(scene.token(assertion), 401, "invalid_client"), 700027);
}

TEST(Entra, TellsAnUnknownThumbprintFromAnExpiredCertificate) {
    Scene scene;
    Assertion unknown = scene.assertion();
    unknown.header["x5t#S256"] = base64url(std::string(32, 'x'));
    const json missing = scene.token(unknown).expect(401);
    EXPECT_EQ(missing["error_codes"][0], 700027);
    EXPECT_NE(missing["error_description"].get<std::string>().find("The key was not found"),
              std::string::npos);

    scene.now += timezone::days{400};
    const json expired = scene.token(scene.assertion()).expect(401);
    EXPECT_EQ(expired["error_codes"][0], 700027);
    EXPECT_NE(expired["error_description"].get<std::string>().find("The key used is expired"),
              std::string::npos);
}

TEST(Entra, RefusesAThumbprintInStandardBase64) {
    Scene scene;
    Assertion assertion = scene.assertion();
    assertion.header["x5t#S256"] = assertion.header["x5t#S256"].get<std::string>() + "=";
    EXPECT_EQ(number(scene.token(assertion), 401, "invalid_client"), 700027);
}

TEST(Entra, RefusesClaimsThatAreWrong) {
    Scene scene;
    const auto spoiled = [&](const char* claim, const json& value) {
        Assertion assertion = scene.assertion();
        assertion.claims[claim] = value;
        return number(scene.token(assertion), 401, "invalid_client");
    };
    const auto seconds = scene.now.time_since_epoch().count();
    EXPECT_EQ(spoiled("aud", origin), 50027);
    EXPECT_EQ(spoiled("sub", "someone"), 50048);
    EXPECT_EQ(spoiled("exp", std::to_string(seconds + 300)), 50027);  // a string is no number
    EXPECT_EQ(spoiled("nbf", seconds + 301), 50027);                  // after its own end
    EXPECT_EQ(spoiled("jti", nullptr), 50027);

    Assertion late = scene.assertion();
    late.claims["nbf"] = seconds - 1200;
    late.claims["exp"] = seconds - 300;
    EXPECT_EQ(number(scene.token(late), 401, "invalid_client"), 700024);
    Assertion early = scene.assertion();
    early.claims["nbf"] = seconds + 301;
    early.claims["exp"] = seconds + 900;
    EXPECT_EQ(number(scene.token(early), 401, "invalid_client"), 700024);
}

// token.md 1.3: libraries send one assertion for ten minutes, and some servers take it once
TEST(Entra, TakesAnAssertionOnceWhereItIsToldTo) {
    Scene scene;
    const Assertion assertion = scene.assertion();
    scene.token(assertion).expect(200);
    scene.token(assertion).expect(200);
    scene.admin("POST", "/tokens", {{"assertions_once", true}}).expect(200);
    const Assertion another = scene.assertion();
    scene.token(another).expect(200);
    EXPECT_EQ(number(scene.token(another), 401, "invalid_client"), 50027);
}

TEST(Entra, RefusesScopesByTheirFault) {
    Scene scene;
    const auto with = [&](const std::string& scope) {
        return scene.token(scene.assertion(), scope);
    };
    EXPECT_EQ(number(with("https%3A%2F%2Flocalhost%3A8443%2F.default"), 400, "invalid_scope"),
              1002012);
    EXPECT_EQ(number(with(origin + "/Mail.Send"), 400, "invalid_scope"), 70011);
    EXPECT_EQ(number(with("https://graph.microsoft.us/.default"), 400, "invalid_resource"), 500011);
}

TEST(Entra, RefusesUnknownApplications) {
    Scene scene;
    scene.client_id = "00000000-1111-4000-8000-000000000000";
    EXPECT_EQ(number(scene.token(scene.assertion()), 400, "unauthorized_client"), 700016);
}

TEST(Entra, IssuesATokenWithoutRolesAndGraphAnswers403) {
    Scene scene;
    scene.client_id = scene.add_application({});
    const json answer = scene.token(scene.assertion()).expect(200);
    const auto token = take_apart(answer["access_token"].get<std::string>());
    EXPECT_FALSE(json::parse(token->payload).contains("roles"));
    const Answer denied = scene.graph("GET", "/users/" + ana + "/calendar");
    denied.expect(403);
    EXPECT_EQ(denied.error(), "ErrorAccessDenied");
}

TEST(Graph, RefusesTokensThatAreMissingSpoiledOrExpired) {
    Scene scene;
    const std::string path = "/users/" + ana + "/calendar";
    const auto with = [&](const std::string& authorization) {
        graph::Headers headers;
        headers.set("Authorization", authorization);
        return scene.graph("GET", path, nullptr, headers);
    };
    const Answer empty = with("");
    EXPECT_EQ(empty.expect(401)["error"]["message"], "Access token is empty.");
    EXPECT_TRUE(empty.response.headers.find("WWW-Authenticate"));
    EXPECT_EQ(with("Bearer x").error(), "InvalidAuthenticationToken");

    const std::string token = scene.token(scene.assertion()).expect(200)["access_token"];
    with("Bearer " + token).expect(200);
    std::string spoiled = token;
    spoiled[token.size() - 10] = token[token.size() - 10] == 'A' ? 'B' : 'A';
    with("Bearer " + spoiled).expect(401);

    scene.now += std::chrono::seconds{3600};
    EXPECT_EQ(with("Bearer " + token).expect(401)["error"]["message"],
              "Lifetime validation failed, the token is expired.");
}

TEST(Entra, ShowsItsKeysAndRefusesAnotherTenantInTheConfiguration) {
    Scene scene;
    graph::Request request;
    request.target = std::string{"/"} + default_tenant + "/v2.0/.well-known/openid-configuration";
    const json configuration = scene.send(request).expect(200);
    EXPECT_EQ(configuration["token_endpoint"],
              origin + "/" + default_tenant + "/oauth2/v2.0/token");
    EXPECT_EQ(configuration["authorization_endpoint"],  // without which MSAL takes none of it
              origin + "/" + default_tenant + "/oauth2/v2.0/authorize");
    request.target = configuration["jwks_uri"].get<std::string>().substr(origin.size());
    EXPECT_EQ(scene.send(request).expect(200)["keys"][0]["e"], "AQAB");
    request.target = "/example.com/v2.0/.well-known/openid-configuration";
    EXPECT_EQ(number(scene.send(request), 400, "invalid_request"), 90002);
}

TEST(Graph, TokenLifetimeAndRefreshAdviceFollowTheAdminCall) {
    Scene scene;
    scene.admin("POST", "/tokens", {{"lifetime_seconds", 60}, {"refresh_in_seconds", 30}})
        .expect(200);
    const json answer = scene.token(scene.assertion()).expect(200);
    EXPECT_EQ(answer["expires_in"], 60);
    EXPECT_EQ(answer["refresh_in"], 30);
}

}  // namespace
}  // namespace plazo::sandbox
