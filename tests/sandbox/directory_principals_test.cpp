// Enterprise applications, the roles granted to them, and how long it takes until a directory
// knows everywhere what was made in it.
#include <gtest/gtest.h>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

constexpr const char* mail_send = "b633e1c5-b582-4048-a93e-9f11b44c7e96";

/// The scene's application as a Global Administrator sees it.
struct Office : Scene {
    Office()
        : headers{as_person(*this, {registering, granting})},
          principal{get("/servicePrincipals(appId='" + client_id + "')")["id"]},
          graph_principal{get("/servicePrincipals(appId='" + graph_app + "')")["id"]} {}
    json get(const std::string& path) { return graph("GET", path, nullptr, headers).expect(200); }
    Answer grant(const std::string& role, const std::string& path = "") {
        return graph(
            "POST",
            path.empty() ? "/servicePrincipals/" + graph_principal + "/appRoleAssignedTo" : path,
            {{"principalId", principal}, {"resourceId", graph_principal}, {"appRoleId", role}},
            headers);
    }
    json roles() { return claims_of(sign_in(*this, {})).value("roles", json::array()); }
    const graph::Headers headers;
    const std::string principal;
    const std::string graph_principal;
};

TEST(AppRoles, AreTakenAwayByDeletingTheirAssignment) {
    Office office;
    const std::string of_principal = "/servicePrincipals/" + office.principal;
    EXPECT_EQ(office.roles(), (json{"Mail.Send", "Calendars.ReadWrite"}));
    const json all = office.get(of_principal + "/appRoleAssignments")["value"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["appRoleId"], mail_send);
    const auto old = bearer(sign_in(office, {}));
    const std::string first =
        of_principal + "/appRoleAssignments/" + all[0]["id"].get<std::string>();
    office.graph("DELETE", first, nullptr, office.headers).expect(204);
    office.graph("DELETE", first, nullptr, office.headers).expect(404);
    EXPECT_EQ(office.roles(), json{"Calendars.ReadWrite"});
    const json message{{"message", {{"subject", "S"}, {"toRecipients", json::array()}}}};
    EXPECT_EQ(office.graph("POST", "/users/" + ana + "/sendMail", message, old).response.status,
              400)
        << "a token that is out keeps its roles";

    const json assigned =
        office.get("/servicePrincipals/" + office.graph_principal + "/appRoleAssignedTo")["value"];
    ASSERT_EQ(assigned.size(), 1U);
    office
        .graph("DELETE",
               "/servicePrincipals/" + office.graph_principal + "/appRoleAssignedTo/" +
                   assigned[0]["id"].get<std::string>(),
               nullptr, office.headers)
        .expect(204);
    EXPECT_EQ(office.roles(), json::array());
}

TEST(AppRoles, AreGrantedAtEitherEnd) {
    Office office;
    const std::string reading = "798ee544-9d2d-430c-a058-570e29e34338";
    const json made =
        office.grant(reading, "/servicePrincipals/" + office.principal + "/appRoleAssignments")
            .expect(201);
    EXPECT_EQ(made["principalId"], office.principal);
    EXPECT_EQ(office.roles().size(), 3U);
    EXPECT_EQ(office.grant(reading).expect(400)["error"]["message"],
              "Permission being assigned already exists on the object.");
    EXPECT_EQ(office.grant("00000000-0000-4000-8000-000000000000").expect(400)["error"]["message"],
              "Permission being assigned was not found on application.");
    office.grant(reading, "/servicePrincipals/nobody/appRoleAssignments").expect(404);
    office.grant(reading, "/servicePrincipals/nobody/appRoleAssignedTo").expect(404);
}

TEST(Principals, AreDisabledAndDeleted) {
    Office office;
    const std::string path = "/servicePrincipals/" + office.principal;
    office.graph("PATCH", path, {{"accountEnabled", false}}, office.headers).expect(204);
    EXPECT_EQ(office.get(path)["accountEnabled"], false);
    EXPECT_EQ(number(sign_in(office, {})), 7000112);
    office.graph("PATCH", path, {{"accountEnabled", 1}}, office.headers).expect(400);
    office.graph("DELETE", path, nullptr, office.headers).expect(204);
    office.graph("GET", path, nullptr, office.headers).expect(404);
    EXPECT_EQ(number(sign_in(office, {})), 7000229);
    const json wish{{"appId", office.client_id}};
    office.graph("POST", "/servicePrincipals", wish, office.headers).expect(201);
    EXPECT_EQ(office.graph("POST", "/servicePrincipals", wish, office.headers).error(),
              "Request_MultipleObjectsWithSameKeyValue");
    EXPECT_EQ(office.roles(), json::array()) << "consent went with the old one";
}

// graph.md 18: replication lag, retry 400/404 a few times
TEST(Replication, KeepsANewApplicationFromOtherCallsForAWhile) {
    Office office;
    office.admin("POST", "/directory", {{"replication_lag", "PT30S"}}).expect(200);
    const json made =
        office
            .graph("POST", "/applications",
                   {{"displayName", "A"}, {"keyCredentials", {key_credential()}}}, office.headers)
            .expect(201);
    office.client_id = made["appId"];
    const std::string path = "/applications/" + made["id"].get<std::string>();
    const json wish{{"appId", made["appId"]}};
    const auto status = [&](const char* method, const std::string& target, const json& body) {
        return office.graph(method, target, body, office.headers).response.status;
    };
    EXPECT_EQ(status("GET", path, nullptr), 404);
    EXPECT_EQ(status("PATCH", path, {{"displayName", "B"}}), 404);
    EXPECT_EQ(status("POST", "/servicePrincipals", wish), 400);
    EXPECT_EQ(number(sign_in(office, {})), 700016);

    office.now += std::chrono::seconds{30};
    EXPECT_EQ(status("GET", path, nullptr), 200);
    EXPECT_EQ(number(sign_in(office, {})), 7000229);
    EXPECT_EQ(status("POST", "/servicePrincipals", wish), 201);
    const std::string principal = "/servicePrincipals(appId='" + office.client_id + "')";
    EXPECT_EQ(status("GET", principal, nullptr), 404);
    EXPECT_EQ(number(sign_in(office, {})), 7000229);
    office.now += std::chrono::seconds{30};
    EXPECT_EQ(status("GET", principal, nullptr), 200);
    sign_in(office, {}).expect(200);
}

// token.md 3.3: after an upload a 700027 may be seen for minutes
TEST(Replication, KeepsANewKeyFromSigningIn) {
    Office office;
    office.admin("POST", "/directory", {{"replication_lag", "PT2M"}}).expect(200);
    office
        .graph("PATCH", "/applications(appId='" + office.client_id + "')",
               {{"keyCredentials", {key_credential()}}}, office.headers)
        .expect(204);
    EXPECT_EQ(number(sign_in(office, {})), 700027);
    office.now += std::chrono::seconds{119};
    EXPECT_EQ(number(sign_in(office, {})), 700027);
    restart(office);
    EXPECT_EQ(number(sign_in(office, {})), 700027);
    office.now += std::chrono::seconds{1};
    sign_in(office, {}).expect(200);
    office.admin("POST", "/directory", {{"replication_lag", "soon"}}).expect(400);
}

}  // namespace
}  // namespace plazo::sandbox
