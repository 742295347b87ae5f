// ical/recurrence_arithmetic.h - days as numbers, for the two tables of a rule. Internal to
// rule_occurrences.h.
#pragma once

#include <cstdint>

#include "ical/value.h"

namespace plazo::ical {

inline constexpr std::int64_t day_seconds = 86'400;

/// The rest of a division, never negative.
constexpr std::int64_t modulo(std::int64_t a, std::int64_t b) {
    const std::int64_t rest = a % b;
    return rest < 0 ? rest + b : rest;
}

/// Of the day that `time` is in, counted from 1970-01-01.
constexpr std::int64_t day_of(LocalTime time) {
    const std::int64_t since = time.time_since_epoch().count();
    return (since - modulo(since, day_seconds)) / day_seconds;
}

/// Monday is 0; 1970-01-01 was a Thursday.
constexpr int weekday_of_day(std::int64_t day) {
    return static_cast<int>(modulo(day + 3, 7));
}

}  // namespace plazo::ical
