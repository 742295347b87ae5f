// What the sandbox answers about mail is what Graph's own description says it may answer.
#include "tests/graph/schema.h"
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const graph::testing::Schemas schemas{"responses.json"};
const std::string user = "/users/" + ana;
const std::string messages = user + "/messages";
const std::string key = "String {6f1c1b1e-0000-4000-8000-000000000001} Name Key";

json to(const std::string& address) {
    return json::array({{{"emailAddress", {{"address", address}, {"name", "Luis"}}}}});
}

json letter() {
    return {{"subject", "Reminder"},
            {"importance", "High"},
            {"body", {{"contentType", "HTML"}, {"content", "<p>Tomorrow</p>"}}},
            {"toRecipients", to(luis)},
            {"ccRecipients", to(zoe)},
            {"internetMessageHeaders", {{{"name", "x-id"}, {"value", "17"}}}},
            {"singleValueExtendedProperties", {{{"id", key}, {"value", "17"}}}}};
}

struct MailScene : Scene {
    MailScene() { client_id = add_application({"Mail.Send", "Mail.ReadWrite"}); }
    std::string at(const json& message) { return messages + "/" + id_of(message); }
    json draft(const json& body) { return graph("POST", messages, body).expect(201); }
};

TEST(MailAnswers, OfDraftsHaveGraphsShape) {
    MailScene scene;
    for (const json& made : {scene.draft(letter()), scene.draft(json::object())}) {
        EXPECT_EQ(schemas.problem("microsoft.graph.message", made), "");
        const json shown = scene.graph("GET", scene.at(made)).expect(200);
        EXPECT_EQ(shown, made);
        const json changed = scene.graph("PATCH", scene.at(made), {{"subject", "New"}}).expect(200);
        EXPECT_EQ(schemas.problem("microsoft.graph.message", changed), "");
        EXPECT_NE(changed["changeKey"], made["changeKey"]);
        EXPECT_EQ(changed["@odata.etag"], "W/\"" + std::string{changed["changeKey"]} + "\"");
    }
    EXPECT_EQ(schemas.problem("messageCollection", scene.graph("GET", messages).expect(200)), "");
}

TEST(MailAnswers, OfSentMailsHaveGraphsShape) {
    MailScene scene;
    scene.graph("POST", scene.at(scene.draft(letter())) + "/send").expect(202);
    json plain = letter();
    plain.erase("internetMessageHeaders");
    scene.graph("POST", user + "/sendMail", {{"message", plain}}).expect(202);
    const json sent = scene.graph("GET", user + "/mailFolders/sentitems/messages").expect(200);
    EXPECT_EQ(sent["value"].size(), 2U);
    EXPECT_EQ(schemas.problem("messageCollection", sent), "");
    EXPECT_EQ(sent["value"][0]["from"]["emailAddress"], (json{{"name", "Ana"}, {"address", ana}}));
}

TEST(MailAnswers, HaveWhatExchangeKnowsOfEveryMessage) {
    MailScene scene;
    const json made = scene.draft(letter());
    const json expected{
        {"importance", "high"},       {"isDraft", true},           {"isRead", true},
        {"hasAttachments", false},    {"bodyPreview", "Tomorrow"}, {"replyTo", json::array()},
        {"categories", json::array()}};
    for (const auto& [name, value] : expected.items()) {
        EXPECT_EQ(made[name], value) << name;
    }
    for (const char* name : {"conversationId", "internetMessageId", "parentFolderId", "webLink"}) {
        EXPECT_FALSE(made[name].get<std::string>().empty()) << name;
    }
    EXPECT_NE(made["body"]["content"].get<std::string>().find("<p>Tomorrow</p>"),
              std::string::npos);
    EXPECT_EQ(made["toRecipients"][0]["emailAddress"]["name"], "Luis");
}

