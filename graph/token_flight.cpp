#include "graph/token_flight.h"

#include <cassert>
#include <utility>

#include "graph/aadsts.h"

namespace plazo::graph {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = TokenFailure::Kind;

namespace {

int tries_max(Kind kind) {
    if (kind == Kind::transient) return transient_tries_max;
    return kind == Kind::protocol ? protocol_tries_max : 1;
}

/// The only failures of which the number may say more than the rest.
bool assertion_refused(const TokenFailure& failure) {
    return failure.kind == Kind::configuration && failure.error == "invalid_client";
}

}  // namespace

TokenFlight::TokenFlight(std::vector<CertificatePtr> certificates, seconds skew, SteadyTime began)
    : certificates_{std::move(certificates)},
      correction_{std::chrono::abs(skew) > clock_skew_max ? skew : seconds{0}},
      began_{began} {
    assert(!certificates_.empty());
}

std::optional<milliseconds> TokenFlight::next_try(const TokenFailure& failure, SteadyTime now,
                                                  double chance) {
    const bool in_time = now < began_ + flight_span_max;
    // Both are told from one answer: a certificate may look expired to who has the wrong time.
    const bool other_time = take_endpoints_time(failure);
    if (in_time && (other_time || take_next_certificate(failure))) return milliseconds{0};
    if (!in_time || tries_ >= tries_max(failure.kind)) return std::nullopt;
    const milliseconds longest = token_retry_delay * (1 << (2 * (tries_ - 1)));
    ++tries_;
    return std::chrono::duration_cast<milliseconds>(longest * chance);
}

bool TokenFlight::take_next_certificate(const TokenFailure& failure) {
    if (!failure.about_certificate) return false;
    if (chosen_ > 0 || certificates_.size() < 2) return false;
    chosen_ = 1;
    return true;
}

bool TokenFlight::take_endpoints_time(const TokenFailure& failure) {
    if (!failure.skew) return false;
    const seconds off = std::chrono::abs(*failure.skew - correction_);
    const bool refused = assertion_refused(failure) && failure.code == aadsts_assertion_time;
    if (off <= (refused ? seconds{0} : clock_skew_max)) return false;
    correction_ = *failure.skew;
    // Passing trouble is tried again anyway; told to wait is told to wait.
    return failure.kind == Kind::configuration && !std::exchange(corrected_, true);
}

}  // namespace plazo::graph
