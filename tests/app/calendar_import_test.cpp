#include "scheduler/app/calendar_import.h"

#include <gtest/gtest.h>

#include "scheduler/app/import_answers.h"
#include "scheduler/app/import_run.h"
#include "scheduler/input_error.h"
#include "tests/app/import_files.h"
#include "tests/app/office.h"
#include "timezone/text.h"

namespace plazo::app {
namespace {

using testing::json;
using testing::Office;

TEST(Import, CreatesAnEventAndReportsIt) {
    Office office;
    const json report = office.import(file(once("Once", 0)));
    ASSERT_EQ(report["events"].size(), 1U);
    EXPECT_EQ(report["events"][0]["uid"], "once");
    EXPECT_EQ(report["events"][0]["action"], "created");
    EXPECT_EQ(report["summary"]["created"], 1);
    EXPECT_EQ(report["problems"].size(), 1U);  // the zone is not in the file
    const json events = office.events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["subject"], "Once");
    EXPECT_EQ(events[0]["start"]["dateTime"], "2026-12-07T09:00:00.0000000");
    EXPECT_EQ(events[0]["originalStartTimeZone"], "Romance Standard Time");
}

TEST(Import, InvitesToASeriesOnceAndAlreadyRight) {
    Office office;
    const json report = office.import(file(weekly()), inviting());
    EXPECT_EQ(report["events"][0]["action"], "created") << report;
    const json mails = office.inbox(luis);
    ASSERT_EQ(mails.size(), 2U);  // the series, and the occurrence that differs
    EXPECT_EQ(office.count(luis, "invitation"), 2U);
    EXPECT_EQ(mails[0]["start"]["dateTime"], "2026-12-07T10:00:00");
    EXPECT_EQ(mails[1]["start"]["dateTime"], "2026-12-22T12:00:00");
    const json events = office.events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0]["cancelledOccurrences"].size(), 1U);
    EXPECT_EQ(events[1]["start"]["dateTime"], "2026-12-22T11:00:00.0000000");
    EXPECT_EQ(events[1]["subject"], "Weekly");
}

TEST(Import, OfTheSameFileWritesNothing) {
    Office office;
    const std::string ics = file(weekly() + once("Once", 0, guest(luis)));
    office.import(ics, inviting());
    office.requests();
    const json report = office.import(ics, inviting());
    EXPECT_EQ(report["summary"]["unchanged"], 2);
    EXPECT_TRUE(office.requests().empty());
    EXPECT_EQ(office.inbox(luis).size(), 3U);
}

TEST(Import, UpdatesWhatChangedOnce) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    office.requests();
    const json report = office.import(file(once("Changed", 1, guest(luis))), inviting());
    EXPECT_EQ(report["events"][0]["action"], "updated");
    EXPECT_EQ(office.writes().size(), 1U);
    EXPECT_EQ(office.events()[0]["subject"], "Changed");
    EXPECT_EQ(office.count(luis, "update"), 1U);
    EXPECT_EQ(office.import(file(once("Changed", 1, guest(luis))))["summary"]["unchanged"], 1);
    const json stale = office.import(file(once("Once", 0)));
    EXPECT_EQ(stale["events"][0]["action"], "skipped");
    EXPECT_EQ(office.events()[0]["subject"], "Changed");
}

TEST(Import, ChangesGuestsWithoutTroublingTheOthers) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    office.import(file(once("Once", 1, guest(luis) + guest(bea))), inviting());
    EXPECT_EQ(office.count(bea, "invitation"), 1U);
    EXPECT_EQ(office.inbox(luis).size(), 1U);
    office.import(file(once("Once", 2, guest(bea))), inviting());
    EXPECT_EQ(office.count(luis, "cancellation"), 1U);
    EXPECT_EQ(office.inbox(bea).size(), 1U);
}

TEST(Import, SendsWhoLeavesNoUpdate) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    office.import(file(once("Changed", 1, guest(bea))), inviting());
    EXPECT_EQ(office.count(luis, "update"), 0U);
    EXPECT_EQ(office.count(luis, "cancellation"), 1U);
    ASSERT_EQ(office.inbox(bea).size(), 1U);
    EXPECT_EQ(office.inbox(bea)[0]["subject"], "Changed");
}

TEST(Import, WithoutInviteUninvitesNobody) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    office.import(file(once("Changed", 1, guest(luis))));
    EXPECT_EQ(office.events()[0]["attendees"].size(), 1U);
    EXPECT_EQ(
        office.import(file(once("Changed", 1, guest(luis))), inviting())["summary"]["unchanged"],
        1);
}

