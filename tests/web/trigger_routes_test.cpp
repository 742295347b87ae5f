#include <gtest/gtest.h>

#include "scheduler/trigger.h"
#include "tests/scheduler/world.h"
#include "tests/web/house.h"

namespace plazo::web {
namespace {

using nlohmann::json;
using scheduler::testing::message;
using scheduler::testing::upsert;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::pointer_in;
using testing::problem_in;
using testing::unread;

graph::Request trigger(const json& event) {
    return owner("POST", "/v1/triggers", event.dump());
}

TEST(TriggerRoute, AnUpsertIsTakenPlannedAndAnswered) {
    House house;
    const std::string key = house.new_key();
    const graph::Response answer =
        house.ask(testing::caller(key, "POST", "/v1/triggers", upsert().dump()));
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_EQ(json_in(answer), json::parse(R"({
        "id": "m1", "outcome": "created", "revision": 7, "explain": [],
        "deadline": ")" + house.record().deadline.id +
                                           R"(",
        "due": "2026-12-15T13:00:00Z",
        "reminders": [{"due": "2026-12-13T08:00:00Z", "to": "luis@acme.es"}]})"));
    EXPECT_EQ(house.record().steps.size(), 2u);
    EXPECT_EQ(house.rings, 1);
}

TEST(TriggerRoute, BothRoutesAndBothMediaTypesAreTheSame) {
    House house;
    int revision = 7;
    for (const char* target : {"/v1/triggers", "/v1/repositories/acme/triggers"}) {
        for (const char* type :
             {"application/cloudevents+json", "application/json", "Application/JSON; charset=utf-8",
              "application/json ; charset=utf-8", "application/cloudevents+json;charset=UTF-8"}) {
            json event = upsert();
            event["id"] = "m" + std::to_string(++revision);
            event["data"]["deadline"]["revision"] = revision;
            graph::Request request = owner("POST", target, event.dump());
            request.headers.set("Content-Type", type);
            EXPECT_EQ(house.ask(request).status, 202) << target << " " << type;
        }
    }
}

TEST(TriggerRoute, OtherMediaTypesAre415AndTheirBodyIsNotRead) {
    House house;
    for (const char* type : {"", "text/plain", "application/cloudevents-batch+json",
                             "application/x-www-form-urlencoded", "application/jsonx"}) {
        graph::Request request = owner("POST", "/v1/triggers");
        request.headers.set("Content-Type", type);
        request.body = unread();
        const graph::Response answer = house.ask(request);
        EXPECT_EQ(answer.status, 415) << type;
        EXPECT_EQ(problem_in(answer), "unsupported-media");
    }
}

TEST(TriggerRoute, BinaryModeIs415) {
    House house;
    graph::Request request = owner("POST", "/v1/triggers");
    request.headers.set("Content-Type", "application/json");
    request.headers.set("ce-specversion", "1.0");
    request.body = unread();
    EXPECT_EQ(house.ask(request).status, 415);
}

TEST(TriggerRoute, TextThatIsNoJsonIs400) {
    House house;
    for (const std::string& body :
         {std::string{"{"}, std::string{"not json"}, std::string{"\xff\xfe"},
          std::string(5000, '['), upsert().dump() + "x"}) {
        const graph::Response answer = house.ask(owner("POST", "/v1/triggers", body));
        EXPECT_EQ(answer.status, 400) << body.substr(0, 20);
        EXPECT_EQ(problem_in(answer), "invalid-json");
    }
}

TEST(TriggerRoute, AWrongFieldIs422WithItsPointer) {
    House house;
    struct Row {
        const char* path;
        json value;
        const char* pointer;
    };
    for (const auto& [path, value, pointer] : std::vector<Row>{
             {"/type", "com.r2docuo.deadline.upset", "/type"},
             {"/specversion", "0.3", "/specversion"},
             {"/source", nullptr, "/source"},
             {"/id", "", "/id"},
             {"/data/repository", 7, "/data/repository"},
             {"/data/deadline/revision", -1, "/data/deadline/revision"},
             {"/data/deadline/revision", INT64_MAX, "/data/deadline/revision"},
             {"/data/deadline/title", "a\r\nBcc: x@y.es", "/data/deadline/title"},
             {"/data/deadline/due/timeZone", "Europe/Madriz", "/data/deadline/due/timeZone"},
             {"/data/document/url", "javascript:alert(1)", "/data/document/url"},
             {"/data/assignees/0/address", "luis", "/data/assignees/0/address"},
             {"/data/assignees/0/address", "a@elsewhere.org", "/data/assignees/0/address"},
             {"/data/organiser", "ceo@acme.es", "/data/organiser"},
             {"/data/extra", 1, "/data/extra"},
         }) {
        json event = upsert();
        event[json::json_pointer{path}] = value;
        const graph::Response answer = house.ask(trigger(event));
        EXPECT_EQ(answer.status, 422) << path << " " << answer.body;
        EXPECT_EQ(problem_in(answer), "invalid-field");
        EXPECT_EQ(pointer_in(answer), pointer);
    }
    EXPECT_EQ(house.record().version, 0);
    EXPECT_EQ(house.rings, 0);
}

TEST(TriggerRoute, ABodyThatIsNoObjectIs422AtItsRoot) {
    House house;
    for (const char* body : {"[]", "7", "null", "\"x\"", "", "{}"}) {
        const graph::Response answer = house.ask(owner("POST", "/v1/triggers", body));
        EXPECT_EQ(answer.status, 422) << body;
        EXPECT_EQ(problem_in(answer), "invalid-field");
    }
}

TEST(TriggerRoute, ABodyBeyondItsLimitIs413) {
    House house;
    std::string padded = upsert().dump();
    padded.append(scheduler::trigger_bytes_max - padded.size(), ' ');
    EXPECT_EQ(house.ask(owner("POST", "/v1/triggers", padded)).status, 202);
    const graph::Response answer = house.ask(owner("POST", "/v1/triggers", padded + " "));
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(problem_in(answer), "too-large");
}

TEST(TriggerRoute, ADeliveryThatIsRepeatedGetsItsFirstAnswerAndHasNoEffect) {
    House house;
    const graph::Response first = house.ask(trigger(upsert()));
    house.clock.advance(std::chrono::hours{24 * 365});  // even when it would be refused by now
    const graph::Response second = house.ask(trigger(upsert()));
    EXPECT_EQ(second.status, 202);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(house.record().version, 1);
}

TEST(TriggerRoute, AnIdThatComesWithAnotherBodyIs422) {
    House house;
    ASSERT_EQ(house.ask(trigger(upsert())).status, 202);
    json other = upsert();
    other["data"]["deadline"]["title"] = "Otro";
    const graph::Response answer = house.ask(trigger(other));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(problem_in(answer), "idempotency-reuse");
    EXPECT_EQ(house.record().deadline.title, "Revisar contrato");
}

TEST(TriggerRoute, TheSameIdOfAnotherSourceIsAnotherDelivery) {
    House house;
    ASSERT_EQ(house.ask(trigger(upsert())).status, 202);
    json other = upsert();
    other["source"] = "urn:other";
    const graph::Response answer = house.ask(trigger(other));
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(json_in(answer)["outcome"], "unchanged");
}

TEST(TriggerRoute, ARefusedMessageMayComeAgainMendedUnderItsId) {
    House house;
    json wrong = upsert();
    wrong["data"]["deadline"]["due"]["timeZone"] = "Europe/Madriz";
    ASSERT_EQ(house.ask(trigger(wrong)).status, 422);
    EXPECT_EQ(house.ask(trigger(upsert())).status, 202);
}

TEST(TriggerRoute, WhatComesTooLateIsAcceptedAndStale) {
    House house;
    ASSERT_EQ(house.ask(trigger(upsert())).status, 202);
    json old = upsert();
    old["id"] = "m0";
    old["data"]["deadline"]["revision"] = 6;
    old["data"]["deadline"]["title"] = "Antiguo";
    const graph::Response answer = house.ask(trigger(old));
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(json_in(answer)["outcome"], "stale");
    EXPECT_EQ(house.record().deadline.title, "Revisar contrato");
}

TEST(TriggerRoute, ATombstoneWaitsForItsUpsert) {
    House house;
    const graph::Response early = house.ask(trigger(message("cancel", 9)));
    EXPECT_EQ(early.status, 202);
    EXPECT_FALSE(json_in(early)["explain"].empty());
    EXPECT_EQ(json_in(house.ask(trigger(upsert())))["reminders"], json::array());
    EXPECT_EQ(house.record().deadline.status, scheduler::Status::cancelled);
}

TEST(TriggerRoute, ADueInThePastIs422UnlessItIsStoredAlready) {
    House house;
    ASSERT_EQ(house.ask(trigger(upsert())).status, 202);
    house.clock.advance(std::chrono::hours{24 * 30});
    json renamed = upsert();
    renamed["id"] = "m2";
    renamed["data"]["deadline"]["revision"] = 8;
    renamed["data"]["deadline"]["title"] = "Revisar el contrato";
    EXPECT_EQ(house.ask(trigger(renamed)).status, 202) << "the same past due";
    json moved = renamed;
    moved["id"] = "m3";
    moved["data"]["deadline"]["revision"] = 9;
    moved["data"]["deadline"]["due"]["at"] = "2026-12-16T14:00:00";
    const graph::Response answer = house.ask(trigger(moved));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(pointer_in(answer), "/data/deadline/due");
    EXPECT_EQ(house.record().deadline.title, "Revisar el contrato");
}

TEST(TriggerRoute, AStoreThatFailsIs503WithoutTellingWhy) {
    House house;
    house.store.broken = true;
    const graph::Response answer = house.ask(trigger(upsert()));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(problem_in(answer), "store-unavailable");
    EXPECT_EQ(answer.body.find("secret-place"), std::string::npos);
    house.store.broken = false;
    EXPECT_EQ(house.ask(trigger(upsert())).status, 202);
}

TEST(TriggerRoute, TheSameDeliveryTwiceAtOnceHasOneEffectAndOneAnswer) {
    House house;
    const auto answers = house.ask_together({trigger(upsert()), trigger(upsert())});
    EXPECT_EQ(answers[0].status, 202);
    EXPECT_EQ(answers[0].body, answers[1].body);
    EXPECT_EQ(house.store.commits, 1);
    EXPECT_EQ(house.record().version, 1);
}

TEST(TriggerRoute, ManyTriggersForOneDeadlineAtOnceEndWithTheHighestRevision) {
    House house;
    constexpr int count = 20;
    std::vector<graph::Request> requests;
    for (int i = 1; i <= count; ++i) {
        json event = upsert();
        event["id"] = "m" + std::to_string(i);
        event["data"]["deadline"]["revision"] = i * 7 % count + 1;  // in no order
        event["data"]["deadline"]["title"] = "revision " + std::to_string(i * 7 % count + 1);
        requests.push_back(trigger(event));
    }
    for (const graph::Response& answer : house.ask_together(requests)) {
        EXPECT_EQ(answer.status, 202) << answer.body;
    }
    const scheduler::Record record = house.record();
    EXPECT_EQ(record.version, count);
    EXPECT_EQ(record.deadline.title, "revision 20");
    EXPECT_EQ(record.deadline.revision(), count);
    EXPECT_EQ(record.steps.size(), 2u) << "one event and one reminder, however many spoke";
}

TEST(TriggerRoute, TriggersForDifferentDeadlinesDoNotHinderEachOther) {
    House house;
    std::vector<graph::Request> requests;
    for (int i = 0; i < 100; ++i) {
        json event = upsert();
        event["id"] = "m" + std::to_string(i);
        event["data"]["document"]["id"] = std::to_string(i);
        requests.push_back(trigger(event));
    }
    for (const graph::Response& answer : house.ask_together(requests)) {
        EXPECT_EQ(answer.status, 202);
    }
    EXPECT_EQ(house.store.commits, 100);
}

}  // namespace
}  // namespace plazo::web
