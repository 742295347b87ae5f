#include "scheduler/zone_choice.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/scheduler/world.h"
#include "timezone/zone.h"

namespace plazo::scheduler {
namespace {

using nlohmann::json;
using testing::at;
using testing::tzdb;

json event_at(const char* start, const char* end, const char* zone = "Romance Standard Time") {
    return {{"subject", "x"},
            {"start", {{"dateTime", start}, {"timeZone", zone}}},
            {"end", {{"dateTime", end}, {"timeZone", zone}}}};
}

json meeting() {
    return event_at("2026-12-15T14:00:00", "2026-12-15T15:00:00");
}

json series() {
    json event = meeting();
    event["recurrence"] = {
        {"pattern", {{"type", "daily"}, {"interval", 1}}},
        {"range", {{"type", "noEnd"}, {"recurrenceTimeZone", "Romance Standard Time"}}}};
    return event;
}

/// The names that are tried when the server takes none.
std::vector<std::string> all_refused(const json& event) {
    ZoneChoice choice;
    std::vector<std::string> tried;
    std::optional<std::string> told = event.dump();
    while (told) {
        tried.push_back(zone_name_of(*told));
        if (!choice.refuse(tried.back())) break;
        told = renamed(event.dump(), tzdb(), choice);
    }
    return tried;
}

TEST(ZoneChoice, TriesOtherNamesForTheSameClocksAndUtcAtLast) {
    const std::vector<std::string> tried = all_refused(meeting());
    EXPECT_EQ(tried.size(), 4U) << "Windows has three names for these clocks";
    EXPECT_EQ(tried.front(), "Romance Standard Time");
    EXPECT_EQ(tried.back(), "UTC");
}

TEST(ZoneChoice, InUtcTheInstantIsTheSame) {
    const json told = json::parse(*renamed(meeting().dump(), tzdb(), ZoneChoice{"UTC", {}}));
    EXPECT_EQ(told["start"]["dateTime"], "2026-12-15T13:00:00");
    EXPECT_EQ(told["end"]["dateTime"], "2026-12-15T14:00:00");
    EXPECT_EQ(told["end"]["timeZone"], "UTC");
    EXPECT_EQ(told["subject"], "x");
}

TEST(ZoneChoice, AWholeDayStaysTheDayThatItIs) {
    json day = event_at("2026-12-15T00:00:00", "2026-12-16T00:00:00");
    day["isAllDay"] = true;
    const json told = json::parse(*renamed(day.dump(), tzdb(), ZoneChoice{"UTC", {}}));
    EXPECT_EQ(told["start"], (json{{"dateTime", "2026-12-15T00:00:00"}, {"timeZone", "UTC"}}));
}

TEST(ZoneChoice, ASeriesIsNeverToldInUtc) {
    const std::vector<std::string> tried = all_refused(series());
    EXPECT_EQ(std::count(tried.begin(), tried.end(), "UTC"), 0);
    EXPECT_GE(tried.size(), 2U);
}

TEST(ZoneChoice, OfASeriesTheRuleIsRenamedToo) {
    ZoneChoice choice;
    ASSERT_TRUE(choice.refuse("Romance Standard Time"));
    const json told = json::parse(*renamed(series().dump(), tzdb(), choice));
    EXPECT_NE(told["start"]["timeZone"], "Romance Standard Time");
    EXPECT_EQ(told["recurrence"]["range"]["recurrenceTimeZone"], told["start"]["timeZone"]);
    EXPECT_EQ(told["start"]["dateTime"], "2026-12-15T14:00:00");
}

TEST(ZoneChoice, WhatNamesNoZoneHasNoOtherName) {
    EXPECT_FALSE(renamed(R"({"subject":"x"})", tzdb(), {}));
    EXPECT_FALSE(renamed(event_at("2026-12-15T14:00:00", "?").dump(), tzdb(), {}));
    EXPECT_FALSE(renamed(
        event_at("2026-12-15T14:00:00", "2026-12-15T15:00:00", "No Such Zone").dump(), tzdb(), {}));
    EXPECT_EQ(zone_name_of(""), "");
    EXPECT_EQ(zone_name_of(R"({"subject":"x"})"), "");
}

TEST(ZoneChoice, UtcIsStayedWith) {
    const timezone::Zone madrid = *tzdb().find("Europe/Madrid");
    const timezone::Span span{at("2026-12-15T13:00:00Z"), at("2026-12-15T14:00:00Z")};
    EXPECT_EQ(zone_name(tzdb(), madrid, span, {}), "Romance Standard Time");
    EXPECT_EQ(zone_name(tzdb(), madrid, span, ZoneChoice{"UTC", {}}), std::nullopt);
}

}  // namespace
}  // namespace plazo::scheduler