TEST(Import, CancelsAndBringsBack) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    const std::string cancelled = file(once("Once", 1, "STATUS:CANCELLED\n"));
    EXPECT_EQ(office.import(cancelled)["events"][0]["action"], "cancelled");
    EXPECT_TRUE(office.events().empty());
    EXPECT_EQ(office.count(luis, "cancellation"), 1U);
    EXPECT_EQ(office.import(cancelled)["events"][0]["action"], "skipped");
    EXPECT_EQ(office.import(file(once("Once", 2)))["events"][0]["action"], "created");
    EXPECT_EQ(office.events().size(), 1U);
}

TEST(Import, MakesAnewWhatSomebodyDeletedOnceItChanges) {
    Office office;
    office.import(file(once("Once", 0)));
    office.remove(office.events()[0]["id"]);
    const json report = office.import(file(once("Changed", 1)));
    EXPECT_EQ(report["events"][0]["action"], "updated");
    EXPECT_NE(report["events"][0]["reason"].get<std::string>().find("deleted"), std::string::npos);
    ASSERT_EQ(office.events().size(), 1U);
    EXPECT_EQ(office.events()[0]["subject"], "Changed");
}

TEST(Import, MakesAnewWhatSomebodyDeletedOnceItsGuestsChange) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    office.remove(office.events()[0]["id"]);
    office.import(file(once("Once", 1, guest(bea))), inviting());
    ASSERT_EQ(office.events().size(), 1U);
    EXPECT_EQ(office.count(bea, "invitation"), 1U);
}

TEST(Import, KeepsUidsApartThatDifferInCaseAlone) {
    Office office;
    const std::string rest = "\nDTSTART:20261207T100000Z\nSUMMARY:";
    office.import(file(event("UID:aa" + rest + "small\n") + event("UID:AA" + rest + "great\n")));
    EXPECT_EQ(office.events().size(), 2U);
}

TEST(Import, ReplacesASeriesThatExchangeCanNoLongerHave) {
    Office office;
    const std::string start = "UID:x\nSUMMARY:X\nDTSTART" + madrid + "20261231T100000\n";
    office.import(file(event(start + "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3\n")));
    ASSERT_EQ(office.events().size(), 1U);
    const json report =
        office.import(file(event(start + "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3\n")));
    EXPECT_EQ(report["summary"]["created"], 3);
    EXPECT_EQ(report["summary"]["cancelled"], 1);
    EXPECT_EQ(office.events().size(), 3U);
}

TEST(Import, LeavesTheOccurrenceOfAnImportedSeriesToItsSeries) {
    Office office;
    office.import(file(weekly()));
    const json report =
        office.import(file(event("UID:weekly\nRECURRENCE-ID" + madrid + "20261228T100000\nDTSTART" +
                                 madrid + "20261228T120000\n")));
    EXPECT_EQ(report["events"][0]["action"], "skipped");
    EXPECT_NE(report["events"][0]["reason"].get<std::string>().find("series"), std::string::npos);
}

TEST(Import, AfterACutConnectionHasOneEvent) {
    Office office;
    office.admin("POST", "/faults",
                 {{"match", {{"method", "POST"}, {"path", "/events"}}},
                  {"when", "after"},
                  {"cut", true},
                  {"count", 1}});
    const json report = office.import(file(once("Once", 0, guest(luis))), inviting());
    EXPECT_EQ(report["events"][0]["action"], "created");
    EXPECT_EQ(office.events().size(), 1U);
    EXPECT_EQ(office.inbox(luis).size(), 1U);
}

TEST(Import, ThatWasCutOffIsCompletedByTheNext) {
    Office office;
    // The series is made, its override changed; then Graph is gone for good.
    office.admin("POST", "/faults",
                 {{"match", {{"method", "DELETE"}}}, {"status", 503}, {"count", 5}});
    const json first = office.import(file(weekly()), inviting());
    EXPECT_EQ(first["events"][0]["action"], "failed");
    EXPECT_EQ(first["events"][0]["retryable"], true);
    EXPECT_TRUE(office.inbox(luis).empty());
    const json second = office.import(file(weekly()), inviting());
    EXPECT_EQ(second["events"][0]["action"], "created");
    EXPECT_EQ(office.events().size(), 2U);
    EXPECT_EQ(office.count(luis, "invitation"), 2U);
    EXPECT_EQ(office.inbox(luis).size(), 2U);
}

TEST(Import, ThatWasNotWrittenDownIsRecognisedInTheCalendar) {
    Office office;
    office.import(file(weekly() + once("Once", 0, guest(luis))), inviting());
    office.store = store::MemoryStore{};
    office.requests();
    const json report = office.import(file(weekly() + once("Changed", 1, guest(luis))), inviting());
    EXPECT_EQ(report["summary"]["created"], 2);
    EXPECT_EQ(office.events().size(), 3U);
    EXPECT_EQ(office.writes().size(), 1U);  // the change of summary
    EXPECT_EQ(office.count(luis, "invitation"), 3U);
    EXPECT_EQ(office.count(luis, "update"), 1U);
}

