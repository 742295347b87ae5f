#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string property = "String {6f1c1b1e-0000-4000-8000-000000000001} Name DeadlineId";

// graph.md 2: a fresh event in a response; 3: UTC without Prefer
TEST(Events, AreCreatedWithTheirDefaultsAndReadBackInUtc) {
    Scene scene;
    const json made = scene.graph("POST", events, meeting()).expect(201);
    EXPECT_EQ(made["type"], "singleInstance");
    EXPECT_EQ(made["start"]["dateTime"], "2026-03-16T09:00:00.0000000");
    EXPECT_EQ(made["start"]["timeZone"], "UTC");
    EXPECT_EQ(made["originalStartTimeZone"], "Romance Standard Time");
    EXPECT_EQ(made["showAs"], "busy");
    EXPECT_EQ(made["reminderMinutesBeforeStart"], 15);
    EXPECT_EQ(made["isOrganizer"], true);
    EXPECT_EQ(made["recurrence"], nullptr);
    EXPECT_EQ(made["bodyPreview"], "Please sign");
    EXPECT_FALSE(made.contains("transactionId"));
    EXPECT_EQ(made["@odata.etag"], "W/\"" + made["changeKey"].get<std::string>() + "\"");
    EXPECT_EQ(scene.graph("GET", at(made)).expect(200)["iCalUId"], made["iCalUId"]);
}

// graph.md 12: request-id and client-request-id
TEST(Events, AnswerWithTheIdsOfTheRequest) {
    Scene scene;
    const Answer answer = scene.graph("GET", events, nullptr, header("client-request-id", "b1f0"));
    EXPECT_EQ(answer.response.headers.find("client-request-id"), "b1f0");
    EXPECT_TRUE(answer.response.headers.find("request-id"));
    EXPECT_EQ(answer.response.headers.find("Date"), "Mon, 02 Mar 2026 08:00:00 GMT");
}

// graph.md 2: unknown and server-owned properties
TEST(Events, RefuseAnUnknownPropertyAndIgnoreTheServersOwn) {
    Scene scene;
    const Answer misspelt = scene.graph("POST", events, appointment({{"subjct", "x"}}));
    misspelt.expect(400);
    EXPECT_EQ(misspelt.error(), "RequestBodyRead");
    scene.graph("POST", events, appointment({{"uid", "x"}})).expect(400);  // beta only
    const json made = scene
                          .graph("POST", events,
                                 appointment({{"iCalUId", "mine"},
                                              {"responseStatus", {{"response", "none"}}},
                                              {"originalStartTimeZone", "UTC"}}))
                          .expect(201);
    EXPECT_NE(made["iCalUId"], "mine");
}

// graph.md 2: a body that does not parse
TEST(Events, RefuseABodyThatIsNoJsonOrHasNoContentType) {
    Scene scene;
    graph::Request request;
    const Answer untyped =
        scene.graph("POST", events, appointment(), header("Content-Type", "text/plain"));
    untyped.expect(415);
    const Answer wrong = scene.graph("POST", events, "not an object");
    wrong.expect(400);
    EXPECT_EQ(scene.graph("POST", events, appointment({{"subject", 5}})).error(),
              "RequestBodyRead");
}

// graph.md 2: isAllDay
TEST(Events, NeedMidnightForWholeDays) {
    Scene scene;
    const json day{{"isAllDay", true},
                   {"start", when("2026-03-16T00:00:00")},
                   {"end", when("2026-03-17T00:00:00")}};
    json late = day;
    late["start"] = when("2026-03-16T00:30:00");
    const Answer refused = scene.graph("POST", events, appointment(late));
    EXPECT_EQ(refused.expect(400)["error"]["message"],
              "The Event.Start property for an all-day event needs to be set to midnight.");
    json empty = day;
    empty["end"] = day["start"];
    scene.graph("POST", events, appointment(empty)).expect(400);

    const json made = scene.graph("POST", events, appointment(day)).expect(201);
    EXPECT_EQ(made["start"]["dateTime"], "2026-03-16T00:00:00.0000000");  // whatever the zone
}

// graph.md 2: end before start
TEST(Events, RefuseAnEndBeforeTheStart) {
    Scene scene;
    const Answer answer =
        scene.graph("POST", events, appointment({{"end", when("2026-03-16T09:59:00")}}));
    answer.expect(400);
    EXPECT_EQ(answer.error(), "ErrorPropertyValidationFailure");
}

