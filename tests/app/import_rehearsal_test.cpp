#include "scheduler/app/import_rehearsal.h"

#include <gtest/gtest.h>

#include "scheduler/app/import_run.h"
#include "tests/app/import_files.h"
#include "tests/app/office.h"

namespace plazo::app {
namespace {

using testing::json;
using testing::Office;

TEST(DryRun, ShowsTheVeryRequestsAndSendsNone) {
    Office office;
    web::ImportWish wish = inviting();
    wish.dry_run = true;
    const json plan = office.import(file(weekly()), wish);
    EXPECT_TRUE(office.writes().empty());
    EXPECT_EQ(plan["events"][0]["action"], "create");
    const json requests = plan["events"][0]["requests"];
    office.import(file(weekly()), inviting());
    const std::vector<std::string> real = office.writes();
    ASSERT_EQ(requests.size(), real.size());
    for (std::size_t i = 0; i < real.size(); ++i) {
        EXPECT_TRUE(real[i].starts_with(requests[i]["method"].get<std::string>() + " /v1.0/users/"))
            << real[i];
    }
    EXPECT_EQ(requests[0]["body"]["recurrence"]["pattern"]["type"], "weekly");
    EXPECT_FALSE(requests[0]["body"].contains("attendees"));
    EXPECT_EQ(requests[1]["method"], "DELETE");
    EXPECT_TRUE(requests[1]["path"].get<std::string>().ends_with(
        "/events/{occurrence of 2026-12-14T10:00:00}"));
    EXPECT_EQ(requests.back()["body"]["attendees"].size(), 1U);
    EXPECT_TRUE(requests.back()["path"].get<std::string>().ends_with("/events/{event}"));
    EXPECT_FALSE(requests[0]["headers"].contains("Authorization"));
}

/// Whoever follows the list by hand ends with the same calendar and as few mails.
TEST(DryRun, OfASeriesIsInTheOrderThatSparesPeopleMails) {
    Office office;
    web::ImportWish wish = inviting();
    wish.dry_run = true;
    const json line = office.import(file(weekly()), wish)["events"][0];
    std::vector<std::string> calls;
    for (const json& each : line["requests"]) {
        const std::string path = each["path"];
        const std::string target = path.substr(0, path.find('?'));
        calls.push_back(each["method"].get<std::string>() + " " +
                        target.substr(target.find("/events")));
    }
    const std::vector<std::string> expected = {
        "POST /events", "DELETE /events/{occurrence of 2026-12-14T10:00:00}",
        "PATCH /events/{occurrence of 2026-12-21T10:00:00}", "PATCH /events/{event}"};
    EXPECT_EQ(calls, expected);
    const json& requests = line["requests"];
    EXPECT_TRUE(requests[1]["body"].is_null());
    EXPECT_EQ(requests[2]["body"].size(), 2U) << requests[2];  // start and end, no attendees
    EXPECT_EQ(requests[3]["body"].size(), 1U) << requests[3];  // attendees and nothing else
    EXPECT_EQ(requests[3]["headers"]["If-Match"], "{etag of event}");
    EXPECT_TRUE(requests[0]["body"]["start"]["dateTime"] == "2026-12-07T10:00:00");
    EXPECT_EQ(requests[0]["headers"]["Content-Type"], "application/json");
    EXPECT_EQ(line["sources"].size(), 2U);
}

TEST(DryRun, KnowsWhatWasImportedBefore) {
    Office office;
    office.import(file(once("Once", 0)));
    web::ImportWish wish;
    wish.dry_run = true;
    const json same = office.import(file(once("Once", 0)), wish);
    EXPECT_EQ(same["events"][0]["action"], "unchanged");
    EXPECT_TRUE(same["events"][0]["requests"].empty());
    const json changed = office.import(file(once("Changed", 1)), wish);
    EXPECT_EQ(changed["events"][0]["action"], "update");
    EXPECT_EQ(changed["events"][0]["requests"].size(), 1U);
    EXPECT_EQ(office.import(file(once("Changed", 1)))["events"][0]["action"], "updated");
}

TEST(DryRun, SeesWhatSomebodyDeletedInTheCalendar) {
    Office office;
    office.import(file(once("Once", 0)));
    office.remove(office.events()[0]["id"]);
    web::ImportWish wish;
    wish.dry_run = true;
    const json line = office.import(file(once("Changed", 1)), wish)["events"][0];
    ASSERT_EQ(line["requests"].size(), 1U) << line;
    EXPECT_EQ(line["requests"][0]["method"], "POST");
    EXPECT_NE(line["reason"].get<std::string>().find("made anew"), std::string::npos);
}

TEST(DryRun, KeepsThoseWhoAreInTheEventWhenGuestsChange) {
    Office office;
    office.import(file(once("Once", 0, guest(luis))), inviting());
    web::ImportWish wish = inviting();
    wish.dry_run = true;
    const json line =
        office.import(file(once("Once", 1, guest(luis) + guest(bea))), wish)["events"][0];
    ASSERT_EQ(line["requests"].size(), 1U) << line;
    EXPECT_EQ(line["requests"][0]["body"]["attendees"].size(), 2U);
    EXPECT_NE(line["requests"][0]["headers"]["If-Match"], "{etag of event}");
}

TEST(DryRun, ChangesOneOccurrenceOfASeriesByItsOwnName) {
    Office office;
    office.import(file(weekly()), inviting());
    web::ImportWish wish = inviting();
    wish.dry_run = true;
    const json line = office.import(
        file(weekly("SEQUENCE:1\nEXDATE" + madrid + "20261228T100000\n")), wish)["events"][0];
    ASSERT_EQ(line["requests"].size(), 1U) << line;
    EXPECT_EQ(line["requests"][0]["method"], "DELETE");
}

}  // namespace
}  // namespace plazo::app
