#include "scheduler/app/zone_data.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "scheduler/store/memory.h"
#include "tests/scheduler/world.h"
#include "tests/scheduler/zone_folder.h"

namespace plazo::app {
namespace {

using scheduler::Step;
using scheduler::testing::acme;
using scheduler::testing::at;
using scheduler::testing::upsert;
using timezone::Tzdb;

/// Fails so many times when it is asked who waits.
class FailingStore : public store::MemoryStore {
  public:
    int failures = 0;

    awaitable<std::vector<std::string>> waiting_deadlines(std::string after,
                                                          std::size_t limit) override {
        if (failures-- > 0) throw scheduler::StoreError{"the disk is full"};
        return MemoryStore::waiting_deadlines(std::move(after), limit);
    }
};

/// A zone "Here/Home" that keeps Madrid's time until a government has another idea.
class ZoneDataTest : public testing::Test {
  protected:
    ZoneDataTest() {
        folder_.put("Europe/Madrid", "Here/Home");
        folder_.put("Europe/Madrid", "Here/Other");
        tzdb_.emplace(folder_.load());
        boot();
        wait(store_.save_repository(repository_));
    }
    /// The service begins, with the data as they were read last.
    void boot() {
        intake_.emplace(store_, *tzdb_, clock_, std::chrono::seconds{60}, [] {});
        zone_data_.emplace(*tzdb_, store_, *intake_, clock_,
                           [this](bool, const std::string& line) { log_.push_back(line); });
    }
    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        auto answer = boost::asio::co_spawn(context_, std::move(question), boost::asio::use_future);
        context_.restart();
        context_.run();
        return answer.get();
    }
    /// Due 2026-12-15 14:00 in that zone, with a reminder two days before at 09:00.
    std::string take(const char* zone, const std::string& document) {
        nlohmann::json event = upsert();
        event["id"] = document;
        event["data"]["document"]["id"] = document;
        event["data"]["deadline"]["due"] = {{"at", "2026-12-15T14:00:00"}, {"timeZone", zone}};
        const auto answer = wait(intake_->take(repository_, event.dump()));
        return nlohmann::json::parse(answer.body).at("deadline");
    }
    std::vector<Step> reminders(const std::string& id) {
        std::vector<Step> found;
        for (const Step& step : wait(store_.read(id)).steps) {
            if (step.kind == Step::Kind::reminder) found.push_back(step);
        }
        return found;
    }
    void look() { wait(zone_data_->look()); }
    /// One look sees that something has changed, the next that it is at rest.
    void look_twice() {
        look();
        look();
    }
    std::string noted() { return *wait(store_.find_setting("outbox planned with zone data")); }

