// scheduler/outbox.h - what has still to be done outwards, and how each act ended.
//
// A Step is one outward act with the instant it is due. A reminder is only a Step that is due
// later: there is no second mechanism. Steps say what to do, not what to send: the content is
// rendered when the act begins and written down as its Intent, to the byte, before the first byte
// leaves. So after a crash it is known what may have been sent, and a repetition sends the same.
//
//     pending --(Intent written, request sent)--> settled: done | refused | unknown | dropped
//         ^------ throttled, unavailable: due again later -------'
//
// The rules for what follows an Outcome are the pure function `after`.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/outcome.h"
#include "timezone/time.h"

namespace plazo::scheduler {

using timezone::Instant;

/// Delays after the first, second, ... failed attempt; the last one repeats.
inline constexpr std::chrono::seconds retry_delay_min{5};
inline constexpr std::chrono::seconds retry_delay_max{900};
/// An act that could not be done for so long is given up and shown to the operator.
inline constexpr std::chrono::hours give_up_after{72};
/// But not before so many attempts: what waited through an outage of our own is due for long.
inline constexpr int give_up_attempts_min = 8;
/// A create in doubt for longer is looked for first: nobody documents how long a transactionId is
/// remembered.
inline constexpr std::chrono::minutes transaction_memory{5};

/// The acts of a reminder: sendMail, or a draft that is made and then sent (graph/drafts.h).
inline constexpr const char* mail_act = "mail";
inline constexpr const char* draft_act = "draft";
inline constexpr const char* send_act = "send";

/// The request that was about to leave.
struct Intent {
    /// Which act of the Step this is: one of those, or for an event a name of scheduler/act.h.
    std::string act;
    std::string method;
    std::string target;
    std::string body;
    /// Of the body; empty where it has none.
    std::string content_type = "application/json";
    /// Graph's If-Match, where the act has one.
    std::string etag;
    /// The client-request-id of the request.
    std::string request_id;
    Instant written{};
    /// For an event: the draft (graph/event.h, JSON) that stands when the act is done, and its
    /// generation. For a mail's draft that is sent: its id.
    std::string draft;
    int generation = 1;

    bool operator==(const Intent&) const = default;
};

struct Step {
    enum class Kind {
        event,     // make the calendar show what the deadline says now
        reminder,  // one mail to one person
    };
    std::string id;
    std::string repository;
    std::string deadline;
    /// Whose lane it takes.
    std::string mailbox;
    Kind kind = Kind::event;
    /// What it is, within the deadline: "event", "reminder/P2D/luis@acme.es". One of a key at a
    /// time.
    std::string key;
    Instant due{};
    /// When it was due first; lateness and giving up count from here.
    Instant first_due{};
    /// For a reminder: the address it goes to, and the due instant of the deadline it speaks of.
    std::string address;
    Instant about{};
    int attempts = 0;
    std::optional<Intent> intent;
    /// What the last attempt ended with; for the operator.
    std::string last_error;

    bool operator==(const Step&) const = default;
};

/// How a Step left the outbox.
enum class Ending {
    done,     // accepted by Microsoft 365
    refused,  // somebody has to change something; `detail` says what
    unknown,  // a mail that may or may not have gone out; it is not repeated
    dropped,  // no longer wanted
};

struct Settled {
    Step step;
    Ending ending = Ending::done;
    std::string detail;
    std::string request_id;
    Instant at{};

    bool operator==(const Settled&) const = default;
};

std::string_view name_of(Step::Kind kind);
std::string_view name_of(Ending ending);

/// What follows an attempt that ended with `outcome`: the same Step again, due later, or its
/// ending.
struct After {
    std::optional<Instant> again_at;
    Ending ending = Ending::done;
};

/// `jitter` in [0, 1) spreads the retries.
After after(const Step& step, const graph::Outcome& outcome, Instant now, double jitter);

}  // namespace plazo::scheduler
