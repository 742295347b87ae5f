#include "graph/outcome.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

TEST(Outcome, EveryStatusAndCodeOfGraphHasItsMeaning) {
    for (const auto& [status, code, event, mail] : std::to_array<Row>({
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
         })) {
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

}  // namespace
}  // namespace plazo::graph
