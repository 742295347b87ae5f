// Several tenants: what belongs to which, and what one may not do in another.
#include <gtest/gtest.h>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

const std::string eva = "eva@other.test";

/// A scene with a second tenant at other.test, in which Eva has a mailbox.
struct Neighbours : Scene {
    Neighbours() : other{add_tenant(*this, "other.test")} {
        admin("POST", "/mailboxes", {{"address", eva}}).expect(200);
    }
    /// An application of `tenant`, from now on the scene's.
    void use_application(const std::string& tenant, const std::string& audience) {
        client_id = admin("POST", "/applications",
                          {{"certificate", base64(key_pair().der)},
                           {"roles", {"Calendars.ReadWrite"}},
                           {"tenant", tenant},
                           {"signInAudience", audience}})
                        .expect(200)["client_id"];
    }
    Answer calendar(const std::string& address, const Answer& token) {
        return graph("GET", "/users/" + address + "/calendar", nullptr, bearer(token));
    }
    const std::string other;
};

TEST(Tenants, AreNamedByIdOrByVerifiedDomain) {
    Neighbours scene;
    scene.use_application(scene.other, "AzureADMyOrg");
    const Answer by_domain = sign_in(scene, {.tenant = "other.test"});
    EXPECT_EQ(claims_of(by_domain)["tid"], scene.other);
    EXPECT_EQ(claims_of(sign_in(scene, {.tenant = scene.other}))["tid"], scene.other);
    graph::Request request;
    request.target = "/OTHER.test/v2.0/.well-known/openid-configuration";
    EXPECT_EQ(scene.send(request).expect(200)["issuer"], origin + "/" + scene.other + "/v2.0");
    scene.admin("POST", "/tenants", {{"domains", {"other.test"}}}).expect(409);
    scene.admin("POST", "/tenants", {{"domains", {"x"}}}).expect(400);
    scene.admin("POST", "/tenants", json::object()).expect(400);
}

// graph.md 15: 404 ErrorInvalidUser, as the mailbox is in no directory that the token is for
TEST(Tenants, ATokenOpensNoMailboxOfAnother) {
    Neighbours scene;
    const Answer at_home = sign_in(scene, {});
    scene.calendar(ana, at_home).expect(200);
    const Answer refused = scene.calendar(eva, at_home);
    refused.expect(404);
    EXPECT_EQ(refused.error(), "ErrorInvalidUser");
    const json eva_id = scene.admin("GET", "/mailboxes").expect(200);
    for (const json& each : eva_id["value"]) {
        if (each["address"] == eva) scene.calendar(each["id"], at_home).expect(404);
    }

    scene.use_application(scene.other, "AzureADMyOrg");
    const Answer away = sign_in(scene, {.tenant = scene.other});
    scene.calendar(eva, away).expect(200);
    EXPECT_EQ(scene.calendar(ana, away).error(), "ErrorInvalidUser");
}

TEST(Tenants, SchedulesOfAnotherAreNotResolved) {
    Neighbours scene;
    const json answer =
        scene
            .graph("POST", "/users/" + ana + "/calendar/getSchedule",
                   {{"schedules", {eva, luis}},
                    {"startTime", {{"dateTime", "2026-03-02T00:00:00"}, {"timeZone", "UTC"}}},
                    {"endTime", {{"dateTime", "2026-03-03T00:00:00"}, {"timeZone", "UTC"}}}})
            .expect(200);
    EXPECT_TRUE(answer["value"][0].contains("error"));
    EXPECT_FALSE(answer["value"][1].contains("error"));
}

// token.md 1.7, 700016: the application is not in this tenant
TEST(Tenants, DoNotKnowEachOthersApplications) {
    Neighbours scene;
    EXPECT_EQ(number(sign_in(scene, {.tenant = scene.other}), 400, "unauthorized_client"), 700016);
}

// token.md 1.7, 7000229: no service principal in this tenant
TEST(Tenants, LetAnApplicationForSeveralInByConsent) {
    Neighbours scene;
    scene.use_application(default_tenant, "AzureADMultipleOrgs");
    EXPECT_EQ(number(sign_in(scene, {.tenant = scene.other}), 401, "invalid_client"), 7000229);
    const json consent{
        {"client_id", scene.client_id}, {"tenant", scene.other}, {"grant", {"Calendars.Read"}}};
    scene.admin("POST", "/consent", consent).expect(200);
    const Answer token = sign_in(scene, {.tenant = scene.other});
    EXPECT_EQ(claims_of(token)["roles"], json{"Calendars.Read"});
    scene.calendar(eva, token).expect(200);
    EXPECT_EQ(claims_of(sign_in(scene, {}))["roles"], json{"Calendars.ReadWrite"});
}

TEST(Tenants, AnApplicationForOneCannotBeLetIntoAnother) {
    Neighbours scene;
    scene.admin("POST", "/consent", {{"client_id", scene.client_id}, {"tenant", scene.other}})
        .expect(400);
    const auto headers = as_person(scene, {registering}, "global", scene.other);
    const Answer answer =
        scene.graph("POST", "/servicePrincipals", {{"appId", scene.client_id}}, headers);
    EXPECT_EQ(answer.error(), "Request_BadRequest");
}

TEST(Tenants, AdministratorsMakePrincipalsInTheirOwn) {
    Neighbours scene;
    scene.use_application(default_tenant, "AzureADMultipleOrgs");
    const auto headers = as_person(scene, {registering, granting}, "global", "other.test");
    const std::string path = "/servicePrincipals(appId='" + scene.client_id + "')";
    scene.graph("GET", path, nullptr, headers).expect(404);
    scene.graph("POST", "/servicePrincipals", {{"appId", scene.client_id}}, headers).expect(201);
    EXPECT_EQ(scene.graph("GET", path, nullptr, headers).expect(200)["appOwnerOrganizationId"],
              default_tenant);
    EXPECT_FALSE(claims_of(sign_in(scene, {.tenant = scene.other})).contains("roles"));
    // the registration stays where it is
    scene.graph("GET", "/applications(appId='" + scene.client_id + "')", nullptr, headers)
        .expect(404);
}

TEST(Tenants, APolicyActsInItsOwn) {
    Neighbours scene;
    scene.use_application(default_tenant, "AzureADMultipleOrgs");
    scene
        .admin("POST", "/consent",
               {{"client_id", scene.client_id},
                {"tenant", scene.other},
                {"grant", {"Calendars.ReadWrite"}}})
        .expect(200);
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id}, {"kind", "access-policy"}, {"mailboxes", {luis}}})
        .expect(200);
    scene.calendar(ana, sign_in(scene, {})).expect(403);
    scene.calendar(eva, sign_in(scene, {.tenant = scene.other})).expect(200);
}

TEST(Tenants, GoIntoTheStateFile) {
    Neighbours scene;
    scene.use_application(scene.other, "AzureADMultipleOrgs");
    restart(scene);
    scene.calendar(eva, sign_in(scene, {.tenant = "other.test"})).expect(200);
    EXPECT_EQ(number(sign_in(scene, {})), 7000229);
}

}  // namespace
}  // namespace plazo::sandbox
