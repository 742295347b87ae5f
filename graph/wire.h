// graph/wire.h - one outgoing connection: name resolution, TCP or a Unix socket, TLS, bytes.
//
// Inside the network client (https.h) only. A deadline belongs to a phase: it is set once, and when
// it passes the connection is gone and what is running on it throws WireError.
//
//     Wire wire{executor};
//     wire.expire_at(now + 10s);
//     co_await wire.connect("graph.microsoft.com", 443, Reach::anywhere);
//     co_await wire.handshake(context, "graph.microsoft.com", nullptr);
//
// A terminal cancellation of the coroutine passes as boost::system::system_error.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "graph/clock.h"

namespace boost::asio::ssl {
class context;
}

namespace plazo::graph {

struct WireError : std::runtime_error {
    WireError(bool timed_out_, const std::string& what)
        : std::runtime_error{what}, timed_out{timed_out_} {}
    bool timed_out;
};

/// Where a name may lead to. The addresses it resolves to are looked at, each before anything is
/// sent there.
enum class Reach { anywhere, this_machine, public_internet, public_internet_or_loopback };

/// What TLS remembers of a server in order to shorten the next handshake; opaque.
using TlsSession = std::shared_ptr<void>;

/// Movable; a moved-from Wire may only be destroyed or assigned to.
class Wire {
  public:
    explicit Wire(boost::asio::any_io_executor executor);

    /// Needs a deadline. Tries the addresses one after another, each with its share of the time.
    boost::asio::awaitable<void> connect(std::string host, std::uint16_t port, Reach reach);
    boost::asio::awaitable<void> connect_unix(std::string path);
    /// Verifies the server's certificate against `context` and `host`.
    boost::asio::awaitable<void> handshake(boost::asio::ssl::context& context, std::string host,
                                           TlsSession session);
    /// At least one byte; 0 at the proper end of what the peer sends.
    boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer space);
    boost::asio::awaitable<void> write(std::string_view bytes);

    void expire_at(SteadyTime time);
    void expire_never();
    /// Whether the connection stands and the peer has neither said anything nor ended it.
    bool quiet();
    /// To be resumed by a later connection to the same server; none without TLS.
    TlsSession session() const;

  private:
    struct Core;
    std::shared_ptr<Core> core_;  // the timer's callback asks whether it is still there
};

}  // namespace plazo::graph
