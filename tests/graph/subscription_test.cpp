#include "graph/subscription.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using Kind = Notification::Kind;

const timezone::Instant now = testing::at("2026-11-25T08:00:00Z");
const Subscription wanted{"plazos@acme.es", "https://plazo.acme.es/graph",
                          "https://plazo.acme.es/graph/life", "secret"};

TEST(Subscription, AsksForAllChangesOfAMailboxsEvents) {
    const Request request = create_subscription(wanted, now, std::chrono::hours{24}, "r");
    EXPECT_EQ(json::parse(request.body.bytes()), json::parse(R"({
        "changeType": "created,updated,deleted", "clientState": "secret",
        "resource": "/users/plazos@acme.es/events",
        "notificationUrl": "https://plazo.acme.es/graph",
        "lifecycleNotificationUrl": "https://plazo.acme.es/graph/life",
        "expirationDateTime": "2026-11-26T08:00:00Z"})"));
    EXPECT_EQ(request.headers.find("Prefer"), "IdType=\"ImmutableId\"");
    EXPECT_EQ(json::parse(renew_subscription("S", now, std::chrono::hours{1}, "r").body.bytes()),
              (json{{"expirationDateTime", "2026-11-25T09:00:00Z"}}));
}

TEST(Subscription, RefusesWhatGraphDoesNotTake) {
    const auto asked = [](const Subscription& other, std::chrono::minutes life) {
        create_subscription(other, now, life, "r");
    };
    const std::chrono::minutes minute{1};
    EXPECT_THROW(asked(wanted, subscription_life_max + minute), std::invalid_argument);
    EXPECT_THROW(asked(wanted, subscription_life_min - minute), std::invalid_argument);
    EXPECT_THROW(renew_subscription("S", now, std::chrono::minutes{0}, "r"), std::invalid_argument);
    Subscription other = wanted;
    other.notification_url = "http://plazo.acme.es/graph";
    EXPECT_THROW(asked(other, subscription_life_max), std::invalid_argument);
    other = wanted;
    other.lifecycle_url = "ftp://x";
    EXPECT_THROW(asked(other, subscription_life_max), std::invalid_argument);
    other = wanted;
    other.client_state.clear();
    EXPECT_THROW(asked(other, subscription_life_max), std::invalid_argument);
    std::string state;
    for (std::size_t i = 0; i < client_state_characters_max; ++i) state += "ñ";
    other.client_state = state;
    EXPECT_NO_THROW(asked(other, subscription_life_max)) << "characters, not bytes";
    other.client_state += "x";
    EXPECT_THROW(asked(other, subscription_life_max), std::invalid_argument);
}

Request knock(const std::string& target) {
    Request request;
    request.method = "POST";
    request.target = target;
    return request;
}

