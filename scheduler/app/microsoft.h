// scheduler/app/microsoft.h - the way of one command to Microsoft 365, without service and store.
//
//     Microsoft microsoft{terminal.config()};
//     const graph::Response made = microsoft.ask(as_administrator, request);
//
// Set-up commands ask one question after the other: each call runs until it is answered. For the
// thread that made it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "graph/clock.h"
#include "graph/credentials.h"
#include "graph/directory_sign_in.h"
#include "graph/http.h"
#include "graph/token.h"
#include "scheduler/app/command.h"
#include "scheduler/app/config.h"
#include "scheduler/lanes.h"

namespace plazo::app {

class Microsoft {
  public:
    /// Throws ConfigError.
    explicit Microsoft(const Config& config);
    ~Microsoft();

    /// The header value of a token of the application. Throws graph::TokenError.
    std::string sign_in(const graph::Account& account, graph::CertificatePtr certificate);
    /// The same for a person. Throws graph::SignInError.
    std::string sign_in_person(const graph::Account& account, const std::string& scopes,
                               std::function<void(const graph::DeviceCode&)> show);

    /// Sends one request. Throws graph::TransportError.
    graph::Response send(graph::Request request);
    /// To the account's Graph, with this header value, within the limits of its mailboxes
    /// (scheduler/lanes.h): what these would not take now is an answer 429 of our own.
    graph::Response ask(const graph::Account& account, const std::string& authorization,
                        graph::Request request);
    void pause(std::chrono::seconds duration);

    timezone::Instant now() const { return clock_.wall(); }
    std::string uuid() { return random_.uuid(); }

  private:
    struct Session;

    boost::asio::io_context context_{1};
    graph::SystemClock clock_;
    graph::Random random_;
    graph::Handler network_;
    scheduler::Lanes lanes_;
    graph::Handler graph_;  // the network, in lanes
    std::vector<std::unique_ptr<Session>> sessions_;
};

/// The sign-in and Graph hosts of a cloud, as account_for has them for a repository. Throws
/// CommandError for an unknown cloud or a tenant that cannot be one.
graph::Account account_of(const Config& config, const std::string& cloud, const std::string& tenant,
                          const std::string& client_id);

/// The first access certificate of the configuration. Throws CommandError when there is none.
graph::CertificatePtr access_certificate(const Terminal& terminal);

/// Signs in, or fails with the exit code of the reason: the message says what to mend.
std::string signed_in(Microsoft& microsoft, const graph::Account& account,
                      graph::CertificatePtr certificate);

/// "HTTP 403 ErrorAccessDenied, Access is denied (request-id ...)"
std::string refusal_text(const graph::Response& response);

/// What an answer was if not what was wanted, as an error with the exit code of its kind. `act`
/// as in "creating the application".
[[noreturn]] void fail(const std::string& act, const graph::Response& response,
                       const std::string& hint = {});

}  // namespace plazo::app