TEST(Import, WaitsAsLongAsGraphAsks) {
    Office office;
    const timezone::Instant before = office.clock.wall();
    office.admin("POST", "/faults",
                 {{"match", {{"method", "POST"}, {"path", "/events"}}},
                  {"status", 429},
                  {"headers", {{"Retry-After", "30"}}},
                  {"count", 1}});
    EXPECT_EQ(office.import(file(once("Once", 0)))["events"][0]["action"], "created");
    EXPECT_GE(office.clock.wall() - before, std::chrono::seconds{30});
}

TEST(Import, GoesOnAfterAnEventThatGraphRefuses) {
    Office office;
    office.admin("POST", "/faults",
                 {{"match", {{"method", "POST"}, {"path", "/events"}}},
                  {"status", 400},
                  {"body", R"({"error":{"code":"ErrorInvalidRequest","message":"No."}})"},
                  {"count", 1}});
    const json report = office.import(
        file(once("Once", 0) + event("UID:two\nDTSTART:20261207T100000Z\nDURATION:PT1H\n")));
    EXPECT_EQ(report["events"][0]["action"], "failed");
    EXPECT_EQ(report["events"][0]["retryable"], false);
    EXPECT_NE(report["events"][0]["reason"].get<std::string>().find("No."), std::string::npos);
    EXPECT_EQ(report["events"][1]["action"], "created");
}

TEST(Import, StopsTryingWhenGraphDoesNotAnswer) {
    Office office;
    office.admin("POST", "/faults",
                 {{"match", {{"path", "/events"}}}, {"status", 503}, {"count", 1000}});
    std::string parts;
    for (const char* uid : {"a", "b", "c", "d", "e"}) {
        parts += event(std::string{"UID:"} + uid + "\nDTSTART:20261207T100000Z\nDURATION:PT1H\n");
    }
    const json report = office.import(file(parts));
    EXPECT_EQ(report["summary"]["failed"], 5);
    EXPECT_EQ(office.requests().size(),
              static_cast<std::size_t>(import_outages_max * import_tries_max));
}

TEST(Import, OfWhatIsNotICalendarDoesNothing) {
    Office office;
    try {
        office.import("<html>\nNot found\n</html>\n");
        FAIL() << "an InputError was due";
    } catch (const scheduler::InputError& error) {
        EXPECT_EQ(error.pointer, "/");
        EXPECT_TRUE(std::string{error.what()}.starts_with("1:1: error: ")) << error.what();
    }
    EXPECT_TRUE(office.requests().empty());
}

TEST(Import, OfAFileWithFaultsSaysWhereTheyAre) {
    Office office;
    const json report = office.import(file(once("Once", 0) + event("UID:bad\nDTSTART:soon\n")));
    EXPECT_EQ(report["summary"]["created"], 1);
    bool found = false;
    for (const json& problem : report["problems"]) {
        found = found || problem.get<std::string>().starts_with("15:9: error: DTSTART");
    }
    EXPECT_TRUE(found) << report["problems"];
    // The event that could not be read is accounted for like any other.
    EXPECT_EQ(report["events_in_file"], 2);
    ASSERT_EQ(report["events"].size(), 2U);
    EXPECT_EQ(report["events"][1]["uid"], "bad");
    EXPECT_EQ(report["events"][1]["action"], "failed");
    EXPECT_EQ(report["events"][1]["sources"][0]["line"], 12);
    EXPECT_TRUE(report["events"][1]["reason"].get<std::string>().starts_with("15:9: "));
    EXPECT_EQ(report["summary"]["failed"], 1);
}

TEST(Occurrence, IsRecognisedByWhereItWasAlsoAfterItMoved) {
    scheduler::ImportException exception;
    exception.original = *timezone::parse_local("2026-12-21T10:00:00");
    exception.original_moment = *timezone::parse_rfc3339("2026-12-21T09:00:00Z");
    exception.moment = *timezone::parse_rfc3339("2026-12-22T11:00:00Z");
    exception.changes = R"({"subject":"B","start":{"dateTime":"2026-12-22T12:00:00"}})";
    json event = {{"type", "occurrence"},
                  {"subject", "A"},
                  {"start", {{"dateTime", "2026-12-21T09:00:00.0000000"}}}};
    EXPECT_TRUE(is_occurrence(event, exception));
    EXPECT_FALSE(shows(event, exception));
    event = {{"type", "exception"},
             {"subject", "B"},
             {"originalStart", "2026-12-21T09:00:00Z"},
             {"start", {{"dateTime", "2026-12-22T11:00:00.0000000"}}}};
    EXPECT_TRUE(is_occurrence(event, exception));
    EXPECT_TRUE(shows(event, exception));
    event["subject"] = "A";
    EXPECT_FALSE(shows(event, exception));
}

}  // namespace
}  // namespace plazo::app
