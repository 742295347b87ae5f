// scheduler/lanes.h - how much of Graph each mailbox may use at once.
//
// Exchange serves four requests of an application at a time in one mailbox, and answers the fifth
// with 429. So each mailbox has a lane with four places. A mailbox that was throttled is closed
// until the time that Graph named; no other mailbox notices.
//
//     if (lanes.enter(mailbox, now)) { ...; lanes.leave(mailbox); }
//     lanes.close(mailbox, now + retry_after);
//
// Time is handed in; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/clock.h"

namespace plazo::scheduler {

/// Graph, "Throttling limits": Outlook, concurrent requests per application and mailbox.
inline constexpr int places_per_mailbox = 4;

class Lanes {
  public:
    /// Takes a place; false when the lane is full or closed.
    bool enter(const std::string& mailbox, graph::SteadyTime now);
    void leave(const std::string& mailbox);
    /// Nobody enters before `until`; an earlier closing that lasts longer stays.
    void close(const std::string& mailbox, graph::SteadyTime until);

    /// The mailboxes in whose lane there is no place now.
    std::vector<std::string> busy(graph::SteadyTime now) const;
    /// When the first closed lane opens, if one is closed.
    std::optional<graph::SteadyTime> next_opening(graph::SteadyTime now) const;

  private:
    struct Lane {
        int taken = 0;
        graph::SteadyTime closed_until{};
    };
    std::map<std::string, Lane> lanes_;
};

}  // namespace plazo::scheduler
