#include <gtest/gtest.h>

#include "tests/scheduler/world.h"
#include "tests/web/house.h"

namespace plazo::web {
namespace {

using nlohmann::json;
using scheduler::testing::now;
using scheduler::testing::upsert;
using testing::caller;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::pointer_in;
using testing::problem_in;

const std::string deadlines = "/v1/repositories/acme/deadlines";

/// A house where one deadline stands; its id.
struct Furnished : House {
    Furnished() {
        EXPECT_EQ(ask(owner("POST", "/v1/triggers", upsert().dump())).status, 202);
        id = record().deadline.id;
    }
    std::string id;
};

TEST(DeadlineRoute, ADeadlineShowsWhatIsMeantAndWhatIsToCome) {
    Furnished house;
    const json shown = json_in(house.ask(owner("GET", deadlines + "/" + house.id)));
    EXPECT_EQ(shown["id"], house.id);
    EXPECT_EQ(shown["status"], "open");
    EXPECT_EQ(shown["revision"], 7);
    EXPECT_EQ(shown["title"], "Revisar contrato");
    EXPECT_EQ(shown["due"], json::parse(R"({"at": "2026-12-15T14:00:00",
        "instant": "2026-12-15T13:00:00Z", "timeZone": "Europe/Madrid"})"));
    EXPECT_EQ(shown["assignees"], json::parse(R"([{"address": "luis@acme.es", "name": "Luis Gil",
                                                   "role": "required"}])"));
    ASSERT_EQ(shown["steps"].size(), 2u);
    EXPECT_EQ(shown["steps"][0]["kind"], "event");
    EXPECT_EQ(shown["steps"][1]["kind"], "reminder");
    EXPECT_EQ(shown["steps"][1]["to"], "luis@acme.es");
    EXPECT_EQ(shown["steps"][1]["due"], "2026-12-13T08:00:00Z");
    EXPECT_FALSE(shown.contains("event"));
}

TEST(DeadlineRoute, TheListHoldsTheRepositorysOnly) {
    Furnished house;
    EXPECT_EQ(json_in(house.ask(owner("GET", deadlines)))["deadlines"].size(), 1u);
    EXPECT_EQ(json_in(house.ask(owner("GET", "/v1/repositories/other/deadlines")))["deadlines"],
              json::array());
    const std::string key = house.new_key();
    EXPECT_EQ(json_in(house.ask(caller(key, "GET", deadlines)))["deadlines"].size(), 1u);
}

TEST(DeadlineRoute, AnUnknownOneIs404) {
    House house;
    const graph::Response answer = house.ask(owner("GET", deadlines + "/dl_0"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(problem_in(answer), "unknown-deadline");
    EXPECT_EQ(house.ask(owner("POST", deadlines + "/dl_0/complete")).status, 404);
    EXPECT_EQ(problem_in(house.ask(owner("GET", "/v1/repositories/ether/deadlines"))),
              "unknown-repository");
}

TEST(DeadlineRoute, CompletingDropsTheRemindersAndKeepsWhoDidIt) {
    Furnished house;
    const std::string key = house.new_key();
    const graph::Response answer = house.ask(
        caller(key, "POST", deadlines + "/" + house.id + "/complete", R"({"by": "Ana Ruiz"})"));
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_EQ(json_in(answer)["outcome"], "completed");
    EXPECT_EQ(json_in(answer)["revision"], 7) << "the workflow's own next revision stays free";
    EXPECT_EQ(json_in(answer)["reminders"], json::array());
    EXPECT_EQ(house.record().deadline.completed_by, "Ana Ruiz");
    EXPECT_EQ(house.record().deadline.status, scheduler::Status::completed);
    EXPECT_TRUE(house.record().steps.empty()) << "nothing stands in a calendar yet";
}

TEST(DeadlineRoute, CancellingKeepsTheReason) {
    Furnished house;
    const graph::Response answer = house.ask(owner("POST", deadlines + "/" + house.id + "/cancel",
                                                   R"({"reason": "Contrato retirado"})"));
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_EQ(house.record().deadline.reason, "Contrato retirado");
    EXPECT_EQ(house.record().deadline.status, scheduler::Status::cancelled);
}

TEST(DeadlineRoute, ClosingNeedsNoBodyAndRefusesFieldsItDoesNotKnow) {
    Furnished house;
    const std::string path = deadlines + "/" + house.id + "/complete";
    const graph::Response wrong = house.ask(owner("POST", path, R"({"reasons": "x"})"));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(pointer_in(wrong), "/reasons");
    EXPECT_EQ(json_in(wrong)["hint"], "did you mean reason?");
    EXPECT_EQ(house.ask(owner("POST", path, "{")).status, 400);
    EXPECT_EQ(house.ask(owner("POST", path, R"({"by": "a\nb"})")).status, 422);
    EXPECT_EQ(house.ask(owner("POST", path)).status, 202);
}

TEST(DeadlineRoute, OneWhoseRevisionsAreTimesIsClosedAfterAllOfThem) {
    House house;
    json event = upsert();
    event["data"]["deadline"].erase("revision");
    event["time"] = "2026-11-25T08:00:00.999999Z";  // later than the service's whole second
    ASSERT_EQ(house.ask(owner("POST", "/v1/triggers", event.dump())).status, 202);
    const std::string id = house.record().deadline.id;
    const graph::Response answer = house.ask(owner("POST", deadlines + "/" + id + "/cancel"));
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(json_in(answer)["outcome"], "cancelled");
    EXPECT_FALSE(json_in(answer).contains("revision"));
    EXPECT_EQ(house.record().deadline.status, scheduler::Status::cancelled);
}

TEST(DeadlineRoute, ManyWhoCloseItAtOnceAreAllAnsweredAndItIsClosed) {
    Furnished house;
    std::vector<graph::Request> requests;
    for (int i = 0; i < 10; ++i) {
        requests.push_back(
            owner("POST", deadlines + "/" + house.id + (i % 2 == 0 ? "/complete" : "/cancel")));
    }
    for (const graph::Response& answer : house.ask_together(requests)) {
        EXPECT_EQ(answer.status, 202) << answer.body;
    }
    EXPECT_NE(house.record().deadline.status, scheduler::Status::open);
    EXPECT_TRUE(house.record().steps.empty());
}

TEST(DeadlineRoute, TheHistoryHoldsWhatLeftTheOutboxNewestFirst) {
    Furnished house;
    scheduler::Record record = house.record();
    scheduler::Change change;
    change.expected_version = record.version;
    change.deadline = record.deadline;
    change.settled = {{record.steps[0], scheduler::Ending::done, "", "r-1", now},
                      {record.steps[1], scheduler::Ending::unknown, "HTTP 504", "r-2", now}};
    ASSERT_TRUE(house.wait(house.store.commit(change)));
    const json shown = json_in(house.ask(owner("GET", "/v1/repositories/acme/history")));
    ASSERT_EQ(shown["history"].size(), 2u);
    const json& mail = shown["history"][0];
    EXPECT_EQ(mail["kind"], "reminder");
    EXPECT_EQ(mail["ending"], "unknown");
    EXPECT_EQ(mail["detail"], "HTTP 504");
    EXPECT_EQ(mail["request_id"], "r-2");
    EXPECT_EQ(mail["at"], "2026-11-25T08:00:00Z");
    EXPECT_EQ(mail["to"], "luis@acme.es");
    EXPECT_EQ(json_in(house.ask(owner("GET", "/v1/repositories/other/history")))["history"],
              json::array());
}

TEST(ImportRoute, HandsTheTextAndTheFlagsOn) {
    House house;
    const std::string key = house.new_key();
    const std::string target = "/v1/repositories/acme/import";
    house.ask(caller(key, "POST", target + "?dry_run=true&invite=1&past&take_over=false", "ICS"));
    house.ask(caller(key, "POST", target, "ICS"));
    EXPECT_EQ(house.asked,
              (std::vector<std::string>{"import acme ICS dry invite past", "import acme ICS"}));
    const std::string large(import_bytes_max + 1, 'x');
    EXPECT_EQ(house.ask(caller(key, "POST", target, large)).status, 413);
}

}  // namespace
}  // namespace plazo::web
