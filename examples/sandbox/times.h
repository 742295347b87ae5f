// examples/sandbox/times.h - the sandbox's movable clock, and the spellings of time that only it
// reads.
//
//     parse_instant("2026-12-15T14:00:00")    a query value of Graph: UTC where there is no offset
//     parse_duration("P1DT2H")                weeks, days, hours, minutes and seconds
//     http_text(instant)                      "Tue, 15 Dec 2026 13:00:00 GMT" (RFC 9110, 5.6.7)
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"

namespace plazo::sandbox {

using timezone::Date;
using timezone::Instant;
using timezone::LocalTime;

/// Whether Exchange's calendar knows the time: from 1601 until the end of August 4500. What is
/// computed from such a time by hours, days or years stays among those that can be written.
bool in_exchanges_time(LocalTime time);
bool in_exchanges_time(Instant time);

/// A clock of the sandbox's, an event or a window goes no further than that; neither does this.
inline constexpr std::chrono::hours duration_max{24 * 366 * 100};

/// With an offset or "Z", else UTC; a date alone is its midnight.
std::optional<Instant> parse_instant(std::string_view text);
/// Nothing for what is longer than `duration_max`.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);
std::string http_text(Instant instant);

/// The sandbox's time: that of `base`, moved or stopped by an admin call.
class MovableClock {
  public:
    explicit MovableClock(std::function<Instant()> base) : base_{std::move(base)} {}
    Instant now() const { return frozen_ ? *frozen_ : base_() + shift_; }
    void advance(std::chrono::seconds duration);
    void set(Instant instant);
    /// Stops at the present instant, or goes on from there.
    void freeze(bool stop);

    std::optional<Instant> frozen() const { return frozen_; }
    /// How far it is ahead of `base` while it runs.
    std::chrono::seconds shift() const { return shift_; }

  private:
    std::function<Instant()> base_;
    std::chrono::seconds shift_{0};
    std::optional<Instant> frozen_;
};

}  // namespace plazo::sandbox