// graph.md 3: zones that are accepted
TEST(Events, TakeWindowsNamesAndListedIanaNamesOnly) {
    Scene scene;
    const auto with = [&](const std::string& zone) {
        return scene.graph("POST", events,
                           appointment({{"start", when("2026-03-16T10:00:00", zone)},
                                        {"end", when("2026-03-16T11:00:00", zone)}}));
    };
    with("W. Europe Standard Time").expect(201);
    with("Europe/Berlin").expect(201);
    EXPECT_EQ(with("Europe/Madrid").error(), "TimeZoneNotSupportedException");
    EXPECT_EQ(with("tzone://Microsoft/Custom").error(), "TimeZoneNotSupportedException");
    EXPECT_EQ(
        scene.graph("POST", events, appointment({{"start", when("2026-03-16T10:00:00Z")}})).error(),
        "ErrorPropertyValidationFailure");
}

// graph.md 2: a bad address
TEST(Events, RefuseBadRecipients) {
    Scene scene;
    const Answer answer =
        scene.graph("POST", events, appointment({{"attendees", {attendee("no address")}}}));
    answer.expect(400);
    EXPECT_EQ(answer.error(), "ErrorInvalidRecipients");
}

// graph.md 3: Prefer: outlook.timezone
TEST(Events, ShowTimesInThePreferredZone) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const Answer answer = scene.graph(
        "GET", at(made), nullptr, header("Prefer", "outlook.timezone=\"W. Europe Standard Time\""));
    const json shown = answer.expect(200);
    EXPECT_EQ(shown["start"]["dateTime"], "2026-03-16T10:00:00.0000000");
    EXPECT_EQ(shown["start"]["timeZone"], "W. Europe Standard Time");
    EXPECT_TRUE(answer.response.headers.find("Preference-Applied"));
    EXPECT_EQ(shown["createdDateTime"], "2026-03-02T08:00:00Z");
}

// graph.md 5: IdType="ImmutableId"
TEST(Events, HaveImmutableIdsForThoseWhoPreferThem) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const auto prefer = header("Prefer", "IdType=\"ImmutableId\"");
    const json shown = scene.graph("GET", at(made), nullptr, prefer).expect(200);
    EXPECT_NE(shown["id"], made["id"]);
    EXPECT_EQ(scene.graph("GET", at(shown), nullptr, prefer).expect(200)["iCalUId"],
              made["iCalUId"]);
}

// graph.md 8: the same id and content again is 201 with the existing event, nobody is invited again
TEST(Events, RepeatedUnderOneTransactionIdAreOneEventAndOneInvitation) {
    Scene scene;
    json body = meeting();
    body["transactionId"] = "7d1f";
    const json first = scene.graph("POST", events, body).expect(201);
    EXPECT_EQ(first["transactionId"], "7d1f");
    EXPECT_EQ(scene.graph("POST", events, body).expect(201)["id"], first["id"]);
    EXPECT_EQ(scene.inbox(luis).size(), 1U);

    body["subject"] = "Other";
    const Answer other = scene.graph("POST", events, body);
    const json error = other.expect(400)["error"];
    EXPECT_EQ(error["code"], "ErrorDuplicateTransactionId");
    EXPECT_EQ(error["@event.existingEventId"], first["id"]);
    scene.graph("PATCH", at(first), {{"transactionId", "8"}}).expect(400);
}

// graph.md 1: only the sent properties change
TEST(Events, AreChangedOnlyInTheNamedProperties) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const json changed = scene.graph("PATCH", at(made), {{"subject", "New"}}).expect(200);
    EXPECT_EQ(changed["subject"], "New");
    EXPECT_EQ(changed["start"], made["start"]);
    EXPECT_NE(changed["changeKey"], made["changeKey"]);
    scene.graph("PATCH", at(made), {{"subject", "Newer"}}, header("Prefer", "return=minimal"))
        .expect(204);
}

// graph.md 5: If-Match and 412
TEST(Events, RefuseAStaleChangeKey) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const std::string old = made["@odata.etag"];
    const json changed =
        scene.graph("PATCH", at(made), {{"subject", "A"}}, header("If-Match", old)).expect(200);
    const Answer stale =
        scene.graph("PATCH", at(made), {{"subject", "B"}}, header("If-Match", old));
    stale.expect(412);
    EXPECT_EQ(stale.error(), "ErrorIrresolvableConflict");
    scene.graph("DELETE", at(made), nullptr, header("If-Match", changed["@odata.etag"]))
        .expect(204);
}

// graph.md 15: ErrorItemNotFound, ErrorInvalidIdMalformed
TEST(Events, AreNotFoundOrMalformed) {
    Scene scene;
    EXPECT_EQ(scene.graph("GET", events + "/" + std::string(120, 'A')).error(),
              "ErrorItemNotFound");
    EXPECT_EQ(scene.graph("GET", events + "/abc").error(), "ErrorInvalidIdMalformed");
}