TEST(Handshake, GivesTheTokenBackDecodedAsPlainText) {
    const auto answer = answer_handshake(knock("/graph?validationToken=a%2Bb+%3Cscript%3E"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "a+b <script>");
    EXPECT_EQ(answer->headers.find("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(answer->headers.find("X-Content-Type-Options"), "nosniff");
}

TEST(Handshake, IsAPostWithATokenAndNothingElse) {
    EXPECT_FALSE(answer_handshake(knock("/graph")));
    EXPECT_FALSE(answer_handshake(knock("/graph?validationtoken=a")));
    Request other = knock("/graph?validationToken=a");
    other.method = "GET";
    EXPECT_FALSE(answer_handshake(other));
}

TEST(Handshake, HasALimitForItsToken) {
    const std::string longest(validation_token_bytes_max, 'a');
    EXPECT_EQ(answer_handshake(knock("/g?validationToken=" + longest))->status, 200);
    EXPECT_EQ(answer_handshake(knock("/g?validationToken=" + longest + "a"))->status, 400);
    EXPECT_EQ(answer_handshake(knock("/g?validationToken="))->status, 400);
    EXPECT_EQ(answer_handshake(knock("/g?validationToken=" + longest + "a"))->body.find("aaa"),
              std::string::npos);
}

json change(const char* type, const char* state = "secret") {
    return {{"subscriptionId", "S"},
            {"clientState", state},
            {"changeType", type},
            {"resource", "Users/1/Events/AAMk="},
            {"resourceData", {{"@odata.type", "#Microsoft.Graph.Event"}, {"id", "AAMk="}}}};
}

std::string body_of(const std::vector<json>& entries) {
    return json{{"value", entries}}.dump();
}

TEST(Notifications, NameTheEventToRead) {
    const auto read = read_notifications(
        body_of({change("created"), change("Updated"), change("deleted"), change("bent")}),
        "secret");
    ASSERT_EQ(read.notifications.size(), 4U);
    EXPECT_EQ(read.refused, 0U);
    EXPECT_EQ(read.notifications[0].kind, Kind::created);
    EXPECT_EQ(read.notifications[0].event, "AAMk=");
    EXPECT_EQ(read.notifications[0].subscription, "S");
    EXPECT_EQ(read.notifications[1].kind, Kind::updated);
    EXPECT_EQ(read.notifications[2].kind, Kind::deleted);
    EXPECT_EQ(read.notifications[3].kind, Kind::unknown);
}

TEST(Notifications, TellOfTheSubscriptionsLife) {
    std::vector<json> entries;
    for (const char* event : {"reauthorizationRequired", "subscriptionRemoved", "missed", "new"}) {
        entries.push_back(
            {{"subscriptionId", "S"}, {"clientState", "secret"}, {"lifecycleEvent", event}});
    }
    const auto read = read_notifications(body_of(entries), "secret");
    ASSERT_EQ(read.notifications.size(), 4U);
    EXPECT_EQ(read.notifications[0].kind, Kind::reauthorization_required);
    EXPECT_EQ(read.notifications[1].kind, Kind::subscription_removed);
    EXPECT_EQ(read.notifications[2].kind, Kind::missed);
    EXPECT_EQ(read.notifications[3].kind, Kind::unknown);
    EXPECT_EQ(read.notifications[0].event, "");
}

TEST(Notifications, CountOnlyWithTheSecret) {
    json stateless = change("created");
    stateless.erase("clientState");
    json numeric = change("created");
    numeric["clientState"] = 7;
    const auto read =
        read_notifications(body_of({change("created", "Secret"), change("created", "secret2"),
                                    change("created", ""), stateless, numeric, change("created")}),
                           "secret");
    EXPECT_EQ(read.notifications.size(), 1U);
    EXPECT_EQ(read.refused, 5U);
    EXPECT_TRUE(read_notifications(body_of({change("created", "")}), "").notifications.empty())
        << "a secret that nobody set is none";
}

TEST(Notifications, ThatMakeNoSenseAreRefused) {
    for (const char* body :
         {"", "<html>", "null", "[]", "7", "{}", R"({"value":{}})", R"({"value":[null]})",
          R"({"value":[7]})", R"({"value":[[]]})", R"({"value":[{"clientState":"secret"}]})"}) {
        const auto read = read_notifications(body, "secret");
        EXPECT_TRUE(read.notifications.empty()) << body;
        EXPECT_EQ(read.refused, 1U) << body;
    }
    json odd = change("created");
    odd["resourceData"] = "AAMk=";
    EXPECT_EQ(read_notifications(body_of({odd}), "secret").notifications[0].event, "");
}

TEST(Notifications, HaveTheirLimits) {
    const std::vector<json> many(notifications_max + 2, change("created"));
    const auto read = read_notifications(body_of(many), "secret");
    EXPECT_EQ(read.notifications.size(), notifications_max);
    EXPECT_EQ(read.refused, 2U);
    const std::string huge =
        body_of({change("created")}) + std::string(notifications_body_bytes_max, ' ');
    EXPECT_TRUE(read_notifications(huge, "secret").notifications.empty());
}

}  // namespace
}  // namespace plazo::graph
