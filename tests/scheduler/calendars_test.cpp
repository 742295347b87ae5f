#include "scheduler/calendars.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>

#include "scheduler/intake.h"
#include "scheduler/store/memory.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::acme;
using testing::now;
using testing::tzdb;
using testing::upsert;

const json office = json::parse(R"({"zone": "Europe/Madrid", "week": {"mon-fri": "09:00-17:00"}})");

struct Desk {
    boost::asio::io_context context{1};
    graph::VirtualClock clock{context.get_executor(), now};
    store::MemoryStore store;
    Intake intake{store, tzdb(), clock, std::chrono::seconds{60}, [] {}};
    Calendars& calendars = intake.calendars();

    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        auto answer = boost::asio::co_spawn(context, std::move(question), boost::asio::use_future);
        context.restart();
        context.run();
        return answer.get();
    }
    Calendars::Timetable find(const char* name, const char* repository = "acme") {
        return wait(calendars.find(repository, name, now));
    }
    json take(const json& due) {
        json event = upsert();
        event["data"]["deadline"]["due"] = due;
        return json::parse(wait(intake.take(acme(), event.dump())).body);
    }
    std::string refusal(const json& due) {
        try {
            take(due);
        } catch (const InputError& error) {
            return error.pointer + ": " + error.what();
        }
        return "";
    }
};

TEST(Calendars, AreThoseOfTheRepositoryAndThenTheReadyOnes) {
    Desk desk;
    EXPECT_EQ(desk.find("office"), nullptr);
    desk.wait(desk.calendars.save("acme", "office", office, now));
    ASSERT_NE(desk.find("office"), nullptr);
    EXPECT_EQ(desk.find("office", "other"), nullptr);
    ASSERT_NE(desk.find("es-madrid"), nullptr);
    EXPECT_EQ(desk.find("es-madrid")->calendar().layers.size(), 2U);
    desk.wait(desk.calendars.save("acme", "es-madrid", office, now));
    EXPECT_TRUE(desk.find("es-madrid")->calendar().layers.empty());
    EXPECT_EQ(desk.find("es-madrid", "other")->calendar().layers.size(), 2U);
}

TEST(Calendars, AreCompiledOnceAndAgainWhenTheyChange) {
    Desk desk;
    desk.wait(desk.calendars.save("acme", "office", office, now));
    const auto first = desk.find("office");
    EXPECT_EQ(desk.find("office"), first);
    json changed = office;
    changed["week"]["sat"] = "09:00-12:00";
    desk.wait(desk.calendars.save("acme", "office", changed, now));
    EXPECT_NE(desk.find("office"), first);
    EXPECT_FALSE(desk.find("office")->calendar().week.days[5].empty());
    EXPECT_TRUE(first->calendar().week.days[5].empty());  // whoever counts by it still may
}

TEST(Calendars, AreCheckedBeforeTheyAreStored) {
    Desk desk;
    EXPECT_THROW(desk.wait(desk.calendars.save("acme", "a/b", office, now)), InputError);
    json broken = office;
    broken["week"] = {{"mon", "9"}};
    EXPECT_THROW(desk.wait(desk.calendars.save("acme", "office", broken, now)), InputError);
    json past = office;
    past["layers"] = json::parse(R"([{"name": "x", "covers": {"from": 2001, "to": 2002}}])");
    EXPECT_THROW(desk.wait(desk.calendars.save("acme", "office", past, now)), InputError);
    EXPECT_TRUE(desk.wait(desk.store.list_calendars("acme")).empty());
}

TEST(Calendars, AReadyOneIsCompiledOnceHoweverItIsSpelt) {
    Desk desk;
    EXPECT_EQ(desk.find("es-madrid"), desk.find("ES-Madrid"));
    EXPECT_EQ(desk.find("es-madrid", "other"), desk.find("es-md"));
}

TEST(Calendars, ARepositoryHasSoManyAtMost) {
    Desk desk;
    for (std::size_t i = 0; i < calendars_in_repository_max; ++i) {
        desk.wait(desk.calendars.save("acme", "c" + std::to_string(i), office, now));
    }
    EXPECT_THROW(desk.wait(desk.calendars.save("acme", "more", office, now)), InputError);
    desk.wait(desk.calendars.save("acme", "c7", office, now));
    desk.wait(desk.calendars.save("other", "more", office, now));
}

