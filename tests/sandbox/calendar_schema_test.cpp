// What the sandbox answers about calendars is what Graph's own description says it may answer.
#include "tests/graph/schema.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const graph::testing::Schemas schemas{"responses.json"};

TEST(Answers, OfEventsOfAllKindsHaveGraphsShape) {
    Scene scene;
    json full = meeting();
    full["location"] = {{"displayName", "A"}, {"locationUri", "https://a.test"}};
    full["isOnlineMeeting"] = true;
    full["categories"] = {"Red"};
    full["transactionId"] = "t";
    const json made = scene.graph("POST", events, full).expect(201);
    const json master = scene.graph("POST", events, mondays()).expect(201);
    const json view =
        scene.graph("GET", calendar_view_path("2026-03-01", "2026-05-01")).expect(200);
    scene.graph("PATCH", at(view["value"].at(1)), {{"subject", "Other"}}).expect(200);
    scene.graph("DELETE", at(view["value"].at(2))).expect(204);
    for (const json& event :
         {made, master, scene.graph("GET", at(master)).expect(200),
          scene.graph("GET", at(view["value"].at(1))).expect(200),
          scene.graph("GET", "/users/" + luis + "/events").expect(200)["value"].at(0)}) {
        EXPECT_EQ(schemas.problem("microsoft.graph.event", event), "");
    }
    EXPECT_EQ(schemas.problem("eventCollection", view), "");
}

TEST(Answers, OfDeltaHaveGraphsShape) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    scene.graph("POST", events, mondays()).expect(201);
    const std::string path =
        "/users/" + ana + "/calendarView/delta?" + window("2026-03-01", "2026-05-01");
    const json all = scene.graph("GET", path).expect(200);
    EXPECT_EQ(schemas.problem("eventDelta", all), "");
    scene.graph("DELETE", at(made)).expect(204);
    const json news = scene.graph("GET", target_of(all["@odata.deltaLink"])).expect(200);
    EXPECT_TRUE(news["value"].at(0).contains("@removed"));
    EXPECT_EQ(schemas.problem("eventDelta", news), "");
}

TEST(Answers, OfCalendarsSchedulesAndErrorsHaveGraphsShape) {
    Scene scene;
    const std::string user = "/users/" + ana;
    scene.graph("POST", events, appointment()).expect(201);
    EXPECT_EQ(schemas.problem("microsoft.graph.calendar",
                              scene.graph("GET", user + "/calendar").expect(200)),
              "");
    EXPECT_EQ(
        schemas.problem("calendarCollection", scene.graph("GET", user + "/calendars").expect(200)),
        "");
    const json question{{"schedules", {ana, zoe}},
                        {"startTime", when("2026-03-16T09:00:00")},
                        {"endTime", when("2026-03-16T12:00:00")}};
    EXPECT_EQ(
        schemas.problem("scheduleCollection",
                        scene.graph("POST", user + "/calendar/getSchedule", question).expect(200)),
        "");
    EXPECT_EQ(schemas.problem("error", scene.graph("GET", events + "/abc").expect(400)), "");
    EXPECT_EQ(schemas.problem("error", scene.graph("POST", events, json::object()).expect(400)),
              "");
}

TEST(Answers, OfZonesAndIdsHaveGraphsShape) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    scene.client_id = scene.add_application({"User.Read.All"});
    scene.forget_token();
    const std::string user = "/users/" + ana;
    EXPECT_EQ(schemas.problem("timeZoneCollection",
                              scene.graph("GET", user + "/outlook/supportedTimeZones").expect(200)),
              "");
    const json ids = scene
                         .graph("POST", user + "/translateExchangeIds",
                                {{"inputIds", json::array({made["id"]})},
                                 {"sourceIdType", "restId"},
                                 {"targetIdType", "restImmutableEntryId"}})
                         .expect(200);
    EXPECT_EQ(schemas.problem("convertIdCollection", ids), "");
}

}  // namespace
}  // namespace plazo::sandbox
