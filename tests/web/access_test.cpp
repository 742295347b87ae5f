#include "scheduler/web/access.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"
#include "tests/web/house.h"

namespace plazo::web {
namespace {

using testing::caller;
using testing::House;
using testing::json_in;
using testing::owner;
using testing::problem_in;
using testing::unread;

std::string upsert() {
    return scheduler::testing::upsert().dump();
}

TEST(ApiKey, OpensWithItsWholeTextAndNothingElse) {
    const NewKey made = make_key("acme", "engine", scheduler::testing::now);
    EXPECT_TRUE(made.text.starts_with("plz_" + made.key.id + "_"));
    EXPECT_EQ(key_id("Bearer " + made.text), made.key.id);
    EXPECT_TRUE(opens(made.key, "Bearer " + made.text));
    EXPECT_TRUE(opens(made.key, "bearer " + made.text));
    EXPECT_FALSE(opens(made.key, "Bearer " + made.text + "x"));
    EXPECT_FALSE(opens(made.key, "Bearer " + made.text.substr(0, made.text.size() - 1)));
    EXPECT_FALSE(opens(made.key, "Basic " + made.text));
    EXPECT_FALSE(opens(made.key, made.text));
    EXPECT_FALSE(opens(made.key, "Bearer " + made.key.hash)) << "the stored hash is no key";
    EXPECT_FALSE(opens(made.key, ""));
}

TEST(ApiKey, IsStoredWithoutItsSecret) {
    const NewKey made = make_key("acme", "engine", scheduler::testing::now);
    const std::string secret = made.text.substr(made.text.rfind('_') + 1);
    EXPECT_GE(made.text.size(), 4 + 12 + 1 + 43u);
    EXPECT_EQ(made.key.hash.size(), 64u);
    EXPECT_EQ(made.key.hash.find(secret), std::string::npos);
    EXPECT_NE(make_key("acme", "", scheduler::testing::now).text, made.text);
}

TEST(ApiKey, OnlyOursHaveAnId) {
    for (const char* header :
         {"", "Bearer", "Bearer ", "Bearer plz_", "Bearer plz_0123456789ab",
          "Bearer plz_0123456789abcdef", "Bearer abc_0123456789ab_x", "plz_"}) {
        EXPECT_EQ(key_id(header), std::nullopt) << header;
    }
}

TEST(Access, WithoutARightKeyNobodyIsHeardAndNoBodyIsRead) {
    House house;
    const std::string key = house.new_key();
    const std::string revoked = house.new_key();
    const std::string id = revoked.substr(4, 12);
    EXPECT_EQ(house.ask(owner("DELETE", "/v1/repositories/acme/keys/" + id)).status, 200);
    for (const std::string& wrong : {std::string{}, std::string{"nonsense"}, key + "x",
                                     std::string{"plz_0123456789ab_guess"}, revoked}) {
        for (const char* target : {"/v1/triggers", "/v1/repositories/acme/triggers",
                                   "/v1/repositories/acme/import", "/v1/nothing", "/"}) {
            graph::Request request = caller(wrong, "POST", target);
            request.body = unread();
            const graph::Response answer = house.ask(request);
            EXPECT_EQ(answer.status, 401) << target;
            EXPECT_EQ(problem_in(answer), "invalid-key");
            EXPECT_EQ(answer.headers.find("WWW-Authenticate"), "Bearer");
        }
    }
}

TEST(Access, AKeyInTheQueryOpensNothing) {
    House house;
    const std::string target = "/v1/triggers?access_token=" + house.new_key();
    EXPECT_EQ(house.ask(caller("", "POST", target, upsert())).status, 401);
}

TEST(Access, AnybodyMaySeeWhetherTheServiceLives) {
    House house;
    EXPECT_EQ(house.ask(caller("", "GET", "/livez")).status, 200);
    EXPECT_EQ(house.ask(caller("", "GET", "/readyz")).status, 200);
    house.store.broken = true;
    EXPECT_EQ(house.ask(caller("", "GET", "/livez")).status, 200);
    EXPECT_EQ(house.ask(caller("", "GET", "/readyz")).status, 503);
}

TEST(Access, AnotherRepositoryIsNotFoundAndNotForbidden) {
    House house;
    const std::string key = house.new_key();
    const graph::Response theirs =
        house.ask(caller(key, "GET", "/v1/repositories/other/deadlines"));
    const graph::Response nobodys =
        house.ask(caller(key, "GET", "/v1/repositories/ether/deadlines"));
    EXPECT_EQ(theirs.status, 404);
    EXPECT_EQ(problem_in(theirs), "unknown-repository");
    std::string same = nobodys.body;
    same.replace(same.find("ether"), 5, "other");
    EXPECT_EQ(theirs.body, same) << "the answer tells whether it exists";
    for (const char* target : {"/v1/repositories/other/triggers", "/v1/repositories/other/import",
                               "/v1/repositories/other/deadlines/x/complete"}) {
        graph::Request request = caller(key, "POST", target);
        request.body = unread();
        EXPECT_EQ(house.ask(request).status, 404) << target;
    }
}

TEST(Access, ABodyThatNamesAnotherRepositoryIsNotFoundEither) {
    House house;
    const std::string key = house.new_key("other");
    for (const char* target : {"/v1/triggers", "/v1/repositories/other/triggers"}) {
        const graph::Response answer = house.ask(caller(key, "POST", target, upsert()));
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_EQ(problem_in(answer), "unknown-repository");
    }
    EXPECT_EQ(house.ask(owner("POST", "/v1/repositories/other/triggers", upsert())).status, 404);
    EXPECT_EQ(house.record().version, 0);
}

TEST(Access, ADeadlineIsNotFoundThroughAnotherRepository) {
    House house;
    ASSERT_EQ(house.ask(owner("POST", "/v1/triggers", upsert())).status, 202);
    const std::string id = house.record().deadline.id;
    const std::string key = house.new_key("other");
    const std::string path = "/v1/repositories/other/deadlines/" + id;
    EXPECT_EQ(house.ask(caller(key, "GET", path)).status, 404);
    EXPECT_EQ(house.ask(caller(key, "POST", path + "/complete")).status, 404);
    EXPECT_EQ(house.ask(owner("POST", path + "/cancel")).status, 404);
    EXPECT_EQ(house.record().version, 1);
}

TEST(Access, WhatOnlyTheOwnerDoesIsNotFoundForKeys) {
    House house;
    const std::string key = house.new_key();
    for (const auto& [method, target] : std::to_array<std::pair<const char*, const char*>>({
             {"GET", "/v1/repositories"},
             {"GET", "/v1/repositories/acme"},
             {"PUT", "/v1/repositories/acme"},
             {"POST", "/v1/repositories/acme/test"},
             {"GET", "/v1/repositories/acme/keys"},
             {"POST", "/v1/repositories/acme/keys"},
             {"DELETE", "/v1/repositories/acme/keys/x"},
             {"POST", "/v1/remind"},
         })) {
        graph::Request request = caller(key, method, target);
        request.body = unread();
        EXPECT_EQ(house.ask(request).status, 404) << method << " " << target;
    }
    EXPECT_TRUE(house.asked.empty());
}

TEST(Access, APeerThatOnlyCallsItselfLocalIsNot) {
    House house;
    graph::Request request = caller("", "GET", "/v1/repositories");
    request.headers.set("X-Forwarded-For", "local");
    request.headers.set("Host", "local");
    EXPECT_EQ(house.ask(request).status, 401);
}

}  // namespace
}  // namespace plazo::web
