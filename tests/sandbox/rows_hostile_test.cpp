// Requests that make no sense get an answer of Graph's shape all the same: 400, 405 or 415, or 501
// where the sandbox says that it cannot do it.
#include "tests/graph/schema.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const graph::testing::Schemas schemas{"responses.json"};
const std::string user = "/users/" + ana;

const std::vector<json>& odd_values() {
    static const std::vector<json> values{nullptr,
                                          true,
                                          -1,
                                          1e300,
                                          18446744073709551615U,
                                          "",
                                          "x",
                                          std::string("\0\r\n", 3),
                                          std::string(5000, 'y'),
                                          json::array(),
                                          json::array({nullptr}),
                                          json::array({json::array()}),
                                          json::object(),
                                          {{"emailAddress", nullptr}},
                                          {{"id", 5}}};
    return values;
}

/// The places in a body: "/message/subject".
std::vector<std::string> places(const json& body) {
    std::vector<std::string> out;
    const json flat = body.flatten();
    for (const auto& [place, value] : flat.items()) {
        json::json_pointer pointer{place};
        for (; !pointer.empty(); pointer = pointer.parent_pointer()) {
            out.push_back(pointer.to_string());
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void expect_sense(const Answer& answer, const std::string& what) {
    const int status = answer.response.status;
    EXPECT_TRUE((status >= 200 && status < 300) || (status >= 400 && status < 500) || status == 501)
        << what << ": " << status;
    if (status >= 400) {
        EXPECT_EQ(schemas.problem("error", json::parse(answer.response.body)), "") << what;
    }
}

/// Sends the body with each of its parts spoiled, taken out, and with one too many.
void spoil(Scene& scene, const std::string& method, const std::string& path, const json& body) {
    for (const std::string& place : places(body)) {
        const json::json_pointer pointer{place};
        for (const json& value : odd_values()) {
            json spoiled = body;
            spoiled[pointer] = value;
            expect_sense(scene.graph(method, path, spoiled), path + place + " " + value.dump());
        }
    }
    for (const json& value : odd_values()) {
        expect_sense(scene.graph(method, path, value), path + " " + value.dump());
    }
}

struct Wide : Scene {
    Wide() {
        client_id = add_application({"Mail.Send", "Mail.ReadWrite", "Calendars.ReadWrite"});
        admin("POST", "/throttle", {{"mailbox_requests", 2'000'000}}).expect(200);
        admin("POST", "/mail", {{"messages_per_minute", 1'000'000}}).expect(200);
    }
};

json letter() {
    return {
        {"subject", "Reminder"},
        {"importance", "high"},
        {"categories", {"Red"}},
        {"isDeliveryReceiptRequested", false},
        {"body", {{"contentType", "html"}, {"content", "<p>Tomorrow</p>"}}},
        {"from", {{"emailAddress", {{"address", ana}, {"name", "Ana"}}}}},
        {"toRecipients", {{{"emailAddress", {{"address", luis}, {"name", "Luis"}}}}}},
        {"internetMessageHeaders", {{{"name", "x-id"}, {"value", "17"}}}},
        {"singleValueExtendedProperties",
         {{{"id", "String {6f1c1b1e-0000-4000-8000-000000000001} Name Key"}, {"value", "17"}}}}};
}

TEST(Nonsense, InMailIsRefused) {
    Wide scene;
    spoil(scene, "POST", user + "/sendMail", {{"message", letter()}, {"saveToSentItems", true}});
    spoil(scene, "POST", user + "/messages", letter());
    const json draft = scene.graph("POST", user + "/messages", letter()).expect(201);
    json patch = letter();
    patch.erase("internetMessageHeaders");
    spoil(scene, "PATCH", user + "/messages/" + id_of(draft), patch);
    expect_sense(scene.graph("GET", user + "/messages?$top=1000"), "list");
    expect_sense(scene.graph("POST", user + "/messages/" + id_of(draft) + "/send"), "send");
}

TEST(Nonsense, InBatchesIsRefused) {
    Wide scene;
    spoil(scene, "POST", "/$batch",
          {{"requests",
            {{{"id", "1"}, {"method", "GET"}, {"url", events}},
             {{"id", "2"},
              {"method", "POST"},
              {"url", user + "/sendMail"},
              {"headers", {{"Content-Type", "application/json"}}},
              {"body", {{"message", {{"subject", "x"}}}}},
              {"dependsOn", {"1"}}}}}});
}

TEST(Nonsense, InSubscriptionsIsRefused) {
    Wide scene;
    scene.set_network([](graph::Request) -> boost::asio::awaitable<graph::Response> {
        throw graph::TransportError{graph::Sent::no, "nobody is there"};
    });
    scene.client_id = scene.add_application({"Calendars.Read"});
    spoil(scene, "POST", "/subscriptions",
          {{"changeType", "created"},
           {"notificationUrl", "https://plazo.test/changes"},
           {"lifecycleNotificationUrl", "https://plazo.test/lifecycle"},
           {"resource", events},
           {"clientState", "secret"},
           {"expirationDateTime", timezone::format_rfc3339(scene.now + std::chrono::hours{1})}});
    EXPECT_EQ(scene.graph("POST", "/subscriptions", {{"resourse", events}}).error(),
              "InvalidRequest");
}

TEST(Nonsense, InEventsAndSchedulesIsRefused) {
    Wide scene;
    spoil(scene, "POST", events, meeting());
    spoil(scene, "POST", user + "/calendar/getSchedule",
          {{"schedules", {ana}},
           {"startTime", when("2026-03-16T09:00:00")},
           {"endTime", when("2026-03-16T12:00:00")},
           {"availabilityViewInterval", 30}});
}

Answer raw(Scene& scene, const std::string& path, const std::string& type, std::string body) {
    scene.graph("GET", events);  // signs in
    graph::Request request;
    request.method = "POST";
    request.target = "/v1.0" + path;
    request.headers.set("Content-Type", type);
    request.headers.set(
        "Authorization",
        "Bearer " + scene.token(scene.assertion()).expect(200)["access_token"].get<std::string>());
    request.body = std::move(body);
    return scene.send(std::move(request));
}

TEST(Nonsense, ThatIsNoJsonIsRefusedEverywhere) {
    Wide scene;
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const std::string& path : {user + "/sendMail", user + "/messages", events,
                                    std::string{"/$batch"}, std::string{"/subscriptions"}}) {
        for (const std::string& body :
             {std::string{}, std::string{"{"}, std::string{"{\"a\":1e999}"},
              std::string{"\xff\xfe"}, deep}) {
            if (path == "/subscriptions") scene.client_id = scene.add_application({});
            const Answer answer = raw(scene, path, "application/json", body);
            expect_sense(answer, path + " " + body.substr(0, 20));
            EXPECT_GE(answer.response.status, 400) << path << " " << body.substr(0, 20);
        }
    }
    EXPECT_EQ(raw(scene, "/$batch", "text/plain", "{}").response.status, 415);
}

TEST(Nonsense, InMethodsIs405AndInPaths501) {
    Wide scene;
    for (const char* method : {"BREW", "TRACE", "HEAD", "get"}) {
        EXPECT_EQ(scene.graph(method, events).response.status, 405) << method;
    }
    for (const char* path : {"", "/", "/users", "/users/", "/users//events", "/users/x",
                             "/$batch/x", "/subscriptions/a/b/c", "/users(')/events", "/%zz/%00"}) {
        expect_sense(scene.graph("GET", path), path);
    }
    EXPECT_EQ(scene.graph("PUT", "/$batch", json::object()).response.status, 501);
}

// graph.md 4: Exchange's calendar ends in 4500; what is computed from its last day can be written
TEST(Nonsense, InTimesIsRefused) {
    Wide scene;
    for (const char* zone : {"UTC", "Pacific Standard Time", "Tonga Standard Time"}) {
        for (const char* day : {"0001-01-01", "1600-12-31", "4500-09-01", "9999-12-31"}) {
            const std::string text{day};
            json body = appointment();
            body["start"] = when(text + "T00:00:00", zone);
            body["end"] = when(text + "T23:59:59", zone);
            EXPECT_EQ(scene.graph("POST", events, body).error(), "ErrorPropertyValidationFailure");
            EXPECT_EQ(scene
                          .graph("POST", user + "/calendar/getSchedule",
                                 {{"schedules", {ana}},
                                  {"startTime", body["start"]},
                                  {"endTime", body["end"]}})
                          .response.status,
                      400);
        }
    }
    json last = starting("4500-08-30T10:00:00");
    last["recurrence"] = {{"pattern", {{"type", "daily"}, {"interval", 1}}},
                          {"range", {{"type", "noEnd"}, {"startDate", "4500-08-30"}}}};
    scene.graph("POST", events, last).expect(201);
    scene.graph("GET", calendar_view_path("4500-08-01", "4500-08-31")).expect(200);
    scene.graph("GET", calendar_view_path("4500-08-01", "4500-09-02")).expect(400);
    scene.graph("GET", calendar_view_path("9999-01-01", "9999-12-31")).expect(400);
    scene.graph("GET", calendar_view_path("0001-01-01", "0001-12-31")).expect(400);
}

TEST(Nonsense, InAdminCallsIsRefused) {
    Wide scene;
    for (const json& body :
         {json{{"set", "9999-12-31T23:59:59Z"}}, json{{"set", "0001-01-01T00:00:00Z"}},
          json{{"advance", "P99999999D"}}, json{{"advance", "P900000000W"}}}) {
        scene.admin("POST", "/clock", body).expect(400);
    }
    scene.admin("POST", "/mail", {{"delivery_delay", "P99999999D"}}).expect(400);
    for (const json& headers : {json{{"a b", "x"}}, json{{"", "x"}}, json{{"a", "x\r\ny"}}}) {
        scene.admin("POST", "/faults", {{"status", 500}, {"headers", headers}}).expect(400);
    }
    const json fault{
        {"match", {{"path", "/events"}}}, {"status", 500}, {"headers", {{"Retry-After", 5}}}};
    scene.admin("POST", "/faults", fault).expect(200);
    EXPECT_EQ(scene.graph("GET", events).response.headers.find("Retry-After"), "5");
}

TEST(Nonsense, InQueriesIsRefused) {
    Wide scene;
    scene.graph("POST", user + "/messages", letter()).expect(201);
    for (const char* query :
         {"$top=0", "$top=-1", "$top=1001", "$top=99999999999999999999", "$top=x", "$skip=-1",
          "$filter=", "$filter=(", "$filter=subject%20eq", "$select=", "$select=,",
          "$orderby=", "$expand=x", "$count=true", "$search=x", "$top=1&$top=2", "$unknown=1",
          "%00=%00", "$skiptoken=x"}) {
        for (const std::string& path : {user + "/messages", events}) {
            expect_sense(scene.graph("GET", path + "?" + query), path + "?" + query);
        }
    }
}

}  // namespace
}  // namespace plazo::sandbox
