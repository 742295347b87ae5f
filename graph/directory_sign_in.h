// graph/directory_sign_in.h - signing an administrator in from a terminal (RFC 8628, "device
// code"): a code is shown here, and typed in on a page of Microsoft's in any browser.
//
//     Account account = account_in_cloud("global", "acme.es", command_line_client_id);
//     std::string authorization =                                        // "Bearer ..."
//         co_await sign_in_by_device_code(network, account, scopes, clock, random, show);
//
// The token lives in memory only, for as long as one command runs; no refresh token is asked for.
// Tenants may forbid this way of signing in (Microsoft recommends it): then the script is the way.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <variant>

#include "graph/clock.h"
#include "graph/http.h"
#include "graph/token.h"

namespace plazo::graph {

/// "Microsoft Graph Command Line Tools": a public client that every tenant knows.
inline constexpr std::string_view command_line_client_id = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
/// Between two polls, where the answer names none (RFC 8628, 3.2), and what slow_down adds (3.5).
inline constexpr std::chrono::seconds device_poll_interval{5};
inline constexpr std::chrono::seconds device_poll_slower{5};
/// Whatever an answer says, a code is not waited for any longer.
inline constexpr std::chrono::seconds device_code_life_max{1800};

/// Nobody was signed in; `declined` when somebody said no.
struct SignInError : std::runtime_error {
    SignInError(const std::string& what, bool declined_)
        : std::runtime_error{what}, declined{declined_} {}
    bool declined;
};

struct DeviceCode {
    std::string device_code;
    /// What is typed in at `page`.
    std::string user_code;
    std::string page;
    std::chrono::seconds life{0};
    std::chrono::seconds interval = device_poll_interval;
};

/// `account.client_id` is the public client's; `scopes` are separated by blanks.
Request device_code_request(const Account& account, const std::string& scopes,
                            const std::string& request_id);
/// Throws SignInError.
DeviceCode read_device_code(const Response& response);

Request device_token_request(const Account& account, const std::string& device_code,
                             const std::string& request_id);

/// Not yet; ask again after the interval, which `slower` lengthens for good.
struct NotYet {
    bool slower = false;
};
/// The header value, or NotYet; throws SignInError when it will not be any more.
using DeviceAnswer = std::variant<std::string, NotYet>;
DeviceAnswer read_device_token(const Response& response);

/// Asks for a code, hands it to `show`, and polls until somebody has signed in, refused, or the
/// code has run out. A poll that gets no answer is tried again, more slowly. `network` and the rest
/// outlive the call. Throws SignInError, and TransportError when the first request has no answer.
boost::asio::awaitable<std::string> sign_in_by_device_code(
    Handler network, Account account, std::string scopes, Clock& clock, Random& random,
    std::function<void(const DeviceCode&)> show);

}  // namespace plazo::graph
