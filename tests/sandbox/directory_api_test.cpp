#include <gtest/gtest.h>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

void instruct(Scene& scene, const char* decision, int polls_before = 0) {
    scene
        .admin("POST", "/administrator",
               {{"decision", decision}, {"scopes", {registering}}, {"polls_before", polls_before}})
        .expect(200);
}

/// The object id of an application that was made just now.
std::string new_application(Scene& scene, const graph::Headers& headers,
                            const std::string& name = "A") {
    return scene.graph("POST", "/applications", {{"displayName", name}}, headers).expect(201)["id"];
}

std::string proof_for(Scene& scene, const std::string& object_id, int seconds_long = 600) {
    const auto seconds = scene.now.time_since_epoch().count();
    Assertion proof = scene.assertion();
    proof.claims = {{"aud", "00000002-0000-0000-c000-000000000000"},
                    {"iss", object_id},
                    {"nbf", seconds},
                    {"exp", seconds + seconds_long}};
    return proof.text(key_pair());
}

TEST(DeviceSignIn, IsPendingUntilTheAdministratorDecides) {
    Scene scene;
    instruct(scene, "approves", 1);
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

// graph.md 18: Microsoft recommends tenants to block device codes; token.md 1.7, 53003
TEST(DeviceSignIn, IsBlockedByAPolicyOfTheTenant) {
    Scene scene;
    instruct(scene, "is-blocked");
    const std::string code = device_code(scene)["device_code"];
    EXPECT_EQ(number(poll(scene, code), 400, "invalid_grant"), 53003);
    EXPECT_EQ(poll(scene, code).expect(400)["error"], "bad_verification_code");
}

TEST(DeviceSignIn, IsDeclinedByThePerson) {
    Scene scene;
    instruct(scene, "declines");
    EXPECT_EQ(poll(scene, device_code(scene)["device_code"]).expect(400)["error"],
              "authorization_declined");
}

TEST(DeviceSignIn, TakesThePersonsTenantWhereNoneIsNamed) {
    Scene scene;
    instruct(scene, "approves");
    const std::string code = device_code(scene, "organizations")["device_code"];
    EXPECT_EQ(claims_of(poll(scene, code, "organizations"))["tid"], default_tenant);
}

TEST(DirectoryApi, WantsTheAdministratorsConsent) {
    Scene scene;
    EXPECT_EQ(scene.graph("POST", "/applications", {{"displayName", "A"}}).error(),
              "Authorization_RequestDenied");
    const auto headers = as_person(scene, {"User.Read"});
    EXPECT_EQ(scene.graph("POST", "/applications", {{"displayName", "A"}}, headers).error(),
              "Authorization_RequestDenied");
}

// graph.md 18: an Application Administrator registers, but cannot grant permissions of Graph
TEST(DirectoryApi, ActsByTheRoleOfThePerson) {
    Scene scene;
    const json grant{{"principalId", "x"}, {"resourceId", "y"}, {"appRoleId", "z"}};
    const std::string assigned = "/servicePrincipals(appId='" + graph_app + "')/appRoleAssignedTo";
    const auto can = [&](const char* role) {
        const auto headers = as_person(scene, {registering, granting}, role);
        const auto allowed = [](const Answer& answer) { return answer.response.status != 403; };
        return std::string{
                   allowed(scene.graph("POST", "/applications", {{"displayName", "A"}}, headers))
                       ? "registers "
                       : ""} +
               (allowed(scene.graph("POST", assigned, grant, headers)) ? "grants" : "");
    };
    EXPECT_EQ(can("global"), "registers grants");
    EXPECT_EQ(can("application"), "registers ");
    EXPECT_EQ(can("privileged-role"), "grants");
    EXPECT_EQ(can("user"), "");
    scene.admin("POST", "/administrator", {{"decision", "approves"}, {"role", "king"}}).expect(400);
}

TEST(DirectoryApi, LetsNobodySignInBeforeThereIsAServicePrincipal) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    const json made =
        scene
            .graph("POST", "/applications",
                   {{"displayName", "A"}, {"keyCredentials", {key_credential()}}}, headers)
            .expect(201);
    scene.client_id = made["appId"];
    EXPECT_EQ(number(scene.token(scene.assertion())), 7000229);
    scene.graph("POST", "/servicePrincipals", {{"appId", made["appId"]}}, headers).expect(201);
    scene.token(scene.assertion()).expect(200);
}

