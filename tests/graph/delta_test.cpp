#include "graph/delta.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/paging.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using testing::at;

const std::string root = "https://graph.microsoft.com";
const timezone::Instant now = at("2026-11-25T08:00:00Z");

CalendarCopy copy_of_december() {
    return {"plazos@acme.es", at("2026-12-01T00:00:00Z"), at("2027-01-01T00:00:00Z"), root};
}

json event(const char* id, const char* subject = "x") {
    return {{"id", id}, {"subject", subject}};
}

json removed(const char* id) {
    return {{"id", id}, {"@removed", {{"reason", "deleted"}}}};
}

Response page(const std::vector<json>& items, const std::string& link, bool last) {
    Response response;
    response.body =
        json{{"value", items}, {last ? "@odata.deltaLink" : "@odata.nextLink", link}}.dump();
    return response;
}

Response refusal(int status, const char* code) {
    Response response;
    response.status = status;
    response.body = json{{"error", {{"code", code}}}}.dump();
    return response;
}

std::vector<std::string> ids(const CalendarCopy& copy) {
    std::vector<std::string> all;
    for (const auto& [id, unused] : copy.events()) all.push_back(id);
    return all;
}
using Ids = std::vector<std::string>;

const std::string next = root + "/v1.0/users/x/calendarView/delta?$skiptoken=a%2Bb";
const std::string changes = root + "/v1.0/users/x/calendarView/delta?$deltatoken=1%2f2";

TEST(CalendarCopy, BeginsWithItsWindowAndGoesOnWithGraphsLinks) {
    CalendarCopy copy = copy_of_december();
    EXPECT_EQ(copy.request("r").target,
              "/v1.0/users/plazos%40acme.es/calendarView/delta?startDateTime="
              "2026-12-01T00%3A00%3A00Z&endDateTime=2027-01-01T00%3A00%3A00Z");
    EXPECT_TRUE(copy.take(page({event("1")}, next, false), now).done());
    EXPECT_FALSE(copy.complete());
    EXPECT_EQ(ids(copy), Ids{}) << "not before all of it is there";
    EXPECT_EQ(copy.request("r").target, next.substr(root.size())) << "byte by byte";
    EXPECT_TRUE(copy.take(page({event("2")}, changes, true), now).done());
    EXPECT_TRUE(copy.complete());
    EXPECT_EQ(ids(copy), (Ids{"1", "2"}));
    EXPECT_EQ(copy.request("r").target, changes.substr(root.size()));
}

TEST(CalendarCopy, AsksForImmutableIdsAndItsPageSizeEachTime) {
    CalendarCopy copy = copy_of_december();
    const std::string wish = "IdType=\"ImmutableId\", odata.maxpagesize=200";
    EXPECT_EQ(copy.request("r").headers.find("Prefer"), wish);
    copy.take(page({}, changes, true), now);
    EXPECT_EQ(copy.request("r").headers.find("Prefer"), wish);
}

TEST(CalendarCopy, TakesInChangesAndRemovalsAlsoOfWhatItNeverHad) {
    CalendarCopy copy = copy_of_december();
    copy.take(page({event("1", "old"), event("2"), event("3")}, changes, true), now);
    copy.take(
        page({event("1", "new"), removed("2"), removed("unknown"), event("4")}, changes, true),
        now);
    EXPECT_EQ(ids(copy), (Ids{"1", "3", "4"}));
    EXPECT_EQ(copy.events().at("1")["subject"], "new");
}

TEST(CalendarCopy, TheLastWordOfARoundCounts) {
    CalendarCopy copy = copy_of_december();
    copy.take(page({event("1"), removed("1"), removed("2"), event("2")}, changes, true), now);
    EXPECT_EQ(ids(copy), Ids{"2"});
}

TEST(CalendarCopy, IsReadAnewWhenTheLinkIsForgottenAndLosesWhatVanished) {
    CalendarCopy copy = copy_of_december();
    copy.take(page({event("1"), event("2")}, changes, true), now);
    const Outcome outcome = copy.take(refusal(410, "SyncStateNotFound"), now);
    EXPECT_TRUE(outcome.resync());
    EXPECT_FALSE(copy.complete());
    EXPECT_EQ(ids(copy), (Ids{"1", "2"})) << "until it has been read";
    EXPECT_EQ(path_of(copy.request("r").target), "/v1.0/users/plazos%40acme.es/calendarView/delta");
    EXPECT_TRUE(query_parameter(copy.request("r").target, "startDateTime"));
    copy.take(page({event("2"), event("3")}, changes, true), now);
    EXPECT_EQ(ids(copy), (Ids{"2", "3"}));
}

TEST(CalendarCopy, StaysWhereItIsWhenGraphHasTroubleOrAnswersNonsense) {
    CalendarCopy copy = copy_of_december();
    copy.take(page({event("1")}, next, false), now);
    EXPECT_EQ(copy.take(refusal(503, "ErrorServerBusy"), now).kind, Outcome::Kind::unavailable);
    EXPECT_EQ(copy.take(refusal(429, "TooManyRequests"), now).kind, Outcome::Kind::throttled);
    Response cut;
    cut.body = R"({"value":[{"id")";
    EXPECT_EQ(copy.take(cut, now).kind, Outcome::Kind::unavailable);
    EXPECT_EQ(copy.request("r").target, next.substr(root.size()));
    copy.take(page({event("2")}, changes, true), now);
    EXPECT_EQ(ids(copy), (Ids{"1", "2"}));
}

TEST(CalendarCopy, PassesOverWhatHasNoId) {
    CalendarCopy copy = copy_of_december();
    copy.take(
        page({nullptr, 7, json::array(), {{"id", 7}}, {{"id", ""}}, event("1")}, changes, true),
        now);
    EXPECT_EQ(ids(copy), Ids{"1"});
}

TEST(CalendarCopy, GoesNowhereElseAndNotOnWithoutALink) {
    for (const char* link : {"https://evil.example/v1.0/x", "", "/v1.0/x"}) {
        CalendarCopy copy = copy_of_december();
        const Outcome outcome = copy.take(page({event("1")}, link, true), now);
        EXPECT_EQ(outcome.kind, Outcome::Kind::refused) << link;
        EXPECT_NE(outcome.message.find("plazos@acme.es"), std::string::npos);
        EXPECT_EQ(ids(copy), Ids{});
    }
}

TEST(CalendarCopy, HasALimitForPagesThatNeverEnd) {
    CalendarCopy copy = copy_of_december();
    const Response same = page({}, next, false);
    int pages = 0;
    while (copy.take(same, now).done()) ASSERT_LE(++pages, delta_pages_max);
    EXPECT_EQ(pages, delta_pages_max);
}

TEST(CalendarCopy, HasALimitForEvents) {
    CalendarCopy copy = copy_of_december();
    std::size_t count = 0;
    Outcome outcome;
    while (outcome.done()) {
        std::vector<json> items;
        for (int i = 0; i < page_items_max; ++i) items.push_back({{"id", std::to_string(count++)}});
        outcome = copy.take(page(items, next, false), now);
        ASSERT_LE(count, delta_events_max + page_items_max);
    }
    EXPECT_GT(count, delta_events_max);
    EXPECT_EQ(outcome.kind, Outcome::Kind::refused);
}

}  // namespace
}  // namespace plazo::graph
