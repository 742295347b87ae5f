// What the sandbox answers in batches, about subscriptions and to what it refuses is what Graph's
// own description says it may answer.
#include <boost/asio/co_spawn.hpp>

#include "tests/graph/schema.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const graph::testing::Schemas schemas{"responses.json"};
const std::string user = "/users/" + ana;

json item(const std::string& id, const std::string& method, const std::string& url,
          const json& body = nullptr) {
    json out{{"id", id}, {"method", method}, {"url", url}};
    if (body.is_null()) return out;
    out["body"] = body;
    out["headers"] = {{"Content-Type", "application/json"}};
    return out;
}

TEST(Responses, OfBatchesAndTheirItemsHaveGraphsShape) {
    Scene scene;
    const json sent = {{"message", {{"toRecipients", {{{"emailAddress", {{"address", luis}}}}}}}}};
    const json items{{"requests",
                      {item("microsoft.graph.event", "POST", events, meeting()),
                       item("microsoft.graph.calendar", "GET", user + "/calendar"),
                       item("eventCollection", "GET", events), item("error", "GET", events + "/x"),
                       item("empty", "POST", "/users/" + luis + "/sendMail", sent)}}};
    const json answer = scene.graph("POST", "/$batch", items).expect(200);
    EXPECT_EQ(schemas.problem("batchResponse", answer), "");
    for (const json& response : answer["responses"]) {
        const std::string id = response["id"];
        if (id == "empty") {
            EXPECT_EQ(response["status"], 202);
            EXPECT_FALSE(response.contains("body"));
        } else {
            EXPECT_EQ(schemas.problem(id, response["body"]), "");
        }
    }
}

// graph.md 1: 202 and 204 are empty.
TEST(Responses, OfActionsAreEmpty) {
    Scene scene;
    scene.client_id = scene.add_application({"Mail.Send", "Mail.ReadWrite", "Calendars.ReadWrite"});
    const auto copy = [&](const std::string& uid) {
        const std::string path = "/users/" + luis + "/events";
        const json found = scene.graph("GET", path + "?$filter=iCalUId%20eq%20'" + uid + "'")
                               .expect(200)["value"]
                               .at(0);
        return path + "/" + id_of(found);
    };
    const json made = scene.graph("POST", events, meeting()).expect(201);
    const json draft = scene
                           .graph("POST", user + "/messages",
                                  {{"toRecipients", {{{"emailAddress", {{"address", luis}}}}}}})
                           .expect(201);
    const std::string message = user + "/messages/" + id_of(draft);
    const json forward{{"toRecipients", {{{"emailAddress", {{"address", zoe}}}}}}};
    for (const auto& [path, body, status] :
         {std::tuple{copy(made["iCalUId"]) + "/accept", json{{"sendResponse", true}}, 202},
          {at(made) + "/forward", forward, 202},
          {at(made) + "/cancel", json{{"comment", "no"}}, 202},
          {message + "/send", json{}, 202}}) {
        const Answer answer = scene.graph("POST", path, body);
        EXPECT_EQ(answer.response.status, status) << path;
        EXPECT_EQ(answer.response.body, "") << path;
        EXPECT_FALSE(answer.response.headers.find("Content-Type")) << path;
    }
    const json other = scene.graph("POST", events, appointment()).expect(201);
    const Answer gone = scene.graph("DELETE", at(other));
    EXPECT_EQ(gone.response.status, 204);
    EXPECT_EQ(gone.response.body, "");
}

/// Says yes to the handshake, and keeps what it is told.
boost::asio::awaitable<graph::Response> listen(std::vector<json>& told, graph::Request request) {
    graph::Response response;
    response.status = 200;
    const auto token = graph::query_parameter(request.target, "validationToken");
    if (token) {
        response.headers.set("Content-Type", "text/plain");
        response.body = *token;
    } else {
        told.push_back(json::parse(request.body.bytes()));
    }
    co_return response;
}

void deliver(Scene& scene) {
    bool done = false;
    boost::asio::co_spawn(scene.context, scene.sandbox->deliver(),
                          [&](std::exception_ptr) { done = true; });
    scene.context.restart();
    while (!done) scene.context.run_one();
}

