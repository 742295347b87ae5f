#include "scheduler/lanes.h"

#include <gtest/gtest.h>

namespace plazo::scheduler {
namespace {

using namespace std::chrono_literals;

const graph::SteadyTime now{1h};
const std::string plazos = "plazos@acme.es";
const std::string other = "other@acme.es";
using Mailboxes = std::vector<std::string>;

TEST(Lanes, AMailboxHasFourPlaces) {
    Lanes lanes;
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(lanes.enter(plazos, now)) << i;
    EXPECT_FALSE(lanes.enter(plazos, now));
    EXPECT_EQ(lanes.busy(now), Mailboxes{plazos});
    lanes.leave(plazos);
    EXPECT_TRUE(lanes.busy(now).empty());
    EXPECT_TRUE(lanes.enter(plazos, now));
    EXPECT_FALSE(lanes.enter(plazos, now));
}

TEST(Lanes, AFullOneDoesNotHinderAnother) {
    Lanes lanes;
    for (int i = 0; i < 4; ++i) lanes.enter(plazos, now);
    EXPECT_TRUE(lanes.enter(other, now));
}

TEST(Lanes, AClosedOneOpensAtItsTime) {
    Lanes lanes;
    lanes.close(plazos, now + 30s);
    EXPECT_FALSE(lanes.enter(plazos, now));
    EXPECT_FALSE(lanes.enter(plazos, now + 29s));
    EXPECT_EQ(lanes.busy(now + 29s), Mailboxes{plazos});
    EXPECT_TRUE(lanes.busy(now + 30s).empty());
    EXPECT_TRUE(lanes.enter(plazos, now + 30s));
}

TEST(Lanes, TheLongestClosingCounts) {
    Lanes lanes;
    lanes.close(plazos, now + 30s);
    lanes.close(plazos, now + 10s);
    EXPECT_FALSE(lanes.enter(plazos, now + 20s));
    lanes.close(plazos, now + 60s);
    EXPECT_FALSE(lanes.enter(plazos, now + 45s));
}

TEST(Lanes, AClosingOutlastsThoseWhoLeave) {
    Lanes lanes;
    lanes.enter(plazos, now);
    lanes.close(plazos, now + 30s);
    lanes.leave(plazos);
    EXPECT_FALSE(lanes.enter(plazos, now));
}

TEST(Lanes, TheNextOpeningIsTheFirstOfThoseStillClosed) {
    Lanes lanes;
    EXPECT_EQ(lanes.next_opening(now), std::nullopt);
    lanes.close(plazos, now + 30s);
    lanes.close(other, now + 10s);
    EXPECT_EQ(lanes.next_opening(now), now + 10s);
    EXPECT_EQ(lanes.next_opening(now + 10s), now + 30s);
    EXPECT_EQ(lanes.next_opening(now + 30s), std::nullopt);
}

TEST(Lanes, LeavingOneThatNobodyEnteredGivesNoPlace) {
    Lanes lanes;
    lanes.leave(plazos);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(lanes.enter(plazos, now));
    EXPECT_FALSE(lanes.enter(plazos, now));
}

}  // namespace
}  // namespace plazo::scheduler
