// Which permission a call takes: graph.md 1, and the report of what a run really needed.
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string ana_at = "/users/" + ana;
const std::string view = "startDateTime=2026-03-16T00:00:00Z&endDateTime=2026-03-17T00:00:00Z";

struct Wanted {
    std::string method;
    std::string path;
    json body;
    std::string least;
};

/// The permission that the journal noted for the latest call.
std::string noted(Scene& scene) {
    return scene.admin("GET", "/journal").expect(200)["value"].back()["needed"];
}

// graph.md 1: the least application permission of each call
TEST(Permissions, AreTheLeastOfEachCall) {
    Scene scene;
    scene.client_id = scene.add_application(
        {"Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "User.Read.All"});
    scene.forget_token();
    const json recipients{{"toRecipients", {attendee(zoe)}}};
    const json message{{"subject", "S"},
                       {"toRecipients", {{{"emailAddress", {{"address", zoe}}}}}}};
    const std::string series = at(scene.graph("POST", events, mondays()).expect(201));
    const std::string made = at(scene.graph("POST", events, meeting()).expect(201));
    const std::string copy =
        "/users/" + luis + "/events/" +
        id_of(scene.graph("GET", "/users/" + luis + "/events").expect(200)["value"].at(0));
    const std::vector<Wanted> calls{
        {"POST", events, appointment(), "Calendars.ReadWrite"},
        {"GET", events, nullptr, "Calendars.Read"},
        {"GET", made, nullptr, "Calendars.Read"},
        {"PATCH", made, {{"showAs", "free"}}, "Calendars.ReadWrite"},
        {"POST", made + "/forward", recipients, "Calendars.Read"},
        {"POST", copy + "/accept", {{"sendResponse", true}}, "Calendars.ReadWrite"},
        {"POST", copy + "/tentativelyAccept", {{"sendResponse", true}}, "Calendars.ReadWrite"},
        {"POST", copy + "/decline", {{"sendResponse", true}}, "Calendars.ReadWrite"},
        {"POST", made + "/cancel", {{"comment", "C"}}, "Calendars.ReadWrite"},
        {"GET", ana_at + "/calendarView?" + view, nullptr, "Calendars.Read"},
        {"GET", series + "/instances?" + view, nullptr, "Calendars.Read"},
        {"GET", ana_at + "/calendarView/delta?" + view, nullptr, "Calendars.Read"},
        {"DELETE", series, nullptr, "Calendars.ReadWrite"},
        {"POST",
         ana_at + "/calendar/getSchedule",
         {{"schedules", {luis}},
          {"startTime", when("2026-03-16T08:00:00")},
          {"endTime", when("2026-03-16T18:00:00")}},
         "Calendars.ReadBasic.All"},
        {"POST", ana_at + "/sendMail", {{"message", message}}, "Mail.Send"},
        {"POST", ana_at + "/messages", message, "Mail.ReadWrite"},
        {"GET", ana_at + "/outlook/supportedTimeZones", nullptr, "User.Read.All"}};
    for (const Wanted& call : calls) {
        const int status = scene.graph(call.method, call.path, call.body).response.status;
        EXPECT_EQ(status / 100, 2) << call.method << " " << call.path;
        EXPECT_EQ(noted(scene), call.least) << call.method << " " << call.path;
    }
}

TEST(PermissionReport, LeavesOutWhatAnotherIncludes) {
    Scene scene;
    scene.graph("GET", events).expect(200);
    const auto report = [&] { return scene.admin("GET", "/permissions").expect(200); };
    EXPECT_EQ(report()["permissions"], (json{"Calendars.Read"}));
    scene.graph("POST", events, meeting()).expect(201);
    scene.graph("POST", events, json{{"nonsense", 1}}).expect(400);
    EXPECT_EQ(report()["permissions"], (json{"Calendars.ReadWrite"}));
    EXPECT_EQ(report()["calls"], (json{{"Calendars.Read", 1}, {"Calendars.ReadWrite", 1}}));
}

TEST(PermissionReport, NamesWhatAnApplicationWasGrantedWithoutNeed) {
    Scene scene;
    const std::string idle = scene.add_application({"Mail.Send"});
    scene.graph("GET", events).expect(200);
    const json report = scene.admin("GET", "/permissions").expect(200);
    for (const json& each : report["applications"]) {
        const bool is_idle = each["client_id"] == idle;
        EXPECT_EQ(each["needed"], is_idle ? json::array() : json{"Calendars.Read"});
        EXPECT_EQ(each["unneeded"],
                  is_idle ? json{"Mail.Send"} : (json{"Calendars.ReadWrite", "Mail.Send"}));
    }
}

}  // namespace
}  // namespace plazo::sandbox