TEST(Calendars, ExactTimeCountsFromTheInstantOfTheEvent) {
    Desk desk;
    json event = upsert();
    event["time"] = "2027-10-31T01:30:00Z";  // 02:30 in Madrid, for the second time
    event["data"]["deadline"]["due"] = {{"offset", "PT3H"}, {"timeZone", "Europe/Madrid"}};
    const json answer = json::parse(desk.wait(desk.intake.take(acme(), event.dump())).body);
    EXPECT_EQ(answer["due"], "2027-10-31T04:30:00Z");
    event["id"] = "m2";
    event["time"] = "2027-10-30T22:30:00Z";
    EXPECT_THROW(desk.wait(desk.intake.take(acme(), event.dump())), InputError);
}

TEST(Calendars, ATriggerIsCountedByTheOneItNamesAndSaysWhatWasSkipped) {
    Desk desk;
    const json answer = desk.take({{"offset", "P10D"},
                                   {"count", "business"},
                                   {"rule", "es-ley39-2015"},
                                   {"calendar", "es-madrid"},
                                   {"from", {{"on", "2026-11-23"}}},
                                   {"at", "14:00"},
                                   {"timeZone", "Europe/Madrid"}});
    EXPECT_EQ(answer["due"], "2026-12-09T13:00:00Z");
    const json& explain = answer["explain"];
    ASSERT_EQ(explain.size(), 7U);
    EXPECT_EQ(explain[0], "counted from 2026-11-24 to 2026-12-09 by es-ley39-2015, calendar es-md");
    EXPECT_EQ(explain[1], "2026-11-28 Saturday");
    EXPECT_EQ(explain[6].get<std::string>().substr(0, 11), "2026-12-08 ");
    const Record record = desk.wait(desk.store.read(answer["deadline"]));
    EXPECT_EQ(record.deadline.due->at, testing::local("2026-12-09T14:00:00"));
}

TEST(Calendars, HoursAreCountedOnTheClockOfTheDeadline) {
    Desk desk;
    desk.wait(desk.calendars.save("acme", "office", office, now));
    json due = {{"offset", "PT4H"},
                {"count", "business"},
                {"calendar", "office"},
                {"from", {{"on", "2026-12-01"}}},
                {"timeZone", "Atlantic/Canary"}};
    json event = upsert();
    event["time"] = "2026-12-01T14:00:00Z";  // 15:00 in Madrid, 14:00 on the Canaries
    event["data"]["deadline"]["due"] = due;
    const json answer = json::parse(desk.wait(desk.intake.take(acme(), event.dump())).body);
    EXPECT_EQ(answer["due"], "2026-12-02T10:00:00Z");  // 11:00 in Madrid
    const Record record = desk.wait(desk.store.read(answer["deadline"]));
    EXPECT_EQ(record.deadline.due->at, testing::local("2026-12-02T10:00:00"));
    EXPECT_EQ(record.deadline.due->zone, "Atlantic/Canary");
}

TEST(Calendars, WhatCannotBeCountedIsRefusedWhereItIs) {
    Desk desk;
    const std::string due = "/data/deadline/due/";
    const auto begins = [&](const json& wanted, const std::string& expected) {
        const std::string found = desk.refusal(wanted);
        EXPECT_EQ(found.substr(0, expected.size()), expected);
    };
    begins({{"offset", "P5D"}, {"count", "business"}}, due + "calendar: is required");
    begins({{"offset", "P5D"}, {"count", "business"}, {"calendar", "offize"}},
           due + "calendar: the repository has no calendar");
    begins({{"offset", "P2W"}, {"count", "business"}, {"calendar", "es-madrid"}},
           due + "offset: weeks are not counted by business");
    begins({{"offset", "P1DT2H"}, {"count", "business"}, {"calendar", "es-madrid"}},
           due + "offset: by business a term is in days");
    begins({{"offset", "P9Y"}, {"rule", "es-judicial"}, {"calendar", "es-madrid"}, {"at", "25:00"}},
           due + "at: \"25:00\"");
    begins({{"offset", "P5D"}, {"rule", "es-ley30"}, {"calendar", "es-madrid"}},
           due + "rule: \"es-ley30\" is no counting rule");
    begins(
        {{"offset", "P5D"}, {"count", "business"}, {"rule", "natural"}, {"calendar", "es-madrid"}},
        due + "rule: does not count what");
    begins({{"offset", "P5D"}, {"calendar", "es-madrid"}}, due + "calendar: has no say");
    begins({{"offset", "PT5H"}, {"count", "business"}, {"calendar", "es-madrid"}, {"at", "09:00"}},
           due + "at: cannot be set");
}

}  // namespace
}  // namespace plazo::scheduler