// graph.md 8: $expand and $filter of a named property
TEST(Events, AreFoundByTheirNamedProperty) {
    Scene scene;
    const json tagged = appointment(
        {{"singleValueExtendedProperties", {{{"id", property}, {"value", "Deadline-42"}}}}});
    const json made = scene.graph("POST", events, tagged).expect(201);
    EXPECT_FALSE(made.contains("singleValueExtendedProperties"));
    scene.graph("POST", events, appointment()).expect(201);

    const std::string filter = option("filter", "singleValueExtendedProperties/Any(ep: ep/id eq '" +
                                                    property + "' and ep/value eq 'deadline-42')");
    const std::string expand =
        option("expand", "singleValueExtendedProperties($filter=id eq '" + property + "')");
    const json found =
        scene.graph("GET", events + "?" + filter + "&" + expand).expect(200)["value"];
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["id"], made["id"]);
    EXPECT_EQ(found[0]["singleValueExtendedProperties"][0]["value"], "Deadline-42");

    const Answer other = scene.graph(
        "GET", events + "?" + option("filter", "singleValueExtendedProperties/any(p:p/id eq 'x')"));
    other.expect(400);
    EXPECT_EQ(other.error(), "ErrorInvalidProperty");
    scene.graph("GET", events + "?" + option("filter", "subject eq 'x'")).expect(501);
    const std::string by_uid =
        option("filter", "iCalUId eq '" + made["iCalUId"].get<std::string>() + "'");
    EXPECT_EQ(scene.graph("GET", events + "?" + by_uid).expect(200)["value"].size(), 1U);
}

// graph.md 5: nextLink
TEST(Events, ComeInPagesWithAnAbsoluteLink) {
    Scene scene;
    for (int i = 0; i < 12; ++i) scene.graph("POST", events, appointment()).expect(201);
    const json first = scene.graph("GET", events + "?%24select=subject").expect(200);
    EXPECT_EQ(first["value"].size(), 10U);
    EXPECT_FALSE(first["value"][0].contains("start"));
    const std::string link = first["@odata.nextLink"];
    ASSERT_TRUE(link.starts_with(origin + "/v1.0"));
    const json second = scene.graph("GET", link.substr(origin.size() + 5)).expect(200);
    EXPECT_EQ(second["value"].size(), 2U);
    EXPECT_FALSE(second.contains("@odata.nextLink"));
}

// graph.md 5: a view needs a window
TEST(Events, AreSeenInAWindowOnly) {
    Scene scene;
    scene.graph("POST", events, appointment()).expect(201);
    const std::string view = "/users/" + ana + "/calendarView";
    EXPECT_EQ(scene.graph("GET", view).error(), "ErrorInvalidParameter");
    const auto between = [&](const std::string& from, const std::string& to) {
        return scene.graph("GET", view + "?startDateTime=" + from + "&endDateTime=" + to)
            .expect(200)["value"]
            .size();
    };
    EXPECT_EQ(between("2026-03-16T09:00:00Z", "2026-03-16T09:30:00Z"), 1U);
    EXPECT_EQ(between("2026-03-16T09:30:00Z", "2026-03-16T12:00:00Z"), 0U);
    EXPECT_EQ(between("2026-03-16T10:00:00%2B01:00", "2026-03-16T10:05:00%2B01:00"), 1U);
}

TEST(Events, OfAnotherKindOfRequestAre501AndSayWhatIsMissing) {
    Scene scene;
    const json made = scene.graph("POST", events, appointment()).expect(201);
    const Answer answer = scene.graph("POST", at(made) + "/snoozeReminder", json::object());
    const json error = answer.expect(501)["error"];
    EXPECT_EQ(error["code"], "NotSimulated");
    EXPECT_NE(error["message"].get<std::string>().find("snoozeReminder"), std::string::npos);
    const json attachment{{"@odata.type", "#microsoft.graph.fileAttachment"}, {"name", "a"}};
    scene.graph("POST", events, appointment({{"attachments", {attachment}}})).expect(501);
    scene.graph("GET", events + "?%24count=true").expect(501);
    scene.graph("GET", events + "?%24search=x").expect(501);
}

TEST(Calendar, ShowsItsOwner) {
    Scene scene;
    const json calendar = scene.graph("GET", "/users/" + ana + "/calendar").expect(200);
    EXPECT_EQ(calendar["owner"]["address"], ana);
    const std::string id = calendar["id"];
    scene.graph("POST", "/users/" + ana + "/calendars/" + id + "/events", appointment())
        .expect(201);
    scene.graph("GET", "/users/nobody@plazo.test/calendar").expect(404);
}

}  // namespace
}  // namespace plazo::sandbox
