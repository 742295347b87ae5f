#include <gtest/gtest.h>

#include "tests/scheduler/world.h"
#include "tests/web/house.h"

namespace plazo::web {
namespace {

using nlohmann::json;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::pointer_in;

const std::string office = "/v1/repositories/acme/calendars/office";
const json definition = {{"zone", "Europe/Madrid"}, {"week", {{"mon-fri", "09:00-17:00"}}}};

TEST(CalendarRoute, WhatIsPutIsGotAndListed) {
    House house;
    EXPECT_EQ(house.ask(owner("GET", office)).status, 404);
    EXPECT_EQ(house.ask(owner("PUT", office, definition.dump())).status, 200);
    EXPECT_EQ(json_in(house.ask(owner("GET", office))), definition);
    const json list = json_in(house.ask(owner("GET", "/v1/repositories/acme/calendars")));
    EXPECT_EQ(list["calendars"], json::parse(R"([{"name": "office"}])"));
    EXPECT_GT(list["ready"].size(), 50U);
    EXPECT_EQ(house.ask(owner("GET", "/v1/repositories/other/calendars/office")).status, 404);
}

TEST(CalendarRoute, AReadyCalendarIsShownAsItWouldBePut) {
    House house;
    const std::string path = "/v1/repositories/acme/calendars/es-madrid";
    const graph::Response shown = house.ask(owner("GET", path));
    EXPECT_EQ(json_in(shown)["holidays"], json({"es-md"}));
    EXPECT_EQ(house.ask(owner("PUT", path, shown.body)).status, 200);
}

TEST(CalendarRoute, ABrokenCalendarIsRefusedWithAPointerAndNotStored) {
    House house;
    json broken = definition;
    broken["week"]["mon-fri"] = "9 to 5";
    const graph::Response answer = house.ask(owner("PUT", office, broken.dump()));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(pointer_in(answer), "/week/mon-fri");
    EXPECT_EQ(house.ask(owner("GET", office)).status, 404);
    EXPECT_EQ(house.ask(owner("PUT", office, "{")).status, 400);
}

TEST(CalendarRoute, TermsAreCounted) {
    House house;
    const std::string path = "/v1/repositories/acme/calendars/es-madrid/count";
    const json question = {{"from", "2026-11-23T09:30"}, {"term", "P10D"}};
    const json answer = json_in(house.ask(owner("POST", path, question.dump())));
    EXPECT_EQ(answer["due"], "2026-12-09T09:30:00");
    EXPECT_EQ(answer["utc"], "2026-12-09T08:30:00Z");
    EXPECT_EQ(answer["explain"].size(), 7U);
    const json endless = {{"from", "2026-11-23"}, {"term", "P11Y"}};
    EXPECT_EQ(pointer_in(house.ask(owner("POST", path, endless.dump()))), "/term");
    const std::string unknown = "/v1/repositories/acme/calendars/nowhere/count";
    EXPECT_EQ(house.ask(owner("POST", unknown, question.dump())).status, 404);
}

}  // namespace
}  // namespace plazo::web