TEST(DirectoryApi, FindsByFilterAsSetUpScriptsDo) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    new_application(scene, headers, "It's A");
    new_application(scene, headers, "B");
    const auto count = [&](const std::string& collection, const std::string& filter) {
        const std::string path =
            "/" + collection + "?$filter=" + graph::percent_encode(filter) + "&$select=id,appId";
        const json found = scene.graph("GET", path, nullptr, headers).expect(200)["value"];
        for (const json& each : found) EXPECT_EQ(each.size(), 2U);
        return found.size();
    };
    EXPECT_EQ(count("applications", "displayName eq 'b'"), 1U);
    EXPECT_EQ(count("applications", "displayName eq 'It''s A'"), 1U);
    EXPECT_EQ(count("applications", "appId eq '" + scene.client_id + "'"), 1U);
    EXPECT_EQ(count("applications", "appId eq 'nobody'"), 0U);
    EXPECT_EQ(count("servicePrincipals", "appId eq '" + graph_app + "'"), 1U);
    EXPECT_EQ(scene.graph("GET", "/applications", nullptr, headers).expect(200)["value"].size(),
              3U);
}

TEST(DirectoryApi, ShowsTheRolesThatGraphHas) {
    Scene scene;
    const json principal = scene
                               .graph("GET", "/servicePrincipals(appId='" + graph_app + "')",
                                      nullptr, as_person(scene, {"Application.Read.All"}, "user"))
                               .expect(200);
    const json& roles = principal["appRoles"];
    const auto send = std::find_if(roles.begin(), roles.end(),
                                   [](const json& role) { return role["value"] == "Mail.Send"; });
    ASSERT_NE(send, roles.end());
    EXPECT_EQ((*send)["id"], "b633e1c5-b582-4048-a93e-9f11b44c7e96");  // graph.md 18
}

TEST(DirectoryApi, KeepsWhatItIsToldOfAnApplication) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    const json access{
        {"resourceAppId", graph_app},
        {"resourceAccess", {{{"id", "ef54d2bf-783f-4e0f-bca1-3210c0444d99"}, {"type", "Role"}}}}};
    const std::string id = new_application(scene, headers);
    const std::string path = "/applications/" + id;
    const json change{{"displayName", "B"},
                      {"signInAudience", "AzureADMultipleOrgs"},
                      {"requiredResourceAccess", {access}}};
    scene.graph("PATCH", path, change, headers).expect(204);
    const json shown = scene.graph("GET", path, nullptr, headers).expect(200);
    for (const auto& [name, value] : change.items()) EXPECT_EQ(shown[name], value) << name;
    scene.graph("DELETE", path, nullptr, headers).expect(204);
    EXPECT_EQ(scene.graph("GET", path, nullptr, headers).error(), "Request_ResourceNotFound");
}

// token.md 3.3: PATCH replaces the collection, and keyCredentials is multi-valued
TEST(DirectoryKeys, ThatAreNotSentAlongAreGone) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    const std::string path = "/applications(appId='" + scene.client_id + "')";
    const json before = scene.graph("GET", path, nullptr, headers).expect(200);
    EXPECT_TRUE(before["keyCredentials"][0]["key"].is_null());
    const json selected =
        scene.graph("GET", path + "?$select=id,keyCredentials", nullptr, headers).expect(200);
    EXPECT_EQ(selected["keyCredentials"][0]["key"], base64(key_pair().der));

    json keys = before["keyCredentials"];
    keys.push_back(key_credential());
    scene.graph("PATCH", path, {{"keyCredentials", keys}}, headers).expect(204);
    const json after = scene.graph("GET", path, nullptr, headers).expect(200)["keyCredentials"];
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0]["keyId"], before["keyCredentials"][0]["keyId"]);
    scene.graph("PATCH", path, {{"keyCredentials", json::array()}}, headers).expect(204);
    EXPECT_EQ(number(scene.token(scene.assertion())), 50003);
}

