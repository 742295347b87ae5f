// graph/token.h - what is asked of the token endpoint, and what its answers mean. Pure functions.
//
// The grant is OAuth 2.0 client_credentials with a signed assertion (Microsoft identity platform,
// "client credentials flow"). The scope is {graph root}/.default: ONE token holds every granted
// role, so calendar and mail share it.
//
//     Request request = token_request(account, assertion, request_id, claims);
//     TokenAnswer answer = read_token_answer(account, response, sent_at, now);
//     // a Token or a TokenFailure
//
// Failures are told apart by HTTP status and `error` alone. The AADSTS number is for people: it
// selects the sentence that tells the operator what to mend (aadsts.h).
#pragma once

#include <chrono>
#include <compare>
#include <memory>
#include <optional>
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
/// A clock that differs from the endpoint's by more than this is wrong, and is told of.
inline constexpr std::chrono::seconds clock_skew_max{30};

/// One application in one tenant of one cloud, and what it asks a token for. Origins of its own
/// make a custom cloud.
struct Account {
    /// Origin of the sign-in service, "https://login.microsoftonline.com".
    std::string login_host;
    /// Origin of Graph, "https://graph.microsoft.com".
    std::string graph_root;
    /// A GUID or a verified domain name.
    std::string tenant;
    std::string client_id;
    /// Asks for tokens that live for a day and may be ended at any moment: continuous access
    /// evaluation (challenge.h). Graph's, for applications of one's own tenant.
    bool continuous_access = false;

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
    /// When its request left.
    SteadyTime asked_at;
    /// From here on a new one is fetched while this one still serves.
    SteadyTime refresh_at;
    SteadyTime expires_at;

    bool usable(SteadyTime now) const { return now + token_remainder_min < expires_at; }
};

/// Made once, shared by all who use it, never changed.
using TokenPtr = std::shared_ptr<const Token>;

struct TokenFailure {
    enum class Kind {
        transient,      // network, 408, 5xx: worth another try in a moment
        told_to_wait,   // 429 or any Retry-After: not before `retry_after` has passed
        protocol,       // 200 without a token: worth one more try, then as a wrong configuration
        configuration,  // a wrong certificate, tenant, client...: somebody has to mend something
    };
    Kind kind = Kind::transient;
    /// What the endpoint said; in a TokenError, how long it is not going to be asked.
    std::chrono::seconds retry_after{0};
    int status = 0;
    /// The certificate is at fault: another one, or the same file read again, may do.
    bool about_certificate = false;
    /// OAuth's `error`, "invalid_client"; empty when the answer had none.
    std::string error;
    /// AADSTS number, 0 when there is none.
    int code = 0;
    /// How far this machine's clock is behind the endpoint's, by the answer's Date; negative when
    /// it is ahead.
    std::optional<std::chrono::seconds> skew;
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

/// `claims` as of claims_field (challenge.h); empty for none.
Request token_request(const Account& account, const std::string& assertion,
                      const std::string& request_id, const std::string& claims = {});

/// Lifetimes count from `sent_at`, when the request left: safe whatever the way took.
TokenAnswer read_token_answer(const Account& account, const Response& response, SteadyTime sent_at,
                              Instant now);

/// Retry-After in seconds or as an HTTP date (RFC 9110, 10.2.3), kept within its two bounds;
/// 0 when the header is absent or cannot be read. A date is measured from the answer's own Date, so
/// that a wrong clock here does no harm, and from `now` where there is none.
std::chrono::seconds retry_after(const Response& response, Instant now);

/// How far `now` is behind the answer's Date; nullopt when it has none.
std::optional<std::chrono::seconds> clock_skew(const Response& response, Instant now);

}  // namespace plazo::graph
