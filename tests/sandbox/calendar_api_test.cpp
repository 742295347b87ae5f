#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

TEST(Events, AreCreatedWithTheirDefaultsAndReadBackInUtc) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    EXPECT_EQ(made["type"], "singleInstance");
    EXPECT_EQ(made["start"]["dateTime"], "2026-03-16T09:00:00.0000000");
    EXPECT_EQ(made["start"]["timeZone"], "UTC");
    EXPECT_EQ(made["originalStartTimeZone"], "Romance Standard Time");
    EXPECT_EQ(made["showAs"], "busy");
    EXPECT_EQ(made["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(made["isOrganizer"], true);
    EXPECT_EQ(made["recurrence"], nullptr);
    EXPECT_EQ(made["bodyPreview"], "Please sign");
    EXPECT_FALSE(made.contains("transactionId"));
    EXPECT_EQ(made["@odata.etag"], "W/\"" + made["changeKey"].get<std::string>() + "\"");
    const json read = scene.graph("GET", events + "/" + made["id"].get<std::string>()).expect(200);
    EXPECT_EQ(read["iCalUId"], made["iCalUId"]);
}

}  // namespace
}  // namespace plazo::sandbox
