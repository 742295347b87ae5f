#include <gtest/gtest.h>

#include <set>

#include "examples/sandbox/jose.h"
#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string events = "/users/" + ana + "/events";

json item(const std::string& id, const std::string& method, const std::string& url) {
    return {{"id", id}, {"method", method}, {"url", url}};
}

json read_calendar(const std::string& id, const std::string& mailbox = ana) {
    return item(id, "GET", "/users/" + mailbox + "/calendar");
}

json create(const std::string& id, const json& event) {
    json out = item(id, "POST", events);
    out["headers"] = {{"Content-Type", "application/json"}};
    out["body"] = event;
    return out;
}

json after(json one, const std::string& other) {
    one["dependsOn"] = {other};
    return one;
}

/// The answers by id.
json answers(Scene& scene, const std::vector<json>& items) {
    json by_id;
    const json envelope = scene.graph("POST", "/$batch", {{"requests", items}}).expect(200);
    for (const json& response : envelope["responses"]) {
        by_id[response["id"].get<std::string>()] = response;
    }
    return by_id;
}

void expect_malformed(Scene& scene, const std::vector<json>& items) {
    const Answer answer = scene.graph("POST", "/$batch", {{"requests", items}});
    answer.expect(400);
    EXPECT_EQ(answer.error(), "BadRequest") << json(items);
}

// graph.md 13: {requests: [{id, method, url, headers, body, dependsOn}]}
TEST(Batch, AnswersEachItemWithItsOwnStatusHeadersAndBody) {
    Scene scene;
    const json all = answers(scene, {create("new", meeting()), read_calendar("2"),
                                     item("3", "get", events + "/nothing")});
    EXPECT_EQ(all["new"]["status"], 201);
    EXPECT_EQ(all["new"]["body"]["subject"], "Sign the contract");
    EXPECT_TRUE(all["new"]["headers"].contains("Location"));
    EXPECT_EQ(all["2"]["status"], 200);
    EXPECT_EQ(all["3"]["status"], 400);
    EXPECT_EQ(all["3"]["body"]["error"]["code"], "ErrorInvalidIdMalformed");
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
}

// graph.md 13: the envelope is 200 even if all items fail
TEST(Batch, IsTwoHundredEvenIfEveryItemFails) {
    Scene scene;
    const json all = answers(scene, {item("1", "GET", events + "/x"), item("2", "GET", "/me")});
    EXPECT_EQ(all["1"]["status"], 400);
    EXPECT_EQ(all["2"]["status"], 400);
}

// graph.md 13: responses in any order, to be matched by id
TEST(Batch, AnswersInAnotherOrderThanAsked) {
    Scene scene;
    std::vector<json> items;
    std::vector<std::string> asked;
    for (const std::string id : {"a", "b", "c", "d", "e", "f"}) {
        items.push_back(read_calendar(id, id < "d" ? ana : luis));
        asked.push_back(id);
    }
    bool differs = false;
    for (int round = 0; round < 3; ++round) {
        std::vector<std::string> answered;
        const json envelope = scene.graph("POST", "/$batch", {{"requests", items}}).expect(200);
        for (const json& response : envelope["responses"]) answered.push_back(response["id"]);
        differs = differs || answered != asked;
        EXPECT_EQ(std::set<std::string>(answered.begin(), answered.end()).size(), asked.size());
    }
    EXPECT_TRUE(differs);
}

// graph.md 13: four of a batch at a time; 429 in an item with its own Retry-After
TEST(Batch, RunsFourAtOnceForOneMailboxAndThrottlesTheRest) {
    Scene scene;
    std::vector<json> items;
    for (int i = 0; i < 6; ++i) items.push_back(read_calendar(std::to_string(i)));
    items.push_back(read_calendar("other", luis));
    const json all = answers(scene, items);
    int throttled = 0;
    for (const auto& [id, response] : all.items()) {
        if (response["status"] != 429) continue;
        ++throttled;
        EXPECT_EQ(response["headers"]["Retry-After"], "1");
        EXPECT_EQ(response["body"]["error"]["code"], "ApplicationThrottled");
    }
    EXPECT_EQ(throttled, 2);
    EXPECT_EQ(all["other"]["status"], 200);
}

// graph.md 13: a dependsOn chain of more than four is not throttled
TEST(Batch, OfAChainIsNeverMoreThanOneAtOnce) {
    Scene scene;
    std::vector<json> items{read_calendar("0")};
    for (int i = 1; i < 8; ++i) {
        items.push_back(after(read_calendar(std::to_string(i)), std::to_string(i - 1)));
    }
    const json all = answers(scene, items);
    EXPECT_EQ(all.size(), 8U);
    for (const auto& [id, response] : all.items()) {
        EXPECT_EQ(response["status"], 200);
    }
}

