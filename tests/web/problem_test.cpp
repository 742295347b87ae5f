#include "scheduler/web/problem.h"

#include <gtest/gtest.h>

#include "tests/web/house.h"

namespace plazo::web {
namespace {

using nlohmann::json;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::problem_in;

TEST(Problem, IsADocumentOfRfc9457) {
    const graph::Response response = problem_response(
        problem_of(scheduler::InputError{"/data/x", "is wrong", "did you mean y?"}));
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(json_in(response), json::parse(R"({
        "type": "urn:plazo:problem:invalid-field", "title": "Invalid field", "status": 422,
        "detail": "is wrong", "hint": "did you mean y?",
        "errors": [{"pointer": "/data/x", "detail": "is wrong"}]})"));
}

TEST(Problem, HasAPointerAndAHintOnlyWhereThereIsOne) {
    const json malformed =
        json_in(problem_response(problem_of(scheduler::MalformedInput{"", "not JSON"})));
    EXPECT_EQ(malformed["status"], 400);
    EXPECT_EQ(malformed["type"], "urn:plazo:problem:invalid-json");
    EXPECT_FALSE(malformed.contains("errors"));
    EXPECT_FALSE(malformed.contains("hint"));
    const json root = json_in(problem_response(problem_of(scheduler::InputError{"", "is wrong"})));
    EXPECT_EQ(root["errors"][0]["pointer"], "") << "the whole document";
}

TEST(Problem, BytesThatAreNoUtf8DoNotBreakIt) {
    House house;
    const graph::Response answer = house.ask(owner("GET", "/v1/repositories/%ff%fe/deadlines"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(problem_in(answer), "unknown-repository");
}

TEST(Problem, WhatIsNowhereIs404) {
    House house;
    for (const char* target :
         {"/", "/v2/triggers", "/v1", "/v1/trigger", "/v1/triggers/x",
          "/v1/repositories/acme/nothing", "/v1/repositories/acme/deadlines/x/y",
          "/v1/repositories/acme/deadlines/x/y/z"}) {
        const graph::Response answer = house.ask(owner("GET", target));
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_EQ(problem_in(answer), "not-found");
    }
    EXPECT_EQ(house.ask(owner("GET", "/v1/triggers")).status, 404);
    EXPECT_EQ(house.ask(owner("DELETE", "/v1/repositories/acme")).status, 404);
}

TEST(Response, EveryOneForbidsCachingAndSniffing) {
    House house;
    for (const char* target : {"/livez", "/readyz", "/v1/repositories", "/nowhere"}) {
        const graph::Response answer = house.ask(owner("GET", target));
        EXPECT_EQ(answer.headers.find("Cache-Control"), "no-store") << target;
        EXPECT_EQ(answer.headers.find("X-Content-Type-Options"), "nosniff") << target;
        EXPECT_TRUE(answer.headers.find("Content-Type")->starts_with("application/")) << target;
    }
}

}  // namespace
}  // namespace plazo::web
