#include <gtest/gtest.h>

#include <algorithm>

#include "examples/sandbox/jose.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

void ask(Scene& scene, const json& fault) {
    scene.admin("POST", "/faults", fault).expect(200);
}

std::string mark(const Answer& answer) {
    return answer.response.headers.find("x-sandbox-fault").value_or("none");
}

TEST(Faults, AreNoneUntilSomebodyAsks) {
    Scene scene;
    EXPECT_EQ(scene.admin("GET", "/faults").expect(200)["value"], json::array());
    EXPECT_EQ(mark(scene.graph("GET", events)), "none");
}

TEST(Faults, AreShownWithWhatIsLeftOfThem) {
    Scene scene;
    ask(scene,
        {{"match", {{"path", "/events"}}}, {"count", 2}, {"status", 504}, {"when", "after"}});
    EXPECT_EQ(mark(scene.graph("POST", events, meeting())), "504 after");
    const json faults = scene.admin("GET", "/faults").expect(200)["value"];
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0]["count"], 1);
    EXPECT_EQ(faults[0]["does"], "504 after");
    EXPECT_EQ(faults[0]["match"]["path"], "/events");
}

TEST(Faults, LetExchangeTouchTheEventBetween) {
    Scene scene;
    const json event = scene.graph("POST", events, meeting()).expect(201);
    const std::string path = events + "/" + event["id"].get<std::string>();
    graph::Headers match;
    match.set("If-Match", event["@odata.etag"]);
    ask(scene, {{"match", {{"method", "PATCH"}}}, {"race", true}});
    const Answer lost = scene.graph("PATCH", path, {{"subject", "New"}}, match);
    lost.expect(412);
    EXPECT_EQ(mark(lost), "race");
    const json now = scene.graph("GET", path).expect(200);
    EXPECT_NE(now["changeKey"], event["changeKey"]);
    EXPECT_EQ(now["subject"], event["subject"]);
    match.set("If-Match", now["@odata.etag"]);
    scene.graph("PATCH", path, {{"subject", "New"}}, match).expect(200);
}

TEST(Faults, OfARaceHurtNobodyWhoDoesNotCompare) {
    Scene scene;
    const json event = scene.graph("POST", events, meeting()).expect(201);
    ask(scene, {{"match", {{"method", "PATCH"}}}, {"race", true}});
    scene.graph("PATCH", events + "/" + event["id"].get<std::string>(), {{"subject", "New"}})
        .expect(200);
}

// graph.md 5: it also happens without If-Match
TEST(Faults, OfARaceMayRefuseWhoDoesNotCompareToo) {
    Scene scene;
    const json event = scene.graph("POST", events, meeting()).expect(201);
    const std::string path = events + "/" + event["id"].get<std::string>();
    ask(scene, {{"match", {{"method", "PATCH"}}}, {"race", "always"}});
    const Answer lost = scene.graph("PATCH", path, {{"subject", "New"}});
    EXPECT_EQ(lost.error(), "ErrorIrresolvableConflict");
    lost.expect(412);
    EXPECT_NE(scene.graph("GET", path).expect(200)["changeKey"], event["changeKey"]);
    scene.graph("PATCH", path, {{"subject", "New"}}).expect(200);
}

TEST(Faults, HitAMailboxByAnyOfItsNames) {
    Scene scene;
    const json all = scene.admin("GET", "/mailboxes").expect(200)["value"];
    const auto found = std::find_if(all.begin(), all.end(),
                                    [](const json& each) { return each["address"] == ana; });
    ask(scene, {{"match", {{"mailbox", ana}}}, {"status", 503}, {"count", 2}});
    scene.graph("GET", "/users/" + (*found)["id"].get<std::string>() + "/events").expect(503);
    scene.graph("GET", "/users/" + luis + "/events").expect(200);
    scene.graph("GET", events).expect(503);
}

