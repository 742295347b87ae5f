// graph/outcome.h - what an answer of Graph means for the act it answers.
//
//     done          it is so now
//     throttled     not now: not before `wait` has passed
//     refused       not like this: somebody has to change something, `message` says what
//     unavailable   not now, for no fault of the request: worth another try later
//     in_doubt      it may or may not have happened
//
// Example (runs in tests/graph/outcome_test.cpp):
//     const Outcome outcome = outcome_of(response, Repeatable::yes, now);
//     if (outcome.kind == Outcome::Kind::throttled) again_at = now + outcome.wait;
//
// Decided by HTTP status first, then by Graph's error code, never by message text. Errors nest
// ("innerError", also spelt "innererror"): the innermost code that is known here counts, else the
// outermost one. Whatever the body is, HTML of a gateway or nothing, the status decides alone.
// Sources: Graph, "Error responses", "Throttling guidance"; the codes of Exchange as its clients
// have met them.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

struct TokenError;

/// Throttled without Retry-After.
inline constexpr std::chrono::seconds throttle_wait_default{10};

/// An error in a larger body is not looked at.
inline constexpr std::size_t error_body_bytes_max = 64 * 1024;
inline constexpr int error_depth_max = 8;
/// Of Graph's own words in `message`.
inline constexpr std::size_t error_words_bytes_max = 300;

/// Whether an act can be asked for again when nobody knows whether it happened: an event with a
/// transactionId, a PATCH and a DELETE can; a mail cannot.
enum class Repeatable { yes, no };

struct Outcome {
    enum class Kind { done, throttled, refused, unavailable, in_doubt };
    Kind kind = Kind::done;
    /// HTTP status; 0 when there was no answer.
    int status = 0;
    /// Graph's error code, "ErrorAccessDenied".
    std::string code;
    /// For the operator: what happened and, where something can be done, what.
    std::string message;
    /// What Microsoft's support asks for: Graph's request-id, and ours as Graph sent it back.
    std::string request_id;
    std::string client_request_id;
    std::chrono::seconds wait{0};
    /// It may have happened although the answer does not say so: a 5xx, a cut connection.
    bool maybe_done = false;
    /// Of duplicate(), unless Graph does not say which.
    std::optional<std::string> existing_event_id;

    bool done() const { return kind == Kind::done; }
    /// The event is not there (any more).
    bool gone() const {
        return kind == Kind::refused && status == 404 && code == "ErrorItemNotFound";
    }
    /// Refused for the mailbox's sake, not the request's: a policy that has not reached it yet, a
    /// licence that is missing, a mailbox that is full. It passes by itself or when the operator
    /// has mended it.
    bool about_mailbox() const {
        const bool status_says_so = status == 403 || status == 404 || status == 507;
        return kind == Kind::refused && status_says_so && !gone();
    }
    /// There is no token, and there will be none until somebody has mended the certificate, the
    /// tenant or the application: the request was never sent.
    bool about_sign_in() const { return kind == Kind::refused && status == 401; }
    /// There is an event with this transactionId already, and it says something else.
    bool duplicate() const { return code == "ErrorDuplicateTransactionId"; }
    /// Somebody changed the event meanwhile: read it again and try once more.
    bool conflict() const { return status == 412; }
    /// A delta link is too old or not known: forget it, read everything, and compare.
    bool resync() const {
        return kind == Kind::refused && (status == 410 || code == "SyncStateNotFound" ||
                                         code == "SyncStateInvalid" || code == "resyncRequired");
    }
    /// It may be the name of the time zone that the mailbox's server does not know: another name
    /// for the same clocks is worth a try. Exchange has a code for that, and a general one that
    /// some names get instead.
    bool about_zone() const {
        return status == 400 && (code == "TimeZoneNotSupportedException" ||
                                 code == "ErrorPropertyValidationFailure");
    }
};

std::string_view name_of(Outcome::Kind kind);

Outcome outcome_of(const Response& response, Repeatable repeatable, timezone::Instant now);

/// Of a call that got no answer.
Outcome outcome_of(const TransportError& error, Repeatable repeatable);

/// Of a call that was not made for want of a token: refused with what the operator has to mend
/// (about_sign_in), throttled where the sign-in service named a time, else unavailable.
Outcome outcome_of(const TokenError& error);

}  // namespace plazo::graph
