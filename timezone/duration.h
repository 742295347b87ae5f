// timezone/duration.h - ISO 8601 durations as people mean them: calendar days are not 24 hours.
//
//     P1D    moves the date on the wall; the clock reads the same the next day, in any zone
//     PT24H  is exact time; across a change of the clocks the wall shows another hour
//
// Example (runs in tests/timezone/duration_test.cpp): in Madrid, from 2026-10-24T18:00,
//     P1D  -> 2026-10-25T18:00        PT24H -> 2026-10-25T17:00
//
// The calendar part moves first, then the exact part. A month that is too short gives its last day
// (P1M from 31 August is 30 September).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"
#include "timezone/zone.h"

namespace plazo::timezone {

inline constexpr int duration_years_max = 10;

struct Duration {
    int months = 0;  // years count twelve
    int days = 0;    // weeks count seven
    std::chrono::seconds exact{0};

    bool operator==(const Duration&) const = default;
    bool zero() const { return *this == Duration{}; }
    Duration negated() const { return {-months, -days, -exact}; }
};

/// "P1Y2M3W4DT5H6M7S" with any of its parts, whole numbers, no sign. nullopt for anything else and
/// for more than duration_years_max.
std::optional<Duration> parse_duration(std::string_view text);

/// The shortest spelling: "P10D", "PT1H30M"; "PT0S" for nothing.
std::string format_duration(const Duration& duration);

/// The instant `duration` after a clock in `zone` showed `from`: days on the wall, then exact time.
Instant instant_later(LocalTime from, const Duration& duration, const Zone& zone);

/// What a clock in `zone` shows when `duration` has passed since it showed `from`.
LocalTime later(LocalTime from, const Duration& duration, const Zone& zone);

}  // namespace plazo::timezone