// graph.md 13: dependants of a failure get 424
TEST(Batch, FailsWhatDependsOnAFailure) {
    Scene scene;
    const json all =
        answers(scene, {item("1", "DELETE", events + "/x"), after(create("2", meeting()), "1"),
                        after(read_calendar("3"), "2")});
    EXPECT_EQ(all["1"]["status"], 400);
    EXPECT_EQ(all["2"]["status"], 424);
    EXPECT_EQ(all["3"]["status"], 424);
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
}

// graph.md 13: fully parallel, fully serial, or all on one
TEST(Batch, TakesDependenceSideBySideInARowOrOnOneOnly) {
    Scene scene;
    const json one = read_calendar("1");
    answers(scene, {one, after(read_calendar("2"), "1"), after(read_calendar("3"), "1")});
    answers(scene, {one, read_calendar("2"), after(read_calendar("3"), "1")});
    answers(scene, {after(read_calendar("2"), "1"), one});
    expect_malformed(scene, {one, after(read_calendar("2"), "1"), read_calendar("3"),
                             after(read_calendar("4"), "3")});
    expect_malformed(scene, {one, after(read_calendar("2"), "9")});
    expect_malformed(scene, {after(one, "1")});
    expect_malformed(scene, {after(one, "2"), after(read_calendar("2"), "1")});
    json both = after(read_calendar("3"), "1");
    both["dependsOn"].push_back("2");
    expect_malformed(scene, {one, after(read_calendar("2"), "1"), both});
}

// graph.md 13: at most 20, ids unique without regard to case, Content-Type with a body, else 400
TEST(Batch, IsRefusedWhenMalformed) {
    Scene scene;
    std::vector<json> many;
    for (int i = 0; i < 21; ++i) many.push_back(read_calendar(std::to_string(i)));
    expect_malformed(scene, many);
    expect_malformed(scene, {});
    expect_malformed(scene, {read_calendar("a"), read_calendar("A")});
    json nameless = read_calendar("1");
    nameless.erase("id");
    expect_malformed(scene, {nameless});
    expect_malformed(scene, {item("1", "BREW", events)});
    expect_malformed(scene, {item("1", "GET", "https://graph.microsoft.com/v1.0/me")});
    expect_malformed(scene, {item("1", "POST", "/$batch")});
    json untyped = create("1", meeting());
    untyped.erase("headers");
    expect_malformed(scene, {untyped});
    EXPECT_EQ(scene.graph("POST", "/$batch", {{"items", many}}).response.status, 400);
}

// graph.md 13: url relative, without /v1.0
TEST(Batch, HasUrlsWithoutTheVersion) {
    Scene scene;
    const json all = answers(scene, {item("1", "GET", "/v1.0/users/" + ana + "/calendar"),
                                     item("2", "GET", "users/" + ana + "/calendar")});
    EXPECT_EQ(all["1"]["status"], 400);
    EXPECT_EQ(all["2"]["status"], 200);
}

TEST(Batch, NeedsATokenForTheEnvelope) {
    Scene scene;
    graph::Headers headers;
    headers.set("Authorization", "Bearer nonsense");
    scene.graph("POST", "/$batch", {{"requests", json::array({read_calendar("1")})}}, headers)
        .expect(401);
}

// graph.md 13: binary and text bodies are base64
TEST(Batch, TakesOtherBodiesThanJsonAsBase64) {
    Scene scene;
    json odd = create("1", base64("not JSON"));
    odd["headers"]["Content-Type"] = "text/plain";
    EXPECT_EQ(answers(scene, {odd})["1"]["status"], 415);
    odd["body"] = "not base64!";
    expect_malformed(scene, {odd});
}

TEST(Batch, HasEachItemInTheJournalWithARequestIdOfItsOwn) {
    Scene scene;
    answers(scene, {item("1", "DELETE", events + "/x"), after(read_calendar("2"), "1")});
    const json journal = scene.admin("GET", "/journal").expect(200)["value"];
    std::set<std::string> ids;
    std::vector<int> statuses;
    for (const json& entry : journal) {
        ids.insert(entry["request_id"].get<std::string>());
        statuses.push_back(entry["status"].get<int>());
    }
    EXPECT_EQ(statuses, (std::vector{200, 400, 424, 200}));  // token, items, envelope
    EXPECT_EQ(ids.size(), 4U);
}

TEST(Batch, LetsAFaultHitOneItem) {
    Scene scene;
    scene.admin("POST", "/faults", {{"match", {{"mailbox", luis}}}, {"status", 503}}).expect(200);
    const json all = answers(scene, {read_calendar("1"), read_calendar("2", luis)});
    EXPECT_EQ(all["1"]["status"], 200);
    EXPECT_EQ(all["2"]["status"], 503);
    EXPECT_EQ(all["2"]["headers"]["x-sandbox-fault"], "503");
}

}  // namespace
}  // namespace plazo::sandbox
