// Facts of time zones in Exchange (graph.md, section 3).
#include "examples/sandbox/zones.h"

#include <algorithm>

#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

/// An appointment with both ends in a zone.
json in_zone(const std::string& zone) {
    return appointment(
        {{"start", when("2026-07-01T10:00:00", zone)}, {"end", when("2026-07-01T11:00:00", zone)}});
}

// graph.md 3: TimeZoneNotSupportedException
TEST(EventZones, AreRefusedInExchangesWords) {
    Scene scene;
    const Answer answer = scene.graph("POST", events, in_zone("Europe/Madrid"));
    EXPECT_EQ(answer.error(), "TimeZoneNotSupportedException");
    EXPECT_EQ(answer.expect(400)["error"]["message"],
              "A valid TimeZone value must be specified. The following TimeZone value is not "
              "supported: 'Europe/Madrid'.");
    const Answer preferred =
        scene.graph("GET", events, nullptr, header("Prefer", "outlook.timezone=\"Europe/Madrid\""));
    EXPECT_EQ(preferred.error(), "TimeZoneNotSupportedException");
}

TEST(EventZones, AreUtcWhereTheClientNamesNone) {
    Scene scene;
    json body = appointment();
    body["start"] = {{"dateTime", "2026-07-01T10:00:00.1234567"}};
    body["end"] = {{"dateTime", "2026-07-01T11:00"}};
    const json made = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(made["originalStartTimeZone"], "UTC");
    EXPECT_EQ(made["start"]["dateTime"], "2026-07-01T10:00:00.0000000");
}

// graph.md 3: Prefer changes start and end only
TEST(EventZones, OfPreferChangeStartAndEndOnly) {
    Scene scene;
    const json master = scene.graph("POST", events, mondays()).expect(201);
    const Answer answer = scene.graph(
        "GET", at(master) + "/instances?" + window("2026-03-23T08:30:00", "2026-03-23T09:30:00"),
        nullptr, header("Prefer", "outlook.timezone=\"Tokyo Standard Time\""));
    const json first = answer.expect(200)["value"].at(0);  // the window is in UTC all the same
    EXPECT_EQ(first["start"]["dateTime"], "2026-03-23T18:00:00.0000000");
    EXPECT_EQ(first["start"]["timeZone"], "Tokyo Standard Time");
    EXPECT_EQ(first["originalStart"], "2026-03-23T09:00:00Z");
    EXPECT_EQ(first["createdDateTime"], "2026-03-02T08:00:00Z");
    EXPECT_EQ(answer.response.headers.find("Preference-Applied"),
              "outlook.timezone=\"Tokyo Standard Time\"");
}

// graph.md 3: Africa/Casablanca was refused
TEST(EventZones, OfTheDocumentedListMayBeRefusedAllTheSame) {
    Scene scene;
    scene.graph("POST", events, in_zone("Africa/Casablanca")).expect(201);
    scene.admin("POST", "/quirks", {{"casablanca_refused", true}}).expect(200);
    EXPECT_EQ(scene.graph("POST", events, in_zone("Africa/Casablanca")).error(),
              "ErrorPropertyValidationFailure");
    scene.graph("POST", events, in_zone("Africa/Cairo")).expect(201);
}

// graph.md 2: tzone://Microsoft/Custom
TEST(EventZones, MayComeBackAsACustomZoneThatIsNotTakenAgain) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    scene.admin("POST", "/quirks", {{"custom_zones", true}}).expect(200);
    const json shown = scene.graph("GET", at(made)).expect(200);
    EXPECT_EQ(shown["originalStartTimeZone"], "tzone://Microsoft/Custom");
    EXPECT_EQ(shown["start"], made["start"]);
    const std::string custom = shown["originalStartTimeZone"];
    EXPECT_EQ(
        scene.graph("PATCH", at(made), {{"start", when("2026-03-16T09:00:00", custom)}}).error(),
        "TimeZoneNotSupportedException");
}

// graph.md 2: all-day events whatever the preferred zone
TEST(WholeDays, AreMidnightToMidnightWhateverZoneIsPreferred) {
    Scene scene;
    const json day = appointment({{"isAllDay", true},
                                  {"start", when("2026-03-16T00:00:00", "Tokyo Standard Time")},
                                  {"end", when("2026-03-17T00:00:00", "Tokyo Standard Time")}});
    const json made = scene.graph("POST", events, day).expect(201);
    for (const char* zone : {"UTC", "Pacific Standard Time", "Tokyo Standard Time"}) {
        const json shown =
            scene
                .graph("GET", at(made), nullptr,
                       header("Prefer", "outlook.timezone=\"" + std::string{zone} + "\""))
                .expect(200);
        EXPECT_EQ(shown["start"], when("2026-03-16T00:00:00.0000000", zone));
        EXPECT_EQ(shown["end"], when("2026-03-17T00:00:00.0000000", zone));
    }
    // a window meets the stored instants: 15 March 15:00 to 16 March 15:00 in UTC
    const auto between = [&](const std::string& from, const std::string& to) {
        return scene.graph("GET", calendar_view_path(from, to)).expect(200)["value"].size();
    };
    EXPECT_EQ(between("2026-03-15T14:00:00", "2026-03-15T15:30:00"), 1U);
    EXPECT_EQ(between("2026-03-16T15:00:00", "2026-03-16T23:00:00"), 0U);
}

// graph.md 2: both ends in the same zone
TEST(WholeDays, HaveOneZoneAtBothEnds) {
    Scene scene;
    scene
        .graph("POST", events,
               appointment({{"isAllDay", true},
                            {"start", when("2026-03-16T00:00:00")},
                            {"end", when("2026-03-17T00:00:00", "UTC")}}))
        .expect(400);
    EXPECT_EQ(scene
                  .graph("POST", events,
                         appointment({{"isAllDay", true},
                                      {"start", when("2026-03-16T00:00:00")},
                                      {"end", when("2026-03-17T00:30:00")}}))
                  .expect(400)["error"]["message"],
              "The Event.End property for an all-day event needs to be set to midnight.");
}

// graph.md 1: supportedTimeZones with and without argument
TEST(SupportedZones, AreListedInBothForms) {
    Scene scene;
    const std::string path = "/users/" + ana + "/outlook/supportedTimeZones";
    scene.graph("GET", path).expect(403);  // User.Read.All
    scene.client_id = scene.add_application({"User.Read.All"});
    scene.forget_token();
    const auto names = [&](const std::string& argument) {
        std::vector<std::string> out;
        const json page = scene.graph("GET", path + argument).expect(200);
        for (const json& zone : page["value"]) out.push_back(zone["alias"]);
        return out;
    };
    const auto has = [](const std::vector<std::string>& all, const char* name) {
        return std::find(all.begin(), all.end(), name) != all.end();
    };
    const auto windows = names("");
    EXPECT_TRUE(has(windows, "Romance Standard Time"));
    EXPECT_FALSE(has(windows, "Europe/Paris"));
    const auto iana = names("(TimeZoneStandard=microsoft.graph.timeZoneStandard%27Iana%27)");
    EXPECT_TRUE(has(iana, "Europe/Paris"));
    EXPECT_FALSE(has(iana, "Europe/Madrid"));
    EXPECT_EQ(names("(TimeZoneStandard=microsoft.graph.timeZoneStandard'Windows')"), windows);
    scene.graph("GET", path + "(TimeZoneStandard='Mars')").expect(400);
}

}  // namespace
}  // namespace plazo::sandbox
