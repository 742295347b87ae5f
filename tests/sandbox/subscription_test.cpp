#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string events = "/users/" + ana + "/events";
const std::string hook = "https://plazo.test/v1/graph/notifications";

/// A scene with an endpoint that answers the handshake and keeps what it is told.
struct Listening : Scene {
    Listening() {
        set_network([this](graph::Request request) { return take(std::move(request)); });
    }

    boost::asio::awaitable<graph::Response> take(graph::Request request) {
        urls.push_back(request.origin + std::string{graph::path_of(request.target)});
        graph::Response response;
        const auto token = graph::query_parameter(request.target, "validationToken");
        response.status = status;
        if (!dead.empty() && request.origin == dead) {
            throw graph::TransportError{graph::Sent::maybe, "time is up"};
        }
        if (unreachable) throw graph::TransportError{graph::Sent::maybe, "time is up"};
        if (token) {
            response.headers.set("Content-Type", "text/plain");
            response.body = echo ? *token : "no";
        } else {
            told.push_back(json::parse(request.body.bytes())["value"][0]);
        }
        co_return response;
    }

    json subscription(const std::string& change_type = "created,updated,deleted") {
        return {{"changeType", change_type},
                {"notificationUrl", hook},
                {"resource", events},
                {"expirationDateTime", timezone::format_rfc3339(now + hours{24})},
                {"clientState", "secret"}};
    }
    json subscribe(const json& body) { return graph("POST", "/subscriptions", body).expect(201); }

    std::vector<std::string> urls;
    std::vector<json> told;
    int status = 200;
    bool echo = true;
    bool unreachable = false;
    std::string dead;  ///< the origin that does not answer
};

TEST(Subscription, TellsOfNewChangedAndDeletedEventsByIdOnly) {
    Listening scene;
    const json made = scene.subscribe(scene.subscription());
    EXPECT_EQ(scene.urls, (std::vector{hook}));
    const std::string id = scene.graph("POST", events, meeting()).expect(201)["id"];
    scene.graph("PATCH", events + "/" + id, {{"subject", "New"}}).expect(200);
    scene.graph("DELETE", events + "/" + id).expect(204);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 3U);
    EXPECT_EQ(scene.told[0]["changeType"], "created");
    EXPECT_EQ(scene.told[1]["changeType"], "updated");
    EXPECT_EQ(scene.told[2]["changeType"], "deleted");
    const json& first = scene.told[0];
    EXPECT_EQ(first["subscriptionId"], made["id"]);
    EXPECT_EQ(first["clientState"], "secret");
    EXPECT_EQ(first["tenantId"], default_tenant);
    EXPECT_EQ(first["resourceData"]["id"], id);
    EXPECT_EQ(first["resourceData"]["@odata.type"], "#Microsoft.Graph.Event");
    EXPECT_FALSE(first["resourceData"].contains("subject"));
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 3U);
}

TEST(Subscription, TellsOnlyOfTheKindsAskedForInThatMailbox) {
    Listening scene;
    scene.subscribe(scene.subscription("deleted"));
    const std::string id = scene.graph("POST", events, meeting()).expect(201)["id"];
    scene.graph("DELETE", events + "/" + id).expect(204);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 1U);
    EXPECT_EQ(scene.told[0]["changeType"], "deleted");
}

TEST(Subscription, TellsAnAttendeeOfTheCopy) {
    Listening scene;
    json body = scene.subscription();
    body["resource"] = "users/" + luis + "/events";
    scene.subscribe(body);
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 1U);
    EXPECT_EQ(scene.told[0]["changeType"], "created");
}

TEST(Subscription, NeedsAnEndpointThatRepeatsTheToken) {
    Listening scene;
    const auto refused = [&] {
        const Answer answer = scene.graph("POST", "/subscriptions", scene.subscription());
        answer.expect(400);
        EXPECT_EQ(answer.error(), "ValidationError");
    };
    scene.echo = false;
    refused();
    scene.echo = true;
    scene.status = 202;
    refused();
    scene.status = 200;
    scene.unreachable = true;
    refused();
    scene.unreachable = false;
    scene.subscribe(scene.subscription());
}

TEST(Subscription, TakesHttpsOrHttpOfThisMachineOnly) {
    Listening scene;
    json body = scene.subscription();
    for (const char* url : {"http://plazo.test/hook", "ftp://localhost/", "localhost", "https://",
                            "http://localhost.evil.test/", "http://127.0.0.1@evil.test/"}) {
        body["notificationUrl"] = url;
        scene.graph("POST", "/subscriptions", body).expect(400);
    }
    body["notificationUrl"] = "http://127.0.0.1:8080/hook?key=1";
    scene.subscribe(body);
    EXPECT_EQ(scene.urls.back(), "http://127.0.0.1:8080/hook");
}

