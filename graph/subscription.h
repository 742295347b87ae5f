// graph/subscription.h - change notifications: Graph calls us when a calendar changes.
//
// For a service that can be reached from outside by https; one that cannot asks for what has
// changed (delta.h).
//
//     create_subscription -> Graph calls notification_url with a validationToken, which
//     answer_handshake gives back -> 201 with an id -> notifications, which say which event to read
//     and nothing of its content -> renew_subscription before it ends
//
//     if (const auto answer = answer_handshake(request)) co_return *answer;
//     for (const Notification& each : read_notifications(body, client_state).notifications) ...
//
// A notification is a rumour: the same change comes several times, in no order, and anybody can
// call the URL. It counts when it brings the clientState that only Graph was told, and then it is
// a reason to read, never a fact.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/http.h"
#include "timezone/time.h"

namespace plazo::graph {

/// For Outlook's items. Graph makes less than the least longer, and refuses more than the most.
inline constexpr std::chrono::minutes subscription_life_min{45};
inline constexpr std::chrono::minutes subscription_life_max{10'080};
inline constexpr std::size_t client_state_characters_max = 128;
/// The handshake's token, decoded: some 200 bytes so far, and nothing that we should have to read.
inline constexpr std::size_t validation_token_bytes_max = 4096;
inline constexpr std::size_t notifications_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t notifications_max = 1000;

struct Subscription {
    /// Whose events.
    std::string mailbox;
    /// https.
    std::string notification_url;
    /// https; where lifecycle events go. Can be set at creation only; empty: none are sent.
    std::string lifecycle_url;
    /// A secret of at most client_state_characters_max.
    std::string client_state;
};

/// 201 with the id. 409: there is one for the same already. Ends after `life`. Throws
/// std::invalid_argument for what Graph does not take.
Request create_subscription(const Subscription& subscription, timezone::Instant now,
                            std::chrono::minutes life, const std::string& request_id);

/// 200; 404 when it has ended.
Request renew_subscription(const std::string& id, timezone::Instant now, std::chrono::minutes life,
                           const std::string& request_id);

/// 204.
Request delete_subscription(const std::string& id, const std::string& request_id);

/// The answer to Graph's handshake; nothing when `request` is none. 400 for a token that is too
/// long. The token is given back as plain text that no browser takes for anything else: the URL is
/// open to all, and whatever they send comes back.
std::optional<Response> answer_handshake(const Request& request);

struct Notification {
    enum class Kind {
        created,
        updated,
        deleted,
        reauthorization_required,  // renew it, with a new token if need be
        subscription_removed,      // create it anew, and read what has changed meanwhile
        missed,                    // some were lost: read what has changed
        unknown,                   // read what has changed
    };
    Kind kind = Kind::unknown;
    std::string subscription;
    /// Of the event; empty for the last four kinds.
    std::string event;
};

struct Notifications {
    std::vector<Notification> notifications;
    /// Without our clientState, or not to be understood: not to be acted on, worth a line in a log.
    std::size_t refused = 0;
};

/// Of a POST's body. Compares clientState in a time that does not depend on where it differs.
/// What comes after notifications_max is counted as refused.
Notifications read_notifications(const std::string& body, std::string_view client_state);

}  // namespace plazo::graph
