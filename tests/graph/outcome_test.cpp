#include "graph/outcome.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "graph/token.h"
#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using testing::at;
using Kind = Outcome::Kind;

const timezone::Instant now = at("2026-11-25T08:00:00Z");

Response response(int status, const char* code, const char* retry_after = nullptr) {
    Response made;
    made.status = status;
    made.headers.set("request-id", "r-1");
    if (retry_after) made.headers.set("Retry-After", retry_after);
    made.body = json{{"error",
                      {{"code", code},
                       {"message", "said so"},
                       {"innerError", {{"request-id", "r-1"}, {"date", "2026-11-25T08:00:00"}}}}}}
                    .dump();
    return made;
}

Outcome of_event(const Response& answer) {
    return outcome_of(answer, Repeatable::yes, now);
}
Outcome of_mail(const Response& answer) {
    return outcome_of(answer, Repeatable::no, now);
}

/// What an answer means for an event, and for a mail.
struct Row {
    int status;
    const char* code;
    Kind event;
    Kind mail;
};

constexpr auto rows = std::to_array<Row>({
    {401, "InvalidAuthenticationToken", Kind::unavailable, Kind::unavailable},
    {403, "ErrorAccessDenied", Kind::refused, Kind::refused},
    {403, "Authorization_RequestDenied", Kind::refused, Kind::refused},
    {403, "ErrorSendAsDenied", Kind::refused, Kind::refused},
    {404, "ErrorItemNotFound", Kind::refused, Kind::refused},
    {404, "ErrorInvalidUser", Kind::refused, Kind::refused},
    {404, "ResourceNotFound", Kind::refused, Kind::refused},
    {404, "Request_ResourceNotFound", Kind::refused, Kind::refused},
    {404, "MailboxNotEnabledForRESTAPI", Kind::refused, Kind::refused},
    {400, "ErrorInvalidRequest", Kind::refused, Kind::refused},
    {400, "ErrorPropertyValidationFailure", Kind::refused, Kind::refused},
    {400, "ErrorInvalidParameter", Kind::refused, Kind::refused},
    {400, "ErrorInvalidIdMalformed", Kind::refused, Kind::refused},
    {400, "RequestBodyRead", Kind::refused, Kind::refused},
    {400, "UnableToDeserializePostBody", Kind::refused, Kind::refused},
    {400, "BadRequest", Kind::refused, Kind::refused},
    {400, "ErrorOccurrenceCrossingBoundary", Kind::refused, Kind::refused},
    {400, "ErrorInvalidProperty", Kind::refused, Kind::refused},
    {400, "InefficientFilter", Kind::refused, Kind::refused},
    {400, "ErrorCalendarDurationIsTooLong", Kind::refused, Kind::refused},
    {400, "ErrorCalendarViewRangeTooBig", Kind::refused, Kind::refused},
    {400, "ErrorRecurrenceHasNoOccurrence", Kind::refused, Kind::refused},
    {400, "ErrorRecurrenceEndDateTooBig", Kind::refused, Kind::refused},
    {400, "InvalidInternetMessageHeader", Kind::refused, Kind::refused},
    {400, "ErrorMimeContentInvalidBase64String", Kind::refused, Kind::refused},
    {400, "SomethingNew", Kind::refused, Kind::refused},
    {403, "NoPermissionsInAccessToken", Kind::refused, Kind::refused},
    {410, "resyncRequired", Kind::refused, Kind::refused},
    {302, "", Kind::refused, Kind::refused},
    {408, "", Kind::unavailable, Kind::in_doubt},
    {500, "ErrorInternalServerTransientError", Kind::unavailable, Kind::in_doubt},
    {503, "ErrorMailboxMoveInProgress", Kind::unavailable, Kind::in_doubt},
    {503, "ErrorTimeoutExpired", Kind::unavailable, Kind::in_doubt},
    {503, "ApplicationThrottled", Kind::throttled, Kind::in_doubt},
    {507, "QuotaExceededException", Kind::refused, Kind::refused},
    {400, "ErrorInvalidRecipients", Kind::refused, Kind::refused},
    {400, "TimeZoneNotSupportedException", Kind::refused, Kind::refused},
    {400, "ErrorDuplicateTransactionId", Kind::refused, Kind::refused},
    {409, "ErrorDuplicateTransactionId", Kind::refused, Kind::refused},
    {410, "SyncStateNotFound", Kind::refused, Kind::refused},
    {412, "ErrorIrresolvableConflict", Kind::refused, Kind::refused},
    {413, "ErrorMessageSizeExceeded", Kind::refused, Kind::refused},
    {429, "TooManyRequests", Kind::throttled, Kind::throttled},
    {429, "ApplicationThrottled", Kind::throttled, Kind::throttled},
    {429, "activityLimitReached", Kind::throttled, Kind::throttled},
    {429, "ErrorTooManyObjectsOpened", Kind::throttled, Kind::throttled},
    {500, "ApplicationThrottled", Kind::throttled, Kind::in_doubt},
    {503, "ErrorServerBusy", Kind::unavailable, Kind::in_doubt},
    {503, "UnknownError", Kind::unavailable, Kind::in_doubt},
    {504, "UnknownError", Kind::unavailable, Kind::in_doubt},
    {509, "", Kind::throttled, Kind::in_doubt},
    {408, "", Kind::unavailable, Kind::in_doubt},
    {500, "ErrorInternalServerError", Kind::unavailable, Kind::in_doubt},
    {500, "ErrorInternalServerTransientError", Kind::unavailable, Kind::in_doubt},
    {503, "ErrorMailboxStoreUnavailable", Kind::unavailable, Kind::in_doubt},
    {503, "ErrorMailboxMoveInProgress", Kind::unavailable, Kind::in_doubt},
    {503, "ErrorTimeoutExpired", Kind::unavailable, Kind::in_doubt},
    {507, "ErrorQuotaExceeded", Kind::refused, Kind::refused},
    {403, "ErrorQuotaExceeded", Kind::refused, Kind::refused},
    {403, "quotaLimitReached", Kind::refused, Kind::refused},
    {403, "ErrorSubmissionQuotaExceeded", Kind::refused, Kind::refused},
});

