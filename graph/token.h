// graph/token.h - what is asked of the token endpoint, and what its answers mean. Pure functions.
//
// The grant is OAuth 2.0 client_credentials with a signed assertion (Microsoft identity platform,
// "client credentials flow"). The scope is {graph root}/.default: ONE token holds every granted
// role, so calendar and mail share it.
//
//     Request request = token_request(account, assertion, request_id);
//     TokenAnswer answer = read_token_answer(account, response, sent_at);     // Token or
//     TokenFailure
//
// Failures are told apart by HTTP status and `error` alone. The AADSTS number is for people: it
// selects the sentence that tells the operator what to mend, and nothing is decided by it.
#pragma once

#include <chrono>
#include <compare>
#include <stdexcept>
#include <string>
#include <variant>

#include "graph/clock.h"
#include "graph/http.h"

namespace plazo::graph {

/// A token response is 2-5 kB; more than this is not one.
inline constexpr std::size_t token_answer_bytes_max = 256 * 1024;
/// A token with less than this left is not handed out any more.
inline constexpr std::chrono::seconds token_remainder_min{60};
/// Where the endpoint names no `refresh_in`, the token is renewed after this part of its life.
inline constexpr double refresh_fraction = 0.8;
/// Retry-After is taken between these two.
inline constexpr std::chrono::seconds retry_after_min{1};
inline constexpr std::chrono::seconds retry_after_max{3600};
/// HTTP 429 without Retry-After.
inline constexpr std::chrono::seconds throttle_default{60};

/// One application in one tenant of one cloud, and what it asks a token for.
struct Account {
    /// Origin of the sign-in service, "https://login.microsoftonline.com".
    std::string login_host;
    /// Origin of Graph, "https://graph.microsoft.com".
    std::string graph_root;
    /// A GUID or a verified domain name.
    std::string tenant;
    std::string client_id;

    auto operator<=>(const Account&) const = default;
};

/// Origins of a named cloud: global, gcc-high, dod, china. Throws std::invalid_argument for another
/// name.
Account account_in_cloud(std::string_view cloud, std::string tenant, std::string client_id);

/// A tenant may be part of a URL only when it is a GUID or a domain name: [A-Za-z0-9.-]+.
/// "common", "organizations" and "consumers" cannot be used with this grant.
bool valid_tenant(std::string_view tenant);

struct Token {
    /// The ready value of the header: "Bearer eyJ...".
    std::string authorization;
    /// From here on a new one is fetched while this one still serves.
    SteadyTime refresh_at;
    SteadyTime expires_at;

    bool usable(SteadyTime now) const { return now + token_remainder_min < expires_at; }
};

struct TokenFailure {
    enum class Kind {
        transient,      // network, 408, 5xx: worth another try in a moment
        told_to_wait,   // 429 or any Retry-After: not before `retry_after` has passed
        configuration,  // a wrong certificate, tenant, client...: somebody has to mend something
    };
    Kind kind = Kind::transient;
    std::chrono::seconds retry_after{0};
    int status = 0;
    /// OAuth's `error`, "invalid_client"; empty when the answer had none.
    std::string error;
    /// AADSTS number, 0 when there is none.
    int code = 0;
    /// For the operator: what happened and what to do.
    std::string message;
};

/// Thrown to whoever wanted to call Graph and could not get a token.
struct TokenError : std::runtime_error {
    explicit TokenError(TokenFailure failure_)
        : std::runtime_error{failure_.message}, failure{std::move(failure_)} {}
    TokenFailure failure;
};

using TokenAnswer = std::variant<Token, TokenFailure>;

/// {login_host}/{tenant}/oauth2/v2.0/token: also the assertion's audience.
std::string token_url(const Account& account);

Request token_request(const Account& account, const std::string& assertion,
                      const std::string& request_id);

/// Lifetimes count from `sent_at`, when the request left: safe whatever the way took.
TokenAnswer read_token_answer(const Account& account, const Response& response, SteadyTime sent_at,
                              Instant now);

/// Retry-After in seconds or as an HTTP date (RFC 9110, 10.2.3), kept within its two bounds;
/// 0 when the header is absent or cannot be read.
std::chrono::seconds retry_after(const Response& response, Instant now);

}  // namespace plazo::graph
