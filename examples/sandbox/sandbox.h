// examples/sandbox/sandbox.h - a local Microsoft 365: sign-in, directory, calendars and mail behind
// one Handler.
//
//     Sandbox sandbox{{.tzdb = tzdb, .origin = own_origin, .now = now}};
//     Response made = co_await sandbox.handle(request);    // POST /_sandbox/mailboxes, ...
//     Handler network = sandbox.handler();                 // or behind an http::Server
//
// It answers /{tenant}/oauth2/v2.0/token as Entra and /v1.0/... as Graph. From loopback only it
// also answers /_sandbox/... to whoever sets the scene (admin.h), and / to a browser (page.h); a
// request's `peer` decides, an empty one is a call inside the process. What it does not simulate is
// 501, never a made-up success.
//
// Stricter than Microsoft on purpose: an event's dateTime must come without offset, and a
// transactionId stays taken after its event was deleted, but for a switch (quirks.h).
// Milder: mail arrives at once unless it is told to take its time (mail_rules.h).
//
// Its time is `now`, moved by admin calls; equal seeds and equal requests give equal answers, but
// for signatures. It shares no code with the product except HTTP's shape and the time zones, so
// that the two cannot make the same mistake. One thread; no locks.
//
// A fault that cuts the connection leaves the Handler as graph::TransportError.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "graph/http.h"
#include "timezone/tzdb.h"

namespace plazo::sandbox {

struct World;

inline constexpr const char* default_tenant = "5a4d0b0c-0000-4000-8000-506c617a6f00";

struct Options {
    timezone::Tzdb tzdb;
    std::uint64_t seed = 1;
    std::string tenant = default_tenant;  ///< the home tenant; admin calls add others
    /// Scheme, host and port under which clients reach it; asked at each use, since a server knows
    /// its port late.
    std::function<std::string()> origin;
    std::function<timezone::Instant()> now;
    /// How a fault's delay passes; real time where it is empty.
    std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)> sleep;
    /// Where every mail goes as well (smtp.h); nowhere while it is empty.
    std::string smtp_host{};
    std::uint16_t smtp_port = 0;
    /// How notifications reach their endpoints; it gives up after ten seconds. Where it is empty,
    /// subscriptions are 501.
    graph::Handler network{};
    /// Which of Microsoft's clouds it plays (entra_cloud.h).
    std::string cloud = "global";
};

class Sandbox {
  public:
    /// Throws std::invalid_argument for a cloud that there is not.
    explicit Sandbox(Options options);

    boost::asio::awaitable<graph::Response> handle(graph::Request request);
    /// The Handler refers to this Sandbox.
    graph::Handler handler();

    /// Sends the change notifications that are due, and mail that was delayed to its SMTP server;
    /// to be called now and then, one call at a time.
    boost::asio::awaitable<void> deliver();

    /// Grows with every request that may have changed something.
    std::uint64_t revision() const;
    /// The home tenant's id.
    const std::string& tenant() const;
    /// All that it knows, and a new one's beginning with that (state.h). Throws StateError.
    void save(std::ostream& out) const;
    void restore(std::istream& in);

  private:
    boost::asio::awaitable<graph::Response> answer(graph::Request request);

    Options options_;
    std::shared_ptr<World> world_;  // shared with requests under way when a reset replaces it
};

}  // namespace plazo::sandbox