TEST(Outcome, EveryStatusAndCodeOfGraphHasItsMeaning) {
    for (const auto& [status, code, event, mail] : rows) {
        const Outcome as_event = of_event(response(status, code));
        EXPECT_EQ(name_of(as_event.kind), name_of(event)) << status << " " << code;
        EXPECT_EQ(name_of(of_mail(response(status, code)).kind), name_of(mail))
            << status << " " << code << " of a mail";
        EXPECT_EQ(as_event.status, status);
        EXPECT_EQ(as_event.code, code);
        EXPECT_EQ(as_event.request_id, "r-1");
        EXPECT_NE(as_event.message.find("HTTP " + std::to_string(status)), std::string::npos);
    }
}

TEST(Outcome, ASuccessIsDoneWhateverItsHeadersSay) {
    for (const int status : {200, 201, 202, 204}) {
        EXPECT_TRUE(of_mail(response(status, "x", "5")).done()) << "never repeated";
        EXPECT_EQ(of_mail(response(status, "x", "5")).wait, seconds{0});
    }
}

TEST(Outcome, ThrottlingWaitsAsToldElseTenSeconds) {
    EXPECT_EQ(of_event(response(429, "TooManyRequests", "7")).wait, seconds{7});
    EXPECT_EQ(of_event(response(429, "ErrorTooManyObjectsOpened")).wait, seconds{10});
}

TEST(Outcome, ServerTroubleThatNamesATimeIsThrottlingForWhatCanBeRepeated) {
    EXPECT_EQ(of_event(response(503, "ErrorServerBusy", "20")).kind, Kind::throttled);
    EXPECT_EQ(of_event(response(503, "ErrorServerBusy", "20")).wait, seconds{20});
    EXPECT_EQ(of_mail(response(503, "ErrorServerBusy", "20")).kind, Kind::in_doubt);
}

TEST(Outcome, ServerTroubleMayHaveDoneItAndARefusalHasNot) {
    EXPECT_TRUE(of_event(response(504, "UnknownError")).maybe_done);
    EXPECT_TRUE(of_event(response(503, "ErrorServerBusy", "20")).maybe_done);
    EXPECT_FALSE(of_event(response(429, "TooManyRequests")).maybe_done);
    EXPECT_FALSE(of_event(response(400, "ErrorInvalidRequest")).maybe_done);
}

TEST(Outcome, ADuplicateTransactionIdNamesTheEventThatIsThere) {
    Response answer = response(400, "ErrorDuplicateTransactionId");
    json body = json::parse(answer.body);
    body["error"]["@event.existingEventId"] = "AAMk=";
    answer.body = body.dump();
    EXPECT_EQ(of_event(answer).existing_event_id, "AAMk=");
    answer.status = 409;
    EXPECT_EQ(of_event(answer).existing_event_id, "AAMk=");
    EXPECT_EQ(of_event(response(400, "ErrorDuplicateTransactionId")).existing_event_id,
              std::nullopt);
}

TEST(Outcome, GoneIsTheEventAndNotTheMailbox) {
    EXPECT_TRUE(of_event(response(404, "ErrorItemNotFound")).gone());
    EXPECT_FALSE(of_event(response(404, "ResourceNotFound")).gone());
    EXPECT_FALSE(of_event(response(404, "MailboxNotEnabledForRESTAPI")).gone());
    EXPECT_TRUE(of_event(response(412, "ErrorIrresolvableConflict")).conflict());
}

