#include "graph/clock.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <set>

#include "tests/graph/run.h"

namespace plazo::graph {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using testing::at;

const Instant start = at("2026-11-25T08:00:00Z");

/// Sleepers that write down who woke, and when.
struct Bedroom {
    boost::asio::io_context context{1};
    VirtualClock clock{context.get_executor(), start};
    std::vector<std::string> woken;

    awaitable<void> sleep(Alarm& alarm, SteadyTime time, std::string name) {
        co_await alarm.wait_until(time);
        woken.push_back(name + "@" + std::to_string((clock.wall() - start).count()));
    }
    void put_to_bed(Alarm& alarm, std::chrono::seconds after, std::string name) {
        const SteadyTime time = clock.steady_at(start + after);
        boost::asio::co_spawn(context, sleep(alarm, time, std::move(name)),
                              [](std::exception_ptr) {});
        go_on();
    }
    void go_on() {
        context.restart();
        context.poll();
    }
};

using Names = std::vector<std::string>;

TEST(VirtualClock, StandsStillUntilItIsAdvanced) {
    Bedroom room;
    const auto alarm = room.clock.make_alarm();
    room.put_to_bed(*alarm, 10s, "a");
    EXPECT_TRUE(room.woken.empty());
    EXPECT_EQ(room.clock.wall(), start);
    room.clock.advance(9s);
    room.go_on();
    EXPECT_TRUE(room.woken.empty());
    room.clock.advance(1s);
    room.go_on();
    EXPECT_EQ(room.woken, Names{"a@10"});
}

TEST(VirtualClock, WakesSleepersInTheOrderOfTheirTimesAndThoseOfOneTimeAsTheyFellAsleep) {
    Bedroom room;
    const auto a = room.clock.make_alarm(), b = room.clock.make_alarm(),
               c = room.clock.make_alarm();
    room.put_to_bed(*a, 30s, "a");
    room.put_to_bed(*b, 10s, "b");
    room.put_to_bed(*c, 30s, "c");
    while (room.clock.advance_to_next(start + 1h)) room.go_on();
    EXPECT_EQ(room.woken, (Names{"b@10", "a@30", "c@30"}));
}

TEST(VirtualClock, DoesNotMoveBeyondTheLimit) {
    Bedroom room;
    const auto alarm = room.clock.make_alarm();
    EXPECT_FALSE(room.clock.advance_to_next(start + 24h));
    room.put_to_bed(*alarm, 60s, "a");
    EXPECT_FALSE(room.clock.advance_to_next(start + 59s));
    EXPECT_EQ(room.clock.wall(), start);
    EXPECT_TRUE(room.clock.advance_to_next(start + 60s));
    room.go_on();
    EXPECT_EQ(room.woken, Names{"a@60"});
}

TEST(VirtualClock, ATimeThatHasPassedIsNotWaitedFor) {
    Bedroom room;
    const auto alarm = room.clock.make_alarm();
    room.put_to_bed(*alarm, 0s, "a");
    EXPECT_EQ(room.woken, Names{"a@0"});
}

TEST(VirtualClock, BothClocksMoveTogether) {
    Bedroom room;
    const SteadyTime before = room.clock.steady();
    room.clock.advance(1500ms);
    EXPECT_EQ(room.clock.steady() - before, 1500ms);
    EXPECT_EQ(room.clock.wall(), start + 1s);
    EXPECT_EQ(room.clock.steady_at(start + 90s) - before, 90s);
}

TEST(Alarm, ARingWakesEarly) {
    Bedroom room;
    const auto alarm = room.clock.make_alarm();
    room.put_to_bed(*alarm, 60s, "a");
    alarm->ring();
    room.go_on();
    EXPECT_EQ(room.woken, Names{"a@0"});
    EXPECT_FALSE(room.clock.advance_to_next(start + 24h)) << "a woken sleeper still counts";
}

TEST(Alarm, ARingWhileNobodySleepsIsKeptForOneSleeper) {
    Bedroom room;
    const auto alarm = room.clock.make_alarm();
    alarm->ring();
    alarm->ring();
    room.put_to_bed(*alarm, 60s, "a");
    EXPECT_EQ(room.woken, Names{"a@0"});
    room.put_to_bed(*alarm, 60s, "b");
    EXPECT_EQ(room.woken, Names{"a@0"});
}

TEST(Alarm, OfTheSystemClockKeepsARingToo) {
    boost::asio::io_context context{1};
    SystemClock clock{context.get_executor()};
    const auto alarm = clock.make_alarm();
    alarm->ring();
    testing::run(context, alarm->wait_until(clock.steady() + 24h));
}

TEST(Random, UuidsAreOfVersionFourAndDiffer) {
    Random random{7};
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string uuid = random.uuid();
        ASSERT_EQ(uuid.size(), 36u);
        for (const std::size_t dash : {8u, 13u, 18u, 23u}) EXPECT_EQ(uuid[dash], '-');
        EXPECT_EQ(uuid[14], '4');
        EXPECT_NE(std::string{"89ab"}.find(uuid[19]), std::string::npos);
        EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos);
        EXPECT_TRUE(seen.insert(uuid).second);
    }
}

TEST(Random, TheSameSeedGivesTheSameAndAnotherSeedAnother) {
    Random a{42}, b{42}, c{43};
    const std::string uuid = a.uuid();
    EXPECT_EQ(uuid, b.uuid());
    EXPECT_NE(uuid, c.uuid());
}

TEST(Random, IsSplitmix64) {
    Random random{1234567};
    EXPECT_EQ(random.next(), 6457827717110365317ULL);
    EXPECT_EQ(random.next(), 3203168211198807973ULL);
}

TEST(Random, FractionsLieBelowOne) {
    Random random{1};
    double sum = 0;
    for (int i = 0; i < 1000; ++i) {
        const double fraction = random.fraction();
        ASSERT_GE(fraction, 0);
        ASSERT_LT(fraction, 1);
        sum += fraction;
    }
    EXPECT_NEAR(sum / 1000, 0.5, 0.05);
}

}  // namespace
}  // namespace plazo::graph
