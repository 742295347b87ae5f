// What Exchange makes of an event's properties (graph.md, sections 2 and 8).
#include "examples/sandbox/event_fields.h"

#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

// graph.md 2: reminder, showAs, sensitivity, importance; a fresh event in a response
TEST(EventDefaults, AreThoseOfGraph) {
    Scene scene;
    const json made =
        scene
            .graph("POST", events,
                   {{"start", when("2026-03-16T10:00:00")}, {"end", when("2026-03-16T10:30:00")}})
            .expect(201);
    const json expected{
        {"subject", ""},
        {"isAllDay", false},
        {"isCancelled", false},
        {"isDraft", false},
        {"isOrganizer", true},
        {"hideAttendees", false},
        {"responseRequested", true},
        {"allowNewTimeProposals", true},
        {"isReminderOn", true},
        {"reminderMinutesBeforeStart", 15},
        {"showAs", "busy"},
        {"sensitivity", "normal"},
        {"importance", "normal"},
        {"categories", json::array()},
        {"attendees", json::array()},
        {"hasAttachments", false},
        {"isOnlineMeeting", false},
        {"onlineMeetingProvider", "unknown"},
        {"onlineMeeting", nullptr},
        {"recurrence", nullptr},
        {"seriesMasterId", nullptr},
        {"type", "singleInstance"},
        {"responseStatus", {{"response", "organizer"}, {"time", "0001-01-01T00:00:00Z"}}}};
    for (const auto& [name, value] : expected.items()) EXPECT_EQ(made.at(name), value) << name;
    EXPECT_TRUE(made["webLink"].get<std::string>().starts_with(
        "https://outlook.office365.com/owa/?itemid="));
    EXPECT_TRUE(made["@odata.context"].get<std::string>().ends_with("/events/$entity"));
    for (const char* absent : {"transactionId", "originalStart", "uid"}) {
        EXPECT_FALSE(made.contains(absent)) << absent;
    }
}

// graph.md 2: attendees; the status of a fresh event
TEST(EventDefaults, OfAnAttendeeAreRequiredAndWithoutAnswer) {
    Scene scene;
    json body = meeting();
    body["attendees"] = json::array({{{"emailAddress", {{"address", luis}}}}});
    const json attendee = scene.graph("POST", events, body).expect(201)["attendees"].at(0);
    EXPECT_EQ(attendee["type"], "required");
    EXPECT_EQ(attendee["status"], (json{{"response", "none"}, {"time", "0001-01-01T00:00:00Z"}}));
}

// graph.md 2: enum values match without regard to case; categories need not be in a list
TEST(EventValues, AreReadWithoutRegardToCaseAndWrittenInCamelCase) {
    Scene scene;
    json body = appointment({{"showAs", "WorkingElsewhere"},
                             {"sensitivity", "Private"},
                             {"importance", "HIGH"},
                             {"body", {{"contentType", "HTML"}, {"content", "x"}}},
                             {"location", {{"displayName", "A"}, {"locationType", "Default"}}},
                             {"attendees", json::array({attendee(luis)})}});
    body["attendees"][0]["type"] = "Optional";
    const json made = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(made["showAs"], "workingElsewhere");
    EXPECT_EQ(made["sensitivity"], "private");
    EXPECT_EQ(made["importance"], "high");
    EXPECT_EQ(made["body"]["contentType"], "html");
    EXPECT_EQ(made["location"]["locationType"], "default");
    EXPECT_EQ(made["attendees"][0]["type"], "optional");
    EXPECT_EQ(scene.graph("POST", events, appointment({{"showAs", "away"}})).error(),
              "RequestBodyRead");
}

// graph.md 2: the server's own properties are tolerated and ignored
TEST(EventValues, OfTheServerAreIgnoredInAPatchToo) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const json changed = scene
                             .graph("PATCH", at(made),
                                    {{"responseStatus", {{"response", "declined"}}},
                                     {"iCalUId", "mine"},
                                     {"originalStartTimeZone", "UTC"},
                                     {"isOrganizer", false},
                                     {"hasAttachments", true},
                                     {"onlineMeeting", {{"joinUrl", "https://x.test"}}}})
                             .expect(200);
    for (const char* name : {"responseStatus", "iCalUId", "originalStartTimeZone", "isOrganizer",
                             "hasAttachments", "onlineMeeting"}) {
        EXPECT_EQ(changed[name], made[name]) << name;
    }
}