TEST(Outcome, GatewaysAnswerInHtmlOrNothingAndTheStatusHasToDo) {
    for (const char* body : {"<html><body>502 Bad Gateway</body></html>", "", "[]", "null",
                             R"({"error":"text"})", R"({"error":{"code":7}})"}) {
        Response answer;
        answer.status = 502;
        answer.body = body;
        EXPECT_EQ(of_event(answer).kind, Kind::unavailable) << body;
        EXPECT_EQ(of_mail(answer).kind, Kind::in_doubt) << body;
        EXPECT_EQ(of_event(answer).message, "HTTP 502");
    }
}

TEST(Outcome, TheMessageSaysWhatCanBeDone) {
    const std::string message = of_event(response(403, "ErrorAccessDenied")).message;
    EXPECT_NE(message.find("HTTP 403 ErrorAccessDenied: said so - "), std::string::npos);
    EXPECT_NE(message.find("the policy that limits it"), std::string::npos) << message;
}

TEST(Outcome, AMailWithoutAnAnswerIsInDoubtOnlyIfItMayHaveLeft) {
    const TransportError refused{Sent::no, "connection refused"};
    const TransportError cut{Sent::maybe, "the connection was cut"};
    EXPECT_EQ(outcome_of(refused, Repeatable::no).kind, Kind::unavailable);
    EXPECT_FALSE(outcome_of(refused, Repeatable::no).maybe_done);
    EXPECT_EQ(outcome_of(cut, Repeatable::no).kind, Kind::in_doubt);
    EXPECT_EQ(outcome_of(cut, Repeatable::yes).kind, Kind::unavailable);
    EXPECT_TRUE(outcome_of(cut, Repeatable::yes).maybe_done);
    EXPECT_EQ(outcome_of(cut, Repeatable::no).status, 0);
    EXPECT_EQ(outcome_of(cut, Repeatable::no).message, "the connection was cut");
}

TEST(Outcome, OfSignInThatIsRefusedIsTheOperatorsToMend) {
    TokenFailure failure;
    failure.message = "no token: a reason";
    failure.kind = TokenFailure::Kind::configuration;
    const Outcome refused = outcome_of(TokenError{failure});
    EXPECT_EQ(refused.kind, Kind::refused);
    EXPECT_TRUE(refused.about_sign_in());
    EXPECT_FALSE(refused.about_mailbox());
    EXPECT_FALSE(refused.maybe_done);
    EXPECT_EQ(refused.message, "no token: a reason");
    failure.kind = TokenFailure::Kind::told_to_wait;
    failure.retry_after = seconds{40};
    const Outcome told = outcome_of(TokenError{failure});
    EXPECT_EQ(told.kind, Kind::throttled);
    EXPECT_EQ(told.wait, seconds{40});
    for (const auto kind : {TokenFailure::Kind::transient, TokenFailure::Kind::protocol}) {
        failure.kind = kind;
        EXPECT_EQ(outcome_of(TokenError{failure}).kind, Kind::unavailable);
        EXPECT_FALSE(outcome_of(TokenError{failure}).about_sign_in());
    }
}

TEST(Outcome, OfATokenThatGraphRefusesIsNoSignInThatIs) {
    EXPECT_FALSE(of_event(response(401, "InvalidAuthenticationToken")).about_sign_in());
}

Response with_body(int status, std::string body) {
    Response made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

TEST(Outcome, TheInnermostCodeThatIsKnownCountsElseTheOutermost) {
    EXPECT_EQ(of_event(with_body(400, R"({"error":{"code":"generalException","innererror":
        {"code":"ErrorDuplicateTransactionId","innerError":{"code":"Deep"}},
        "@event.existingEventId":"E"}})"))
                  .existing_event_id,
              "E");
    EXPECT_EQ(of_event(with_body(500, R"({"error":{"code":"UnknownError","innerError":
        {"innererror":{"code":"ApplicationThrottled"}}}})"))
                  .kind,
              Kind::throttled);
    EXPECT_EQ(
        of_event(with_body(400, R"({"error":{"code":"New","innerError":{"code":"Newer"}}})")).code,
        "New");
}

TEST(Outcome, ErrorsNestToALimit) {
    std::string body = R"({"code":"ErrorItemNotFound"})";
    for (int depth = 0; depth < error_depth_max; ++depth) {
        body = R"({"code":"Outer","innerError":)" + body + "}";
    }
    EXPECT_EQ(of_event(with_body(404, R"({"error":)" + body + "}")).code, "Outer");
}

