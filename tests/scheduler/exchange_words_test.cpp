#include "scheduler/exchange_words.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/json.h"

namespace plazo::scheduler {
namespace {

using ical::Event;

TEST(ShowAs, ExampleOfTheHeader) {
    Event event;
    event.transparency = "TRANSPARENT";
    EXPECT_EQ(show_as(event), "free");
    set_show_as("oof", event);
    EXPECT_EQ(event.busy_status, "OOF");
}

TEST(ShowAs, ComesBackAsItWas) {
    for (const char* word : {"free", "tentative", "busy", "oof", "workingElsewhere"}) {
        Event event;
        set_show_as(word, event);
        EXPECT_EQ(show_as(event), word);
        EXPECT_EQ(event.transparency == "TRANSPARENT", std::string{word} == "free");
    }
    Event event;
    set_show_as("unknown", event);
    EXPECT_EQ(show_as(event), "busy");
}

TEST(ShowAs, LeavesACancelledEventCancelled) {
    Event event;
    event.status = "CANCELLED";
    set_show_as("tentative", event);
    EXPECT_EQ(event.status, "CANCELLED");
    event.status = "";
    set_show_as("Tentative", event);
    EXPECT_EQ(event.status, "TENTATIVE");
}

TEST(Sensitivity, ComesBackAsItWas) {
    for (const char* word : {"normal", "personal", "private", "confidential"}) {
        Event event;
        event.classification = class_of(word);
        EXPECT_EQ(sensitivity(event), word);
    }
    Event unknown;
    unknown.classification = "X-SECRET";
    EXPECT_EQ(sensitivity(unknown), "private");
    EXPECT_EQ(sensitivity(Event{}), "normal");
}

TEST(Importance, ComesBackAsItWas) {
    for (const char* word : {"low", "normal", "high"}) {
        Event event;
        event.priority = priority_of(word);
        EXPECT_EQ(importance(event), word);
    }
    const std::vector<std::string_view> by_priority = {"normal", "high", "high", "high", "high",
                                                       "normal", "low",  "low",  "low",  "low"};
    for (int priority = 0; priority < 10; ++priority) {
        Event event;
        event.priority = priority;
        EXPECT_EQ(importance(event), by_priority.at(static_cast<std::size_t>(priority)));
    }
}

ical::Attendee with_role(const std::string& role, const std::string& cutype) {
    ical::Attendee attendee;
    attendee.address = "ann@example.com";
    attendee.name = "Ann";
    attendee.role = role;
    attendee.cutype = cutype;
    return attendee;
}

std::string type_of(const ical::Attendee& attendee) {
    return graph::attendees_json({graph_attendee(attendee)})["attendees"][0]["type"];
}

TEST(Attendee, IsOfATypeOfGraph) {
    EXPECT_EQ(type_of(with_role("REQ-PARTICIPANT", "INDIVIDUAL")), "required");
    EXPECT_EQ(type_of(with_role("CHAIR", "INDIVIDUAL")), "required");
    EXPECT_EQ(type_of(with_role("OPT-PARTICIPANT", "GROUP")), "optional");
    EXPECT_EQ(type_of(with_role("NON-PARTICIPANT", "INDIVIDUAL")), "optional");
    EXPECT_EQ(type_of(with_role("NON-PARTICIPANT", "ROOM")), "resource");
    EXPECT_EQ(type_of(with_role("REQ-PARTICIPANT", "RESOURCE")), "resource");
}

std::optional<ical::Attendee> read(const std::string& text, bool asks = true) {
    return attendee_of(graph::parse_json(text), asks);
}

TEST(Attendee, HasTheAnswerThatExchangeKeeps) {
    const auto answer = [](const std::string& response) {
        return read(R"({"type":"required","emailAddress":{"address":"a@x.es","name":"A"},
                        "status":{"response":")" +
                    response + R"(","time":"0001-01-01T00:00:00Z"}})")
            ->partstat;
    };
    EXPECT_EQ(answer("none"), "NEEDS-ACTION");
    EXPECT_EQ(answer("notResponded"), "NEEDS-ACTION");
    EXPECT_EQ(answer("organizer"), "ACCEPTED");
    EXPECT_EQ(answer("accepted"), "ACCEPTED");
    EXPECT_EQ(answer("tentativelyAccepted"), "TENTATIVE");
    EXPECT_EQ(answer("declined"), "DECLINED");
}

TEST(Attendee, KeepsItsTypeInBothDirections) {
    for (const char* type : {"required", "optional", "resource"}) {
        const auto attendee =
            read(R"({"emailAddress":{"address":"a@x.es"},"type":")" + std::string{type} + "\"}");
        EXPECT_EQ(type_of(*attendee), type);
        EXPECT_TRUE(attendee->rsvp);
    }
    EXPECT_FALSE(read(R"({"emailAddress":{"address":"a@x.es"}})", false)->rsvp);
}

TEST(Attendee, WithoutAnAddressIsNone) {
    EXPECT_FALSE(read(R"({"emailAddress":{"address":"/o=ExchangeLabs/ou=Exchange/cn=ann"}})"));
    EXPECT_FALSE(read(R"({"emailAddress":{"name":"Ann"}})"));
    EXPECT_FALSE(read("{}"));
    EXPECT_FALSE(read("[]"));
    EXPECT_EQ(read(R"({"emailAddress":{"address":"a@x.es"},"status":null})")->partstat,
              "NEEDS-ACTION");
}

}  // namespace
}  // namespace plazo::scheduler