// graph.md 2: an unknown property
TEST(EventValues, ThatAreUnknownAreNamedInTheError) {
    Scene scene;
    const json error =
        scene.graph("POST", events, appointment({{"colour", "red"}})).expect(400)["error"];
    EXPECT_EQ(error["code"], "RequestBodyRead");
    EXPECT_TRUE(error["message"].get<std::string>().starts_with(
        "The property 'colour' does not exist on type 'Microsoft.OutlookServices.Event'"));
}

// graph.md 2: start and end; 15: ErrorPropertyValidationFailure
TEST(EventValues, ThatFailValidationGiveExchangesWordsAndTheSandboxsReason) {
    Scene scene;
    const json error =
        scene.graph("POST", events, appointment({{"end", when("2026-03-16T09:00:00")}}))
            .expect(400)["error"];
    EXPECT_EQ(error["code"], "ErrorPropertyValidationFailure");
    EXPECT_EQ(error["message"], "At least one property failed validation.");
    EXPECT_EQ(error["@sandbox.reason"], "The end is before the start.");
}

// graph.md 2: five years' duration
TEST(EventValues, SpanFiveYearsAtMost) {
    Scene scene;
    scene.graph("POST", events, appointment({{"end", when("2031-03-15T10:00:00")}})).expect(201);
    EXPECT_EQ(
        scene.graph("POST", events, appointment({{"end", when("2031-03-25T10:00:00")}})).error(),
        "ErrorCalendarDurationIsTooLong");
}

// graph.md 2: at most 500 attendees
TEST(EventValues, HoldAtMost500Attendees) {
    Scene scene;
    json attendees = json::array();
    for (int i = 0; i < 501; ++i) {
        attendees.push_back(attendee("a" + std::to_string(i) + "@elsewhere.test"));
    }
    scene.graph("POST", events, appointment({{"attendees", attendees}})).expect(400);
}

// graph.md 2: location, locations
TEST(EventValues, OfALocationReplaceAllLocations) {
    Scene scene;
    const json places = json::array({{{"displayName", "A"}}, {{"displayName", "B"}}});
    const json made = scene.graph("POST", events, appointment({{"locations", places}})).expect(201);
    EXPECT_EQ(made["locations"].size(), 2U);
    const json moved =
        scene.graph("PATCH", at(made), {{"location", {{"displayName", "C"}}}}).expect(200);
    ASSERT_EQ(moved["locations"].size(), 1U);
    EXPECT_EQ(moved["locations"][0]["displayName"], "C");
    EXPECT_EQ(moved["location"]["uniqueIdType"], "private");
}

// graph.md 2: body; bodyPreview has 255 characters
TEST(EventValues, OfTextComeBackAsADocumentUnlessTextIsPreferred) {
    Scene scene;
    const json made =
        scene
            .graph("POST", events,
                   appointment({{"body", {{"contentType", "text"}, {"content", "a < b"}}}}))
            .expect(201);
    EXPECT_EQ(made["body"]["contentType"], "html");
    EXPECT_TRUE(made["body"]["content"].get<std::string>().starts_with("<html>"));
    EXPECT_EQ(made["bodyPreview"], "a < b");
    const json text =
        scene
            .graph("GET", at(made), nullptr, header("Prefer", "outlook.body-content-type=\"text\""))
            .expect(200);
    EXPECT_EQ(text["body"], (json{{"contentType", "text"}, {"content", "a < b"}}));
}

// graph.md 2: hideAttendees
TEST(HiddenAttendees, AreSeenByTheOrganizerOnly) {
    Scene scene;
    json body = meeting();
    body["hideAttendees"] = true;
    EXPECT_EQ(scene.graph("POST", events, body).expect(201)["attendees"].size(), 2U);
    const json copies = scene.graph("GET", "/users/" + luis + "/events").expect(200)["value"];
    ASSERT_EQ(copies[0]["attendees"].size(), 1U);
    EXPECT_EQ(copies[0]["attendees"][0]["emailAddress"]["address"], luis);
}

