// graph/token_source.h - the tokens of one account: what is at hand now, and how the next one
// comes.
//
//     TokenSource& source = pipeline.source(account);       // token_pipeline.h
//     TokenPtr token = source.current();                    // no wait, no allocation
//     if (!token) token = co_await source.token();          // throws TokenError
//     request.headers.set("Authorization", token->authorization);
//
// What a caller can rely on:
//   * While there is a good token nobody waits. It is renewed by a timer, at the endpoint's
//     `refresh_in` or after 0.8 of its life, up to 5 % earlier by chance, and with no caller at
//     all. A source that nobody has used for a whole token life is let go to sleep.
//   * Past the time of renewal callers go on with the old token, whatever becomes of the renewal,
//     until its last minute.
//   * Without a usable token any number of callers cause ONE flight (token_flight.h): they all wait
//     for it and all get its token, or its TokenError. A flight belongs to the source, not to the
//     caller who began it: a caller that is cancelled takes nobody with it.
//   * A failure is remembered, and answered from memory until the endpoint may be asked again: what
//     it said in Retry-After, else 1 s doubling to 60 s for passing trouble, 30 s doubling to 5 min
//     for a wrong configuration.
//   * The next certificate is tried once in the same flight where the first was refused for its own
//     sake or its key cannot sign, after a look whether its files have been replaced; and an
//     assertion is signed once more with the endpoint's time where our clock is wrong.
//
// Lives on the network thread; not for use from others.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "graph/clock.h"
#include "graph/credentials.h"
#include "graph/http.h"
#include "graph/token.h"
#include "graph/token_flight.h"

namespace plazo::graph {

/// A renewal comes up to this part earlier than advised, by one draw for each token: many services
/// that began together do not ask together.
inline constexpr double refresh_jitter = 0.05;
inline constexpr std::chrono::seconds transient_memory_min{1};
inline constexpr std::chrono::seconds transient_memory_max{60};
inline constexpr std::chrono::seconds configuration_memory_min{30};
inline constexpr std::chrono::seconds configuration_memory_max{300};
/// A token this young is not dropped for a 401: a Graph that refuses every token does not cost a
/// token request per call.
inline constexpr std::chrono::seconds rejection_pause{10};

/// Why a flight began.
enum class RefreshReason {
    first,       // there had been no token
    ahead,       // past its time of renewal, still good
    expired,     // it was in its last minute
    rejected,    // Graph refused it
    challenged,  // Graph wants one with other claims
    forgotten,   // an operator wanted a new one
};
/// "first", "ahead", ...
std::string_view name_of(RefreshReason reason);

/// What `doctor` and the metrics tell.
struct TokenState {
    Account account;
    /// Since the service began: requests to the endpoint, flights by how they ended, and tokens
    /// that Graph refused.
    std::uint64_t requests = 0;
    std::uint64_t tokens = 0;
    std::uint64_t failures = 0;
    std::uint64_t rejections = 0;
    bool flying = false;
    /// Of the last flight.
    RefreshReason reason = RefreshReason::first;
    /// Of the token, where there is one.
    std::optional<Instant> refresh_at;
    std::optional<Instant> expires_at;
    /// How the last flight failed; none since one succeeded. Until `ask_again_at` no other begins.
    std::optional<TokenFailure> failure;
    std::optional<Instant> ask_again_at;
    /// How far this machine's clock is behind the endpoint's; negative when it is ahead.
    std::optional<std::chrono::seconds> skew;
    /// The certificate that was accepted last: the SHA-256 of Certificate::sha256_hex(), else
    /// empty.
    std::string certificate;
};

/// What a source needs of the world. All references outlive it.
struct TokenWorld {
    Handler network;  // reaches the token endpoint
    Credentials& credentials;
    Clock& clock;
    Random& random;
};

class TokenSource {
  public:
    TokenSource(Account account, TokenWorld& world);
    ~TokenSource();
    TokenSource(const TokenSource&) = delete;
    TokenSource& operator=(const TokenSource&) = delete;

    const Account& account() const { return account_; }

    /// The token in use if it has more than token_remainder_min left, else null.
    TokenPtr current();
    /// The same, or what the flight brings. Throws TokenError.
    boost::asio::awaitable<TokenPtr> token();

    /// Graph refused this header value with 401, and demands `claims` where it is not empty
    /// (challenge.h). The token is dropped if it is still the current one and no younger than
    /// rejection_pause; for a challenge's sake a younger one too, unless it answered one itself.
    void reject(std::string_view authorization, const std::string& claims = {});

    /// Drops the token and what is remembered of failures: for an operator who has changed the
    /// application's roles, which a token has from its beginning.
    void forget();
    /// Drops what is remembered of failures: the next caller asks again.
    void forget_failure();

    TokenState state() const;

  private:
    struct Landing;

    bool may_fly() const;
    bool idle() const;
    SteadyTime refresh_due() const;
    void drop(RefreshReason reason);
    void begin_flight();
    boost::asio::awaitable<void> fly();
    TokenFlight take_off() const;
    boost::asio::awaitable<TokenAnswer> ask_until_decided(std::string challenge);
    boost::asio::awaitable<TokenAnswer> ask(const TokenFlight& flight, const std::string& claims);
    void land(TokenAnswer answer, const std::string& challenge);
    void remember(TokenFailure failure);
    void begin_keeping();
    boost::asio::awaitable<void> keep();

    Account account_;
    TokenWorld& world_;
    TokenPtr token_;
    SteadyTime used_at_{};
    /// Claims that the next request has to ask for, and whether the token is of such a request.
    std::string challenge_;
    bool answers_challenge_ = false;
    /// Why the token is missing, where it is.
    RefreshReason missing_ = RefreshReason::first;
    int failures_in_a_row_ = 0;
    /// The endpoint is not asked before this, unless the last refusal was of a wrong configuration
    /// and a certificate has been replaced since.
    SteadyTime ask_again_at_{};
    int replacements_ = 0;
    bool keeping_ = false;
    /// Opened when a flight lands; made by the first who waits.
    std::unique_ptr<Landing> landing_;
    std::unique_ptr<Alarm> pause_;  // between the tries of a flight
    std::unique_ptr<Alarm> timer_;  // of the renewal
    /// Of which the times are filled in when it is asked for.
    TokenState state_;
};

}  // namespace plazo::graph