TEST(Responses, OfSubscriptionsAndNotificationsHaveGraphsShape) {
    Scene scene;
    std::vector<json> told;
    scene.set_network([&](graph::Request request) { return listen(told, std::move(request)); });
    const std::string later = timezone::format_rfc3339(scene.now + std::chrono::hours{24});
    const json made = scene
                          .graph("POST", "/subscriptions",
                                 {{"changeType", "created,updated,deleted"},
                                  {"notificationUrl", "https://plazo.test/changes"},
                                  {"lifecycleNotificationUrl", "https://plazo.test/lifecycle"},
                                  {"resource", events},
                                  {"expirationDateTime", later}})
                          .expect(201);
    const std::string one = "/subscriptions/" + id_of(made);
    for (const json& shown :
         {made, scene.graph("GET", one).expect(200),
          scene.graph("PATCH", one, {{"expirationDateTime", later}}).expect(200)}) {
        EXPECT_EQ(schemas.problem("microsoft.graph.subscription", shown), "");
    }
    EXPECT_EQ(
        schemas.problem("subscriptionCollection", scene.graph("GET", "/subscriptions").expect(200)),
        "");
    const json event = scene.graph("POST", events, appointment()).expect(201);
    scene.graph("DELETE", at(event)).expect(204);
    for (const char* lifecycle : {"missed", "reauthorizationRequired", "subscriptionRemoved"}) {
        scene.admin("POST", "/subscriptions", {{"id", made["id"]}, {"lifecycle", lifecycle}})
            .expect(200);
    }
    deliver(scene);
    ASSERT_EQ(told.size(), 5U);
    for (const json& notification : told) {
        EXPECT_EQ(schemas.problem("microsoft.graph.changeNotificationCollection", notification),
                  "");
    }
}

/// graph.md 15: code, message and innerError with date and both ids, which the headers have too.
void expect_envelope(const Answer& answer, int status) {
    const json body = answer.expect(status);
    EXPECT_EQ(schemas.problem("error", body), "");
    ASSERT_TRUE(body.contains("error")) << status;
    const json& error = body["error"];
    EXPECT_TRUE(error["code"].is_string());
    EXPECT_TRUE(error["message"].is_string());
    const json inner = error.value("innerError", json::object());
    for (const char* id : {"request-id", "client-request-id"}) {
        EXPECT_EQ(inner.value(id, ""), answer.response.headers.find(id)) << status;
    }
    EXPECT_TRUE(timezone::parse_rfc3339(inner.value("date", "") + "Z")) << status;
    EXPECT_EQ(answer.response.headers.find("Content-Type"), "application/json; charset=utf-8");
}

TEST(Responses, ToWhatIsRefusedHaveTheEnvelope) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    expect_envelope(scene.graph("POST", events, json::object()), 400);
    expect_envelope(scene.graph("GET", events, nullptr, header("Authorization", "Bearer x")), 401);
    expect_envelope(scene.graph("GET", user + "/messages"), 403);
    expect_envelope(scene.graph("GET", "/users/nobody@plazo.test/events"), 404);
    expect_envelope(scene.graph("TRACE", events), 405);
    json again = appointment({{"transactionId", "t"}});
    scene.graph("POST", events, again).expect(201);
    again["subject"] = "Other";
    scene.admin("POST", "/quirks", {{"duplicate_transaction_status", 409}}).expect(200);
    expect_envelope(scene.graph("POST", events, again), 409);
    expect_envelope(scene.graph("GET", user + "/calendarView/delta?$deltatoken=nothing"), 410);
    expect_envelope(
        scene.graph("PATCH", at(made), {{"subject", "x"}}, header("If-Match", "W/\"old\"")), 412);
    expect_envelope(scene.graph("POST", events, {{"subject", std::string(4'300'000, 'x')}}), 413);
    expect_envelope(scene.graph("POST", events, json::object(), header("Content-Type", "a/b")),
                    415);
    expect_envelope(scene.graph("GET", "/planner/tasks"), 501);
}

TEST(Responses, ToFaultsHaveTheEnvelopeToo) {
    Scene scene;
    for (const int status : {429, 500, 502, 503, 504, 507, 509}) {
        scene.admin("POST", "/faults", {{"match", {{"path", "/events"}}}, {"status", status}})
            .expect(200);
        expect_envelope(scene.graph("GET", events), status);
    }
    for (const char* act : {"expired_token", "access_challenge"}) {
        scene.admin("POST", "/faults", {{"match", {{"path", "/events"}}}, {act, true}}).expect(200);
        expect_envelope(scene.graph("GET", events), 401);
    }
    scene.admin("POST", "/throttle", {{"mailbox_requests", 1}}).expect(200);
    scene.graph("GET", events);
    expect_envelope(scene.graph("GET", events), 429);
}

TEST(Responses, ToAFaultAreItsOwnBodyOrNoneForASuccess) {
    Scene scene;
    const json match{{"path", "/events"}};
    scene.admin("POST", "/faults", {{"match", match}, {"status", 503}, {"body", "{\"a\": 1}"}})
        .expect(200);
    const Answer own = scene.graph("GET", events);
    EXPECT_EQ(own.expect(503), (json{{"a", 1}}));
    EXPECT_EQ(own.response.headers.find("Content-Type"), "application/json; charset=utf-8");
    scene.admin("POST", "/faults", {{"match", match}, {"status", 202}}).expect(200);
    const Answer none = scene.graph("GET", events);
    EXPECT_EQ(none.response.status, 202);
    EXPECT_EQ(none.response.body, "");
}

}  // namespace
}  // namespace plazo::sandbox
