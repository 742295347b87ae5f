// scheduler/sliding_window.h - how often something has happened of late.
//
//     SlidingWindow mails{minutes{1}};
//     mails.add(now);
//     if (mails.count(now) >= 30) wait_until(mails.free_at(30, now));
//
// What happened is counted by slices of a sixtieth of the span, and a slice leaves as a whole: in
// no span does more happen than is allowed, and a place is free at most a slice later than it could
// be. At most 62 counters are kept, however much happens.
#pragma once

#include <utility>
#include <vector>

#include "graph/clock.h"

namespace plazo::scheduler {

class SlidingWindow {
  public:
    explicit SlidingWindow(graph::SteadyTime::duration span) : span_{span} {}

    void add(graph::SteadyTime now);
    int count(graph::SteadyTime now) const;
    /// When fewer than `limit` (at least 1) lie in the span; `now` if that is so already.
    graph::SteadyTime free_at(int limit, graph::SteadyTime now) const;

  private:
    graph::SteadyTime::duration slice() const { return span_ / 60; }
    /// When a slice that began at `begin` counts no more.
    graph::SteadyTime end_of(graph::SteadyTime begin) const { return begin + slice() + span_; }

    graph::SteadyTime::duration span_;
    std::vector<std::pair<graph::SteadyTime, int>> slices_;  // by when they began
};

}  // namespace plazo::scheduler
