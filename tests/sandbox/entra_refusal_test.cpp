// Every AADSTS number of token.md 1.7: by its cause, or on request.
#include <gtest/gtest.h>

#include <set>

#include "tests/sandbox/entra_scene.h"

namespace plazo::sandbox {
namespace {

void act_on_principal(Scene& scene, json body) {
    body["client_id"] = scene.client_id;
    scene.admin("POST", "/principals", body).expect(200);
}

// token.md 1.7, no tenant in the request; malformed; and /common
TEST(Refusals, OfTenants) {
    Scene scene;
    const std::string form = "grant_type=client_credentials";
    EXPECT_EQ(number(post_form(scene, "token", form, ""), 400, "invalid_request"), 50059);
    EXPECT_EQ(number(post_form(scene, "token", form, "my_tenant"), 400, "invalid_request"), 900023);
    EXPECT_EQ(number(post_form(scene, "token", form, "nobody.test"), 400, "invalid_request"),
              90002);
    for (const char* name : {"common", "organizations", "consumers"}) {
        EXPECT_EQ(number(post_form(scene, "token", form, name), 400, "invalid_request"), 9001023);
    }
}

// token.md 1.7, 700025: public client with a credential; 7000215: client secret wrong
TEST(Refusals, OfTheKindOfClient) {
    Scene scene;
    scene.client_id = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    EXPECT_EQ(number(sign_in(scene, {}), 401, "invalid_client"), 700025);
    Scene other;
    EXPECT_EQ(number(sign_in(other, {.more = "&client_secret=x"}), 401, "invalid_client"), 7000215);
}

// token.md 1.7, 50003: no signing key configured; 700030: SN/I not authorised
TEST(Refusals, OfCertificates) {
    Scene scene;
    Assertion assertion = scene.assertion();
    assertion.header["x5c"] = {base64(key_pair().der)};
    scene.token(assertion).expect(200);  // it is registered: x5c does no harm
    assertion = scene.assertion();
    assertion.header["x5t#S256"] = base64url(std::string(32, 'x'));
    assertion.header["x5c"] = {base64(key_pair().der)};
    EXPECT_EQ(number(scene.token(assertion), 401, "invalid_client"), 700030);

    scene.client_id = scene.admin("POST", "/applications", json::object()).expect(200)["client_id"];
    EXPECT_EQ(number(sign_in(scene, {}), 401, "invalid_client"), 50003);
}

// token.md 1.7: the application is disabled, or has no service principal here
TEST(Refusals, OfApplicationsThatMayNotSignIn) {
    Scene scene;
    act_on_principal(scene, {{"enabled", false}});
    const Answer disabled = sign_in(scene, {});
    EXPECT_EQ(number(disabled, 400, "unauthorized_client"), 7000112);
    EXPECT_NE(disabled.expect(400)["error_description"].get<std::string>().find("(Plazo) is dis"),
              std::string::npos);
    act_on_principal(scene, {{"enabled", true}});
    sign_in(scene, {}).expect(200);
    act_on_principal(scene, {{"deleted", true}});
    EXPECT_EQ(number(sign_in(scene, {}), 401, "invalid_client"), 7000229);
    scene.admin("POST", "/principals", {{"client_id", scene.client_id}}).expect(400);
}

// token.md 1.7: 900144 missing, 9002313 malformed, 7000218 no assertion
TEST(Refusals, OfForms) {
    Scene scene;
    EXPECT_EQ(number(post_form(scene, "token", "{\"grant_type\":\"client_credentials\"}"), 400,
                     "invalid_request"),
              900144);
    EXPECT_EQ(number(sign_in(scene, {.more = "&scope=x"}), 400, "invalid_request"), 9002313);
    EXPECT_EQ(
        number(post_form(scene, "token",
                         "grant_type=client_credentials&scope=x&client_id=" + scene.client_id),
               401, "invalid_client"),
        7000218);
    EXPECT_EQ(
        number(post_form(scene, "token", "grant_type=password"), 400, "unsupported_grant_type"),
        70003);
}

// token.md 1.7, 700022: more than one resource in scope
TEST(Refusals, OfTwoResources) {
    Scene scene;
    const std::string two = origin + "/.default https://other.test/.default";
    EXPECT_EQ(number(scene.token(scene.assertion(), two), 400, "invalid_scope"), 700022);
    EXPECT_EQ(number(scene.token(scene.assertion(), origin + "/.default x"), 400, "invalid_scope"),
              70011);
}

// token.md 0.7: a consent that is missing is not a token error
TEST(Consent, ActsOnTheNextToken) {
    Scene scene;
    const std::string path = "/users/" + ana + "/calendar";
    const auto old = bearer(sign_in(scene, {}));
    const json taken{{"client_id", scene.client_id}, {"remove", {"Calendars.ReadWrite"}}};
    EXPECT_EQ(scene.admin("POST", "/consent", taken).expect(200)["roles"], json{"Mail.Send"});
    scene.graph("GET", path, nullptr, old).expect(200);
    const Answer denied = scene.graph("GET", path, nullptr, bearer(sign_in(scene, {})));
    denied.expect(403);
    EXPECT_EQ(denied.error(), "ErrorAccessDenied");

    const json given{{"client_id", scene.client_id}, {"grant", {"Calendars.Read", "Mail.Send"}}};
    EXPECT_EQ(scene.admin("POST", "/consent", given).expect(200)["roles"],
              (json{"Mail.Send", "Calendars.Read"}));
    scene.graph("GET", path, nullptr, bearer(sign_in(scene, {}))).expect(200);
    scene.admin("POST", "/consent", {{"client_id", scene.client_id}, {"grant", {"Mail.Sent"}}})
        .expect(400);
}

TEST(Refusals, OnRequestHaveEveryOtherNumber) {
    Scene scene;
    for (const int wanted :
         {90019,  50128,   50194,   90124,   90130,   90051,  900382, 900432, 700011, 70001,
          50012,  7000274, 1000502, 7000214, 7000277, 500133, 50013,  90013,  90014,  50001,
          650057, 65001,   90094,   650056,  501051,  53003,  530032, 53011,  90055,  50196,
          50033,  90006,   90012,   90024,   90033,   90090,  90091,  50000,  100007, 7000222}) {
        scene.admin("POST", "/faults", {{"match", {{"path", "/token"}}}, {"aadsts", wanted}})
            .expect(200);
        const Answer answer = sign_in(scene, {});
        EXPECT_EQ(number(answer), wanted);
        EXPECT_EQ(answer.response.headers.find("x-sandbox-fault"),
                  "AADSTS" + std::to_string(wanted));
    }
    for (const int made_otherwise : {700016, 1, 0}) {
        scene.admin("POST", "/faults", {{"aadsts", made_otherwise}}).expect(400);
    }
    sign_in(scene, {}).expect(200);
}

// token.md 0.8 and 1.6: 429 is plain text with Retry-After: 60
TEST(Refusals, AreNotJsonWhereEntraThrottles) {
    Scene scene;
    scene.admin("POST", "/faults", {{"match", {{"path", "/token"}}}, {"status", 429}}).expect(200);
    const Answer throttled = sign_in(scene, {});
    EXPECT_EQ(throttled.response.status, 429);
    EXPECT_EQ(throttled.response.body, "Too Many Requests");
    EXPECT_EQ(throttled.response.headers.find("Retry-After"), "60");
    EXPECT_EQ(throttled.response.headers.find("Content-Type"), "text/plain; charset=utf-8");

    scene
        .admin("POST", "/faults",
               {{"match", {{"path", "/token"}}},
                {"aadsts", 90055},
                {"headers", {{"Retry-After", "7"}}}})
        .expect(200);
    const Answer as_json = sign_in(scene, {});
    EXPECT_EQ(number(as_json, 429, "temporarily_unavailable"), 90055);
    EXPECT_EQ(as_json.response.headers.find("Retry-After"), "7");

    scene.admin("POST", "/faults", {{"match", {{"path", "/token"}}}, {"status", 503}}).expect(200);
    EXPECT_EQ(number(sign_in(scene, {}), 503, "temporarily_unavailable"), 90033);
    scene
        .admin("POST", "/faults",
               {{"match", {{"path", "/token"}}}, {"status", 503}, {"body", "<html>"}})
        .expect(200);
    EXPECT_EQ(sign_in(scene, {}).response.body, "<html>");
    sign_in(scene, {}).expect(200);
}

// token.md 1.7 and 6: who does not keep tokens is throttled; from when on is not published
TEST(Refusals, ThrottleWhoAsksWithoutEnd) {
    Scene scene;
    scene.admin("POST", "/tokens", {{"requests_max", 5}}).expect(200);
    std::string other = scene.add_application({});
    for (int i = 0; i < 5; ++i) sign_in(scene, {}).expect(200);
    EXPECT_EQ(sign_in(scene, {}).response.headers.find("Retry-After"), "60");
    scene.now += std::chrono::seconds{59};
    const Answer still = sign_in(scene, {});
    EXPECT_EQ(still.response.status, 429);
    EXPECT_EQ(still.response.headers.find("Retry-After"), "1");
    std::swap(scene.client_id, other);
    sign_in(scene, {}).expect(200);  // it is counted for each application
    std::swap(scene.client_id, other);
    scene.now += std::chrono::seconds{1};
    sign_in(scene, {}).expect(200);
}

TEST(Refusals, DoNotThrottleWhoAsksOnceASecond) {
    Scene scene;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(sign_in(scene, {.more = "&client_secret=x"}).response.status, 401);
        scene.now += std::chrono::seconds{1};
    }
}

}  // namespace
}  // namespace plazo::sandbox
