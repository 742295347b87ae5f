// graph/token_pipeline.h - the ONE token pipeline: every call to Graph, calendar or mail, goes
// through it.
//
//     TokenPipeline tokens{network, credentials, clock, random};
//     Handler graph = authorized(network, tokens, account);
//     Response response = co_await graph(request);     // with "Authorization: Bearer ..."
//
// What a caller can rely on:
//   * One token per Account, shared by all callers. While it is good nobody waits, and nothing is
//   asked for.
//   * Past refresh_at one renewal runs beside the callers, who go on with the old token. If it
//   fails, they
//     still go on, and the next try waits for the back-off.
//   * Without a usable token any number of callers cause ONE request: they all wait for the same
//   flight and
//     all get its token, or its TokenError. A flight belongs to the pipeline, not to the caller who
//     began it: a caller that is cancelled takes nobody with it.
//   * A failure is remembered, and answered from memory until the endpoint may be asked again: what
//   it said in
//     Retry-After, else 1 s doubling to 60 s for passing trouble, 30 s doubling to 5 min for a
//     wrong configuration.
//   * A 401 from Graph discards the token that was refused, unless somebody has renewed it already,
//   and
//     repeats the call once. A second 401, and any 403, goes to the caller.
//
// Lives on the network thread; not for use from others. It must outlive the io_context's run.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "graph/clock.h"
#include "graph/credentials.h"
#include "graph/http.h"
#include "graph/token.h"

namespace plazo::graph {

/// Tries within one flight when the trouble looks passing.
inline constexpr int token_tries_max = 3;
inline constexpr std::chrono::milliseconds token_retry_delay{500};
inline constexpr std::chrono::seconds transient_memory_min{1};
inline constexpr std::chrono::seconds transient_memory_max{60};
inline constexpr std::chrono::seconds configuration_memory_min{30};
inline constexpr std::chrono::seconds configuration_memory_max{300};
/// After Graph refused a token, a new one is taken for good for this long: a Graph that refuses
/// every token does not cost a token request per call.
inline constexpr std::chrono::seconds rejection_pause{10};

class TokenPipeline {
  public:
    /// `network` reaches the token endpoint. All references must outlive the pipeline.
    TokenPipeline(Handler network, Credentials& credentials, Clock& clock, Random& random);
    ~TokenPipeline();

    /// A token with more than token_remainder_min left. Throws TokenError.
    boost::asio::awaitable<Token> token(Account account);

    /// Graph refused this header value. The token is dropped if it is still the current one, and if
    /// none was dropped within the last rejection_pause.
    void reject(const Account& account, const std::string& authorization);

    /// Forgets remembered failures, so that the next caller asks again: for set-up commands after a
    /// change.
    void forget_failures();

  private:
    struct Slot;

    void begin_flight(Slot& slot, const boost::asio::any_io_executor& executor);
    boost::asio::awaitable<void> fly(Slot& slot);
    boost::asio::awaitable<TokenAnswer> ask(Slot& slot);
    void land(Slot& slot, TokenAnswer answer);

    Handler network_;
    Credentials& credentials_;
    Clock& clock_;
    Random& random_;
    std::map<Account, std::unique_ptr<Slot>> slots_;
};

/// The Handler that calls `network` with a token of `account` and follows the rule for 401. It
/// sends requests to the account's Graph root only, whatever their origin says: a token never
/// travels elsewhere.
Handler authorized(Handler network, TokenPipeline& tokens, Account account);

}  // namespace plazo::graph