TEST(Outcome, RequestIdsAreThoseOfTheHeaderElseOfTheBody) {
    const std::string body = R"({"error":{"code":"x","innerError":{"request-id":"inner",
        "client-request-id":"ours"}}})";
    Response answer = with_body(500, body);
    EXPECT_EQ(of_event(answer).request_id, "inner");
    EXPECT_EQ(of_event(answer).client_request_id, "ours");
    answer.headers.set("request-id", "header");
    EXPECT_EQ(of_event(answer).request_id, "header");
    answer.status = 202;
    answer.headers.set("client-request-id", "echoed");
    EXPECT_EQ(of_mail(answer).request_id, "header") << "also of what was done";
    EXPECT_EQ(of_mail(answer).client_request_id, "echoed");
}

TEST(Outcome, TypesThatAreWrongSayNothing) {
    for (const char* body :
         {R"({"error":{"code":404,"message":7,"innerError":"x"}})", R"({"error":null})",
          R"({"error":{"code":null,"message":{},"innererror":[{"code":"ErrorItemNotFound"}]}})",
          R"({"error":[{"code":"ErrorItemNotFound"}]})", R"({"code":"ErrorItemNotFound"})",
          R"({"error":{"code":{"value":"ErrorItemNotFound"}}})", R"({"error":{"code":"Error)",
          R"("ErrorItemNotFound")", "ErrorItemNotFound"}) {
        const Outcome outcome = of_event(with_body(404, body));
        EXPECT_EQ(outcome.kind, Kind::refused) << body;
        EXPECT_EQ(outcome.code, "") << body;
        EXPECT_FALSE(outcome.gone()) << body;
        EXPECT_EQ(outcome.message, "HTTP 404") << body;
    }
    EXPECT_FALSE(of_event(with_body(400, R"({"error":{"code":"ErrorDuplicateTransactionId",
        "@event.existingEventId":7}})"))
                     .existing_event_id);
}

TEST(Outcome, NothingIsDecidedByAMessage) {
    const char* body = R"({"error":{"code":"New","message":"ErrorItemNotFound TooManyRequests"}})";
    EXPECT_FALSE(of_event(with_body(404, body)).gone());
    EXPECT_EQ(of_mail(with_body(400, body)).kind, Kind::refused);
}

TEST(Outcome, AHugeErrorIsNotReadAndALongMessageIsCutAtACharacter) {
    std::string words(error_words_bytes_max - 1, 'x');
    const Outcome cut = of_event(with_body(
        400, R"({"error":{"code":"New","message":")" + words + "\u00f1\u00f1" + R"("}})"));
    EXPECT_EQ(cut.message, "HTTP 400 New: " + words);
    words.assign(error_body_bytes_max, 'x');
    const Outcome huge = of_event(
        with_body(404, R"({"error":{"code":"ErrorItemNotFound","message":")" + words + R"("}})"));
    EXPECT_EQ(huge.code, "");
    EXPECT_EQ(huge.kind, Kind::refused);
}

TEST(Outcome, AForgottenDeltaLinkAsksForAResync) {
    EXPECT_TRUE(of_event(response(410, "SyncStateNotFound")).resync());
    EXPECT_TRUE(of_event(response(410, "")).resync());
    EXPECT_TRUE(of_event(response(400, "SyncStateInvalid")).resync());
    EXPECT_FALSE(of_event(response(404, "ErrorItemNotFound")).resync());
    EXPECT_FALSE(of_event(response(500, "resyncRequired")).resync()) << "it may pass";
}

TEST(Outcome, ARefusalMayBeAboutTheZonesName) {
    EXPECT_TRUE(of_event(response(400, "TimeZoneNotSupportedException")).about_zone());
    EXPECT_TRUE(of_event(response(400, "ErrorPropertyValidationFailure")).about_zone());
    EXPECT_FALSE(of_event(response(400, "ErrorInvalidRequest")).about_zone());
    EXPECT_FALSE(of_event(response(500, "TimeZoneNotSupportedException")).about_zone());
}

TEST(Outcome, AMailboxThatIsFullOrBarredIsTheMailboxesTrouble) {
    EXPECT_TRUE(of_event(response(507, "ErrorQuotaExceeded")).about_mailbox());
    EXPECT_TRUE(of_event(response(403, "ErrorAccessDenied")).about_mailbox());
    EXPECT_TRUE(of_event(response(404, "MailboxNotEnabledForRESTAPI")).about_mailbox());
    EXPECT_FALSE(of_event(response(404, "ErrorItemNotFound")).about_mailbox());
    EXPECT_FALSE(of_event(response(400, "ErrorInvalidRequest")).about_mailbox());
}

}  // namespace
}  // namespace plazo::graph
