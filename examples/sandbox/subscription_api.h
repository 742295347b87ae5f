// examples/sandbox/subscription_api.h - /v1.0/subscriptions: create with handshake, read, renew and
// delete.
//
// Creating one asks the endpoint at once, POST notificationUrl?validationToken=..., and takes a 200
// with the token as text/plain for a yes; the lifecycle endpoint likewise. How long that may take
// is the business of Options::network.
//
// An application sees its own subscriptions only. Resources are the events of one mailbox; others,
// and includeResourceData, are 501.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// Lifetime of one for Outlook's items; a shorter one than the least is raised to it.
inline constexpr std::chrono::minutes subscription_life_max{10'080};
inline constexpr std::chrono::minutes subscription_life_min{45};
inline constexpr std::size_t client_state_characters_max = 128;
inline constexpr std::size_t subscriptions_per_mailbox_max = 1000;

bool is_subscription_call(const graph::Request& request);

/// A Refusal where Graph says no.
boost::asio::awaitable<graph::Response> subscription_api(std::shared_ptr<World> world,
                                                         const graph::Request& request,
                                                         const std::string& body, Entry& entry);

}  // namespace plazo::sandbox
