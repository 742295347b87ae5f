// examples/sandbox/subscription.h - who wants to be told of changes, and what is still to be told.
//
//     note_changes(world);                   // after whatever may have changed a calendar
//     co_await deliver(world);               // sends what is due; call it often
//
// A notification names the change and the ids only; the client reads the event or delta afterwards.
// Whoever answers it with another status than 2xx, too late or not at all, gets it again, at
// growing intervals of the sandbox's time, for four hours. After reauthorizationRequired nothing is
// told until the client has reauthorized or renewed, and then, that something was missed. Graph
// delivers one change more than once and in any order at times: both are switches. Changes are
// found by comparing change keys, so that no part of the sandbox has to report them.
//
// POST /_sandbox/subscriptions (admin.h):
//     {"duplicates": true, "disorder": true}
//     {"answer_time": "PT3S"}                // in real time; Microsoft has said 3 and 10 seconds
//     {"id": "...", "lifecycle": "missed" | "reauthorizationRequired" | "subscriptionRemoved"}
//     {"id": "...", "lose": true}            // it is gone, and nobody is told
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "examples/sandbox/times.h"
#include "graph/http.h"

namespace plazo::sandbox {

struct World;

inline constexpr std::chrono::hours notification_retry_time_max{4};
inline constexpr std::chrono::seconds notification_retry_first{10};
inline constexpr std::chrono::minutes notification_retry_interval_max{30};

struct Subscription {
    std::string id;
    std::string application;
    std::string principal;
    std::string mailbox;      ///< id
    std::string change_type;  ///< as it was asked for: "created,updated"
    std::string resource;
    std::string notification_url;
    std::string lifecycle_url;
    std::string client_state;
    Instant expiry;
    bool immutable_ids = false;
    bool paused = false;  ///< until it is reauthorized
    bool missed = false;  ///< something was not told for that reason
    std::string tenant;
};

struct Notification {
    std::string url;
    std::string body;
    Instant since;
    Instant due;
    int tries = 0;
};

/// An event as it stood when its changes were last noted.
struct Seen {
    std::string change_key;
    std::string immutable_id;
};

struct Subscriptions {
    std::map<std::string, Subscription> all;  ///< by id
    std::deque<Notification> waiting;
    std::map<std::string, std::map<std::string, Seen>> seen;  ///< by mailbox id, then event id
    bool duplicates = false;
    bool disorder = false;
    std::chrono::seconds answer_time_max{10};
};

/// Remembers how the calendar stands, for a mailbox that is subscribed to from now on.
void watch(World& world, const std::string& mailbox);

/// Queues a notification for every event that is new, changed or gone since the last time.
void note_changes(World& world);

/// The client has renewed its consent: notifications go on.
void reauthorize(World& world, Subscription& subscription);

/// Takes out those whose time is over.
void drop_expired(World& world);

/// Sends what is due. Not to be called again before it is done.
boost::asio::awaitable<void> deliver(std::shared_ptr<World> world);

/// A POST to an address of a client's, or nothing unless it is https, or http on this machine.
std::optional<graph::Request> post_to(std::string_view url);

nlohmann::json subscriptions_json(World& world);
nlohmann::json set_subscriptions(World& world, const nlohmann::json& body);

}  // namespace plazo::sandbox
