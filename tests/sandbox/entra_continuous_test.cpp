// Continuous access evaluation: tokens for a day that end when Graph says so (token.md 1.8).
#include <gtest/gtest.h>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

using std::chrono::hours;

const std::string path = "/users/" + ana + "/calendar";

void act_on_principal(Scene& scene, json body) {
    body["client_id"] = scene.client_id;
    scene.admin("POST", "/principals", body).expect(200);
}

/// The claims that a 401 asks for; empty where it asks for none.
std::string demanded(const Answer& answer) {
    answer.expect(401);
    const std::string field = answer.response.headers.find("WWW-Authenticate").value_or("");
    const std::string before = "claims=\"";
    const std::size_t at = field.find(before);
    if (at == field.npos || field.find("error=\"insufficient_claims\"") == field.npos) return "";
    const std::size_t begin = at + before.size();
    return from_base64(field.substr(begin, field.find('"', begin) - begin)).value_or("");
}

/// As a client answers: the challenge together with its capability.
std::string answered(const std::string& challenge) {
    json claims = json::parse(challenge);
    claims["access_token"]["xms_cc"] = {{"values", {"cp1"}}};
    return claims.dump();
}

Answer read(Scene& scene, const graph::Headers& headers) {
    return scene.graph("GET", path, nullptr, headers);
}

