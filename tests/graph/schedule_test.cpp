#include "graph/schedule.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "timezone/text.h"

namespace plazo::graph {
namespace {

using nlohmann::json;

timezone::LocalTime local(const char* text) {
    return *timezone::parse_local(text);
}

const ScheduleWindow day{local("2026-12-15T09:00"), local("2026-12-15T17:00"),
                         "Romance Standard Time"};

TEST(Schedule, IsAskedForInTheZoneOfItsWindow) {
    const Request request =
        get_schedule("plazos@acme.es", {"luis@acme.es", "eva@acme.es"}, day, "r");
    EXPECT_EQ(json::parse(request.body.bytes()), json::parse(R"({
        "schedules": ["luis@acme.es", "eva@acme.es"], "availabilityViewInterval": 30,
        "startTime": {"dateTime": "2026-12-15T09:00:00", "timeZone": "Romance Standard Time"},
        "endTime": {"dateTime": "2026-12-15T17:00:00", "timeZone": "Romance Standard Time"}})"));
}

TEST(Schedule, IsAskedOfTwentyAtOnceAndOfSomebody) {
    EXPECT_NO_THROW(get_schedule("m", std::vector<std::string>(20, "a@b"), day, "r"));
    EXPECT_THROW(get_schedule("m", std::vector<std::string>(21, "a@b"), day, "r"),
                 std::invalid_argument);
    EXPECT_THROW(get_schedule("m", {}, day, "r"), std::invalid_argument);
}

TEST(Schedule, HasAWindowAndSlotsThatGraphTakes) {
    const auto asked = [](ScheduleWindow window) { get_schedule("m", {"a@b"}, window, "r"); };
    ScheduleWindow other = day;
    other.slot = schedule_slot_min - std::chrono::minutes{1};
    EXPECT_THROW(asked(other), std::invalid_argument);
    other.slot = schedule_slot_max + std::chrono::minutes{1};
    EXPECT_THROW(asked(other), std::invalid_argument);
    other = day;
    other.to = other.from;
    EXPECT_THROW(asked(other), std::invalid_argument);
    other.to = other.from + schedule_span_max;
    EXPECT_NO_THROW(asked(other));
    other.to += std::chrono::seconds{1};
    EXPECT_THROW(asked(other), std::invalid_argument);
}

TEST(Schedule, AnErrorOfOneAddressDoesNotHideTheOthers) {
    const auto schedules = read_schedules(R"({"value":[
        {"scheduleId":"luis@acme.es","availabilityView":"01234x","scheduleItems":[
            {"status":"OOF","start":{"dateTime":"2026-12-15T08:00:00.0000000","timeZone":"UTC"},
             "end":{"dateTime":"2026-12-15T09:00:00.0000000","timeZone":"UTC"}}]},
        {"scheduleId":"nobody@acme.es","availabilityView":"",
         "error":{"message":"Unable to resolve","responseCode":"ErrorMailRecipientNotFound"}}]})");
    ASSERT_EQ(schedules.size(), 2U);
    using enum Availability;
    EXPECT_EQ(schedules[0].error_code, "");
    EXPECT_EQ(schedules[0].slots,
              (std::vector{free, tentative, busy, out_of_office, working_elsewhere, unknown}));
    ASSERT_EQ(schedules[0].items.size(), 1U);
    EXPECT_EQ(schedules[0].items[0].from, local("2026-12-15T08:00"));
    EXPECT_EQ(schedules[0].items[0].availability, out_of_office);
    EXPECT_EQ(schedules[1].error_code, "ErrorMailRecipientNotFound");
    EXPECT_EQ(schedules[1].error_message, "Unable to resolve");
}

TEST(Schedule, WhatMakesNoSenseIsLeftOut) {
    for (const char* body : {"", "<html>", "null", "{}", R"({"value":7})",
                             R"({"value":[null,7,{}]})", R"({"value":[{"scheduleId":7}]})"}) {
        EXPECT_TRUE(read_schedules(body).empty()) << body;
    }
    const auto odd = read_schedules(R"({"value":[{"scheduleId":"a@b","availabilityView":222,
        "error":"x","scheduleItems":[null,7,{},{"start":null,"end":{}},
        {"status":"busy","start":{"dateTime":"yesterday"},"end":{"dateTime":"2026-12-15"}}]},
        {"scheduleId":"c@d","error":{},"scheduleItems":{}}]})");
    ASSERT_EQ(odd.size(), 2U);
    EXPECT_TRUE(odd[0].slots.empty());
    EXPECT_TRUE(odd[0].items.empty());
    EXPECT_EQ(odd[0].error_code, "");
    EXPECT_EQ(odd[1].error_code, "error");
}

TEST(Schedule, AThousandItemsOfOnePersonAreEnough) {
    json item = {{"status", "busy"},
                 {"start", {{"dateTime", "2026-12-15T08:00:00"}}},
                 {"end", {{"dateTime", "2026-12-15T09:00:00"}}}};
    json entry = {{"scheduleId", "a@b"}, {"scheduleItems", json::array()}};
    for (std::size_t i = 0; i <= schedule_items_max; ++i) entry["scheduleItems"].push_back(item);
    const json body = {{"value", json::array({entry})}};
    EXPECT_EQ(read_schedules(body.dump())[0].items.size(), schedule_items_max);
}

}  // namespace
}  // namespace plazo::graph