    boost::asio::io_context context_{1};
    graph::VirtualClock clock_{context_.get_executor(), scheduler::testing::now};
    FailingStore store_;
    scheduler::Repository repository_ = acme();
    scheduler::testing::ZoneFolder folder_;
    std::optional<Tzdb> tzdb_;
    std::optional<scheduler::Intake> intake_;
    std::optional<ZoneData> zone_data_;
    std::vector<std::string> log_;
};

TEST_F(ZoneDataTest, ARemindersInstantFollowsTheClockOfItsZone) {
    const std::string moved = take("Here/Home", "1");
    const std::string same = take("Here/Other", "2");
    look();
    const Step before = reminders(moved).at(0);
    const Step other = reminders(same).at(0);
    EXPECT_EQ(before.due, at("2026-12-13T08:00:00Z"));

    folder_.put("Europe/Dublin", "Here/Home");  // an hour behind
    look_twice();
    ASSERT_EQ(reminders(moved).size(), 1U);
    EXPECT_EQ(reminders(moved)[0].due, at("2026-12-13T09:00:00Z"));
    EXPECT_EQ(reminders(moved)[0].about, at("2026-12-15T14:00:00Z"));
    EXPECT_EQ(reminders(same).at(0), other);
    EXPECT_EQ(wait(store_.read(same)).version, 1);
}

TEST_F(ZoneDataTest, NothingIsPlannedAgainWhileTheDataStay) {
    const std::string id = take("Here/Home", "1");
    look();
    look();
    EXPECT_EQ(wait(store_.read(id)).version, 1);
    EXPECT_EQ(noted(), "2025b");
}

TEST_F(ZoneDataTest, ANewVersionThatMovesNoClockIsOnlyNoted) {
    const std::string id = take("Here/Home", "1");
    look();
    folder_.set_version("2027a");
    store_.failures = 1;
    look_twice();
    EXPECT_EQ(store_.failures, 1) << "nobody was asked for";
    EXPECT_EQ(noted(), "2027a");
    EXPECT_EQ(wait(store_.read(id)).version, 1);
}

TEST_F(ZoneDataTest, HalfANewVersionIsNotTakenOver) {
    const std::string id = take("Here/Home", "1");
    look();
    folder_.put("Pacific/Apia", "Here/Home");
    look();
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T08:00:00Z"));
    folder_.put("Europe/Dublin", "Here/Home");
    look();
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T08:00:00Z"));
    look();
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T09:00:00Z"));
}

TEST_F(ZoneDataTest, PlanningThatFailedHalfwayIsMadeUpFor) {
    const std::string id = take("Here/Home", "1");
    look();
    folder_.put("Europe/Dublin", "Here/Home");  // of the same version
    look();
    store_.failures = 1;
    EXPECT_THROW(look(), scheduler::StoreError);
    EXPECT_EQ(noted(), "");
    look();
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T09:00:00Z"));
    EXPECT_EQ(noted(), "2025b");
}

TEST_F(ZoneDataTest, AZoneThatIsGoneHoldsUpNoOtherAndIsPlannedWhenItReturns) {
    const std::string gone = take("Here/Home", "1");
    const std::string other = take("Here/Other", "2");
    look();
    folder_.remove("Here/Home");
    folder_.put("Europe/Dublin", "Here/Other");
    look_twice();
    EXPECT_EQ(reminders(gone)[0].due, at("2026-12-13T08:00:00Z"));
    EXPECT_EQ(reminders(other)[0].due, at("2026-12-13T09:00:00Z"));
    EXPECT_NE(log_.back().find("Here/Home is not in the zone data"), std::string::npos);
    folder_.put("Europe/Dublin", "Here/Home");
    look_twice();
    EXPECT_EQ(reminders(gone)[0].due, at("2026-12-13T09:00:00Z"));
}

TEST_F(ZoneDataTest, AReminderWhoseMomentHasPassedByTheNewDataGoesOutAtOnceAndOnce) {
    folder_.put("Europe/Dublin", "Here/Home");
    tzdb_ = tzdb_->reloaded();
    boot();
    const std::string id = take("Here/Home", "1");
    look();
    clock_.advance(at("2026-12-13T08:30:00Z") - clock_.wall());
    folder_.put("Europe/Madrid", "Here/Home");  // 09:00 there was half an hour ago
    look_twice();
    ASSERT_EQ(reminders(id).size(), 1U);
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T08:00:00Z"));
    EXPECT_EQ(reminders(id)[0].about, at("2026-12-15T13:00:00Z"));
    const std::string planned_once = reminders(id)[0].id;
    wait(intake_->replan(id));
    EXPECT_EQ(reminders(id)[0].id, planned_once);
}

TEST_F(ZoneDataTest, WhatChangedWhileTheServiceWasDownIsPlannedWhenItStarts) {
    const std::string id = take("Here/Home", "1");
    look();
    folder_.put("Europe/Dublin", "Here/Home");
    folder_.set_version("2027a");
    tzdb_ = tzdb_->reloaded();
    boot();
    look();
    EXPECT_EQ(reminders(id).at(0).due, at("2026-12-13T09:00:00Z"));
    EXPECT_EQ(noted(), "2027a");
}

TEST_F(ZoneDataTest, WhereTheFolderTellsNoVersionAllIsPlannedAtEachStart) {
    folder_.remove("tzdata.zi");
    tzdb_ = tzdb_->reloaded();
    boot();
    const std::string id = take("Here/Home", "1");
    look();
    EXPECT_EQ(noted(), "unknown");
    folder_.put("Europe/Dublin", "Here/Home");
    tzdb_ = tzdb_->reloaded();
    boot();
    look();
    EXPECT_EQ(reminders(id).at(0).due, at("2026-12-13T09:00:00Z"));
}

TEST_F(ZoneDataTest, ATreeThatCannotBeReadIsSaidAndTheOldDataStay) {
    const std::string id = take("Here/Home", "1");
    look();
    folder_.remove("");
    look();
    ASSERT_FALSE(log_.empty());
    EXPECT_NE(log_.back().find("there is no folder"), std::string::npos);
    EXPECT_TRUE(tzdb_->find("Here/Home"));
    EXPECT_EQ(reminders(id).size(), 1U);
}

}  // namespace
}  // namespace plazo::app