// token.md 3.3: a tenant may cap the life of certificates
TEST(DirectoryKeys, AreRefusedByTheirDatesAndByPolicy) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    const auto with = [&](const char* name, const json& value) {
        json key = key_credential();
        if (name[0] != '\0') key[name] = value;
        return scene.graph("POST", "/applications",
                           {{"displayName", "A"}, {"keyCredentials", {key}}}, headers);
    };
    with("endDateTime", "2026-06-01T00:00:00Z").expect(201);
    EXPECT_EQ(with("endDateTime", "2027-06-01T00:00:00Z").expect(400)["error"]["message"],
              "Key credential end date is invalid.");
    EXPECT_EQ(with("startDateTime", "2025-06-01T00:00:00Z").expect(400)["error"]["message"],
              "Key credential start date is invalid.");
    with("key", "AAAA").expect(400);
    with("type", "Symmetric").expect(400);
    scene.admin("POST", "/directory", {{"key_lifetime_max", "P180D"}}).expect(200);
    EXPECT_EQ(with("", nullptr).error(), "CredentialInvalidLifetimeAsPerAppPolicy");
    with("endDateTime", "2026-06-01T00:00:00Z").expect(201);
    scene.admin("POST", "/directory", {{"key_lifetime_max", nullptr}}).expect(200);
    with("", nullptr).expect(201);
}

// token.md 3.3: iss is the object id; ten minutes; a certificate that is valid now
TEST(DirectoryKeys, AreRolledByTheApplicationItself) {
    Scene scene;
    const json made =
        scene.admin("POST", "/applications", {{"certificate", base64(key_pair().der)}}).expect(200);
    scene.client_id = made["client_id"];
    const std::string id = made["object_id"];
    const std::string path = "/applications/" + id;
    const auto add = [&](const std::string& proof, const json& password = nullptr) {
        return scene.graph("POST", path + "/addKey",
                           {{"keyCredential", key_credential()},
                            {"passwordCredential", password},
                            {"proof", proof}});
    };
    const std::string added = add(proof_for(scene, id)).expect(200)["keyId"];
    add(proof_for(scene, id), {{"secretText", "x"}}).expect(400);
    EXPECT_EQ(add(proof_for(scene, scene.client_id)).error(), "Authentication_MissingOrMalformed");
    add(proof_for(scene, id, 601)).expect(401);
    add(proof_for(scene, id) + "=").expect(401);

    const json removal{{"keyId", added}, {"proof", proof_for(scene, id)}};
    scene.graph("POST", path + "/removeKey", removal).expect(204);
    scene.graph("POST", path + "/removeKey", removal).expect(400);
    scene.graph("PATCH", path, {{"displayName", "B"}}).expect(403);
}

TEST(DirectoryApi, AnswersWhatItDoesNotKnowWith501) {
    Scene scene;
    const auto headers = as_person(scene, {registering});
    for (const char* path :
         {"/applications?$search=x", "/applications?$filter=startswith(displayName,'A')",
          "/applications?$select=logo", "/applications/x/owners", "/servicePrincipals/x/owners"}) {
        scene.graph("GET", path, nullptr, headers).expect(501);
    }
    for (const json& body : {json{{"displayName", "A"}, {"web", json::object()}},
                             json{{"displayName", "A"}, {"signInAudience", "PersonalAccount"}}}) {
        scene.graph("POST", "/applications", body, headers).expect(501);
    }
}

}  // namespace
}  // namespace plazo::sandbox