TEST(Faults, OfACutAnswerLeaveAChangeThatIsSavedAndInTheJournal) {
    Scene scene;
    scene.graph("GET", events).expect(200);
    const auto before = scene.sandbox->revision();
    ask(scene, {{"match", {{"path", "/events"}}}, {"cut", true}, {"when", "after"}});
    const json item{{"id", "1"},
                    {"method", "POST"},
                    {"url", "/users/" + ana + "/events"},
                    {"headers", {{"Content-Type", "application/json"}}},
                    {"body", meeting()}};
    EXPECT_THROW(scene.graph("POST", "/$batch", {{"requests", {item}}}), graph::TransportError);
    EXPECT_EQ(scene.sandbox->revision(), before + 2);  // of the admin call and the batch
    const json journal = scene.admin("GET", "/journal").expect(200)["value"];
    ASSERT_GE(journal.size(), 2U);
    EXPECT_EQ(journal[journal.size() - 2]["path"], "/v1.0/users/" + ana + "/events");
    EXPECT_EQ(journal[journal.size() - 1]["path"], "/v1.0/$batch");
}

TEST(Faults, LetATokenExpireForOneRequest) {
    Scene scene;
    ask(scene, {{"expired_token", true}});
    const Answer answer = scene.graph("GET", events);  // the sign-in before it is not hit
    EXPECT_EQ(answer.expect(401)["error"]["message"],
              "Lifetime validation failed, the token is expired.");
    EXPECT_TRUE(answer.response.headers.find("WWW-Authenticate")->starts_with("Bearer realm"));
    scene.graph("GET", events).expect(200);
}

TEST(Faults, ChallengeTheTokenWithClaims) {
    Scene scene;
    ask(scene, {{"access_challenge", true}});
    const Answer answer = scene.graph("GET", events);
    answer.expect(401);
    const std::string challenge = answer.response.headers.find("WWW-Authenticate").value_or("");
    EXPECT_NE(challenge.find("error=\"insufficient_claims\""), std::string::npos);
    const std::string before = "claims=\"";
    const std::size_t begin = challenge.find(before) + before.size();
    const auto claims = from_base64(challenge.substr(begin, challenge.rfind('"') - begin));
    ASSERT_TRUE(claims);
    EXPECT_EQ(json::parse(*claims)["access_token"]["nbf"]["value"],
              std::to_string(scene.now.time_since_epoch().count()));
}

TEST(Faults, HitAShareOfTheRequestsDrawnFromTheSeed) {
    const auto hits = [] {
        Scene scene;
        scene.graph("GET", events).expect(200);
        ask(scene, {{"match", {{"path", "/events"}}}, {"rate", 0.2}, {"status", 503}});
        std::string out;
        for (int i = 0; i < 200; ++i) {
            out += scene.graph("GET", events).response.status == 503 ? 'x' : '.';
        }
        return out;
    };
    const std::string once = hits();
    EXPECT_EQ(hits(), once);
    const auto count = std::count(once.begin(), once.end(), 'x');
    EXPECT_GT(count, 20);
    EXPECT_LT(count, 60);
}

TEST(Faults, AreRefusedWhenTheyMakeNoSense) {
    Scene scene;
    for (const json& fault :
         {json::object(), json{{"status", 99}}, json{{"rate", 2}, {"status", 500}},
          json{{"count", 0}, {"status", 500}}, json{{"race", true}, {"cut", true}},
          json{{"race", true}, {"when", "after"}}}) {
        scene.admin("POST", "/faults", fault).expect(400);
    }
}

TEST(Journal, IsFilteredAndLimited) {
    Scene scene;
    scene.graph("GET", events).expect(200);
    scene.graph("POST", events, meeting()).expect(201);
    scene.graph("GET", "/users/" + luis + "/calendar").expect(200);
    const auto count = [&](const std::string& filter) {
        return scene.admin("GET", "/journal?" + filter).expect(200)["value"].size();
    };
    EXPECT_EQ(count(""), 4U);
    EXPECT_EQ(count("limit=2"), 2U);
    EXPECT_EQ(count("method=POST"), 2U);
    EXPECT_EQ(count("path=/events"), 2U);
    EXPECT_EQ(count("mailbox=" + luis), 1U);
    EXPECT_EQ(count("status=201"), 1U);
    EXPECT_EQ(count("status=201&since=3"), 0U);
    scene.admin("GET", "/journal?limit=x").expect(400);
}

}  // namespace
}  // namespace plazo::sandbox
