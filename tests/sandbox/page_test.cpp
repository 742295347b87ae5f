#include <gtest/gtest.h>

#include "tests/sandbox/page_scene.h"

namespace plazo::sandbox {
namespace {

TEST(Page, ForbidsWhatItDoesNotNeed) {
    Scene scene;
    const graph::Response response = opened(scene, "/");
    const std::string policy = response.headers.find("Content-Security-Policy").value();
    EXPECT_TRUE(policy.starts_with("default-src 'none'"));
    for (const char* loose : {"unsafe", "script-src", "http:", "*"}) {
        EXPECT_FALSE(has(policy, loose)) << policy;
    }
    EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(has(response.body, " style="));
    EXPECT_TRUE(has(response.body, "<html lang=\"en\">"));
}

TEST(Page, IsForThisMachineOnly) {
    Scene scene;
    for (const std::string path :
         {"/", "/journal", "/style.css", "/mailboxes/x/inbox", "/nothing"}) {
        graph::Request request;
        request.target = path;
        request.headers.set("Accept", "text/html");
        request.peer = "192.0.2.7";
        EXPECT_EQ(scene.send(request).response.status, 403) << path;
    }
}

TEST(Page, LeavesTheServicesTheirPaths) {
    Scene scene;
    EXPECT_EQ(scene.graph("GET", events).response.status, 200);
    graph::Request request;
    request.target = "/nothing-here";
    EXPECT_EQ(scene.send(request).response.status, 501);  // not a browser
    request.target = "/journal";
    request.method = "POST";
    EXPECT_EQ(scene.send(request).response.status, 501);
    EXPECT_EQ(
        opened(scene, "/" + std::string{default_tenant} + "/v2.0/.well-known/openid-configuration")
            .headers.find("Content-Type"),
        "application/json; charset=utf-8");
}

TEST(Page, SaysWhatIsNotThere) {
    Scene scene;
    EXPECT_TRUE(has(page_at(scene, "/nothing-here", 404), "There is no such page."));
    EXPECT_TRUE(has(page_at(scene, "/mailboxes", 404), "There is no such page."));
    EXPECT_TRUE(has(page_at(scene, "/mailboxes/x%40y/inbox", 404), "There is no mailbox x@y."));
    EXPECT_TRUE(has(page_at(scene, anas + "nothing", 404), "There is no such page."));
    EXPECT_TRUE(has(page_at(scene, "/mailboxes/%3Cb%3E/inbox", 404), "&lt;b&gt;"));
}

TEST(Page, ShowsTheTenantAtAGlance) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    scene.admin("POST", "/mailboxes", {{"address", "r@plazo.test"}, {"kind", "room"}}).expect(200);
    scene.admin("POST", "/mailboxes", {{"address", "n@plazo.test"}, {"kind", "unlicensed"}})
        .expect(200);
    scene.admin("POST", "/faults", {{"status", 503}, {"count", 3}}).expect(200);
    scene.admin("POST", "/clock", {{"freeze", true}}).expect(200);
    const std::string page = page_at(scene, "/");
    EXPECT_TRUE(has(page, "2026-03-02 08:00:00 UTC"));
    EXPECT_TRUE(has(page, "stands still"));
    EXPECT_TRUE(has(page, "1 on"));
    EXPECT_TRUE(has(page, ">room<"));
    EXPECT_TRUE(has(page, "/mailboxes/luis%40plazo.test/inbox/1\">Sign the contract"));
    EXPECT_TRUE(has(page, "/mailboxes/zoe%40elsewhere.test/inbox\">1<"));
    EXPECT_LT(page.find(">licensed<"), page.find(">unlicensed<"));
    EXPECT_TRUE(has(page_at(scene, "/mailboxes/n%40plazo.test/calendar", 404), "has no calendar"));
}

TEST(Page, ShowsMembersOfGroups) {
    Scene scene;
    scene
        .admin("POST", "/mailboxes",
               {{"address", "team@plazo.test"}, {"kind", "group"}, {"members", {luis}}})
        .expect(200);
    EXPECT_TRUE(has(page_at(scene, "/mailboxes/team%40plazo.test"), "<li>luis@plazo.test</li>"));
}

TEST(Page, ShowsFaultsLimitsAndTheClockWithTheLineThatChangesThem) {
    Scene scene;
    scene.admin("POST", "/faults", {{"status", 503}, {"rate", 0.25}, {"match", {{"path", "<b>"}}}})
        .expect(200);
    scene.admin("POST", "/throttle", {{"concurrent", 2}}).expect(200);
    const std::string faults = page_at(scene, "/faults");
    EXPECT_TRUE(has(faults, "25 %"));
    EXPECT_TRUE(has(faults, "without end"));
    EXPECT_TRUE(has(faults, "&lt;b&gt;"));
    EXPECT_TRUE(
        has(faults, "curl --cacert &quot;$CA&quot; -X DELETE " + origin + "/_sandbox/faults"));
    EXPECT_TRUE(has(page_at(scene, "/throttle"), "data-label=\"At most\">2<"));
    EXPECT_TRUE(has(page_at(scene, "/subscriptions"), "Nobody has subscribed."));
    EXPECT_TRUE(has(page_at(scene, "/clock"), "&quot;freeze&quot;: true"));
}

TEST(Page, HasAStyleSheetForEveryPlaceInAWeek) {
    Scene scene;
    const graph::Response style = opened(scene, "/style.css");
    EXPECT_EQ(style.headers.find("Content-Type"), "text/css; charset=utf-8");
    for (const char* place :
         {".from-95 ", ".to-96 ", ".lane-2 ", ".lane-end-3 ", ".lanes-3 ", ".row-4 "}) {
        EXPECT_TRUE(has(style.body, place)) << place;
    }
    EXPECT_EQ(count_of(style.body, "{"), count_of(style.body, "}"));
    EXPECT_EQ(opened(scene, "/icon.svg").headers.find("Content-Type"), "image/svg+xml");
}

}  // namespace
}  // namespace plazo::sandbox
