#include "scheduler/trigger.h"

#include <gtest/gtest.h>

#include "scheduler/due.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::local;
using testing::message;
using testing::read;
using testing::refusal;
using testing::upsert;

TEST(Trigger, AnUpsertSaysEverything) {
    const Trigger trigger = read(upsert());
    EXPECT_EQ(trigger.type, Trigger::Type::upsert);
    EXPECT_EQ(trigger.revision, 7);
    EXPECT_FALSE(trigger.revision_is_time);
    const Deadline& content = trigger.content;
    EXPECT_EQ(content.title, "Revisar contrato");
    EXPECT_EQ(content.due, (Due{local("2026-12-15T14:00:00"), false, "Europe/Madrid"}));
    ASSERT_EQ(content.assignees.size(), 1u);
    EXPECT_EQ(content.assignees[0].address, "luis@acme.es");
    ASSERT_EQ(content.reminders.size(), 1u);
    EXPECT_EQ(content.reminders[0].offset.days, 2);
    EXPECT_EQ(content.id, deadline_id("acme", "88121", "state:review"));
}

TEST(Trigger, AWholeDayHasNoHour) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"on", "2026-12-15"}};
    const Due due = *read(event).content.due;
    EXPECT_TRUE(due.whole_day);
    EXPECT_EQ(due_instant(due, testing::tzdb()), testing::at("2026-12-15T23:00:00Z"));
}

TEST(Trigger, AnOffsetInTheTimeIsTurnedIntoTheZonesWallTime) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"at", "2026-12-15T13:00:00Z"},
                                        {"timeZone", "Europe/Madrid"}};
    EXPECT_EQ(read(event).content.due->at, local("2026-12-15T14:00:00"));
}

TEST(Trigger, AWindowsZoneIsUnderstood) {
    json event = upsert();
    event["data"]["deadline"]["due"]["timeZone"] = "India Standard Time";
    EXPECT_EQ(read(event).content.due->zone, "Asia/Kolkata");
}

TEST(Trigger, ARelativeDueCountsFromTheDayItNames) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"offset", "P10D"},
                                        {"from", {{"on", "2026-12-01"}}},
                                        {"at", "14:00"},
                                        {"timeZone", "Europe/Madrid"}};
    EXPECT_EQ(read(event).content.due->at, local("2026-12-11T14:00:00"));
    event["data"]["deadline"]["due"] = {{"offset", "PT48H"}, {"from", {{"event", true}}}};
    EXPECT_EQ(read(event).content.due->at, local("2026-11-27T09:00:00"));
}

