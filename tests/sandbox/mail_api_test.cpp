#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string path = "/users/" + ana + "/sendMail";

json message() {
    return {{"subject", "Reminder"},
            {"body", {{"contentType", "html"}, {"content", "<p>Tomorrow</p>"}}},
            {"toRecipients", {{{"emailAddress", {{"address", luis}}}}}},
            {"replyTo", {{{"emailAddress", {{"address", zoe}}}}}},
            {"internetMessageHeaders", {{{"name", "x-plazo-message-id"}, {"value", "17"}}}}};
}

std::string error(Scene& scene, const char* member, const json& value) {
    json spoiled = message();
    spoiled[member] = value;
    return scene.graph("POST", path, {{"message", spoiled}}).error();
}

// graph.md 9: saved by default, "false" is taken too; 202 is empty; there is no idempotency key
TEST(SendMail, DeliversAndKeepsACopy) {
    Scene scene;
    const Answer answer = scene.graph("POST", path, {{"Message", message()}});
    answer.expect(202);
    EXPECT_EQ(answer.response.body, "");
    const json mail = scene.inbox(luis).at(0);
    EXPECT_EQ(mail["kind"], "mail");
    EXPECT_EQ(mail["subject"], "Reminder");
    EXPECT_EQ(mail["ics"], nullptr);
    EXPECT_EQ(mail["headers"][0], (json{{"name", "x-plazo-message-id"}, {"value", "17"}}));
    const auto sent = [&] {
        return scene.admin("GET", "/mailboxes/" + ana + "/sent").expect(200)["value"].size();
    };
    EXPECT_EQ(sent(), 1U);
    scene.graph("POST", path, {{"message", message()}, {"saveToSentItems", "false"}}).expect(202);
    EXPECT_EQ(sent(), 1U);
    EXPECT_EQ(scene.inbox(luis).size(), 2U);  // there is no idempotency key
}

// graph.md 9: recipients, sender, header fields
TEST(SendMail, RefusesWhatGraphRefuses) {
    Scene scene;
    EXPECT_EQ(error(scene, "toRecipients", json::array()), "ErrorInvalidRecipients");
    EXPECT_EQ(error(scene, "toRecipients", {{{"emailAddress", {{"address", "luis"}}}}}),
              "ErrorInvalidRecipients");
    EXPECT_EQ(error(scene, "from", {{"emailAddress", {{"address", luis}}}}), "ErrorSendAsDenied");
    EXPECT_EQ(
        error(scene, "internetMessageHeaders", {{{"name", "List-Unsubscribe"}, {"value", "x"}}}),
        "InvalidInternetMessageHeader");
    EXPECT_EQ(error(scene, "internetMessageHeaders", json::array()),
              "InvalidInternetMessageHeaderCollection");
    EXPECT_EQ(error(scene, "internetMessageHeaders",
                    std::vector<json>(6, {{"name", "x-a"}, {"value", "b"}})),
              "InvalidInternetMessageHeaderCollection");
    EXPECT_EQ(error(scene, "attachments", {{{"name", "a"}}}), "NotSimulated");
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
}

TEST(SendMail, NeedsMailSend) {
    Scene scene;
    scene.client_id = scene.add_application({"Calendars.ReadWrite"});
    EXPECT_EQ(scene.graph("POST", path, {{"message", message()}}).error(), "ErrorAccessDenied");
}

}  // namespace
}  // namespace plazo::sandbox