TEST(Subscription, LivesTenThousandAndEightyMinutesAtMost) {
    Listening scene;
    json body = scene.subscription();
    body["expirationDateTime"] = timezone::format_rfc3339(scene.now + minutes{10'081});
    const Answer answer = scene.graph("POST", "/subscriptions", body);
    EXPECT_NE(answer.expect(400)["error"]["message"].get<std::string>().find(
                  "Subscription expiration can only be 10080 minutes in the future."),
              std::string::npos);
    EXPECT_EQ(answer.error(), "ExtensionError");
    body["expirationDateTime"] = timezone::format_rfc3339(scene.now + minutes{10'080});
    scene.subscribe(body);
}

TEST(Subscription, IsRaisedToFortyFiveMinutes) {
    Listening scene;
    json body = scene.subscription();
    body["expirationDateTime"] = timezone::format_rfc3339(scene.now + minutes{5});
    EXPECT_EQ(scene.subscribe(body)["expirationDateTime"],
              timezone::format_rfc3339(scene.now + minutes{45}));
}

TEST(Subscription, AlikeIsAConflict) {
    Listening scene;
    const std::string id = scene.subscribe(scene.subscription())["id"];
    const Answer second =
        scene.graph("POST", "/subscriptions", scene.subscription("deleted,created,updated"));
    EXPECT_EQ(second.expect(409)["error"]["message"],
              "Subscription Id " + id + " already exists for the requested combination");
    scene.subscribe(scene.subscription("created"));
}

TEST(Subscription, ClientStateIsAHundredAndTwentyEightCharactersAtMost) {
    Listening scene;
    json body = scene.subscription();
    body["clientState"] = std::string(129, 'x');
    scene.graph("POST", "/subscriptions", body).expect(400);
    body["clientState"] = std::string(128, 'x');
    scene.subscribe(body);
}

TEST(Subscription, IsListedRenewedAndDeletedByItsOwner) {
    Listening scene;
    const std::string id = scene.subscribe(scene.subscription())["id"];
    const std::string path = "/subscriptions/" + id;
    EXPECT_EQ(scene.graph("GET", path).expect(200)["resource"], events);
    EXPECT_EQ(scene.graph("GET", "/subscriptions").expect(200)["value"].size(), 1U);
    const std::string later = timezone::format_rfc3339(scene.now + hours{48});
    const json renewal{{"expirationDateTime", later}};
    EXPECT_EQ(scene.graph("PATCH", path, renewal).expect(200)["expirationDateTime"], later);
    scene.graph("PATCH", path, {{"lifecycleNotificationUrl", hook}}).expect(400);

    const std::string owner = scene.client_id;
    scene.client_id = scene.add_application({"Calendars.Read"});
    scene.forget_token();
    EXPECT_EQ(scene.graph("GET", "/subscriptions").expect(200)["value"].size(), 0U);
    scene.graph("DELETE", path).expect(404);
    scene.client_id = owner;
    scene.forget_token();
    scene.graph("DELETE", path).expect(204);
    scene.graph("PATCH", path, renewal).expect(404);
}

TEST(Subscription, EndsByTheClockAndIsNotRenewedAfterwards) {
    Listening scene;
    const std::string path =
        "/subscriptions/" + scene.subscribe(scene.subscription())["id"].get<std::string>();
    scene.now += hours{25};
    scene.forget_token();
    scene
        .graph("PATCH", path,
               {{"expirationDateTime", timezone::format_rfc3339(scene.now + hours{1})}})
        .expect(404);
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    EXPECT_TRUE(scene.told.empty());
}

TEST(Subscription, IsTriedForFourHours) {
    Listening scene;
    scene.subscribe(scene.subscription());
    scene.graph("POST", events, meeting()).expect(201);
    scene.status = 503;
    scene.deliver();
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 1U);  // it is not time yet for the second
    scene.now += seconds{10};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 2U);
    scene.status = 202;
    scene.now += hours{3};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 3U);
    scene.now += hours{1};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 3U);

    scene.forget_token();
    scene.graph("POST", events, meeting()).expect(201);
    scene.unreachable = true;
    scene.deliver();
    scene.unreachable = false;
    scene.now += hours{5};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 3U);
    EXPECT_EQ(scene.admin("GET", "/subscriptions").expect(200)["waiting"], 0);
}

TEST(Subscription, TellsTwiceAndInDisorderWhereThatIsSwitchedOn) {
    Listening scene;
    scene.subscribe(scene.subscription());
    scene.admin("POST", "/subscriptions", {{"duplicates", true}, {"disorder", true}}).expect(200);
    std::vector<std::string> made;
    for (int i = 0; i < 5; ++i) {
        made.push_back(scene.graph("POST", events, meeting()).expect(201)["id"]);
    }
    scene.deliver();
    std::vector<std::string> told;
    for (const json& each : scene.told) told.push_back(each["resourceData"]["id"]);
    ASSERT_EQ(told.size(), 10U);
    for (const std::string& id : made) EXPECT_EQ(std::count(told.begin(), told.end(), id), 2);
    std::vector<std::string> in_order;
    for (const std::string& id : made) in_order.insert(in_order.end(), 2, id);
    EXPECT_NE(told, in_order);
}

