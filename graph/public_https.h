// graph/public_https.h - the Handler for addresses that users supply: calendars on the web.
//
//     const std::optional<WebAddress> address = read_address("webcal://example.org/team.ics?k=42");
//     Request request;
//     request.origin = address->origin;            // "https://example.org"
//     request.target = address->target;            // "/team.ics?k=42"
//     Response response = co_await public_https(executor, {})(request);
//
// Over https.h it adds what an address from outside demands. The resolved address has to be one of
// the public internet (address_guard.h), the scheme https, the port 443, whatever a name or a
// redirect says; no proxy is used, since a proxy would resolve the name anew. At most
// `redirects_max` redirects are followed, each looked at like the first, and without what the
// request carried for its own host. One time limit holds for all of it. The body is bounded and
// never decompressed. No connection is kept, and no session.
//
// Failure: TransportError. Messages name the host and never the path: the address of a calendar is
// often all the secret there is.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::graph {

constexpr std::chrono::milliseconds public_time_max{10'000};
constexpr std::size_t public_body_bytes_max = 2 * 1024 * 1024;
constexpr int redirects_max = 3;
constexpr std::size_t address_bytes_max = 2048;

struct PublicOptions {
    /// PEM file of the authorities to trust; empty for those of the system.
    std::string ca_file;
    /// For everything, redirects included.
    std::chrono::milliseconds time = public_time_max;
    std::size_t body_bytes = public_body_bytes_max;
    /// For tests, which have their servers on loopback, on any port. Never for users.
    bool loopback_too = false;
};

/// GET and HEAD only. Throws std::runtime_error when `ca_file` cannot be read.
Handler public_https(boost::asio::any_io_executor executor, PublicOptions options);

struct WebAddress {
    std::string origin;
    std::string target;

    bool operator==(const WebAddress&) const = default;
};

/// https, webcal and webcals, the last two as calendar programs write them. Nothing: another
/// scheme, a user in it, or no address at all. A fragment is left out.
std::optional<WebAddress> read_address(std::string_view text);

}  // namespace plazo::graph
