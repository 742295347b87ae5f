#include "scheduler/intake.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "scheduler/store/memory.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::acme;
using testing::message;
using testing::now;
using testing::tzdb;
using testing::upsert;

/// A store in which somebody else is always faster, so many times.
class BusyStore : public store::MemoryStore {
  public:
    int conflicts = 0;
    int reads = 0;

    awaitable<Record> read(std::string deadline_id) override {
        ++reads;
        return MemoryStore::read(std::move(deadline_id));
    }
    awaitable<bool> commit(Change change) override {
        return conflicts-- > 0 ? lose() : MemoryStore::commit(std::move(change));
    }

  private:
    awaitable<bool> lose() { co_return false; }
};

struct Desk {
    boost::asio::io_context context{1};
    graph::VirtualClock clock{context.get_executor(), now};
    BusyStore store;
    int rings = 0;
    Intake intake{store, tzdb(), clock, std::chrono::seconds{60}, [this] { ++rings; }};

    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        auto answer = boost::asio::co_spawn(context, std::move(question), boost::asio::use_future);
        context.restart();
        context.run();
        return answer.get();
    }
    json take(const json& event) {
        return json::parse(wait(intake.take(acme(), event.dump())).body);
    }
    Record record() { return wait(store.read(deadline_id("acme", "88121", "state:review"))); }
};

TEST(Intake, MessageStepsAndAnswerAreOneTransaction) {
    Desk desk;
    const json answer = desk.take(upsert());
    EXPECT_EQ(answer["outcome"], "created");
    EXPECT_EQ(desk.record().version, 1);
    EXPECT_EQ(desk.record().steps.size(), 2u);
    const auto delivery = desk.wait(desk.store.find_delivery("acme", "urn:test", "m1"));
    ASSERT_TRUE(delivery);
    EXPECT_EQ(json::parse(delivery->answer), answer);
    EXPECT_EQ(delivery->status, 202);
    EXPECT_EQ(delivery->at, now);
    EXPECT_EQ(desk.rings, 1);
}

TEST(Intake, ARepeatedDeliveryRingsNobody) {
    Desk desk;
    const json first = desk.take(upsert());
    EXPECT_EQ(desk.take(upsert()), first);
    EXPECT_EQ(desk.rings, 1);
}

TEST(Intake, ARefusedMessageLeavesNoTrace) {
    Desk desk;
    json event = upsert();
    event["data"]["deadline"]["due"]["at"] = "2026-11-25T09:00:00";  // this very moment
    EXPECT_THROW(desk.take(event), InputError);
    EXPECT_THROW(desk.wait(desk.intake.take(acme(), "{")), MalformedInput);
    EXPECT_EQ(desk.record().version, 0);
    EXPECT_FALSE(desk.wait(desk.store.find_delivery("acme", "urn:test", "m1")));
    EXPECT_EQ(desk.rings, 0);
}

TEST(Intake, AnIdUsedBeforeIsNotTakenForAnotherMessage) {
    Desk desk;
    desk.take(upsert());
    json other = message("cancel", 8);
    other["id"] = "m1";
    EXPECT_THROW(desk.take(other), DeliveryReused);
}

TEST(Intake, WhoeverLosesReadsAndDecidesAnew) {
    Desk desk;
    desk.store.conflicts = 3;
    EXPECT_EQ(desk.take(upsert())["outcome"], "created");
    EXPECT_EQ(desk.store.reads, 4);
    EXPECT_EQ(desk.record().version, 1);
}

TEST(Intake, WhoeverLosesAllTheTimeGivesUp) {
    Desk desk;
    desk.store.conflicts = commit_tries_max;
    EXPECT_THROW(desk.take(upsert()), StoreError);
    EXPECT_EQ(desk.rings, 0);
    EXPECT_EQ(desk.take(upsert())["outcome"], "created") << "sent again later";
}

TEST(Intake, TheAnswerNamesTheRemindersThatWaitedAlready) {
    Desk desk;
    desk.take(upsert());
    json renamed = upsert();
    renamed["id"] = "m2";
    renamed["data"]["deadline"]["revision"] = 8;
    renamed["data"]["deadline"]["title"] = "Otro título";
    EXPECT_EQ(desk.take(renamed)["reminders"],
              json::parse(R"([{"due": "2026-12-13T08:00:00Z", "to": "luis@acme.es"}])"));
}

TEST(Intake, ExplainsWhatWaits) {
    Desk desk;
    json move = message("move", 8);
    move["data"]["deadline"]["due"] = {{"at", "2026-12-20T14:00:00"}};
    EXPECT_EQ(desk.take(move)["explain"], json{"waits for the upsert of this deadline"});
    json other = message("cancel", 8);
    other["data"]["document"]["id"] = "2";
    EXPECT_EQ(desk.take(other)["explain"],
              json{"kept: an upsert with a lower revision will be stale"});
}

TEST(Close, ByHandTakesNoRevisionFromTheWorkflow) {
    Desk desk;
    desk.take(upsert());
    const std::string id = desk.record().deadline.id;
    const auto answer =
        desk.wait(desk.intake.close(acme(), id, {Status::completed, "Ana", "hecho"}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(json::parse(answer->body)["outcome"], "completed");
    EXPECT_EQ(desk.record().deadline.completed_by, "Ana");
    EXPECT_TRUE(desk.record().steps.empty());
    json next = message("complete", 8);
    next["data"]["completedBy"] = "luis";
    EXPECT_EQ(desk.take(next)["outcome"], "completed");
    json again = upsert();
    again["id"] = "m9";
    again["data"]["deadline"]["revision"] = 9;
    EXPECT_EQ(desk.take(again)["outcome"], "reopened");
}

TEST(Close, ARepeatedMessageDoesNotOpenWhatWasClosedByHand) {
    Desk desk;
    desk.take(upsert());
    const std::string id = desk.record().deadline.id;
    desk.wait(desk.intake.close(acme(), id, {Status::cancelled, "", "anulado"}));
    json again = upsert();
    again["id"] = "another delivery";
    EXPECT_EQ(desk.take(again)["outcome"], "unchanged");
    EXPECT_EQ(desk.record().deadline.status, Status::cancelled);
}

TEST(Close, OfAnotherRepositorysDeadlineFindsNone) {
    Desk desk;
    desk.take(upsert());
    Repository other = acme();
    other.name = "other";
    EXPECT_FALSE(desk.wait(desk.intake.close(other, desk.record().deadline.id, {})));
}

}  // namespace
}  // namespace plazo::scheduler
