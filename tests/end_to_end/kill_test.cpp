// The service dies at the worst moments. Whatever had been answered is kept, there is one event,
// and at most one mail.
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/end_to_end/stage.h"

namespace plazo::end_to_end {
namespace {

using nlohmann::json;

constexpr int killed = 137;

json with_reminder(const char* before) {
    json event = upsert(1);
    event["data"]["reminders"] = json::array({{{"before", before}}});
    return event;
}

TEST(Kill, AfterTheCommitAndBeforeTheAnswerTheRepetitionGetsTheFirstAnswer) {
    Stage stage;
    stage.add_repository();
    stage.start_service("intake.committed");
    const json event = upsert(1);
    EXPECT_THROW(stage.post(event), graph::TransportError);
    EXPECT_EQ(stage.service_end(), killed);
    stage.start_service();
    const graph::Response answer = stage.post(event);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(json::parse(answer.body).at("outcome"), "created");
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    EXPECT_EQ(stage.live_events(), 1);
    EXPECT_EQ(stage.inbox(luis).size(), 1u);
}

class KillEvent : public ::testing::TestWithParam<const char*> {};

TEST_P(KillEvent, LeavesOneEventAndOneInvitation) {
    Stage stage;
    stage.add_repository();
    stage.start_service(GetParam());
    stage.post(upsert(1));
    EXPECT_EQ(stage.service_end(), killed);
    stage.start_service();
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    // A later change must find the event that stands.
    json move = message("move", 2);
    move["data"]["deadline"]["due"] = {{"at", madrid(27 * 3600)}, {"timeZone", "Europe/Madrid"}};
    stage.post(move);
    ASSERT_TRUE(stage.wait(luis, "update"));
    EXPECT_EQ(stage.live_events(), 1);
    EXPECT_EQ(stage.inbox(luis).size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(BeforeAndAfterTheRequest, KillEvent,
                         ::testing::Values("event.intent", "event.effect"));

TEST(Kill, AnUpdateThatArrivedIsNotSentAgain) {
    Stage stage;
    stage.add_repository();
    stage.start_service("event.effect:2");
    stage.post(upsert(1));
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    json move = message("move", 2);
    move["data"]["deadline"]["due"] = {{"at", madrid(27 * 3600)}, {"timeZone", "Europe/Madrid"}};
    stage.post(move);
    EXPECT_EQ(stage.service_end(), killed);
    stage.start_service();
    stage.post(message("complete", 3));
    ASSERT_TRUE(stage.wait(luis, "cancellation"));
    EXPECT_EQ(stage.count(luis, "update"), 1);
    EXPECT_EQ(stage.count(luis, "cancellation"), 1);
    EXPECT_EQ(stage.live_events(), 0);
}

TEST(Kill, ACancellationThatArrivedIsNotSentAgain) {
    Stage stage;
    stage.add_repository();
    stage.start_service("event.effect:2");
    stage.post(upsert(1));
    ASSERT_TRUE(stage.wait(luis, "invitation"));
    stage.post(message("cancel", 2));
    EXPECT_EQ(stage.service_end(), killed);
    stage.start_service();
    json again = upsert(3);
    again["id"] = "reopened";
    stage.post(again);
    ASSERT_TRUE(stage.wait(luis, "invitation", 2)) << "a new generation is another event";
    EXPECT_EQ(stage.count(luis, "cancellation"), 1);
    EXPECT_EQ(stage.live_events(), 1);
}

TEST(Kill, WithNineWhileGraphIsAnsweringLeavesOneEvent) {
    Stage stage;
    stage.add_repository();
    stage.sandbox("POST", "/_sandbox/faults",
                  {{"match", {{"method", "POST"}, {"path", "/events"}}},
                   {"count", 1},
                   {"when", "after"},
                   {"delay_ms", 20000}});
    stage.start_service();
    stage.post(upsert(1));
    ASSERT_TRUE(
        stage.wait(luis, "invitation"));  // Graph has done it; its answer is still on the way
    stage.signal_service(SIGKILL);
    EXPECT_EQ(stage.service_end(), 128 + SIGKILL);
    stage.start_service();
    stage.post(message("complete", 2));
    ASSERT_TRUE(stage.wait(luis, "cancellation"));
    EXPECT_EQ(stage.inbox(luis).size(), 2u);
    EXPECT_EQ(stage.live_events(), 0);
}

TEST(Kill, AMailThatMayHaveGoneOutIsNotSentAgainAndIsShown) {
    for (const auto& [place, mails] : {std::pair{"mail.intent", 0}, {"mail.effect", 1}}) {
        Stage stage;
        stage.add_repository();
        stage.start_service(place);
        stage.post(with_reminder("PT2H59M54S"));
        EXPECT_EQ(stage.service_end(), killed) << place;
        stage.start_service();
        json move = message("move", 2);
        move["data"]["deadline"]["due"] = {{"at", madrid(5 * 3600)}, {"timeZone", "Europe/Madrid"}};
        stage.post(move);
        ASSERT_TRUE(stage.wait(luis, "update")) << place;
        EXPECT_EQ(stage.count(luis, "mail"), mails) << place;
        EXPECT_NE(stage.log().find("unknown"), std::string::npos) << place;
    }
}

}  // namespace
}  // namespace plazo::end_to_end
