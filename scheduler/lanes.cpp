#include "scheduler/lanes.h"

#include <algorithm>

namespace plazo::scheduler {

using graph::SteadyTime;

bool Lanes::enter(const std::string& mailbox, SteadyTime now) {
    Lane& lane = lanes_[mailbox];
    if (lane.taken >= places_per_mailbox || lane.closed_until > now) return false;
    ++lane.taken;
    return true;
}

void Lanes::leave(const std::string& mailbox) {
    const auto lane = lanes_.find(mailbox);
    if (lane == lanes_.end()) return;
    --lane->second.taken;
    if (lane->second.taken <= 0 && lane->second.closed_until == SteadyTime{}) lanes_.erase(lane);
}

void Lanes::close(const std::string& mailbox, SteadyTime until) {
    Lane& lane = lanes_[mailbox];
    lane.closed_until = std::max(lane.closed_until, until);
}

std::vector<std::string> Lanes::busy(SteadyTime now) const {
    std::vector<std::string> mailboxes;
    for (const auto& [mailbox, lane] : lanes_) {
        if (lane.taken >= places_per_mailbox || lane.closed_until > now)
            mailboxes.push_back(mailbox);
    }
    return mailboxes;
}

std::optional<SteadyTime> Lanes::next_opening(SteadyTime now) const {
    std::optional<SteadyTime> next;
    for (const auto& [mailbox, lane] : lanes_) {
        if (lane.closed_until <= now) continue;
        next = next ? std::min(*next, lane.closed_until) : lane.closed_until;
    }
    return next;
}

}  // namespace plazo::scheduler
