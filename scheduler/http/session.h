// scheduler/http/session.h - one connection, request after request. Inside the server only.
//
//     auto session = std::make_unique<Session>(service, std::move(socket), tls, "192.0.2.1");
//     co_await session->run();          // returns when the connection is closed
//
// A failing connection is the ordinary end of a session, so run() throws only what the machine or a
// cancellation throws.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "scheduler/http/server.h"
#include "scheduler/http/wire.h"

namespace plazo::http {

/// What the sessions of a server have in common; it outlives them.
struct Service {
    graph::Handler handler;
    ServerLimits limits;
    /// No request after the running one.
    bool stopping = false;

    void report(std::string_view what) const {
        if (limits.on_error) limits.on_error(what);
    }
};

class Session {
  public:
    /// Without `tls` the connection is in the clear.
    Session(const Service& service, Socket socket, std::shared_ptr<boost::asio::ssl::context> tls,
            std::string peer);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    boost::asio::awaitable<void> run();

    const std::string& peer() const;
    /// Whether it waits for a request of which nothing has come yet.
    bool idle() const;
    /// Ends the connection at once, and run() soon.
    void cut();

  private:
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace plazo::http
