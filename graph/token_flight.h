// graph/token_flight.h - one flight to the token endpoint: what is tried after a try that failed.
//
//     TokenFlight flight{credentials.order_for(account, now), skew, clock.steady()};
//     ... ask with flight.certificate() and a clock put right by flight.correction() ...
//     if (auto pause = flight.next_try(failure, clock.steady(), random.fraction())) ...
//
// A flight makes at most
//   * three tries where the trouble looks passing, 0 to 0.5 s and 0 to 2 s apart (full jitter);
//   * two where a 200 brought no token;
//   * one with the second certificate, where the first was refused for its own sake, or its key
//     cannot sign;
//   * one with the endpoint's time, where ours was wrong.
// So it ends after five requests, and begins none later than flight_span_max. Pure decisions.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "graph/credentials.h"
#include "graph/token.h"

namespace plazo::graph {

inline constexpr int transient_tries_max = 3;
inline constexpr int protocol_tries_max = 2;
/// The longest pause before the second try; four times as long before the third.
inline constexpr std::chrono::milliseconds token_retry_delay{500};
/// No further try begins when a flight has lasted so long.
inline constexpr std::chrono::seconds flight_span_max{15};

class TokenFlight {
  public:
    /// `certificates` in the order in which they are to be tried, never empty. `skew` as measured
    /// with an earlier answer.
    TokenFlight(std::vector<CertificatePtr> certificates, std::chrono::seconds skew,
                SteadyTime began);

    /// How long to wait before the next try, none for the end. `chance` is evenly in [0, 1).
    std::optional<std::chrono::milliseconds> next_try(const TokenFailure& failure, SteadyTime now,
                                                      double chance);

    /// What the next try signs with, and what it adds to this machine's time.
    const CertificatePtr& certificate() const { return certificates_[chosen_]; }
    std::chrono::seconds correction() const { return correction_; }

  private:
    bool take_next_certificate(const TokenFailure& failure);
    bool take_endpoints_time(const TokenFailure& failure);

    std::vector<CertificatePtr> certificates_;
    std::size_t chosen_ = 0;
    std::chrono::seconds correction_;
    bool corrected_ = false;
    SteadyTime began_;
    int tries_ = 1;
};

}  // namespace plazo::graph
