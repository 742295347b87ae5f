#include "graph/token_source.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "graph/assertion.h"
#include "graph/challenge.h"
#include "timezone/text.h"

namespace plazo::graph {

using boost::asio::awaitable;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = TokenFailure::Kind;

/// Its timer never runs out; it is cancelled when the flight lands, which wakes all who wait.
struct TokenSource::Landing {
    explicit Landing(const boost::asio::any_io_executor& executor) : timer{executor} {}
    boost::asio::steady_timer timer;
};

namespace {

TokenFailure failure_of(Kind kind, const std::string& message) {
    TokenFailure failure;
    failure.kind = kind;
    failure.message = "no token: " + message;
    return failure;
}

TokenFailure unreachable(const Account& account, const std::string& what) {
    return failure_of(Kind::transient, token_url(account) + " cannot be reached: " + what);
}

seconds memory_of(const TokenFailure& failure, int failures_in_a_row) {
    if (failure.kind == Kind::told_to_wait) return failure.retry_after;
    const bool passing = failure.kind == Kind::transient;
    const seconds first = passing ? transient_memory_min : configuration_memory_min;
    const seconds longest = passing ? transient_memory_max : configuration_memory_max;
    constexpr int doublings_max = 10;
    return std::min(longest, first * (1 << std::min(failures_in_a_row - 1, doublings_max)));
}

/// What the administrator compares with the portal's list.
std::string described(const Certificate& certificate) {
    return "; signed with the certificate of thumbprint " + certificate.sha1_hex() + ", SHA-256 " +
           certificate.sha256_hex() + ", valid from " +
           timezone::format_rfc3339(certificate.not_before()) + " until " +
           timezone::format_rfc3339(certificate.not_after());
}

}  // namespace

std::string_view name_of(RefreshReason reason) {
    switch (reason) {
        case RefreshReason::first:
            return "first";
        case RefreshReason::ahead:
            return "ahead";
        case RefreshReason::expired:
            return "expired";
        case RefreshReason::rejected:
            return "rejected";
        case RefreshReason::challenged:
            return "challenged";
        case RefreshReason::forgotten:
            return "forgotten";
    }
    return "";
}

TokenSource::TokenSource(Account account, TokenWorld& world)
    : account_{std::move(account)},
      world_{world},
      pause_{world.clock.make_alarm()},
      timer_{world.clock.make_alarm()} {
    state_.account = account_;
}

TokenSource::~TokenSource() = default;

// ------------------------------------------------------------------------ what is at hand

TokenPtr TokenSource::current() {
    const SteadyTime now = world_.clock.steady();
    if (!token_ || !token_->usable(now)) return nullptr;
    used_at_ = now;
    if (now >= token_->refresh_at && may_fly()) begin_flight();  // the timer sleeps, or has failed
    return token_;
}

awaitable<TokenPtr> TokenSource::token() {
    if (!landing_) {
        const auto executor = co_await boost::asio::this_coro::executor;
        landing_ = std::make_unique<Landing>(executor);
    }
    if (TokenPtr held = current()) co_return held;
    used_at_ = world_.clock.steady();
    if (may_fly()) begin_flight();
    while (state_.flying) {
        co_await landing_->timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    const SteadyTime now = world_.clock.steady();
    if (token_ && token_->usable(now)) co_return token_;
    if (!state_.failure) throw TokenError{unreachable(account_, "the request was given up")};
    TokenFailure failure = *state_.failure;
    failure.retry_after = std::max(std::chrono::ceil<seconds>(ask_again_at_ - now), seconds{0});
    throw TokenError{std::move(failure)};
}

void TokenSource::reject(std::string_view authorization, const std::string& claims) {
    if (!token_ || token_->authorization != authorization) return;
    const bool young = world_.clock.steady() < token_->asked_at + rejection_pause;
    if (young && (claims.empty() || answers_challenge_)) return;
    ++state_.rejections;
    challenge_ = claims;
    drop(claims.empty() ? RefreshReason::rejected : RefreshReason::challenged);
}

void TokenSource::forget() {
    drop(RefreshReason::forgotten);
    forget_failure();
}

void TokenSource::forget_failure() {
    state_.failure.reset();
    ask_again_at_ = SteadyTime{};
    failures_in_a_row_ = 0;
}

void TokenSource::drop(RefreshReason reason) {
    token_.reset();
    missing_ = reason;
}

TokenState TokenSource::state() const {
    TokenState told = state_;
    const SteadyTime now = world_.clock.steady();
    const Instant wall = world_.clock.wall();
    const auto on_the_wall = [&](SteadyTime time) {
        return wall + std::chrono::ceil<seconds>(time - now);
    };
    if (token_) {
        told.refresh_at = on_the_wall(token_->refresh_at);
        told.expires_at = on_the_wall(token_->expires_at);
    }
    if (now < ask_again_at_) told.ask_again_at = on_the_wall(ask_again_at_);
    return told;
}

// ------------------------------------------------------------------------ how the next one comes

bool TokenSource::may_fly() const {
    const bool other_certificate = failures_in_a_row_ > 0 &&
                                   state_.failure->kind == Kind::configuration &&
                                   world_.credentials.replacements() != replacements_;
    return !state_.flying && (other_certificate || world_.clock.steady() >= ask_again_at_);
}

void TokenSource::begin_flight() {
    state_.flying = true;
    state_.reason = missing_;
    if (token_) {
        const bool good = token_->usable(world_.clock.steady());
        state_.reason = good ? RefreshReason::ahead : RefreshReason::expired;
    }
    landing_->timer.expires_at(SteadyTime::max());
    // Whatever ends the flight, an unforeseen exception too, opens the gate for those who wait.
    const auto landed = [this](std::exception_ptr error) {
        if (error && state_.flying) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& cause) {
                land(unreachable(account_, cause.what()), {});
            } catch (...) {
                land(unreachable(account_, "an unknown exception"), {});
            }
        }
    };
    boost::asio::co_spawn(landing_->timer.get_executor(), fly(), landed);
}

