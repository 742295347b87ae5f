// graph/clock.h - the outside world's time and chance, as things that are handed in.
//
// Nothing below main asks the machine what time it is: functions take `now`, and what has to wait
// takes a Clock. SystemClock is the real one. VirtualClock moves only when told to, so that the
// whole service runs through days in milliseconds, on one thread, the same way every time
// (tests/simulation).
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "timezone/time.h"

namespace plazo::graph {

using timezone::Instant;

/// A clock that never jumps. For durations and time-outs; it means nothing to people.
using SteadyTime = std::chrono::steady_clock::time_point;

/// One sleeper, and whoever may wake it early.
class Alarm {
  public:
    virtual ~Alarm() = default;
    /// Returns at `time`, or as soon as it is rung. A ring while nobody sleeps is kept for the next
    /// sleeper.
    virtual boost::asio::awaitable<void> wait_until(SteadyTime time) = 0;
    virtual void ring() = 0;
};

class Clock {
  public:
    virtual ~Clock() = default;
    /// What a right wall clock shows. It may jump when somebody sets it.
    virtual Instant wall() const = 0;
    virtual SteadyTime steady() const = 0;
    /// When, on the steady clock, the wall clock will show `time`, as both stand now.
    virtual SteadyTime steady_at(Instant time) const = 0;
    virtual std::unique_ptr<Alarm> make_alarm() = 0;
};

/// The machine's clocks. Alarms belong to `executor`'s thread.
class SystemClock : public Clock {
  public:
    explicit SystemClock(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}
    Instant wall() const override;
    SteadyTime steady() const override;
    SteadyTime steady_at(Instant time) const override;
    std::unique_ptr<Alarm> make_alarm() override;

  private:
    boost::asio::any_io_executor executor_;
};

/// A clock that stands still until it is advanced. Both of its clocks move together.
class VirtualClock : public Clock {
  public:
    VirtualClock(boost::asio::any_io_executor executor, Instant start);
    Instant wall() const override;
    SteadyTime steady() const override { return steady_; }
    SteadyTime steady_at(Instant time) const override { return SteadyTime{time - start_}; }
    std::unique_ptr<Alarm> make_alarm() override;

    /// Moves both clocks to the earliest time that a sleeper waits for, and wakes the sleepers of
    /// that time. False when nobody sleeps, or only until after `limit`; then the clocks stay.
    bool advance_to_next(Instant limit);
    /// Moves the clocks by `duration` and wakes everybody whose time has come.
    void advance(std::chrono::nanoseconds duration);

  private:
    class VirtualAlarm;
    void wake();

    boost::asio::any_io_executor executor_;
    Instant start_;
    SteadyTime steady_;
    std::vector<VirtualAlarm*> sleepers_;  // in the order in which they fell asleep
};

/// Chance, as an argument. Not for keys: those come from the operating system (scheduler/crypto.h).
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_{seed} {}
    /// The next 64 bits of splitmix64 (Steele, Lea, Flood 2014).
    std::uint64_t next();
    /// Evenly in [0, 1).
    double fraction();
    /// A random UUID, RFC 9562 version 4.
    std::string uuid();

  private:
    std::uint64_t state_;
};

}  // namespace plazo::graph
