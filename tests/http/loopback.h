// tests/http/loopback.h - both ends of a connection on 127.0.0.1, one of them scripted to
// misbehave.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/http.h"
#include "scheduler/http/server.h"

namespace boost::asio::ssl {
class context;
}

namespace plazo::loopback {

/// Runs the context until `task` is done. What else lives there (servers) goes on in the meantime.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> task) {
    std::exception_ptr failure;
    std::optional<T> result;
    bool done = false;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
        failure = error;
        result = std::move(value);
        done = true;
    });
    while (!done) context.run_one();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

/// What happened to a request: its response, or how it failed.
struct Result {
    std::optional<graph::Response> response;
    std::optional<graph::Sent> sent;
    std::string error;
};
Result call(boost::asio::io_context& context, const graph::Handler& handler,
            graph::Request request);

graph::Request get(std::string origin, std::string target = "/");
graph::Request post(std::string origin, std::string body = "x");

/// Connects, sends `text` and returns all that comes until the other side ends the connection.
std::string talk(boost::asio::io_context& context, std::uint16_t port, std::string text);
/// The same, one byte every few milliseconds.
std::string dribble(boost::asio::io_context& context, std::uint16_t port, std::string text);

/// A directory for one test, gone with it.
class Directory {
  public:
    Directory();
    ~Directory();
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// From now.
struct Validity {
    std::chrono::seconds begins{-3600};
    std::chrono::seconds ends{3600};
};

/// Writes a new authority to NAME.ca.pem, and a certificate for `host` signed by it with its key to
/// NAME.pem and NAME.key.
http::Tls make_certificate(const Directory& directory, const std::string& name,
                           const std::string& host, Validity validity = {});
/// One for `host` that is signed by itself.
http::Tls make_self_signed(const Directory& directory, const std::string& name,
                           const std::string& host);

/// In a script, instead of a response.
inline const std::string say_nothing = "say nothing";
/// The response, one byte every few milliseconds.
inline std::string drip(const std::string& response) {
    return "drip " + response;
}

/// A server that follows a script: for each connection the responses to its requests, after which
/// it closes.
class Script {
  public:
    Script(boost::asio::io_context& context, std::vector<std::vector<std::string>> connections,
           std::optional<http::Tls> tls = std::nullopt);
    ~Script();

    std::uint16_t port() const { return port_; }
    std::string origin() const;
    const std::vector<std::string>& requests() const;
    std::size_t connections() const;
    std::size_t resumed_sessions() const;
    /// Before TLS, a connection has one exchange in the clear: what a proxy answers.
    void prelude(std::string response);

  private:
    struct State;
    std::shared_ptr<State> state_;
    std::uint16_t port_ = 0;
};

}  // namespace plazo::loopback
