// Facts of calendar/getSchedule (graph.md, section 10).
#include "examples/sandbox/schedule.h"

#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

using namespace std::chrono_literals;

const std::string path = "/users/" + ana + "/calendar/getSchedule";

json question(const json& with = json::object()) {
    json body{{"schedules", {ana, luis}},
              {"startTime", when("2026-03-16T09:00:00")},
              {"endTime", when("2026-03-16T12:00:00")}};
    body.update(with);
    return body;
}

// graph.md 10: a digit for each slot
TEST(AvailabilityView, HasADigitForEachSlotThatIsTouched) {
    const Instant nine = *parse_instant("2026-03-16T09:00:00Z");
    const std::vector<BusySpan> spans{{nine + 50min, nine + 70min, "busy"},
                                      {nine + 60min, nine + 65min, "oof"},
                                      {nine + 90min, nine + 120min, "tentative"},
                                      {nine + 120min, nine + 150min, "workingElsewhere"},
                                      {nine + 150min, nine + 180min, "free"}};
    EXPECT_EQ(availability_view(spans, nine, nine + 180min, 30min), "023140");
    EXPECT_EQ(availability_view(spans, nine, nine + 70min, 60min), "23");
}

TEST(GetSchedule, ShowsWhenPeopleAreBusy) {
    Scene scene;
    scene.graph("POST", events, appointment({{"showAs", "oof"}})).expect(201);
    const json answer = scene.graph("POST", path, question()).expect(200)["value"];
    ASSERT_EQ(answer.size(), 2U);
    EXPECT_EQ(answer[0]["scheduleId"], ana);
    EXPECT_EQ(answer[0]["availabilityView"], "003000");  // half hours unless asked otherwise
    const json item = answer[0]["scheduleItems"].at(0);
    EXPECT_EQ(item["status"], "oof");
    EXPECT_EQ(item["subject"], "Sign the contract");
    EXPECT_EQ(item["start"]["dateTime"], "2026-03-16T09:00:00.0000000");
    EXPECT_EQ(item["start"]["timeZone"], "UTC");
    EXPECT_EQ(answer[0]["workingHours"]["timeZone"]["name"], "Romance Standard Time");
    EXPECT_EQ(answer[1]["availabilityView"], "000000");
    EXPECT_EQ(answer[1]["workingHours"]["timeZone"]["name"], "GMT Standard Time");
}

TEST(GetSchedule, SaysOfAnInvitedPersonThatHeIsTentative) {
    Scene scene;
    scene.graph("POST", events, meeting()).expect(201);
    const json answer = scene.graph("POST", path, question()).expect(200)["value"];
    EXPECT_EQ(answer[0]["availabilityView"], "002000");
    EXPECT_EQ(answer[1]["availabilityView"], "001000");
}

// graph.md 10: an error for one address in a 200
TEST(GetSchedule, AnswersWithAnErrorForOneAddressWhileTheWholeIs200) {
    Scene scene;
    const json answer =
        scene.graph("POST", path, question({{"schedules", {zoe, ana}}})).expect(200)["value"];
    EXPECT_EQ(answer[0]["error"]["responseCode"], "5009");
    EXPECT_FALSE(answer[1].contains("error"));
}

// graph.md 10: slots of 5 to 1440 minutes
TEST(GetSchedule, BoundsItsSlotsAndItsSpan) {
    Scene scene;
    for (const int minutes : {5, 1440}) {
        scene.graph("POST", path, question({{"availabilityViewInterval", minutes}})).expect(200);
    }
    for (const int minutes : {4, 1441, 0, -30}) {
        scene.graph("POST", path, question({{"availabilityViewInterval", minutes}})).expect(400);
    }
    scene.graph("POST", path, question({{"endTime", when("2026-05-18T09:00:00")}})).expect(400);
    scene.graph("POST", path, question({{"endTime", when("2026-03-16T09:00:00")}})).expect(400);
    scene.graph("POST", path, question({{"schedules", json::array()}})).expect(400);
}

// graph.md 1: parameter names without regard to case
TEST(GetSchedule, MatchesItsParametersWithoutRegardToCase) {
    Scene scene;
    json body = question();
    body["Schedules"] = body["schedules"];
    body.erase("schedules");
    EXPECT_EQ(scene.graph("POST", path, body).expect(200)["value"].size(), 2U);
    scene.graph("POST", path, question({{"people", 1}})).expect(400);
}

TEST(GetSchedule, HidesWhatIsPrivateAndShowsTheZoneThatIsPreferred) {
    Scene scene;
    scene.graph("POST", events, appointment({{"sensitivity", "private"}})).expect(201);
    const json answer = scene
                            .graph("POST", path, question(),
                                   header("Prefer", "outlook.timezone=\"Romance Standard Time\""))
                            .expect(200)["value"];
    const json item = answer[0]["scheduleItems"].at(0);
    EXPECT_EQ(item["isPrivate"], true);
    EXPECT_FALSE(item.contains("subject"));
    EXPECT_EQ(item["start"]["dateTime"], "2026-03-16T10:00:00.0000000");
}

}  // namespace
}  // namespace plazo::sandbox