TEST(ContinuousAccess, MakesTokensForADayWithAdviceToRefresh) {
    Scene scene;
    const Answer token = sign_in(scene, {.claims = cp1});
    EXPECT_EQ(token.expect(200)["expires_in"], 86'400);
    EXPECT_EQ(token.expect(200)["refresh_in"], 43'200);
    EXPECT_EQ(claims_of(token)["xms_cc"], json{"cp1"});
    scene.admin("POST", "/tokens", {{"continuous_lifetime_seconds", 28 * 3600}}).expect(200);
    EXPECT_EQ(sign_in(scene, {.claims = cp1}).expect(200)["expires_in"], 28 * 3600);
    scene.admin("POST", "/tokens", {{"continuous_lifetime_seconds", 28 * 3600 + 1}}).expect(400);

    const Answer plain = sign_in(scene, {});
    EXPECT_EQ(plain.expect(200)["expires_in"], 3600);
    EXPECT_FALSE(plain.expect(200).contains("refresh_in"));
}

TEST(ContinuousAccess, IsForApplicationsOfTheTenantAlone) {
    Scene scene;
    scene.client_id = scene
                          .admin("POST", "/applications",
                                 {{"certificate", base64(key_pair().der)},
                                  {"signInAudience", "AzureADMultipleOrgs"}})
                          .expect(200)["client_id"];
    const Answer token = sign_in(scene, {.claims = cp1});
    EXPECT_EQ(token.expect(200)["expires_in"], 3600);
    EXPECT_FALSE(claims_of(token).contains("xms_cc"));
}

TEST(ContinuousAccess, ARevokedTokenIsChallengedUntilOneWithThoseClaimsComes) {
    Scene scene;
    const auto old = bearer(sign_in(scene, {.claims = cp1}));
    read(scene, old).expect(200);
    act_on_principal(scene, {{"revoke", true}});

    const Answer refused = read(scene, old);
    EXPECT_EQ(refused.error(), "InvalidAuthenticationToken");
    const std::string challenge = demanded(refused);
    const auto now = scene.now.time_since_epoch().count();
    EXPECT_EQ(json::parse(challenge)["access_token"]["nbf"],
              (json{{"essential", true}, {"value", std::to_string(now)}}));

    EXPECT_EQ(demanded(read(scene, bearer(sign_in(scene, {.claims = cp1})))), challenge)
        << "a new token without the claims is dated back, and so is older";
    const Answer renewed = sign_in(scene, {.claims = answered(challenge)});
    EXPECT_EQ(claims_of(renewed)["nbf"], now);
    read(scene, bearer(renewed)).expect(200);
    read(scene, old).expect(401);
}

TEST(ContinuousAccess, ALaterTokenNeedsNoClaimsAnyMore) {
    Scene scene;
    sign_in(scene, {.claims = cp1}).expect(200);
    act_on_principal(scene, {{"revoke", true}});
    scene.now += std::chrono::minutes{5};
    read(scene, bearer(sign_in(scene, {.claims = cp1}))).expect(200);
}

TEST(ContinuousAccess, ADisabledPrincipalsTokenEndsAndNoneComes) {
    Scene scene;
    const auto old = bearer(sign_in(scene, {.claims = cp1}));
    act_on_principal(scene, {{"enabled", false}});
    const std::string challenge = demanded(read(scene, old));
    // token.md 1.7, 7000112: application disabled
    EXPECT_EQ(number(sign_in(scene, {.claims = answered(challenge)}), 400, "unauthorized_client"),
              7000112);
    act_on_principal(scene, {{"enabled", true}});
    read(scene, bearer(sign_in(scene, {.claims = answered(challenge)}))).expect(200);
    read(scene, old).expect(401);
}

TEST(ContinuousAccess, ADeletedPrincipalsTokenEnds) {
    Scene scene;
    const auto old = bearer(sign_in(scene, {.claims = cp1}));
    act_on_principal(scene, {{"deleted", true}});
    EXPECT_NE(demanded(read(scene, old)), "");
    EXPECT_EQ(number(sign_in(scene, {.claims = cp1})), 7000229);
}

TEST(ContinuousAccess, ATokenOfAClientThatDoesNotKnowItIsGoodUntilItExpires) {
    Scene scene;
    const auto plain = bearer(sign_in(scene, {}));
    act_on_principal(scene, {{"revoke", true}, {"enabled", false}});
    read(scene, plain).expect(200);
    scene.now += std::chrono::seconds{3599};
    read(scene, plain).expect(200);
    scene.now += std::chrono::seconds{1};
    EXPECT_EQ(demanded(read(scene, plain)), "");
}

TEST(ContinuousAccess, AFaultChallengesOneRequestAndEndsOlderTokens) {
    Scene scene;
    const auto old = bearer(sign_in(scene, {.claims = cp1}));
    scene.admin("POST", "/faults", {{"access_challenge", true}}).expect(200);
    const Answer hit = read(scene, old);
    const std::string challenge = demanded(hit);
    EXPECT_TRUE(hit.response.headers.find("x-sandbox-fault"));
    const Answer next = read(scene, old);  // the fault is over, the token stays revoked
    EXPECT_EQ(demanded(next), challenge);
    EXPECT_FALSE(next.response.headers.find("x-sandbox-fault"));
    read(scene, bearer(sign_in(scene, {.claims = answered(challenge)}))).expect(200);
}

TEST(ContinuousAccess, ADayLongTokenExpiresAllTheSame) {
    Scene scene;
    const auto token = bearer(sign_in(scene, {.claims = cp1}));
    scene.now += hours{24} - std::chrono::seconds{1};
    read(scene, token).expect(200);
    scene.now += std::chrono::seconds{1};
    EXPECT_EQ(demanded(read(scene, token)), "");
}

// token.md 1.7, 9002313: parameter malformed
TEST(ContinuousAccess, ClaimsThatAreNoClaimsAreRefused) {
    Scene scene;
    for (const char* claims :
         {"{", "[]", R"({"access_token":1})", R"({"access_token":{"nbf":{"value":"soon"}}})",
          R"({"access_token":{"xms_cc":"cp1"}})"}) {
        EXPECT_EQ(number(sign_in(scene, {.claims = claims}), 400, "invalid_request"), 9002313)
            << claims;
    }
    sign_in(scene, {.claims = R"({"id_token":{"x":null}})"}).expect(200);
}

}  // namespace
}  // namespace plazo::sandbox