// graph.md 2: isOnlineMeeting, onlineMeetingProvider
TEST(OnlineMeetings, HaveALinkThatLaterChangesDoNotTouch) {
    Scene scene;
    const json made =
        scene.graph("POST", events, appointment({{"isOnlineMeeting", true}})).expect(201);
    EXPECT_EQ(made["onlineMeetingProvider"], "teamsForBusiness");
    const std::string link = made["onlineMeeting"]["joinUrl"];
    EXPECT_TRUE(link.starts_with("https://teams.microsoft.com/l/meetup-join/"));
    EXPECT_NE(made["body"]["content"].get<std::string>().find(link), std::string::npos);
    const json changed =
        scene.graph("PATCH", at(made), {{"isOnlineMeeting", false}, {"subject", "Other"}})
            .expect(200);
    EXPECT_EQ(changed["isOnlineMeeting"], true);
    EXPECT_EQ(changed["onlineMeeting"], made["onlineMeeting"]);
    const json cleared = scene.graph("PATCH", at(made), {{"isOnlineMeeting", nullptr}}).expect(200);
    EXPECT_EQ(cleared["onlineMeeting"], made["onlineMeeting"]);
}

// graph.md 2: a patched body has to keep the meeting's part
TEST(OnlineMeetings, EndWhenTheBodyLosesTheirLink) {
    Scene scene;
    const json made =
        scene.graph("POST", events, appointment({{"isOnlineMeeting", true}})).expect(201);
    const std::string kept = "<p>New</p>" + made["body"]["content"].get<std::string>();
    const auto body = [](const std::string& content) {
        return json{{"body", {{"contentType", "html"}, {"content", content}}}};
    };
    EXPECT_EQ(scene.graph("PATCH", at(made), body(kept)).expect(200)["onlineMeeting"],
              made["onlineMeeting"]);
    const json ended = scene.graph("PATCH", at(made), body("<p>New</p>")).expect(200);
    EXPECT_EQ(ended["isOnlineMeeting"], false);
    EXPECT_EQ(ended["onlineMeeting"], nullptr);
}

TEST(OnlineMeetings, OfAnotherProviderAreNotSimulated) {
    Scene scene;
    scene
        .graph(
            "POST", events,
            appointment({{"isOnlineMeeting", true}, {"onlineMeetingProvider", "skypeForBusiness"}}))
        .expect(501);
}

// graph.md 8: <type> {guid} Name X, <type> {guid} Id 0x..., <type> 0xTAG
TEST(PropertyIds, HaveOneOfThreeForms) {
    const std::string guid = "{6f1c1b1e-0000-4000-8000-000000000001}";
    EXPECT_TRUE(valid_property_id("String " + guid + " Name DeadlineId"));
    EXPECT_TRUE(valid_property_id("Integer " + guid + " Id 0x8523"));
    EXPECT_TRUE(valid_property_id("StringArray " + guid + " Name Keywords"));
    EXPECT_TRUE(valid_property_id("String 0x4001"));
    EXPECT_FALSE(valid_property_id(""));
    EXPECT_FALSE(valid_property_id("DeadlineId"));
    EXPECT_FALSE(valid_property_id("Text " + guid + " Name DeadlineId"));
    EXPECT_FALSE(valid_property_id("String " + guid + " Name "));
    EXPECT_FALSE(valid_property_id("String 6f1c1b1e Name DeadlineId"));
    EXPECT_FALSE(valid_property_id("String " + guid + " Id 8523"));
}

json once(const std::string& transaction, const json& with = json::object()) {
    json body = appointment({{"transactionId", transaction}});
    body.update(with);
    return body;
}

// graph.md 8: how long a transactionId is remembered is not documented
TEST(Transactions, AreRememberedForEverByDefault) {
    Scene scene;
    const json made = scene.graph("POST", events, once("a")).expect(201);
    scene.now += std::chrono::hours{24 * 300};
    scene.forget_token();
    EXPECT_EQ(scene.graph("POST", events, once("a")).expect(201)["id"], made["id"]);
}

// graph.md 8: so a switch
TEST(Transactions, MayBeForgottenAfterATime) {
    Scene scene;
    scene.admin("POST", "/quirks", {{"transaction_memory", "PT10M"}}).expect(200);
    const json made = scene.graph("POST", events, once("a")).expect(201);
    scene.now += std::chrono::minutes{9};
    EXPECT_EQ(scene.graph("POST", events, once("a")).expect(201)["id"], made["id"]);
    scene.now += std::chrono::minutes{1};
    EXPECT_NE(scene.graph("POST", events, once("a")).expect(201)["id"], made["id"]);
}

