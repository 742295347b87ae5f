// graph/https.h - the Handler that sends requests over the network, and the one that sends them to
// a Unix socket.
//
//     Handler network = https(context.get_executor(), HttpsOptions{});
//     Request request;
//     request.origin = "https://graph.microsoft.com";
//     request.target = "/v1.0/users/anna%40example.com/events";
//     Response response = co_await network(request);
//
// The certificate of the server is always verified, chain and name; TLS is 1.2 or later. "http://"
// is taken only for an address of this machine. Connections are kept and used again, TLS sessions
// are resumed. No redirect is followed, nothing is decompressed, and a request that could be read
// as two is not sent.
//
// Failure: TransportError. Sent::no as long as not a byte of the request was written, Sent::maybe
// from then on. A kept connection may turn out to be dead when it is used; GET, HEAD, PUT and
// DELETE are then sent once more on a new one, the others fail with Sent::maybe.
//
// The Handlers run on the executor's one thread, may be copied and may be called concurrently.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::graph {

/// A field of a request that asks for a connection which has just been used, or a new one: a server
/// that has given up an idle connection would leave us in doubt. For mails. It is not sent.
constexpr std::string_view connection_field = "plazo-connection";
constexpr std::string_view connection_fresh = "fresh";
constexpr std::chrono::milliseconds fresh_idle_time_max{5'000};

constexpr std::chrono::milliseconds connect_time_max{10'000};
constexpr std::chrono::milliseconds tls_handshake_time_max{10'000};
constexpr std::chrono::milliseconds exchange_time_max{60'000};
constexpr std::chrono::milliseconds connection_idle_time_max{60'000};
constexpr std::size_t connections_per_origin_max = 32;
constexpr std::size_t request_bytes_max = 8 * 1024 * 1024;
constexpr std::size_t response_bytes_max = 16 * 1024 * 1024;
constexpr std::size_t response_head_bytes_max = 32 * 1024;

/// Which addresses a name may lead to. Judged when it has been resolved (address_guard.h).
enum class Peers {
    any,
    of_public_internet,
    of_public_internet_or_loopback,  // for tests
};

struct HttpsOptions {
    /// PEM file of the authorities to trust; empty for those of the system.
    std::string ca_file;
    /// "http://host:port" of a proxy that understands CONNECT; empty for none. This machine's own
    /// addresses are never reached through it.
    std::string proxy;
    /// Sent to the proxy (Basic, RFC 7617) unless the user is empty.
    std::string proxy_user;
    std::string proxy_password;
    /// Other than `any`, it is never reached through a proxy. For addresses from users:
    /// public_https.h.
    Peers peers = Peers::any;

    /// For name resolution, TCP and the proxy's answer together.
    std::chrono::milliseconds connect = connect_time_max;
    std::chrono::milliseconds handshake = tls_handshake_time_max;
    /// From having a connection, or room for one, to the end of the response. Waiting for that may
    /// take as long again.
    std::chrono::milliseconds exchange = exchange_time_max;
    /// A connection that was idle for longer is not used again.
    std::chrono::milliseconds idle = connection_idle_time_max;
    /// The same for a request with the field `plazo-connection: fresh`.
    std::chrono::milliseconds fresh_idle = fresh_idle_time_max;
    std::size_t connections_per_origin = connections_per_origin_max;
    /// Of the body of a response.
    std::size_t response_bytes = response_bytes_max;
};

/// Throws std::runtime_error when `ca_file` cannot be read or `proxy` is not of its form.
Handler https(boost::asio::any_io_executor executor, HttpsOptions options);

/// Sends every request to the server that listens on `path`, whatever its origin, each on a
/// connection of its own. `exchange`: from connecting to the end of the response.
Handler over_unix_socket(boost::asio::any_io_executor executor, std::string path,
                         std::chrono::milliseconds exchange = exchange_time_max);

}  // namespace plazo::graph
