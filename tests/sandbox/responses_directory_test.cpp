// What the sandbox answers about applications, service principals and their roles is what Graph's
// own description says it may answer.
#include "examples/sandbox/jose.h"
#include "tests/graph/schema.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const graph::testing::Schemas schemas{"directory.json"};
const std::string graph_by_client_id =
    "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
const std::string mail_send = "b633e1c5-b582-4048-a93e-9f11b44c7e96";

struct DirectoryScene : Scene {
    DirectoryScene() {
        client_id =
            add_application({"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"});
    }
    json application() {
        return graph("POST", "/applications",
                     {{"displayName", "Plazo"},
                      {"signInAudience", "AzureADMyOrg"},
                      {"requiredResourceAccess",
                       {{{"resourceAppId", "00000003-0000-0000-c000-000000000000"},
                         {"resourceAccess", {{{"id", mail_send}, {"type", "Role"}}}}}}},
                      {"keyCredentials",
                       {{{"type", "AsymmetricX509Cert"},
                         {"usage", "Verify"},
                         {"key", base64(key_pair().der)}}}}})
            .expect(201);
    }
};

TEST(DirectoryAnswers, OfApplicationsHaveGraphsShape) {
    DirectoryScene scene;
    const json made = scene.application();
    EXPECT_EQ(schemas.problem("application", made), "");
    const json shown =
        scene.graph("GET", "/applications(appId='" + std::string{made["appId"]} + "')").expect(200);
    EXPECT_EQ(schemas.problem("application", shown), "");
    EXPECT_EQ(shown["keyCredentials"].size(), 1U);
}

// graph.md 18: the three steps of a registration
TEST(DirectoryAnswers, OfPrincipalsAndTheirRolesHaveGraphsShape) {
    DirectoryScene scene;
    const json made =
        scene.graph("POST", "/servicePrincipals", {{"appId", scene.application()["appId"]}})
            .expect(201);
    EXPECT_EQ(schemas.problem("servicePrincipal", made), "");
    const json resource = scene.graph("GET", graph_by_client_id).expect(200);
    EXPECT_EQ(schemas.problem("servicePrincipal", resource), "");
    const json assigned =
        scene
            .graph("POST", "/servicePrincipals/" + id_of(resource) + "/appRoleAssignedTo",
                   {{"principalId", made["id"]},
                    {"resourceId", resource["id"]},
                    {"appRoleId", mail_send}})
            .expect(201);
    EXPECT_EQ(schemas.problem("appRoleAssignment", assigned), "");
}

}  // namespace
}  // namespace plazo::sandbox