// graph.md 8: what happens after deletion is not documented, so a switch
TEST(Transactions, OutliveTheirEventUnlessSwitched) {
    Scene scene;
    const json made = scene.graph("POST", events, once("a")).expect(201);
    scene.graph("DELETE", at(made)).expect(204);
    const Answer taken = scene.graph("POST", events, once("a"));
    EXPECT_EQ(taken.expect(400)["error"]["@event.existingEventId"], made["id"]);
    scene.admin("POST", "/quirks", {{"transaction_outlives_event", false}}).expect(200);
    EXPECT_NE(scene.graph("POST", events, once("a")).expect(201)["id"], made["id"]);
}

// graph.md 8: other content is ErrorDuplicateTransactionId with existingEventId, 400 or 409
TEST(Transactions, UsedForAnotherEventAre400Or409) {
    Scene scene;
    scene.graph("POST", events, once("a")).expect(201);
    const json other = once("a", {{"subject", "Other"}});
    EXPECT_EQ(scene.graph("POST", events, other).expect(400)["error"]["message"],
              "Your request can't be completed. The TransactionId specified in the request has "
              "already been used to create a different event.");
    scene.admin("POST", "/quirks", {{"duplicate_transaction_status", 409}}).expect(200);
    EXPECT_EQ(scene.graph("POST", events, other).expect(409)["error"]["code"],
              "ErrorDuplicateTransactionId");
}

// graph.md 8: the same id and content again
TEST(Transactions, AreComparedWithWhatWasAskedForNotWithWhatBecameOfIt) {
    Scene scene;
    const json made =
        scene.graph("POST", events, once("a", {{"isOnlineMeeting", true}})).expect(201);
    scene.graph("PATCH", at(made), {{"subject", "Other"}}).expect(200);
    const json again =
        scene.graph("POST", events, once("a", {{"isOnlineMeeting", true}})).expect(201);
    EXPECT_EQ(again["id"], made["id"]);
    EXPECT_EQ(again["subject"], "Other");
}

// graph.md 7: a deleted event goes to Deleted Items; 1: permanentDelete's status is a switch
TEST(DeletedItems, KeepWhatWasDeletedUnderANewIdUnlessItIsForGood) {
    Scene scene;
    const json first = scene.graph("POST", events, appointment()).expect(201);
    const json second = scene.graph("POST", events, appointment()).expect(201);
    scene.graph("DELETE", at(first)).expect(204);
    scene.graph("POST", at(second) + "/permanentDelete").expect(204);
    EXPECT_EQ(scene.graph("GET", at(first)).error(), "ErrorItemNotFound");
    EXPECT_EQ(scene.graph("GET", at(second)).error(), "ErrorItemNotFound");
    const json deleted = scene.admin("GET", "/mailboxes/" + ana + "/deleted").expect(200)["value"];
    ASSERT_EQ(deleted.size(), 1U);
    EXPECT_EQ(deleted[0]["iCalUId"], first["iCalUId"]);
    EXPECT_NE(deleted[0]["id"], first["id"]);

    scene.admin("POST", "/quirks", {{"permanent_delete_status", 200}}).expect(200);
    const json third = scene.graph("POST", events, appointment()).expect(201);
    EXPECT_EQ(scene.graph("POST", at(third) + "/permanentDelete").response.status, 200);
}

TEST(Quirks, AreRefusedWhenTheyAreUnknownOrOfAnotherType) {
    Scene scene;
    for (const json& body :
         {json{{"custom_zone", true}}, json{{"custom_zones", 1}},
          json{{"transaction_memory", "1D"}}, json{{"duplicate_transaction_status", 418}},
          json{{"delta_tokens_expire", "now"}}}) {
        scene.admin("POST", "/quirks", body).expect(400);
    }
    scene.admin("POST", "/quirks", {{"transaction_memory", "P1D"}}).expect(200);
    EXPECT_EQ(scene.admin("GET", "/quirks").expect(200)["transaction_memory"], "PT86400S");
}

}  // namespace
}  // namespace plazo::sandbox
