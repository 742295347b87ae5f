#include <gtest/gtest.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

TEST(Admin, IsForThisMachineOnly) {
    Scene scene;
    graph::Request request;
    request.target = "/_sandbox/mailboxes";
    for (const char* near : {"127.0.0.1", "::1", "local"}) {
        request.peer = near;
        scene.send(request).expect(200);
    }
    request.peer = "192.0.2.7";
    scene.send(request).expect(403);
    request.peer = "127.0.0.1";
    request.headers.set("Origin", "https://evil.example");
    scene.send(request).expect(403);
}

TEST(Admin, RefusesKindsItDoesNotKnow) {
    Scene scene;
    scene.admin("POST", "/mailboxes", {{"address", "x@plazo.test"}, {"kind", "odd"}}).expect(400);
    scene.admin("POST", "/mailboxes", {{"address", ana}}).expect(409);
    scene.admin("POST", "/mailboxes", {{"address", "x@plazo.test"}, {"kind", "unlicensed"}})
        .expect(200);
    EXPECT_EQ(scene.graph("GET", "/users/x@plazo.test/calendar").error(),
              "MailboxNotEnabledForRESTAPI");
}

TEST(Policies, RestrictAConsentedRoleOnceTheyAreActive) {
    Scene scene;
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id},
                {"kind", "access-policy"},
                {"mailboxes", {ana}},
                {"active_in", "PT1H"}})
        .expect(200);
    const std::string path = "/users/" + luis + "/calendar";
    scene.graph("GET", path).expect(200);
    scene.now += std::chrono::minutes{59};
    scene.graph("GET", path).expect(200);
    scene.now += std::chrono::minutes{2};
    scene.forget_token();
    const Answer denied = scene.graph("GET", path);
    EXPECT_NE(denied.expect(403)["error"]["message"].get<std::string>().find("[RAOP]"),
              std::string::npos);
    scene.graph("GET", "/users/" + ana + "/calendar").expect(200);
}

TEST(Policies, OfRbacGrantWithoutAConsentedRole) {
    Scene scene;
    scene.client_id = scene.add_application({});
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id}, {"kind", "rbac"}, {"mailboxes", {ana}}})
        .expect(200);
    scene.graph("GET", "/users/" + ana + "/calendar").expect(200);
    scene.graph("GET", "/users/" + luis + "/calendar").expect(403);
}

TEST(Policies, OfRbacDoNotLimitAConsentedRole) {
    Scene scene;
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id}, {"kind", "rbac"}, {"mailboxes", {ana}}})
        .expect(200);
    scene.graph("GET", "/users/" + luis + "/calendar").expect(200);
}

TEST(Faults, AnswerInsteadOfTheServiceAsOftenAsAsked) {
    Scene scene;
    scene
        .admin("POST", "/faults",
               {{"match", {{"method", "POST"}, {"path", "/events"}, {"mailbox", ana}}},
                {"count", 2},
                {"status", 503},
                {"headers", {{"Retry-After", "7"}}}})
        .expect(200);
    const Answer answer = scene.graph("POST", events, meeting());
    answer.expect(503);
    EXPECT_EQ(answer.response.headers.find("Retry-After"), "7");
    scene.graph("GET", events).expect(200);
    scene.graph("POST", events, meeting()).expect(503);
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
    scene.graph("POST", events, meeting()).expect(201);
}

TEST(Faults, AfterTheEffectLeaveItInPlace) {
    Scene scene;
    scene.graph("GET", events).expect(200);
    scene
        .admin("POST", "/faults",
               {{"match", {{"path", "/events"}}}, {"when", "after"}, {"cut", true}})
        .expect(200);
    try {
        scene.graph("POST", events, meeting());
        FAIL() << "the connection was not cut";
    } catch (const graph::TransportError& cut) {
        EXPECT_EQ(cut.sent, graph::Sent::maybe);
    }
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    const json journal = scene.admin("GET", "/journal").expect(200)["value"];
    EXPECT_EQ(journal.back()["status"], 0);
}

TEST(Faults, AreTakenBack) {
    Scene scene;
    scene.admin("POST", "/faults", {{"status", 500}}).expect(200);
    scene.admin("DELETE", "/faults").expect(200);
    scene.graph("GET", events).expect(200);
    scene.admin("POST", "/faults", {{"status", 500}, {"cut", true}}).expect(400);
    scene.admin("POST", "/faults", {{"sttus", 500}}).expect(400);
}

boost::asio::awaitable<void> until(boost::asio::steady_timer& gate) {
    boost::system::error_code opened;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, opened);
    co_await gate.async_wait(token);
}

