// Rows of graph.md about throttling and errors (14 and 15), with the words that clients know them
// by.
#include "tests/sandbox/calendar_scene.h"

namespace plazo::sandbox {
namespace {

const std::string user = "/users/" + ana;

void expect_error(const Answer& answer, int status, const std::string& code,
                  const std::string& message) {
    const json error = answer.expect(status).value("error", json::object());
    EXPECT_EQ(error.value("code", ""), code);
    EXPECT_EQ(error.value("message", ""), message);
}

Answer with_token(Scene& scene, const std::string& authorization) {
    return scene.graph("GET", events, nullptr, header("Authorization", authorization));
}

// graph.md 15: 401, each by its words, and how a new token is to be had
TEST(RowsOfErrors, Unauthorized) {
    Scene scene;
    const std::string code = "InvalidAuthenticationToken";
    const Answer empty = with_token(scene, "");
    expect_error(empty, 401, code, "Access token is empty.");
    EXPECT_EQ(empty.response.headers.find("WWW-Authenticate"),
              "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/"
              "oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"");
    expect_error(with_token(scene, "Bearer x"), 401, code,
                 "CompactToken parsing failed with error code: 80049217");
    scene.graph("GET", events).expect(200);
    scene.now += std::chrono::hours{2};
    expect_error(scene.graph("GET", events), 401, code,
                 "Lifetime validation failed, the token is expired.");
}

// graph.md 15: with error="insufficient_claims" it is a CAE challenge
TEST(RowsOfErrors, ChallengesWithClaims) {
    Scene scene;
    scene.admin("POST", "/faults", {{"match", {{"path", "/events"}}}, {"access_challenge", true}})
        .expect(200);
    const Answer answer = scene.graph("GET", events);
    EXPECT_EQ(answer.response.status, 401);
    const std::string challenge = *answer.response.headers.find("WWW-Authenticate");
    EXPECT_NE(challenge.find(", error=\"insufficient_claims\", claims=\""), std::string::npos);
}

// graph.md 15: 403, by role, by policy, by sender
TEST(RowsOfErrors, Forbidden) {
    Scene scene;
    expect_error(scene.graph("GET", user + "/messages"), 403, "ErrorAccessDenied",
                 "Access is denied. Check credentials and try again.");
    scene
        .admin("POST", "/policies",
               {{"client_id", scene.client_id}, {"kind", "access-policy"}, {"mailboxes", {luis}}})
        .expect(200);
    expect_error(scene.graph("GET", events), 403, "ErrorAccessDenied",
                 "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly "
                 "AccessPolicy settings.");
    const json message{{"from", {{"emailAddress", {{"address", ana}}}}},
                       {"toRecipients", {{{"emailAddress", {{"address", ana}}}}}}};
    expect_error(
        scene.graph("POST", "/users/" + luis + "/sendMail", {{"message", message}}), 403,
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send "
        "mail on behalf of the specified sending account., Cannot submit message.");
}

// graph.md 15: 404, by item and by mailbox
TEST(RowsOfErrors, NotFound) {
    Scene scene;
    expect_error(scene.graph("GET", events + "/" + std::string(120, 'A')), 404, "ErrorItemNotFound",
                 "The specified object was not found in the store.");
    expect_error(scene.graph("GET", "/users/x/events"), 404, "ErrorInvalidUser",
                 "The requested user 'x' is invalid.");
    for (const char* kind : {"unlicensed", "onprem", "guest"}) {
        const std::string address = std::string{kind} + "@plazo.test";
        scene.admin("POST", "/mailboxes", {{"address", address}, {"kind", kind}}).expect(200);
        expect_error(scene.graph("GET", "/users/" + address + "/events"), 404,
                     "MailboxNotEnabledForRESTAPI",
                     "REST API is not yet supported for this mailbox.");
    }
}

// graph.md 15 and the sections that it points to: 400
TEST(RowsOfErrors, BadRequests) {
    Scene scene;
    const auto made = [&](const json& body) { return scene.graph("POST", events, body); };
    expect_error(scene.graph("GET", events + "/x"), 400, "ErrorInvalidIdMalformed",
                 "Id is malformed.");
    expect_error(made(appointment({{"end", when("2026-03-01T10:00:00")}})), 400,
                 "ErrorPropertyValidationFailure", "At least one property failed validation.");
    expect_error(made(appointment({{"attendees", {attendee("nobody")}}})), 400,
                 "ErrorInvalidRecipients", "At least one recipient isn't valid.");
    expect_error(made(appointment({{"isAllDay", true}})), 400, "ErrorInvalidRequest",
                 "The Event.Start property for an all-day event needs to be set to midnight.");
    expect_error(scene.graph("GET", user + "/calendarView"), 400, "ErrorInvalidParameter",
                 "This request requires a time window specified by the query string parameters "
                 "StartDateTime and EndDateTime.");
    expect_error(made(appointment({{"start", when("2026-03-16T10:00:00", "Moon")}})), 400,
                 "TimeZoneNotSupportedException",
                 "A valid TimeZone value must be specified. The following TimeZone value is not "
                 "supported: 'Moon'.");
    EXPECT_EQ(made({{"subjekt", "x"}}).error(), "RequestBodyRead");
    EXPECT_EQ(scene
                  .graph("GET", events + "?$filter=" +
                                    graph::percent_encode("end/dateTime ge '2026-03-01'") +
                                    "&$orderby=start/dateTime")
                  .error(),
              "InefficientFilter");
}

// graph.md 15: 412 and 507
TEST(RowsOfErrors, ConflictsAndQuota) {
    Scene scene;
    const json event = scene.graph("POST", events, appointment()).expect(201);
    expect_error(
        scene.graph("PATCH", at(event), {{"subject", "x"}}, header("If-Match", "W/\"older\"")), 412,
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key "
        "passed in the request does not match the current change key for the item.");
    scene.admin("POST", "/mailboxes", {{"address", "full@plazo.test"}, {"kind", "full"}})
        .expect(200);
    expect_error(scene.graph("POST", "/users/full@plazo.test/events", appointment()), 507,
                 "ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.");
}

// graph.md 15: 413 for what is too large
TEST(RowsOfErrors, TooLarge) {
    Scene scene;
    const Answer answer = scene.graph("POST", events, {{"subject", std::string(4'300'000, 'x')}});
    answer.expect(413);
    EXPECT_EQ(answer.error(), "ErrorMessageSizeExceeded");
}

// graph.md 14 and 15: what comes by itself or on command, 429 to 509
TEST(RowsOfErrors, OfServersInTrouble) {
    Scene scene;
    for (const auto& [status, code] : {std::pair{429, "ApplicationThrottled"},
                                       {500, "ErrorInternalServerError"},
                                       {503, "ErrorServerBusy"},
                                       {504, "UnknownError"},
                                       {509, "UnknownError"}}) {
        scene.admin("POST", "/faults", {{"match", {{"path", "/events"}}}, {"status", status}})
            .expect(200);
        expect_error(scene.graph("GET", events), status, code, "");
    }
    for (const auto& [status, code] : {std::pair{429, "ErrorTooManyObjectsOpened"},
                                       {500, "ErrorInternalServerTransientError"},
                                       {503, "ErrorMailboxStoreUnavailable"},
                                       {503, "ErrorMailboxMoveInProgress"},
                                       {503, "ErrorTimeoutExpired"}}) {
        const json body{{"error", {{"code", code}, {"message", "Later."}}}};
        scene
            .admin("POST", "/faults",
                   {{"match", {{"path", "/events"}}}, {"status", status}, {"body", body.dump()}})
            .expect(200);
        const Answer answer = scene.graph("GET", events);
        expect_error(answer, status, code, "Later.");
        EXPECT_FALSE(answer.response.headers.find("Retry-After"));
    }
}

// graph.md 1: /me never works for an application
TEST(RowsOfErrors, OfMe) {
    Scene scene;
    expect_error(scene.graph("GET", "/me/events"), 400, "NoPermissionsInAccessToken",
                 "The token contains no permissions, or permissions can not be understood.");
}

// graph.md 14: a retry that lost its Content-Type is 415
TEST(RowsOfErrors, OfContentTypes) {
    Scene scene;
    for (const char* type : {"", "text/plain", "application/xml", "application/jsonp"}) {
        const Answer answer =
            scene.graph("POST", events, appointment(), header("Content-Type", type));
        EXPECT_EQ(answer.response.status, 415) << type;
        EXPECT_EQ(answer.error(), "RequestBodyRead");
    }
    scene
        .graph("POST", events, appointment(),
               header("Content-Type", "Application/JSON; charset=utf-8"))
        .expect(201);
}

// graph.md 8: an open extension is not simulated; 19: named, never faked
TEST(RowsOfErrors, OfOpenExtensions) {
    Scene scene;
    const json extension{{"@odata.type", "microsoft.graph.openTypeExtension"},
                         {"extensionName", "com.x"}};
    expect_error(
        scene.graph("POST", events, appointment({{"extensions", json::array({extension})}})), 501,
        "NotSimulated", "The sandbox does not simulate the event property extensions.");
}

}  // namespace
}  // namespace plazo::sandbox
