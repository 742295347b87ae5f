// examples/sandbox/entra_throttle.h - who asks for tokens again and again is made to wait.
//
//     if (const auto left = throttle.take({"tenant", "client", "scope"}, 100, now)) ...    // 429
//
// Entra documents neither how many requests are too many nor for whom they are counted; that it
// throttles whoever does not keep tokens, for a minute and in plain text, is known from clients.
// The sandbox counts per tenant, application and scope, and is patient: a client that keeps its
// tokens asks once an hour.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "examples/sandbox/throttle.h"

namespace plazo::sandbox {

inline constexpr std::chrono::seconds token_window{10};
inline constexpr std::chrono::seconds token_penalty{60};

class TokenThrottle {
  public:
    using Key = std::tuple<std::string, std::string, std::string>;

    /// Counts a request; how long to wait when it is refused, as are all for token_penalty after
    /// more than `requests_max` in token_window.
    std::optional<std::chrono::seconds> take(const Key& key, std::uint64_t requests_max,
                                             timezone::Instant now);

  private:
    struct Count {
        Window window{token_window};
        timezone::Instant barred_until;
    };
    std::map<Key, Count> counts_;
};

}  // namespace plazo::sandbox
