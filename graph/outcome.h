// graph/outcome.h - what an answer of Graph means for the act it answers.
//
//     done          it is so now
//     throttled     not now: not before `wait` has passed
//     refused       not like this: somebody has to change something, `message` says what
//     unavailable   not now, for no fault of the request: worth another try later
//     in_doubt      it may or may not have happened
//
// Decided by HTTP status first, then by Graph's error code, never by message text. Sources: Graph,
// "Error responses", "Throttling guidance"; the codes of Exchange as its clients have met them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

/// Throttled without Retry-After.
inline constexpr std::chrono::seconds throttle_wait_default{10};

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
    /// Graph's request-id, which Microsoft's support asks for.
    std::string request_id;
    std::chrono::seconds wait{0};
    /// It may have happened although the answer does not say so: a 5xx, a cut connection.
    bool maybe_done = false;
    /// ErrorDuplicateTransactionId names the event that has the transactionId already.
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
    /// Somebody changed the event meanwhile: read it again and try once more.
    bool conflict() const { return status == 412; }
};

std::string_view name_of(Outcome::Kind kind);

Outcome outcome_of(const Response& response, Repeatable repeatable, timezone::Instant now);

/// Of a call that got no answer.
Outcome outcome_of(const TransportError& error, Repeatable repeatable);

}  // namespace plazo::graph
