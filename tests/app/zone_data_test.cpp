#include "scheduler/app/zone_data.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "scheduler/store/memory.h"
#include "tests/scheduler/world.h"

namespace plazo::app {
namespace {

namespace fs = std::filesystem;
using scheduler::Step;
using scheduler::testing::acme;
using scheduler::testing::at;
using scheduler::testing::upsert;
using timezone::Tzdb;

/// A zone "Here/Home" that keeps Madrid's time until a government has another idea.
class ZoneDataTest : public testing::Test {
  protected:
    ZoneDataTest() {
        put("Europe/Madrid", "Here/Home");
        put("Europe/Madrid", "Here/Other");
        tzdb_.emplace(Tzdb::load(folder_.string()));
        boot();
        wait(store_.save_repository(repository_));
    }
    ~ZoneDataTest() override { fs::remove_all(folder_); }

    /// As a package manager does: a new file takes the place of the old one.
    void put(const char* source, const char* name) {
        fs::create_directories(folder_ / "Here");
        fs::copy_file(fs::path{PLAZO_TEST_DATA} / "zoneinfo" / source, folder_ / "new");
        fs::rename(folder_ / "new", folder_ / name);
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

    boost::asio::io_context context_{1};
    graph::VirtualClock clock_{context_.get_executor(), scheduler::testing::now};
    store::MemoryStore store_;
    scheduler::Repository repository_ = acme();
    fs::path folder_ = fs::path{testing::TempDir()} /
                       testing::UnitTest::GetInstance()->current_test_info()->name();
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

    put("Europe/Dublin", "Here/Home");  // an hour behind
    look();
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
    EXPECT_EQ(wait(store_.find_setting("outbox planned with zone data")), "unknown");
}

TEST_F(ZoneDataTest, AReminderWhoseMomentHasPassedByTheNewDataGoesOutAtOnceAndOnce) {
    put("Europe/Dublin", "Here/Home");
    tzdb_ = tzdb_->reloaded();
    const std::string id = take("Here/Home", "1");
    look();
    clock_.advance(at("2026-12-13T08:30:00Z") - clock_.wall());
    put("Europe/Madrid", "Here/Home");  // 09:00 there was half an hour ago
    look();
    ASSERT_EQ(reminders(id).size(), 1U);
    EXPECT_EQ(reminders(id)[0].due, at("2026-12-13T08:30:00Z"));
    EXPECT_EQ(reminders(id)[0].about, at("2026-12-15T13:00:00Z"));
    look();
    EXPECT_EQ(reminders(id).size(), 1U);
}

TEST_F(ZoneDataTest, WhatChangedWhileTheServiceWasDownIsPlannedWhenItStarts) {
    const std::string id = take("Here/Home", "1");
    look();
    put("Europe/Dublin", "Here/Home");
    tzdb_ = tzdb_->reloaded();
    wait(store_.save_setting("outbox planned with zone data", "2025a"));
    boot();
    look();
    EXPECT_EQ(reminders(id).at(0).due, at("2026-12-13T09:00:00Z"));
}

TEST_F(ZoneDataTest, ATreeThatCannotBeReadIsSaidAndTheOldDataStay) {
    const std::string id = take("Here/Home", "1");
    look();
    fs::remove_all(folder_);
    look();
    ASSERT_FALSE(log_.empty());
    EXPECT_NE(log_.back().find("there is no folder"), std::string::npos);
    EXPECT_TRUE(tzdb_->find("Here/Home"));
    EXPECT_EQ(reminders(id).size(), 1U);
}

}  // namespace
}  // namespace plazo::app
