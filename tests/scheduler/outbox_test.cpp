#include "scheduler/outbox.h"

#include <gtest/gtest.h>

#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using namespace std::chrono_literals;
using graph::Outcome;
using testing::now;

Step step_after(int attempts, Instant first_due = now) {
    Step step;
    step.attempts = attempts;
    step.first_due = first_due;
    return step;
}

Outcome outcome(Outcome::Kind kind, int status = 0) {
    Outcome made;
    made.kind = kind;
    made.status = status;
    return made;
}

const Outcome unavailable = outcome(Outcome::Kind::unavailable, 503);

/// After how long it is tried again; nullopt when the Step has ended.
std::optional<std::chrono::seconds> delay(const Step& step, const Outcome& ended, double jitter,
                                          Instant when = now) {
    const After next = after(step, ended, when, jitter);
    if (!next.again_at) return std::nullopt;
    return *next.again_at - when;
}

TEST(After, WhatIsDoneLeavesTheOutbox) {
    const After next = after(step_after(0), outcome(Outcome::Kind::done, 202), now, 0.5);
    EXPECT_EQ(next.again_at, std::nullopt);
    EXPECT_EQ(next.ending, Ending::done);
}

TEST(After, AMailInDoubtIsUnknownAndNeverRepeated) {
    const After next = after(step_after(0), outcome(Outcome::Kind::in_doubt, 504), now, 0.5);
    EXPECT_EQ(next.again_at, std::nullopt);
    EXPECT_EQ(next.ending, Ending::unknown);
}

TEST(After, ARefusalEndsItButAConflictIsTriedAgain) {
    const After refused = after(step_after(0), outcome(Outcome::Kind::refused, 400), now, 0.5);
    EXPECT_EQ(refused.again_at, std::nullopt);
    EXPECT_EQ(refused.ending, Ending::refused);
    EXPECT_TRUE(delay(step_after(0), outcome(Outcome::Kind::refused, 412), 0.5));
    // A policy or a licence that is on its way, a full mailbox: the mailbox's trouble passes.
    for (const int status : {403, 404, 507}) {
        EXPECT_TRUE(delay(step_after(0), outcome(Outcome::Kind::refused, status), 0.5)) << status;
    }
}

TEST(After, SignInThatIsRefusedIsWaitedOutUntilItIsMendedOrGivenUp) {
    const Outcome refused = outcome(Outcome::Kind::refused, 401);
    EXPECT_TRUE(delay(step_after(0), refused, 0.5));
    const Instant late = step_after(0).first_due + give_up_after + 1s;
    const After next = after(step_after(give_up_attempts_min), refused, late, 0.5);
    EXPECT_EQ(next.again_at, std::nullopt);
    EXPECT_EQ(next.ending, Ending::refused);
}

TEST(After, AThrottledActWaitsExactlyAsToldHoweverOftenItWasTried) {
    Outcome throttled = outcome(Outcome::Kind::throttled, 429);
    throttled.wait = 17s;
    EXPECT_EQ(delay(step_after(0), throttled, 0.9), 17s);
    EXPECT_EQ(delay(step_after(50), throttled, 0.1), 17s);
    throttled.wait = 0s;
    EXPECT_EQ(delay(step_after(0), throttled, 0.5), 1s) << "never at once";
}

TEST(After, RetriesGrowFromSecondsToAQuarterOfAnHour) {
    EXPECT_LE(delay(step_after(0), unavailable, 0.999), retry_delay_min);
    EXPECT_GE(delay(step_after(0), unavailable, 0.0), 1s);
    std::chrono::seconds last{0};
    for (int attempts = 0; attempts < 8; ++attempts) {
        const auto next = delay(step_after(attempts), unavailable, 0.5);
        EXPECT_GT(next, last) << attempts;
        last = *next;
    }
    for (const int attempts : {8, 20, 1'000'000}) {
        EXPECT_EQ(delay(step_after(attempts), unavailable, 0.0), retry_delay_max / 2);
        EXPECT_LE(delay(step_after(attempts), unavailable, 0.999), retry_delay_max);
    }
}

TEST(After, JitterSpreadsTheRetries) {
    EXPECT_LT(delay(step_after(5), unavailable, 0.0), delay(step_after(5), unavailable, 0.5));
    EXPECT_LT(delay(step_after(5), unavailable, 0.5), delay(step_after(5), unavailable, 0.99));
}

TEST(After, WhatCannotBeDoneForThreeDaysIsGivenUp) {
    const Step step = step_after(300, now);
    EXPECT_TRUE(delay(step, unavailable, 0.5, now + 72h));
    const After late = after(step, unavailable, now + 72h + 1s, 0.5);
    EXPECT_EQ(late.again_at, std::nullopt);
    EXPECT_EQ(late.ending, Ending::refused);
}

TEST(After, WhatIsLateBecauseTheServiceStoodStillGetsItsAttemptsFirst) {
    EXPECT_TRUE(delay(step_after(0, now), unavailable, 0.5, now + 100h));
    EXPECT_TRUE(delay(step_after(7, now), unavailable, 0.5, now + 100h));
    EXPECT_FALSE(delay(step_after(8, now), unavailable, 0.5, now + 100h));
}

TEST(After, BeingThrottledForThreeDaysIsGivenUpToo) {
    Outcome throttled = outcome(Outcome::Kind::throttled, 429);
    throttled.wait = 10s;
    EXPECT_TRUE(delay(step_after(300, now), throttled, 0.5, now + 72h));
    EXPECT_FALSE(delay(step_after(300, now), throttled, 0.5, now + 73h));
}

TEST(Outbox, NamesAreThoseOfTheApi) {
    EXPECT_EQ(name_of(Step::Kind::event), "event");
    EXPECT_EQ(name_of(Step::Kind::reminder), "reminder");
    EXPECT_EQ(name_of(Ending::done), "done");
    EXPECT_EQ(name_of(Ending::refused), "refused");
    EXPECT_EQ(name_of(Ending::unknown), "unknown");
    EXPECT_EQ(name_of(Ending::dropped), "dropped");
}

}  // namespace
}  // namespace plazo::scheduler