TEST(Trigger, WithoutARevisionTheTimeOfTheEventOrders) {
    json event = upsert();
    event["data"]["deadline"].erase("revision");
    event["time"] = "2026-11-25T08:00:00.25Z";
    const Trigger trigger = read(event);
    EXPECT_TRUE(trigger.revision_is_time);
    EXPECT_EQ(trigger.revision % 1'000'000, 250'000);
}

TEST(Trigger, ASecondEntryForAnAddressIsDropped) {
    json event = upsert();
    event["data"]["assignees"].push_back({{"address", "LUIS@acme.es"}});
    EXPECT_EQ(read(event).content.assignees.size(), 1u);
}

TEST(Trigger, UnknownFieldsAreRefusedWithASuggestion) {
    json event = upsert();
    event["data"]["deadline"]["due"] = {{"at", "2026-12-15T14:00:00"},
                                        {"timezone", "Europe/Madrid"}};
    EXPECT_EQ(refusal(event),
              "/data/deadline/due/timezone: is not a known field | did you mean timeZone?");
    event = upsert();
    event["data"]["asignees"] = json::array();
    EXPECT_EQ(refusal(event), "/data/asignees: is not a known field | did you mean assignees?");
}

TEST(Trigger, AnUnknownZoneIsRefusedWithASuggestion) {
    json event = upsert();
    event["data"]["deadline"]["due"]["timeZone"] = "Europe/Madriz";
    EXPECT_EQ(
        refusal(event),
        "/data/deadline/due/timeZone: \"Europe/Madriz\" is not a known time zone | did you mean "
        "Europe/Madrid?");
}

struct Refused {
    const char* pointer;
    const char* value;
    const char* expected;  // begins with
};

class TriggerRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(TriggerRefuses, NamingTheField) {
    json event = upsert();
    event[json::json_pointer{GetParam().pointer}] = json::parse(GetParam().value);
    EXPECT_EQ(refusal(event).substr(0, std::string{GetParam().expected}.size()),
              GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, TriggerRefuses,
    ::testing::Values(
        Refused{"/specversion", "\"0.3\"", "/specversion: must be"},
        Refused{"/type", "\"com.r2docuo.deadline.upset\"",
                "/type: \"com.r2docuo.deadline.upset\" is not"},
        Refused{"/id", "7", "/id: must be a text"},
        Refused{"/time", "\"yesterday\"", "/time: \"yesterday\" is not an RFC 3339"},
        Refused{"/data/deadline/revision", "-1", "/data/deadline/revision: must be from 0"},
        Refused{"/data/deadline/revision", "1.5", "/data/deadline/revision: must be a whole"},
        Refused{"/data/deadline/title", "\"two\\nlines\"",
                "/data/deadline/title: must be one line"},
        Refused{"/data/deadline/title", "\"\\u0007\"", "/data/deadline/title: contains a control"},
        Refused{"/data/deadline/due", "{}", "/data/deadline/due/at: is required"},
        Refused{"/data/deadline/due/at", "\"2026-02-30T10:00:00\"",
                "/data/deadline/due/at: \"2026-02-30"},
        Refused{"/data/deadline/due/at", "\"2027-10-31T02:30:00+01:00\"",
                "/data/deadline/due/at: falls into the second"},
        Refused{"/data/deadline/due", R"({"offset":"P5D","count":"business"})",
                "/data/deadline/due/calendar: is required"},
        Refused{"/data/deadline/due", R"({"offset":"P0D"})",
                "/data/deadline/due/offset: must not be zero"},
        Refused{"/data/deadline/due", R"({"offset":"P11Y"})",
                "/data/deadline/due/offset: \"P11Y\" is not"},
        Refused{"/data/deadline/event", R"({"length":"P1D"})",
                "/data/deadline/event/length: must be whole"},
        Refused{"/data/document/url", "\"javascript:alert(1)\"", "/data/document/url: must begin"},
        Refused{"/data/assignees/0/address", "\"luis\"",
                "/data/assignees/0/address: \"luis\" is not an"},
        Refused{"/data/assignees/0/address", "\"a b@acme.es\"",
                "/data/assignees/0/address: \"a b@"},
        Refused{"/data/assignees/0/address", "\"eva@other.org\"",
                "/data/assignees/0/address: \"eva@other.org\" is outside"},
        Refused{"/data/assignees/0/type", "\"group\"", "/data/assignees/0/type: groups"},
        Refused{"/data/assignees", "{}", "/data/assignees: must be a list"},
        Refused{"/data/organiser", "\"jefa@acme.es\"", "/data/organiser: \"jefa@acme.es\" may not"},
        Refused{"/data/reminders/0", R"({"before":"P1D","repeat":"P1D"})",
                "/data/reminders/0/repeat: "},
        Refused{"/data/reminders/0", R"({"before":"P1D","channels":["sms"]})",
                "/data/reminders/0/channels: \"sms\" is not served"},
        Refused{"/data/reminders/0", R"({"before":"PT1H","sendAt":"09:00"})",
                "/data/reminders/0/sendAt: cannot be set"},
        Refused{"/data/reminders/0", R"({"before":"P1D","sendAt":"25:00"})",
                "/data/reminders/0/sendAt: "},
        Refused{"/data/reminders/0", R"({"before":"PT10M","channels":["calendar"]})",
                "/data/reminders: the calendar alert would come after"},
        Refused{"/data/escalations", R"([{"after":"P1D"}])",
                "/data/escalations: escalations are not"},
        Refused{"/data/recurrence", "{}", "/data/recurrence: recurring"}));

TEST(Trigger, OneHourBeforeTheEndOfAHalfHourIsThirtyMinutesBeforeItsStart) {
    json event = upsert();
    event["data"]["reminders"] = json::parse(R"([{"before":"PT1H","channels":["calendar"]}])");
    const Deadline content = read(event).content;
    EXPECT_EQ(alert_minutes(content.reminders[0], *content.due, content.event, testing::tzdb()),
              30);
}

TEST(Trigger, AnAllowedOrganiserMayOrganise) {
    Repository repository = testing::acme();
    repository.allow = {"jefa@acme.es"};
    json event = upsert();
    event["data"]["organiser"] = "Jefa@acme.es";
    EXPECT_EQ(read(event, repository).content.organiser, "Jefa@acme.es");
}

TEST(Trigger, TheOtherKindsCarryOnlyTheirGroup) {
    json move = message("move", 8);
    move["data"]["deadline"]["due"] = {{"at", "2026-12-18T14:00:00"}};
    EXPECT_EQ(read(move).content.due->at, local("2026-12-18T14:00:00"));
    EXPECT_EQ(read(message("complete", 9)).content.status, Status::completed);
    EXPECT_EQ(read(message("cancel", 9)).content.status, Status::cancelled);
    move["data"]["assignees"] = json::array();
    EXPECT_EQ(refusal(move), "/data/assignees: is not a known field");
    json quiet = message("cancel", 9);
    quiet["data"]["notify"] = false;
    EXPECT_EQ(refusal(quiet), "/data/notify: Exchange tells the attendees of every cancellation");
}

TEST(Trigger, NamesItsRepositoryBeforeAnythingElseIsRead) {
    EXPECT_EQ(repository_of(upsert()), "acme");
    EXPECT_THROW(repository_of(json::parse(R"({"data":{}})")), InputError);
    EXPECT_THROW(repository_of(json::parse("[]")), InputError);
}

}  // namespace
}  // namespace plazo::scheduler
