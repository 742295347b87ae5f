// scheduler/http/wire.h - the bytes of one accepted connection, with or without TLS, under a
// deadline.
//
// Inside the server only. The deadline belongs to a phase, not to an operation: it is set once, and
// when it passes the connection is gone: what is running on it, or begun later, throws WireError.
//
//     wire.expire_at(now + limits.head);
//     std::size_t count = co_await wire.read_some(space);    // as often as it takes
//
// A terminal cancellation of the coroutine passes as boost::system::system_error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace boost::asio::ssl {
class context;
}

namespace plazo::http {

using Socket = boost::asio::generic::stream_protocol::socket;
using SteadyTime = std::chrono::steady_clock::time_point;

/// How long a closing connection is drained, so that the peer can read the last answer before a
/// reset reaches it (RFC 9112, 9.6).
constexpr std::chrono::milliseconds linger_time_max{2'000};
constexpr std::size_t linger_bytes_max = 1024 * 1024;

struct WireError : std::runtime_error {
    WireError(bool timed_out_, const std::string& what)
        : std::runtime_error{what}, timed_out{timed_out_} {}
    bool timed_out;
};

class Wire {
  public:
    /// With `tls` the handshake comes first.
    Wire(Socket socket, boost::asio::ssl::context* tls);

    boost::asio::awaitable<void> handshake();
    /// At least one byte; 0 at the end of what the peer sends.
    boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer space);
    /// All of both.
    boost::asio::awaitable<void> write(std::string_view head, std::string_view body);
    /// Says good-bye and lets the peer read what it was sent. Throws nothing but cancellation.
    boost::asio::awaitable<void> close();

    void expire_at(SteadyTime time);
    /// Ends the connection at once; what is running throws WireError.
    void cut();

  private:
    struct Core;
    std::shared_ptr<Core> core_;  // the timer's callback asks whether it is still there
};

}  // namespace plazo::http