TEST(Subscription, HasALifecycleThatIsToldToItsOwnAddress) {
    Listening scene;
    json body = scene.subscription();
    body["lifecycleNotificationUrl"] = "https://plazo.test/lifecycle";
    const std::string id = scene.subscribe(body)["id"];
    EXPECT_EQ(scene.urls.size(), 2U);
    for (const char* event : {"missed", "reauthorizationRequired", "subscriptionRemoved"}) {
        scene.admin("POST", "/subscriptions", {{"id", id}, {"lifecycle", event}}).expect(200);
        scene.deliver();
        EXPECT_EQ(scene.told.back()["lifecycleEvent"], event);
        EXPECT_EQ(scene.told.back()["subscriptionId"], id);
        EXPECT_EQ(scene.told.back()["clientState"], "secret");
        EXPECT_EQ(scene.urls.back(), "https://plazo.test/lifecycle");
    }
    scene.graph("GET", "/subscriptions/" + id).expect(404);
}

TEST(Subscription, MayBeLostWithoutAWord) {
    Listening scene;
    const std::string id = scene.subscribe(scene.subscription())["id"];
    scene.admin("POST", "/subscriptions", {{"id", id}, {"lose", true}}).expect(200);
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    EXPECT_TRUE(scene.told.empty());
    scene.admin("POST", "/subscriptions", {{"id", id}, {"lose", true}}).expect(400);
}

TEST(Subscription, OfMoreThanIdsOrOfOtherThingsIsNotSimulated) {
    Listening scene;
    json body = scene.subscription();
    body["includeResourceData"] = true;
    scene.graph("POST", "/subscriptions", body).expect(501);
    body = scene.subscription();
    body["resource"] = "/users/" + ana + "/messages";
    scene.graph("POST", "/subscriptions", body).expect(501);
    Scene without_network;
    without_network.graph("POST", "/subscriptions", scene.subscription()).expect(501);
}

TEST(Subscription, NeedsToReadTheCalendar) {
    Listening scene;
    scene.client_id = scene.add_application({"Mail.Send"});
    scene.graph("POST", "/subscriptions", scene.subscription()).expect(403);
}

TEST(Subscription, IsSilentUntilItIsReauthorizedAndThenSaysThatItMissed) {
    Listening scene;
    json body = scene.subscription();
    body["lifecycleNotificationUrl"] = "https://plazo.test/lifecycle";
    const std::string id = scene.subscribe(body)["id"];
    scene.admin("POST", "/subscriptions", {{"id", id}, {"lifecycle", "reauthorizationRequired"}})
        .expect(200);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 1U);
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 1U);
    scene.graph("POST", "/subscriptions/" + id + "/reauthorize").expect(204);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 2U);
    EXPECT_EQ(scene.told[1]["lifecycleEvent"], "missed");
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    ASSERT_EQ(scene.told.size(), 3U);
    EXPECT_EQ(scene.told[2]["changeType"], "created");
}

// graph.md 11: within 3 seconds, 10 and 3 again, so a switch
TEST(Subscription, TellsAgainWhoAnswersTooLate) {
    Listening scene;
    scene.admin("POST", "/subscriptions", {{"answer_time", "3"}}).expect(400);
    scene.admin("POST", "/subscriptions", {{"answer_time", "PT0S"}}).expect(200);
    scene.subscribe(scene.subscription());
    scene.graph("POST", events, meeting()).expect(201);
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 1U);
    scene.now += minutes{1};
    scene.admin("POST", "/subscriptions", {{"answer_time", "PT3S"}}).expect(200);
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 2U);
    scene.now += minutes{1};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 2U);
}

TEST(Subscription, WaitsForNoOtherEndpointThatDoesNotAnswer) {
    Listening scene;
    scene.subscribe(scene.subscription("created"));
    json other = scene.subscription("updated");
    other["notificationUrl"] = "https://dead.test/";
    scene.subscribe(other);
    const std::string id = scene.graph("POST", events, meeting()).expect(201)["id"];
    for (const char* subject : {"A", "B", "C"}) {
        scene.graph("PATCH", events + "/" + id, {{"subject", subject}}).expect(200);
    }
    scene.dead = "https://dead.test";
    scene.urls.clear();
    scene.deliver();
    EXPECT_EQ(scene.urls, (std::vector<std::string>{"https://dead.test/", hook}));
    scene.dead.clear();
    scene.now += minutes{1};
    scene.deliver();
    EXPECT_EQ(scene.told.size(), 4U);
}

}  // namespace
}  // namespace plazo::sandbox
