// Imports into a calendar in which others have a hand: people, and a server that does not know
// every zone.
#include <gtest/gtest.h>

#include "tests/app/import_files.h"
#include "tests/app/office.h"

namespace plazo::app {
namespace {

using testing::json;
using testing::Office;

/// The next `count` requests that write events are refused for the sake of their zone.
void know_no_zone(Office& office, const char* method, int count) {
    office.admin("POST", "/faults",
                 {{"match", {{"method", method}, {"path", "/events"}}},
                  {"count", count},
                  {"when", "before"},
                  {"status", 400},
                  {"body", {{"error", {{"code", "TimeZoneNotSupportedException"}}}}}});
}

std::string later(int sequence) {
    return event("UID:once\nSEQUENCE:" + std::to_string(sequence) + "\nSUMMARY:Once\nDTSTART" +
                 madrid + "20261208T100000\nDURATION:PT1H\n");
}

TEST(ImportZones, ARefusedNameGivesWayToAnotherForTheSameClocks) {
    Office office;
    know_no_zone(office, "POST", 1);
    const json report = office.import(file(once("Once", 0)));
    EXPECT_EQ(report["summary"]["created"], 1) << report;
    const json made = office.events().at(0);
    EXPECT_EQ(made["start"]["dateTime"], "2026-12-07T09:00:00.0000000");
    EXPECT_NE(made["originalStartTimeZone"], "Romance Standard Time");
    EXPECT_NE(made["originalStartTimeZone"], "UTC");
    EXPECT_EQ(office.import(file(once("Once", 0)))["summary"]["unchanged"], 1)
        << "what is remembered is what the file says";
}

TEST(ImportZones, WhatIsTakenIsRememberedForTheRestOfTheFile) {
    Office office;
    know_no_zone(office, "POST", 2);
    office.import(file(once("Once", 0) + weekly()));
    const std::vector<std::string> writes = office.writes();
    EXPECT_EQ(
        std::count(writes.begin(), writes.end(), "POST /v1.0/users/plazos%40plazo.test/events"), 4)
        << "two refused, and one for each event";
    for (const json& each : office.events()) {
        EXPECT_EQ(each["originalStartTimeZone"], office.events().at(0)["originalStartTimeZone"]);
    }
}

TEST(ImportZones, AnEventOfWhichNoNameIsKnownIsToldInUtcAndASeriesIsNot) {
    Office office;
    know_no_zone(office, "POST", 3);
    EXPECT_EQ(office.import(file(once("Once", 0)))["summary"]["created"], 1);
    EXPECT_EQ(office.events().at(0)["originalStartTimeZone"], "UTC");
    EXPECT_EQ(office.events().at(0)["start"]["dateTime"], "2026-12-07T09:00:00.0000000");
    know_no_zone(office, "POST", 100);
    const json report = office.import(file(weekly()));
    EXPECT_EQ(report["events"][0]["action"], "failed");
    EXPECT_NE(report["events"][0]["reason"].get<std::string>().find("TimeZoneNotSupported"),
              std::string::npos)
        << report;
}

TEST(ImportZones, AnEventThatMovesIsToldByAnotherNameToo) {
    Office office;
    office.import(file(once("Once", 0)));
    know_no_zone(office, "PATCH", 1);
    EXPECT_EQ(office.import(file(later(1)))["summary"]["updated"], 1);
    EXPECT_EQ(office.events().at(0)["start"]["dateTime"], "2026-12-08T09:00:00.0000000");
}

TEST(ImportGuests, WhomSomebodyTookOffTheListIsNotPutBack) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    const std::string made = office.events().at(0)["id"];
    office.change(made, {{"attendees", json::array()}});
    office.import(file(once("Once", 1, guest(luis) + guest(bea))), inviting());
    const json attendees = office.events().at(0)["attendees"];
    ASSERT_EQ(attendees.size(), 1U);
    EXPECT_EQ(attendees[0]["emailAddress"]["address"], bea);
    EXPECT_EQ(office.count(luis, "invitation"), 1U);
}

TEST(ImportGuests, WhoWasLeftOutOfTheFileOnceIsInvitedAgainWhenNamedAgain) {
    Office office;
    office.import(file(once("Once", 0, guest(luis) + guest(bea))), inviting());
    office.import(file(once("Once", 1, guest(bea))), inviting());
    office.import(file(once("Once", 2, guest(luis) + guest(bea))), inviting());
    EXPECT_EQ(office.events().at(0)["attendees"].size(), 2U);
    EXPECT_EQ(office.count(luis, "invitation"), 2U);
}

}  // namespace
}  // namespace plazo::app
