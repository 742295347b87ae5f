#include "scheduler/outbox.h"

#include <algorithm>
#include <array>

namespace plazo::scheduler {

using graph::Outcome;
using std::chrono::seconds;

std::string_view name_of(Step::Kind kind) {
    return kind == Step::Kind::event ? "event" : "reminder";
}

std::string_view name_of(Ending ending) {
    constexpr std::array<std::string_view, 4> names = {"done", "refused", "unknown", "dropped"};
    return names[static_cast<std::size_t>(ending)];
}

After after(const Step& step, const Outcome& outcome, Instant now, double jitter) {
    switch (outcome.kind) {
        case Outcome::Kind::done:
            return {std::nullopt, Ending::done};
        case Outcome::Kind::in_doubt:
            return {std::nullopt, Ending::unknown};
        case Outcome::Kind::refused:
            // What an administrator can mend - a policy, a licence, a certificate, an application -
            // is waited out like an outage, since what is due was right: nobody's reminder is lost
            // because a certificate came a day late. Until then the Step shows what is to be done.
            if (!outcome.conflict() && !outcome.about_mailbox() && !outcome.about_sign_in()) {
                return {std::nullopt, Ending::refused};
            }
            break;
        case Outcome::Kind::throttled:
        case Outcome::Kind::unavailable:
            break;
    }
    const bool tried_enough = step.attempts >= give_up_attempts_min;
    if (tried_enough && now - step.first_due > give_up_after) {
        return {std::nullopt, Ending::refused};
    }
    if (outcome.kind == Outcome::Kind::throttled) {
        // The wish of the server comes first, and it is no failure of the act.
        return {now + std::max(outcome.wait, seconds{1}), Ending::done};
    }
    constexpr int doublings_max = 10;
    const seconds longest =
        std::min(retry_delay_max, retry_delay_min * (1 << std::min(step.attempts, doublings_max)));
    const auto spread = std::chrono::duration_cast<seconds>(longest / 2 * jitter);
    return {now + std::max(longest / 2 + spread, seconds{1}), Ending::done};
}

}  // namespace plazo::scheduler
