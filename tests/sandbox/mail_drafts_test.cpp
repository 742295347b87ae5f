#include <gtest/gtest.h>

#include "tests/sandbox/scene.h"

namespace plazo::sandbox {
namespace {

const std::string messages = "/users/" + ana + "/messages";
const std::string key = "String {6f1c1b1e-0000-4000-8000-000000000001} Name Key";

struct DraftScene : Scene {
    DraftScene() { client_id = add_application({"Mail.ReadWrite", "Mail.Send"}); }

    json create(const std::string& value = "17") {
        return graph("POST", messages,
                     {{"subject", "Reminder"},
                      {"body", {{"contentType", "text"}, {"content", "Tomorrow"}}},
                      {"toRecipients", {{{"emailAddress", {{"address", luis}}}}}},
                      {"internetMessageHeaders", {{{"name", "x-id"}, {"value", value}}}},
                      {"singleValueExtendedProperties", {{{"id", key}, {"value", value}}}}})
            .expect(201);
    }
    json list(const std::string& where, const std::string& value = "17") {
        const std::string filter = "singleValueExtendedProperties/Any(ep: ep/id eq '" + key +
                                   "' and ep/value eq '" + value + "')";
        return graph("GET", "/users/" + ana + where +
                                "?$select=id,isDraft&$filter=" + graph::percent_encode(filter))
            .expect(200)["value"];
    }
    std::string at(const json& message) { return messages + "/" + std::string{message["id"]}; }
};

TEST(Drafts, WaitUntilTheyAreSent) {
    DraftScene scene;
    const json made = scene.create();
    EXPECT_EQ(made["isDraft"], true);
    EXPECT_EQ(scene.inbox(luis).size(), 0U);
    const json waiting{{"@odata.etag", made["@odata.etag"]}, {"id", made["id"]}, {"isDraft", true}};
    EXPECT_EQ(scene.list("/messages"), json::array({waiting}));
    EXPECT_EQ(scene.list("/messages", "18").size(), 0U);
    EXPECT_EQ(scene.list("/mailFolders/sentitems/messages").size(), 0U);
    scene.graph("PATCH", scene.at(made), {{"subject", "Today"}}).expect(200);
    scene.graph("POST", scene.at(made) + "/send").expect(202);
    EXPECT_EQ(scene.inbox(luis).at(0)["subject"], "Today");
    const json sent = scene.list("/mailFolders/SentItems/messages");
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0]["isDraft"], false);
    EXPECT_NE(sent[0]["id"], made["id"]);  // everything that moves gets another id
    scene.graph("GET", scene.at(made)).expect(404);
}

// graph.md 9: Sent Items lag the 202 by seconds; the immutable id stays the same
TEST(Drafts, StayForAWhileAfterTheyWereSentAndGoOutOnce) {
    DraftScene scene;
    scene.admin("POST", "/mail", {{"sent_items_lag", "PT30S"}}).expect(200);
    graph::Headers immutable;
    immutable.set("Prefer", "IdType=\"ImmutableId\"");
    const json made = scene.create();
    scene.graph("POST", scene.at(made) + "/send").expect(202);
    const json shown = scene.graph("GET", scene.at(made), nullptr, immutable).expect(200);
    EXPECT_EQ(shown["isDraft"], true);
    scene.graph("POST", scene.at(made) + "/send").expect(202);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
    scene.admin("POST", "/clock", {{"advance", "PT30S"}}).expect(200);
    const json after = scene.graph("GET", scene.at(shown), nullptr, immutable).expect(200);
    EXPECT_EQ(after["isDraft"], false);
    EXPECT_EQ(after["id"], shown["id"]);
    scene.graph("POST", scene.at(shown) + "/send").expect(400);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);
}

TEST(Drafts, CanBeDeletedAndNeedTheirRole) {
    DraftScene scene;
    const json made = scene.create();
    scene.graph("DELETE", scene.at(made)).expect(204);
    scene.graph("POST", scene.at(made) + "/send").expect(404);
    Scene other;
    EXPECT_EQ(other.graph("POST", messages, {{"subject", "x"}}).error(), "ErrorAccessDenied");
}

TEST(Drafts, AreRefusedWhenTheyAreSentWithoutRecipientsOrForAnother) {
    DraftScene scene;
    const json empty = scene.graph("POST", messages, {{"subject", "x"}}).expect(201);
    EXPECT_EQ(scene.graph("POST", scene.at(empty) + "/send").error(), "ErrorInvalidRecipients");
    scene
        .graph("PATCH", scene.at(empty),
               {{"toRecipients", {{{"emailAddress", {{"address", luis}}}}}},
                {"from", {{"emailAddress", {{"address", luis}}}}}})
        .expect(200);
    EXPECT_EQ(scene.graph("POST", scene.at(empty) + "/send").error(), "ErrorSendAsDenied");
    // graph.md 9: header fields only at creation
    scene
        .graph("PATCH", scene.at(empty),
               {{"internetMessageHeaders", {{{"name", "x-id"}, {"value", "1"}}}}})
        .expect(400);
}

}  // namespace
}  // namespace plazo::sandbox