TEST(MailAnswers, KeepHeaderFieldsAndNamedPropertiesForThoseWhoAsk) {
    MailScene scene;
    const json made = scene.draft(letter());
    EXPECT_FALSE(made.contains("internetMessageHeaders"));
    EXPECT_FALSE(made.contains("singleValueExtendedProperties"));
    const json headers =
        scene.graph("GET", scene.at(made) + "?$select=internetMessageHeaders").expect(200);
    EXPECT_EQ(headers["internetMessageHeaders"], letter()["internetMessageHeaders"]);
    EXPECT_FALSE(headers.contains("subject"));
    const std::string expand =
        graph::percent_encode("singleValueExtendedProperties($filter=id eq '" + key + "')");
    EXPECT_EQ(scene.graph("GET", scene.at(made) + "?$expand=" + expand)
                  .expect(200)["singleValueExtendedProperties"],
              letter()["singleValueExtendedProperties"]);
    EXPECT_EQ(scene.graph("GET", scene.at(made) + "?$select=subjekt").error(),
              "RequestBroker--ParseUri");
}

TEST(MailAnswers, AreInTheZoneTextAndIdsOfPrefer) {
    MailScene scene;
    const json made = scene.draft(letter());
    const Answer text = scene.graph("GET", scene.at(made), nullptr,
                                    header("Prefer", "outlook.body-content-type=\"text\""));
    EXPECT_EQ(text.expect(200)["body"], (json{{"contentType", "text"}, {"content", "Tomorrow\n"}}));
    EXPECT_EQ(text.response.headers.find("Preference-Applied"),
              "outlook.body-content-type=\"text\"");
    const json immutable =
        scene.graph("GET", scene.at(made), nullptr, header("Prefer", "IdType=\"ImmutableId\""))
            .expect(200);
    EXPECT_NE(immutable["id"], made["id"]);
    EXPECT_EQ(scene.graph("GET", scene.at(immutable)).expect(200)["id"], made["id"]);
}

TEST(MailAnswers, NameTheFolderByAnIdThatCanBeRead) {
    MailScene scene;
    const json made = scene.draft(letter());
    const std::string folder = made["parentFolderId"];
    EXPECT_EQ(scene.graph("GET", user + "/mailFolders/" + folder + "/messages")
                  .expect(200)["value"]
                  .size(),
              1U);
    scene.graph("POST", scene.at(made) + "/send").expect(202);
    const json sent = scene.graph("GET", messages).expect(200)["value"].at(0);
    EXPECT_NE(sent["parentFolderId"], folder);
    EXPECT_EQ(sent["internetMessageId"], made["internetMessageId"]);
    const json fields = scene.inbox(luis).at(0)["headers"];
    EXPECT_NE(std::find(fields.begin(), fields.end(),
                        json{{"name", "Message-ID"}, {"value", made["internetMessageId"]}}),
              fields.end());
}

/// What a draft with this member is refused for.
std::string refusal(MailScene& scene, const char* name, const json& value) {
    const Answer answer = scene.graph("POST", messages, {{name, value}});
    EXPECT_GE(answer.response.status, 400) << name << " " << value;
    return answer.response.status >= 400 ? answer.error() : "";
}

TEST(MailAnswers, RefuseWhatAMessageIsNot) {
    MailScene scene;
    EXPECT_EQ(refusal(scene, "subjekt", "x"), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "importance", "urgent"), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "categories", 5), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "categories", json::array({5})), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "isDeliveryReceiptRequested", "yes"), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "singleValueExtendedProperties", {{{"id", key}}}), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "toRecipients", "luis"), "RequestBodyRead");
    EXPECT_EQ(refusal(scene, "subject", 5), "BadRequest");
    EXPECT_EQ(refusal(scene, "flag", json::object()), "NotSimulated");
    // what a client read before it sends back
    json again = scene.draft(letter());
    for (const char* unwritten : {"flag", "inferenceClassification", "isRead",
                                  "isReadReceiptRequested", "internetMessageId"}) {
        again.erase(unwritten);
    }
    scene.draft(again);
}

}  // namespace
}  // namespace plazo::sandbox
