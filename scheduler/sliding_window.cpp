#include "scheduler/sliding_window.h"

namespace plazo::scheduler {

using graph::SteadyTime;

void SlidingWindow::add(SteadyTime now) {
    std::erase_if(slices_, [&](const auto& each) { return end_of(each.first) <= now; });
    if (slices_.empty() || now - slices_.back().first >= slice()) slices_.emplace_back(now, 0);
    ++slices_.back().second;
}

int SlidingWindow::count(SteadyTime now) const {
    int sum = 0;
    for (const auto& [begin, count] : slices_) sum += end_of(begin) > now ? count : 0;
    return sum;
}

SteadyTime SlidingWindow::free_at(int limit, SteadyTime now) const {
    SteadyTime time = now;
    int left = count(now);
    for (const auto& [begin, count] : slices_) {
        if (left < limit) break;
        if (end_of(begin) <= now) continue;
        left -= count;
        time = end_of(begin);
    }
    return time;
}

}  // namespace plazo::scheduler
