#include "examples/sandbox/entra_throttle.h"

namespace plazo::sandbox {

std::optional<std::chrono::seconds> TokenThrottle::take(const Key& key, std::uint64_t requests_max,
                                                        timezone::Instant now) {
    Count& count = counts_[key];
    count.window.add(now, 1);
    const bool barred = now < count.barred_until && count.barred_until - now <= token_penalty;
    if (!barred) {  // also when the clock was set back
        if (count.window.total(now) <= requests_max) return std::nullopt;
        count.barred_until = now + token_penalty;
    }
    return count.barred_until - now;
}

}  // namespace plazo::sandbox
