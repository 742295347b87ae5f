// scheduler/http/server.h - an HTTP/1.1 server for any Handler, over TLS, plain TCP or a Unix
// socket.
//
//     Server server{context.get_executor(), api};
//     std::uint16_t port = server.listen("127.0.0.1", 0, std::nullopt);    // 0 picks a free port
//     server.listen_unix("/run/plazo/plazo.sock");
//     context.run();
//
// A Handler gets a request as soon as its head has passed the guard (guard.h); the body comes off
// the connection only when the Handler pulls it, and "Expect: 100-continue" is answered just then.
// If the Handler answers without having read the body, the answer is the last one on that
// connection. Fields that come after a chunked body (trailers) are dropped: a Handler sees what was
// there when it began.
//
// The client is a stranger: what it may take is limited in number, size and time, each by
// ServerLimits. A time limit belongs to a whole phase, so that sending a byte now and then does not
// lengthen it.
//
// What a client gets when there is no answer of the Handler, each as application/problem+json (RFC
// 9457): 400, 417, 431, 501 or 505 for what the guard refuses, 413 for a BodyTooLarge that left the
// Handler, 500 for any other exception, whose text goes to `on_error` and never to the client. A
// client that is too slow is cut off without an answer.
//
// HEAD reaches the Handler as GET, and its answer leaves without the body.
//
// Everything runs on the executor's one thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::http {

constexpr std::size_t connections_max = 1024;
constexpr std::size_t connections_per_address_max = 64;
constexpr std::size_t requests_per_connection_max = 100;
constexpr std::chrono::milliseconds handshake_time_max{10'000};
constexpr std::chrono::milliseconds head_time_max{10'000};
constexpr std::chrono::milliseconds body_time_max{15'000};
constexpr std::size_t body_bytes_per_second_min = 8 * 1024;
constexpr std::chrono::milliseconds idle_time_max{30'000};
constexpr std::chrono::milliseconds request_time_max{60'000};
/// What a peer on the Unix socket is called: it is the owner.
constexpr std::string_view owner_peer = "local";
/// An import of a large file is paced by Exchange: 10,000 requests in ten minutes.
constexpr std::chrono::hours owner_request_time_max{12};
constexpr std::chrono::milliseconds write_time_max{30'000};
constexpr std::chrono::milliseconds stop_time_max{5'000};

struct ServerLimits {
    std::size_t connections = connections_max;
    /// All peers of a Unix socket count as one address.
    std::size_t connections_per_address = connections_per_address_max;
    std::size_t requests_per_connection = requests_per_connection_max;
    std::chrono::milliseconds handshake = handshake_time_max;
    /// From its first byte to the blank line; on a new connection from the beginning.
    std::chrono::milliseconds head = head_time_max;
    /// Time for the body beyond what its size costs at the slowest rate that is put up with.
    std::chrono::milliseconds body = body_time_max;
    std::size_t body_bytes_per_second = body_bytes_per_second_min;
    /// Between an answer and the next request.
    std::chrono::milliseconds idle = idle_time_max;
    /// From the head to the beginning of the answer.
    std::chrono::milliseconds request = request_time_max;
    /// The same for the owner on the Unix socket, whose commands may take long.
    std::chrono::milliseconds owner_request = owner_request_time_max;
    std::chrono::milliseconds write = write_time_max;
    /// What running requests get after stop().
    std::chrono::milliseconds stop = stop_time_max;
    /// Hears of exceptions that a Handler let escape, one line each. May be empty.
    std::function<void(std::string_view)> on_error;
};

/// PEM files: the certificate with its chain, and its unencrypted key. TLS 1.2 or later.
struct Tls {
    std::string certificate_file;
    std::string key_file;
};

/// Thrown by a Handler that wants the connection closed without an answer: what a simulated fault
/// looks like to the client.
struct CutConnection : std::runtime_error {
    CutConnection() : std::runtime_error{"the Handler cut the connection"} {}
};

class Server {
  public:
    Server(boost::asio::any_io_executor executor, graph::Handler handler, ServerLimits limits = {});
    /// Cuts every connection.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Listens on an IP address and returns the port, chosen by the system for `port` 0. Throws
    /// std::system_error (std::errc::address_in_use, or whatever is wrong with the address or the
    /// files of `tls`).
    std::uint16_t listen(const std::string& address, std::uint16_t port, std::optional<Tls> tls);

    /// Listens on a Unix socket that only its owner may use (mode 0600); peers are called "local".
    /// A socket that nobody listens on is replaced; a live one throws std::errc::address_in_use.
    /// The path is removed by stop().
    void listen_unix(const std::string& path);

    /// Accepts nothing more and closes idle connections at once; running requests get
    /// ServerLimits::stop to be answered. Returns immediately: the rest happens on the executor.
    void stop();

  private:
    class State;
    std::shared_ptr<State> state_;  // shared with the connections, which may outlive this object
};

}  // namespace plazo::http
