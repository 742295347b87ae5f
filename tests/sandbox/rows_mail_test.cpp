// Rows of graph.md about mail (9) that no other file of tests names.
#include "examples/sandbox/jose.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string user = "/users/" + ana;

json letter(const json& more = json::object()) {
    json message{{"subject", "Reminder"},
                 {"toRecipients", {{{"emailAddress", {{"address", luis}}}}}}};
    message.update(more);
    return {{"message", message}};
}

Answer send(Scene& scene, const json& more = json::object()) {
    return scene.graph("POST", user + "/sendMail", letter(more));
}

/// The value of a header field of the latest mail of Luis's.
std::string field(Scene& scene, const std::string& wanted) {
    const json mail = scene.inbox(luis).back();
    for (const json& each : mail["headers"]) {
        if (each["name"] == wanted) return each["value"];
    }
    return "";
}

json fields(std::size_t count) {
    json out = json::array();
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back({{"name", "X-" + std::to_string(i)}, {"value", "1"}});
    }
    return {{"internetMessageHeaders", out}};
}

// graph.md 9: at most five header fields, each x-; an empty array is 400
TEST(RowsOfSendMail, FiveHeaderFieldsEachWithAnX) {
    Scene scene;
    send(scene, fields(5)).expect(202);
    send(scene, fields(6)).expect(400);
    send(scene, fields(0)).expect(400);
    const Answer named =
        send(scene, {{"internetMessageHeaders", {{{"name", "In-Reply-To"}, {"value", "<1@x>"}}}}});
    EXPECT_EQ(named.expect(400)["error"]["message"],
              "The internet message header name 'In-Reply-To' should start with 'x-' or 'X-'.");
}

// graph.md 9: mail was delivered although the caller saw 504, UnknownError, ApplicationThrottled or
// CommandConcurrencyLimitReached; there is no idempotency key
TEST(RowsOfSendMail, DeliveredAlthoughTheCallerSawAnError) {
    Scene scene;
    std::size_t delivered = 0;
    const auto expect_lost = [&](json fault, int status, const std::string& code) {
        fault.update({{"match", {{"path", "/sendMail"}}}, {"when", "after"}, {"status", status}});
        scene.admin("POST", "/faults", fault).expect(200);
        const Answer answer = send(scene);
        answer.expect(status);
        EXPECT_EQ(answer.error(), code);
        EXPECT_EQ(scene.inbox(luis).size(), ++delivered) << code;
    };
    expect_lost(json::object(), 504, "UnknownError");
    expect_lost(json::object(), 429, "ApplicationThrottled");
    expect_lost({{"body", R"({"error":{"code":"CommandConcurrencyLimitReached","message":""}})"}},
                429, "CommandConcurrencyLimitReached");
}

// graph.md 9: 202 came with Retry-After once; whoever repeats it sends twice
TEST(RowsOfSendMail, ASuccessWithRetryAfter) {
    Scene scene;
    scene
        .admin("POST", "/faults",
               {{"match", {{"path", "/sendMail"}}},
                {"when", "after"},
                {"status", 202},
                {"headers", {{"Retry-After", "5"}}}})
        .expect(200);
    const Answer answer = send(scene);
    EXPECT_EQ(answer.response.status, 202);
    EXPECT_EQ(answer.response.headers.find("Retry-After"), "5");
    EXPECT_EQ(answer.response.body, "");
    send(scene).expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 2U);
}

// graph.md 9: X-Auto-Response-Suppress is a field that JSON may have
TEST(RowsOfSendMail, AutomaticAnswersAreSuppressed) {
    Scene scene;
    send(scene, {{"internetMessageHeaders",
                  {{{"name", "X-Auto-Response-Suppress"}, {"value", "OOF, AutoReply"}}}}})
        .expect(202);
    EXPECT_EQ(field(scene, "X-Auto-Response-Suppress"), "OOF, AutoReply");
}

// graph.md 9: whether an own Message-ID survives sendMail is not known, so a switch
TEST(RowsOfSendMail, AnOwnMessageIdSurvivesUnlessSwitched) {
    for (const bool survives : {true, false}) {
        Scene scene;
        scene.client_id = scene.add_application({"Mail.Send", "Mail.Read"});
        scene.admin("POST", "/mail", {{"own_message_ids_survive", survives}}).expect(200);
        graph::Request request;
        const std::string mime = "Message-ID: <own@plazo.test>\r\nTo: " + luis + "\r\n\r\nHello";
        scene.graph("POST", user + "/sendMail", nullptr).expect(415);  // signs in
        graph::Headers headers = header("Content-Type", "text/plain");
        headers.set(
            "Authorization",
            "Bearer " +
                scene.token(scene.assertion()).expect(200)["access_token"].get<std::string>());
        request.method = "POST";
        request.target = "/v1.0" + user + "/sendMail";
        request.headers = headers;
        request.body = base64(mime);
        EXPECT_EQ(scene.send(request).response.status, 202);
        const std::string arrived = field(scene, "Message-ID");
        EXPECT_EQ(arrived == "<own@plazo.test>", survives);
        EXPECT_EQ(
            scene.graph("GET", user + "/messages").expect(200)["value"][0]["internetMessageId"],
            arrived);
    }
}

// graph.md 9: a checker with Mail.ReadBasic.All recognises doubles by their field
TEST(RowsOfSendMail, ACheckerReadsFieldsButNoBodies) {
    Scene scene;
    send(scene, fields(1)).expect(202);
    scene.client_id = scene.add_application({"Mail.ReadBasic.All"});
    scene.forget_token();
    const json sent = scene
                          .graph("GET", user +
                                            "/messages?$select=subject,body,bodyPreview,"
                                            "internetMessageHeaders")
                          .expect(200)["value"]
                          .at(0);
    EXPECT_EQ(sent["internetMessageHeaders"][0]["name"], "X-0");
    EXPECT_EQ(sent["subject"], "Reminder");
    EXPECT_FALSE(sent.contains("body"));
    EXPECT_FALSE(sent.contains("bodyPreview"));
    scene.graph("POST", user + "/messages", letter()["message"]).expect(403);
}

// graph.md 9: attachments by upload session, and those that are small, are 501
TEST(RowsOfSendMail, AttachmentsAreNotSimulated) {
    Scene scene;
    scene.client_id = scene.add_application({"Mail.Send", "Mail.ReadWrite"});
    send(scene, {{"attachments", {{{"name", "a.txt"}}}}}).expect(501);
    const json draft = scene.graph("POST", user + "/messages", letter()["message"]).expect(201);
    scene
        .graph("POST", user + "/messages/" + id_of(draft) + "/attachments/createUploadSession",
               json::object())
        .expect(501);
    send(scene, {{"attachments", json::array()}}).expect(202);
}

// graph.md 16: 1 to 1000 recipients of a message, as the organisation has it
TEST(RowsOfSendMail, TheMostRecipientsOfAMessageAreTheOrganisations) {
    Scene scene;
    scene.admin("POST", "/mail", {{"recipients_per_message", 1}}).expect(200);
    send(scene).expect(202);
    const Answer two = send(scene, {{"ccRecipients", {{{"emailAddress", {{"address", zoe}}}}}}});
    two.expect(400);
    EXPECT_EQ(two.error(), "ErrorInvalidRecipients");
}

}  // namespace
}  // namespace plazo::sandbox
