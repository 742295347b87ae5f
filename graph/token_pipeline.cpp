#include "graph/token_pipeline.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "graph/assertion.h"

namespace plazo::graph {

using boost::asio::awaitable;

/// What is known for one account: a token, a remembered failure, and whether a flight is in the
/// air.
struct TokenPipeline::Slot {
    Slot(Account account_, const boost::asio::any_io_executor& executor)
        : account{std::move(account_)}, landing{executor} {}

    Account account;
    std::optional<Token> token;
    std::optional<TokenFailure> failure;
    /// The endpoint is not asked before this.
    SteadyTime ask_again_at{};
    /// When a token was last dropped because Graph refused it.
    std::optional<SteadyTime> rejected_at;
    int failures_in_a_row = 0;
    bool flying = false;
    /// Never runs out; cancelled when the flight lands, which wakes all who wait for it.
    boost::asio::steady_timer landing;
    std::unique_ptr<Alarm> pause;
};

namespace {

TokenFailure transport_failure(const Account& account, const std::string& what) {
    TokenFailure failure;
    failure.message = "no token: " + token_url(account) + " cannot be reached: " + what;
    return failure;
}

std::chrono::seconds memory_of(const TokenFailure& failure, int failures_in_a_row) {
    using std::chrono::seconds;
    if (failure.kind == TokenFailure::Kind::told_to_wait) return failure.retry_after;
    const bool passing = failure.kind == TokenFailure::Kind::transient;
    const seconds first = passing ? transient_memory_min : configuration_memory_min;
    const seconds longest = passing ? transient_memory_max : configuration_memory_max;
    constexpr int doublings_max = 10;
    return std::min(longest, first * (1 << std::min(failures_in_a_row - 1, doublings_max)));
}

}  // namespace

TokenPipeline::TokenPipeline(Handler network, Credentials& credentials, Clock& clock,
                             Random& random)
    : network_{std::move(network)}, credentials_{credentials}, clock_{clock}, random_{random} {}

TokenPipeline::~TokenPipeline() = default;

awaitable<Token> TokenPipeline::token(Account account) {
    const auto executor = co_await boost::asio::this_coro::executor;
    std::unique_ptr<Slot>& entry = slots_[account];
    if (!entry) {
        entry = std::make_unique<Slot>(std::move(account), executor);
        entry->pause = clock_.make_alarm();
    }
    Slot& slot = *entry;
    const auto usable = [&] { return slot.token && slot.token->usable(clock_.steady()); };
    const auto may_ask = [&] { return !slot.flying && clock_.steady() >= slot.ask_again_at; };

    if (usable()) {
        if (clock_.steady() >= slot.token->refresh_at && may_ask()) begin_flight(slot, executor);
        co_return *slot.token;
    }
    if (may_ask()) begin_flight(slot, executor);
    while (slot.flying) {
        co_await slot.landing.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    if (usable()) co_return *slot.token;
    if (slot.failure) throw TokenError{*slot.failure};
    throw TokenError{transport_failure(slot.account, "the request was given up")};
}

void TokenPipeline::reject(const Account& account, const std::string& authorization) {
    const auto found = slots_.find(account);
    if (found == slots_.end()) return;
    Slot& slot = *found->second;
    const bool current = slot.token && slot.token->authorization == authorization;
    const SteadyTime now = clock_.steady();
    if (!current || (slot.rejected_at && now < *slot.rejected_at + rejection_pause)) return;
    slot.token.reset();
    slot.rejected_at = now;
}

void TokenPipeline::forget_failures() {
    for (auto& [account, slot] : slots_) {
        slot->failure.reset();
        slot->ask_again_at = SteadyTime{};
        slot->failures_in_a_row = 0;
    }
}

void TokenPipeline::begin_flight(Slot& slot, const boost::asio::any_io_executor& executor) {
    slot.flying = true;
    slot.landing.expires_at(SteadyTime::max());
    // Whatever ends the flight, an unforeseen exception too, opens the gate for those who wait.
    const auto landed = [this, &slot](std::exception_ptr error) {
        if (error && slot.flying) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& cause) {
                land(slot, transport_failure(slot.account, cause.what()));
            } catch (...) {
                land(slot, transport_failure(slot.account, "an unknown exception"));
            }
        }
    };
    boost::asio::co_spawn(executor, fly(slot), landed);
}

awaitable<void> TokenPipeline::fly(Slot& slot) {
    TokenAnswer answer = co_await ask(slot);
    for (int tries = 1; tries < token_tries_max; ++tries) {
        const auto* failure = std::get_if<TokenFailure>(&answer);
        if (!failure || failure->kind != TokenFailure::Kind::transient) break;
        // full jitter: evenly between nothing and the delay, which grows fourfold
        const auto longest = token_retry_delay * (1 << (2 * (tries - 1)));
        const auto delay =
            std::chrono::duration_cast<std::chrono::milliseconds>(longest * random_.fraction());
        const SteadyTime wake_at = clock_.steady() + delay;
        co_await slot.pause->wait_until(wake_at);
        answer = co_await ask(slot);
    }
    land(slot, std::move(answer));
}

awaitable<TokenAnswer> TokenPipeline::ask(Slot& slot) {
    const AssertionClaims claims{token_url(slot.account), slot.account.client_id, random_.uuid(),
                                 clock_.wall()};
    const CertificatePtr certificate = credentials_.order_for(slot.account, clock_.wall()).front();
    Request request =
        token_request(slot.account, client_assertion(*certificate, claims), random_.uuid());
    const SteadyTime sent_at = clock_.steady();
    try {
        const Response response = co_await network_(std::move(request));
        co_return read_token_answer(slot.account, response, sent_at, clock_.wall());
    } catch (const TransportError& error) {
        co_return transport_failure(slot.account, error.what());
    }
}

void TokenPipeline::land(Slot& slot, TokenAnswer answer) {
    slot.flying = false;
    if (auto* token = std::get_if<Token>(&answer)) {
        slot.token = std::move(*token);
        slot.failure.reset();
        slot.failures_in_a_row = 0;
        slot.ask_again_at = SteadyTime{};
    } else {
        slot.failure = std::get<TokenFailure>(std::move(answer));
        ++slot.failures_in_a_row;
        slot.ask_again_at = clock_.steady() + memory_of(*slot.failure, slot.failures_in_a_row);
    }
    slot.landing.cancel();
}

namespace {

awaitable<Response> send_authorized(const Handler& network, TokenPipeline& tokens,
                                    const Account& account, Request request) {
    request.origin = account.graph_root;
    Token token = co_await tokens.token(account);
    request.headers.set("Authorization", token.authorization);
    Response response = co_await network(request);
    if (response.status != 401) co_return response;
    const std::string refused = token.authorization;
    tokens.reject(account, refused);
    token = co_await tokens.token(account);
    if (token.authorization == refused) co_return response;
    request.headers.set("Authorization", token.authorization);
    co_return co_await network(std::move(request));
}

/// A function object rather than a lambda: its state lives as long as the Handler, and the
/// coroutine refers to it.
class Authorized {
  public:
    Authorized(Handler network, TokenPipeline& tokens, Account account)
        : network_{std::move(network)}, tokens_{&tokens}, account_{std::move(account)} {}

    awaitable<Response> operator()(Request request) const {
        return send_authorized(network_, *tokens_, account_, std::move(request));
    }

  private:
    Handler network_;
    TokenPipeline* tokens_;
    Account account_;
};

}  // namespace

Handler authorized(Handler network, TokenPipeline& tokens, Account account) {
    return Authorized{std::move(network), tokens, std::move(account)};
}

}  // namespace plazo::graph
