#include "scheduler/sliding_window.h"

#include <gtest/gtest.h>

namespace plazo::scheduler {
namespace {

using namespace std::chrono_literals;
using graph::SteadyTime;

const SteadyTime start{1h};

TEST(SlidingWindow, WhatHappenedLeavesItASliceAfterTheSpan) {
    SlidingWindow window{60s};
    window.add(start);
    window.add(start + 500ms);
    EXPECT_EQ(window.count(start + 60s), 2);
    EXPECT_EQ(window.count(start + 61s), 0);
}

TEST(SlidingWindow, PlacesAreFreeWhenEnoughHasLeft) {
    SlidingWindow window{60s};
    window.add(start);
    window.add(start + 10s);
    window.add(start + 20s);
    EXPECT_EQ(window.free_at(4, start + 20s), start + 20s);
    EXPECT_EQ(window.free_at(3, start + 20s), start + 61s);
    EXPECT_EQ(window.free_at(2, start + 20s), start + 71s);
    EXPECT_EQ(window.free_at(1, start + 20s), start + 81s);
    EXPECT_EQ(window.free_at(2, start + 65s), start + 71s);
    EXPECT_EQ(window.free_at(1, start + 200s), start + 200s);
}

TEST(SlidingWindow, NoSpanEverHoldsMoreThanIsAllowed) {
    constexpr int limit = 30;
    SlidingWindow window{60s};
    std::vector<SteadyTime> went;
    for (SteadyTime now = start; now < start + 600s; now += 130ms) {
        if (window.free_at(limit, now) > now) continue;
        window.add(now);
        went.push_back(now);
    }
    for (std::size_t i = limit; i < went.size(); ++i) EXPECT_GT(went[i] - went[i - limit], 60s);
    EXPECT_GT(went.size(), 9U * limit) << "and hardly fewer";
}

}  // namespace
}  // namespace plazo::scheduler