awaitable<void> TokenSource::fly() {
    TokenAnswer answer;
    std::string challenge;
    // A challenge that arrives while a flight is in the air is not answered by that flight.
    do {
        challenge = challenge_;
        answer = co_await ask_until_decided(challenge);
    } while (challenge != challenge_);
    land(std::move(answer), challenge);
}

TokenFlight TokenSource::take_off() const {
    return {world_.credentials.order_for(account_, world_.clock.wall()),
            state_.skew.value_or(seconds{0}), world_.clock.steady()};
}

awaitable<TokenAnswer> TokenSource::ask_until_decided(std::string challenge) {
    if (!valid_tenant(account_.tenant)) {
        co_return failure_of(Kind::configuration, "\"" + account_.tenant +
                                                      "\" is no tenant: give its GUID or a domain "
                                                      "name of its own as --tenant");
    }
    const std::string claims = claims_field(account_.continuous_access, challenge);
    TokenFlight flight = take_off();
    for (;;) {
        TokenAnswer answer = co_await ask(flight, claims);
        const auto* failure = std::get_if<TokenFailure>(&answer);
        if (failure == nullptr) co_return answer;
        // A file that has been replaced is the likeliest reason, and it waits for no look.
        if (failure->about_certificate && world_.credentials.look_at_once(world_.clock.wall())) {
            flight = take_off();
            continue;
        }
        const std::optional<milliseconds> pause =
            flight.next_try(*failure, world_.clock.steady(), world_.random.fraction());
        if (!pause) co_return answer;
        const SteadyTime wake_at = world_.clock.steady() + *pause;
        co_await pause_->wait_until(wake_at);
    }
}

awaitable<TokenAnswer> TokenSource::ask(const TokenFlight& flight, const std::string& claims) {
    const Certificate& certificate = *flight.certificate();
    const AssertionClaims assertion{token_url(account_), account_.client_id, world_.random.uuid(),
                                    world_.clock.wall() + flight.correction()};
    std::string signed_assertion;
    try {
        signed_assertion = client_assertion(certificate, assertion);
    } catch (const CertificateError& error) {
        TokenFailure failure = failure_of(Kind::configuration, error.what());
        failure.about_certificate = true;
        co_return failure;
    }
    Request request = token_request(account_, signed_assertion, world_.random.uuid(), claims);
    const SteadyTime sent_at = world_.clock.steady();
    ++state_.requests;
    try {
        const Response response = co_await world_.network(std::move(request));
        const Instant now = world_.clock.wall();
        if (const auto skew = clock_skew(response, now)) state_.skew = skew;
        TokenAnswer answer = read_token_answer(account_, response, sent_at, now);
        if (auto* failure = std::get_if<TokenFailure>(&answer)) {
            if (failure->error == "invalid_client") failure->message += described(certificate);
        } else {
            world_.credentials.note_accepted(account_, flight.certificate());
            state_.certificate = certificate.sha256_hex();
        }
        co_return answer;
    } catch (const TransportError& error) {
        co_return unreachable(account_, error.what());
    }
}

void TokenSource::land(TokenAnswer answer, const std::string& challenge) {
    state_.flying = false;
    if (auto* token = std::get_if<Token>(&answer)) {
        const auto until_refresh = token->refresh_at - token->asked_at;
        token->refresh_at -= std::chrono::duration_cast<SteadyTime::duration>(
            until_refresh * (refresh_jitter * world_.random.fraction()));
        token_ = std::make_shared<const Token>(std::move(*token));
        answers_challenge_ = !challenge.empty();
        challenge_.clear();
        ++state_.tokens;
        forget_failure();
        begin_keeping();
    } else {
        remember(std::get<TokenFailure>(std::move(answer)));
    }
    timer_->ring();
    landing_->timer.cancel();
}

void TokenSource::remember(TokenFailure failure) {
    if (failure.kind == Kind::protocol) failure.kind = Kind::configuration;
    // Where the endpoint has decided, that was the answer to the challenge.
    if (failure.kind == Kind::configuration) challenge_.clear();
    ++state_.failures;
    ++failures_in_a_row_;
    replacements_ = world_.credentials.replacements();
    ask_again_at_ = world_.clock.steady() + memory_of(failure, failures_in_a_row_);
    state_.failure = std::move(failure);
}

// ------------------------------------------------------------------------ renewal without a caller

bool TokenSource::idle() const {
    return world_.clock.steady() - used_at_ > token_->expires_at - token_->asked_at;
}

SteadyTime TokenSource::refresh_due() const {
    return state_.flying ? SteadyTime::max() : std::max(token_->refresh_at, ask_again_at_);
}

void TokenSource::begin_keeping() {
    if (std::exchange(keeping_, true)) return;
    const auto ended = [this](std::exception_ptr) { keeping_ = false; };
    boost::asio::co_spawn(landing_->timer.get_executor(), keep(), ended);
}

/// Sleeps until the renewal is due; whatever lands rings it. Ends with the token, or when nobody
/// uses it: then the next caller begins the flight, and its landing this again.
awaitable<void> TokenSource::keep() {
    while (token_ && token_->usable(world_.clock.steady()) && !idle()) {
        if (world_.clock.steady() >= refresh_due()) begin_flight();
        const SteadyTime due = refresh_due();
        co_await timer_->wait_until(due);
    }
}

}  // namespace plazo::graph