TEST(Graph, ServesFourRequestsAtOnceForOneMailbox) {
    Scene scene;
    boost::asio::steady_timer gate{scene.context, std::chrono::steady_clock::time_point::max()};
    scene.set_sleep([&](std::chrono::milliseconds) { return until(gate); });
    const std::string token = scene.token(scene.assertion()).expect(200)["access_token"];
    scene
        .admin("POST", "/faults",
               {{"match", {{"path", "/calendar"}}}, {"count", 9}, {"delay_ms", 1}})
        .expect(200);

    std::vector<graph::Response> answers;
    const auto start = [&](const std::string& mailbox) {
        graph::Request request;
        request.target = "/v1.0/users/" + mailbox + "/calendar";
        request.headers.set("Authorization", "Bearer " + token);
        boost::asio::co_spawn(scene.context, scene.sandbox->handle(std::move(request)),
                              [&](std::exception_ptr, graph::Response response) {
                                  answers.push_back(std::move(response));
                              });
    };
    for (int i = 0; i < 5; ++i) start(ana);
    start(luis);
    scene.context.restart();
    scene.context.poll();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, 429);
    EXPECT_EQ(answers[0].headers.find("Retry-After"), "1");
    EXPECT_NE(answers[0].body.find("ApplicationThrottled"), std::string::npos);
    gate.cancel();
    scene.context.poll();
    ASSERT_EQ(answers.size(), 6U);
    EXPECT_EQ(answers[5].status, 200);
    start(ana);
    scene.context.restart();
    scene.context.poll();
    EXPECT_EQ(answers.size(), 6U);  // a slot was free again, and the fault still waits
    gate.cancel();
    scene.context.poll();
    EXPECT_EQ(answers.back().status, 200);
}

TEST(Wait, AnswersAsSoonAsTheMailIsThere) {
    Scene scene;
    graph::Request wait;
    wait.target = "/_sandbox/wait?mailbox=" + luis + "&subject=contract&method=REQUEST&timeout=40";
    std::optional<graph::Response> answer;
    boost::asio::co_spawn(scene.context, scene.sandbox->handle(wait),
                          [&](std::exception_ptr, graph::Response response) { answer = response; });
    scene.context.poll();
    EXPECT_FALSE(answer);
    scene.graph("POST", events, meeting()).expect(201);
    scene.context.poll();
    ASSERT_TRUE(answer);
    EXPECT_EQ(json::parse(answer->body)["kind"], "invitation");
    scene.admin("GET", "/wait?mailbox=" + luis + "&method=CANCEL&timeout=0").expect(408);
}

TEST(Journal, HasEveryRequestSinceANumber) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const json all = scene.admin("GET", "/journal").expect(200)["value"];
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["client_id"], scene.client_id);
    EXPECT_EQ(all[1]["method"], "POST");
    EXPECT_EQ(all[1]["path"], "/v1.0" + events);
    EXPECT_EQ(all[1]["status"], 201);
    EXPECT_EQ(all[1]["mailbox"], ana);
    EXPECT_EQ(all[1]["needed"], "Calendars.ReadWrite");
    EXPECT_EQ(scene.admin("GET", "/journal?since=1").expect(200)["value"].size(), 1U);
    EXPECT_EQ(scene.admin("GET", "/permissions").expect(200)["permissions"],
              (json{"Calendars.ReadWrite"}));
}

TEST(Clock, IsAdvancedFrozenAndSet) {
    Scene scene;
    const auto clock = [&](const json& body) {
        return scene.admin("POST", "/clock", body).expect(200)["now"].get<std::string>();
    };
    EXPECT_EQ(clock({{"advance", "P1DT2H"}}), "2026-03-03T10:00:00Z");
    EXPECT_EQ(clock({{"freeze", true}}), "2026-03-03T10:00:00Z");
    scene.now += std::chrono::hours{1};
    EXPECT_EQ(clock({{"set", "2026-05-01T00:00:00Z"}}), "2026-05-01T00:00:00Z");
    EXPECT_EQ(clock({{"freeze", false}}), "2026-05-01T00:00:00Z");
    scene.now += std::chrono::hours{1};
    EXPECT_EQ(clock({{"advance", "PT1S"}}), "2026-05-01T01:00:01Z");
    scene.admin("POST", "/clock", {{"advance", "P1Y"}}).expect(400);
}

TEST(Page, ShowsMailsAsTextAndLoadsNothingElse) {
    Scene scene;
    json body = meeting();
    body["subject"] = "<script>alert(1)</script>";
    scene.graph("POST", events, body).expect(201);
    graph::Request request;
    request.target = "/";
    const Answer answer = scene.send(request);
    EXPECT_EQ(answer.response.status, 200);
    EXPECT_EQ(answer.response.body.find("<script>"), std::string::npos);
    EXPECT_NE(answer.response.body.find("&lt;script&gt;alert(1)"), std::string::npos);
    EXPECT_TRUE(
        answer.response.headers.find("Content-Security-Policy")->starts_with("default-src 'none'"));
    request.peer = "192.0.2.7";
    scene.send(request).expect(403);
}

TEST(Admin, ResetForgetsEverything) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    scene.admin("POST", "/reset").expect(200);
    EXPECT_EQ(scene.admin("GET", "/mailboxes").expect(200)["value"].size(), 0U);
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
}

}  // namespace
}  // namespace plazo::sandbox
