// The clouds that the sandbox plays.
#include <gtest/gtest.h>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

json configuration(Scene& scene) {
    graph::Request request;
    request.target = std::string{"/"} + default_tenant + "/v2.0/.well-known/openid-configuration";
    return scene.send(request).expect(200);
}

TEST(Clouds, DescribeThemselvesAtTheAddressOfTheSandbox) {
    Scene global;
    EXPECT_EQ(configuration(global)["cloud_instance_name"], "microsoftonline.com");
    EXPECT_EQ(configuration(global)["msgraph_host"], "localhost:8443");
    Scene usgov{"usgov"};
    EXPECT_EQ(configuration(usgov)["cloud_instance_name"], "microsoftonline.us");
    EXPECT_EQ(configuration(usgov)["tenant_region_sub_scope"], "DODCON");
    EXPECT_EQ(configuration(usgov)["msgraph_host"], "localhost:8443");
    Scene china{"china"};
    EXPECT_TRUE(claims_of(sign_in(china, {}))["iss"].get<std::string>().starts_with(
        "https://sts.chinacloudapi.cn/"));
    EXPECT_THROW(Scene{"moon"}, std::invalid_argument);
}

// token.md 1.1: tokens of one cloud are not usable in another
TEST(Clouds, RefuseEachOthersTokens) {
    Scene global;
    Scene usgov{"usgov"};
    Scene dod{"dod"};
    const std::string path = "/users/" + ana + "/calendar";
    const auto token = bearer(sign_in(usgov, {}));
    usgov.graph("GET", path, nullptr, token).expect(200);
    for (Scene* other : {&global, &dod}) {
        const Answer refused = other->graph("GET", path, nullptr, token);
        EXPECT_EQ(refused.expect(401)["error"]["message"],
                  "Access token validation failure. Invalid signature.");
    }
    EXPECT_NE(usgov.graph("GET", path, nullptr, bearer(sign_in(global, {})))
                  .response.headers.find("WWW-Authenticate")
                  ->find("https://login.microsoftonline.us/common/"),
              std::string::npos);
}

// token.md 1.7, 50027: a wrong cloud's host in aud; 500011: Graph's root of another cloud
TEST(Clouds, RefuseAssertionsAndScopesThatNameAnother) {
    Scene scene{"usgov"};
    Assertion assertion = scene.assertion();
    assertion.claims["aud"] =
        std::string{"https://login.microsoftonline.com/"} + default_tenant + "/oauth2/v2.0/token";
    EXPECT_EQ(number(scene.token(assertion), 401, "invalid_client"), 50027);
    EXPECT_EQ(number(scene.token(scene.assertion(), "https://graph.microsoft.com/.default"), 400,
                     "invalid_resource"),
              500011);
    scene.token(scene.assertion(), "https://graph.microsoft.us/.default").expect(200);
    scene.token(scene.assertion(), "00000003-0000-0000-c000-000000000000/.default").expect(200);
}

// token.md 1.7, 90038: the tenant lives in another national cloud
TEST(Clouds, KnowOfTenantsThatLiveElsewhere) {
    Scene scene;
    scene.admin("POST", "/tenants", {{"domains", {"army.test"}}, {"cloud", "dod"}}).expect(200);
    scene.admin("POST", "/tenants", {{"domains", {"x.test"}}, {"cloud", "moon"}}).expect(400);
    EXPECT_EQ(number(sign_in(scene, {.tenant = "army.test"}), 400, "invalid_request"), 90038);
}

// token.md 1.7, 50049: unknown login host
TEST(Clouds, TellLoginHostsFromOthers) {
    Scene scene;
    const auto discover = [&](const std::string& host) {
        graph::Request request;
        request.target = "/common/discovery/instance?api-version=1.1&authorization_endpoint=" +
                         graph::percent_encode("https://" + host + "/acme.test/oauth2/authorize");
        return scene.send(request);
    };
    const json known = discover("login.microsoftonline.us").expect(200);
    EXPECT_EQ(known["metadata"][0]["preferred_network"], "login.microsoftonline.us");
    EXPECT_EQ(known["tenant_discovery_endpoint"],
              "https://login.microsoftonline.us/acme.test/v2.0/.well-known/openid-configuration");
    discover("localhost:8443").expect(200);
    EXPECT_EQ(number(discover("login.example.com"), 400, "invalid_instance"), 50049);
}

}  // namespace
}  // namespace plazo::sandbox
