// graph/http.h - one shape for everything that answers HTTP: a Handler is a function Request ->
// Response.
//
// The network client is a Handler (https.h), the token pipeline turns a Handler into another
// (token_pipeline.h), the service's API is a Handler, and so is the sandbox. What is tested without
// sockets is therefore the very thing that runs behind them.
//
//     Handler network = https(executor, options);
//     Handler graph = authorized(network, pipeline, tenant);
//     Response response = co_await graph(request);
//
// A Handler sees the head of a request before any byte of its body has been read: it can refuse a
// caller without taking in what the caller sends. Handlers run on the one network thread.
//
// Failure: a response of any status is a value. A Handler that could not get one throws
// TransportError, which says whether the request may have reached the other side: that decides
// whether an act that cannot be repeated safely (a mail) is in doubt.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plazo::graph {

/// Header fields in the order of the message. Names compare without regard to case (RFC 9110, 5.1).
class Headers {
  public:
    void add(std::string name, std::string value);
    /// Replaces every field of that name by one.
    void set(std::string name, std::string value);
    void remove(std::string_view name);
    /// The first field of that name.
    std::optional<std::string> find(std::string_view name) const;
    std::size_t count(std::string_view name) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool operator==(const Headers&) const = default;

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Thrown by Body::read when there is more than the reader is willing to hold: HTTP 413.
struct BodyTooLarge : std::runtime_error {
    explicit BodyTooLarge(std::size_t bytes_max);
    std::size_t bytes_max;
};

/// The bytes of a message: at hand, or to be pulled from a connection that has read no further than
/// the head. A copy of a pulled body shares the source, so only one of the copies may be read.
class Body {
  public:
    /// The next piece; empty at the end.
    using Source = std::function<boost::asio::awaitable<std::string>()>;

    Body() = default;
    Body(std::string bytes) : bytes_{std::move(bytes)} {}  // NOLINT: text is a body
    Body(const char* bytes) : bytes_{bytes} {}             // NOLINT
    explicit Body(Source source) : source_{std::move(source)} {}

    /// All of it, at most `bytes_max`, else BodyTooLarge. The second call on a pulled body returns
    /// nothing.
    boost::asio::awaitable<std::string> read(std::size_t bytes_max);

    /// What is at hand without reading: the whole body unless it is pulled.
    const std::string& bytes() const { return bytes_; }
    bool pulled() const { return static_cast<bool>(source_); }

  private:
    std::string bytes_;
    Source source_;
};

struct Request {
    std::string method = "GET";
    /// Scheme, host and port of the server, "https://graph.microsoft.com". Empty in what a server
    /// received.
    std::string origin;
    /// Path and query, percent-encoded, beginning with "/".
    std::string target = "/";
    Headers headers;
    Body body;
    /// Who sent it, for a server: an IP address, or "local" for a peer on the owner's own Unix
    /// socket.
    std::string peer;
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

/// Whether a request that got no answer may have had its effect.
enum class Sent { no, maybe };

/// There is no response: connection refused, name unknown, certificate not trusted, time-out, cut
/// connection.
struct TransportError : std::runtime_error {
    TransportError(Sent sent_, const std::string& what) : std::runtime_error{what}, sent{sent_} {}
    Sent sent;
};

/// The path of a target, without its query.
std::string_view path_of(std::string_view target);

/// The decoded value of a query parameter, "a b" for `x` in "/p?x=a%20b". A malformed escape stays
/// as it is.
std::optional<std::string> query_parameter(std::string_view target, std::string_view name);

/// The decoded segments of a path: {"users", "a@b.es", "events"}. Empty segments are left out.
std::vector<std::string> path_segments(std::string_view target);

/// Percent-encodes all but RFC 3986's unreserved characters, so that the text is one path segment
/// or value.
std::string percent_encode(std::string_view text);
std::string percent_decode(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace plazo::graph
