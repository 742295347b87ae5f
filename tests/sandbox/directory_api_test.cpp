#include <gtest/gtest.h>

#include "examples/sandbox/jose.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

constexpr const char* client = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

Answer post_form(Scene& scene, const std::string& page, const std::string& form) {
    graph::Request request;
    request.method = "POST";
    request.target = std::string{"/"} + default_tenant + "/oauth2/v2.0/" + page;
    request.body = form;
    return scene.send(std::move(request));
}

json device_code(Scene& scene) {
    return post_form(scene, "devicecode", std::string{"client_id="} + client + "&scope=x")
        .expect(200);
}

Answer poll(Scene& scene, const std::string& code) {
    return post_form(
        scene, "token",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=" +
            std::string{client} + "&device_code=" + code);
}

void instruct(Scene& scene, const char* decision, const json& scopes, int polls_before = 0) {
    scene
        .admin("POST", "/administrator",
               {{"decision", decision}, {"scopes", scopes}, {"polls_before", polls_before}})
        .expect(200);
}

graph::Headers as_administrator(Scene& scene, const json& scopes) {
    instruct(scene, "approves", scopes);
    const std::string code = device_code(scene)["device_code"];
    graph::Headers headers;
    headers.set("Authorization",
                "Bearer " + poll(scene, code).expect(200)["access_token"].get<std::string>());
    return headers;
}

TEST(DeviceSignIn, IsPendingUntilTheAdministratorDecides) {
    Scene scene;
    instruct(scene, "approves", {"Application.ReadWrite.All"}, 1);
    const std::string code = device_code(scene)["device_code"];
    EXPECT_EQ(poll(scene, code).expect(400)["error"], "authorization_pending");
    EXPECT_EQ(poll(scene, code).expect(400)["error"], "slow_down") << "no second has passed";
    scene.now += std::chrono::seconds{5};
    poll(scene, code).expect(200);
    EXPECT_EQ(poll(scene, code).expect(400)["error"], "bad_verification_code")
        << "a code is good for one token";
}

TEST(DeviceSignIn, RunsOut) {
    Scene scene;
    const std::string code = device_code(scene)["device_code"];
    scene.now += std::chrono::seconds{900};
    EXPECT_EQ(poll(scene, code).expect(400)["error"], "expired_token");
}

TEST(DirectoryApi, WantsTheAdministratorsConsent) {
    Scene scene;
    EXPECT_EQ(scene.graph("POST", "/applications", {{"displayName", "A"}}).error(),
              "Authorization_RequestDenied");
    const auto headers = as_administrator(scene, json::array({"User.Read"}));
    EXPECT_EQ(scene.graph("POST", "/applications", {{"displayName", "A"}}, headers).error(),
              "Authorization_RequestDenied");
}

TEST(DirectoryApi, LetsNobodySignInBeforeThereIsAServicePrincipal) {
    Scene scene;
    const auto headers = as_administrator(scene, json::array({"Application.ReadWrite.All"}));
    const json key = {
        {"type", "AsymmetricX509Cert"}, {"usage", "Verify"}, {"key", base64url(key_pair().der)}};
    json plain = key;
    std::string text = key["key"];
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    plain["key"] = text + std::string((4 - text.size() % 4) % 4, '=');
    const json made =
        scene
            .graph("POST", "/applications",
                   {{"displayName", "A"}, {"keyCredentials", json::array({plain})}}, headers)
            .expect(201);
    scene.client_id = made["appId"];
    EXPECT_EQ(scene.token(scene.assertion()).expect(400)["error_codes"][0], 7000229);
    scene.graph("POST", "/servicePrincipals", {{"appId", made["appId"]}}, headers).expect(201);
    scene.token(scene.assertion()).expect(200);
}

TEST(DirectoryApi, RefusesProofsThatProveNothing) {
    Scene scene;
    const json made = scene.admin("POST", "/applications", {{"displayName", "A"}}).expect(200);
    const auto seconds = scene.now.time_since_epoch().count();
    Assertion proof = scene.assertion();
    proof.claims = {{"aud", "00000002-0000-0000-c000-000000000000"},
                    {"iss", "another"},
                    {"nbf", seconds},
                    {"exp", seconds + 600}};
    const std::string path = "/applications/" + made["object_id"].get<std::string>() + "/removeKey";
    const Answer answer =
        scene.graph("POST", path, {{"keyId", "k"}, {"proof", proof.text(key_pair())}},
                    as_administrator(scene, json::array({"Application.ReadWrite.All"})));
    EXPECT_EQ(answer.error(), "Authentication_MissingOrMalformed");
}

TEST(DirectoryApi, AnswersWhatItDoesNotKnowWith501) {
    Scene scene;
    const auto headers = as_administrator(scene, json::array({"Application.ReadWrite.All"}));
    for (const char* path : {"/applications", "/servicePrincipals", "/servicePrincipals/x"}) {
        scene.graph("GET", path, nullptr, headers).expect(501);
    }
}

}  // namespace
}  // namespace plazo::sandbox
