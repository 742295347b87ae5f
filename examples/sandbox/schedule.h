// examples/sandbox/schedule.h - who is busy when, as calendar/getSchedule tells it.
//
//     availability_view(spans, from, to, 30min)      // "0022000": a digit for each half hour
//
// A slot that is busy in part is busy, and of several answers the one that binds most stands: out
// of office before busy before tentative before working elsewhere.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/times.h"

namespace plazo::sandbox {

inline constexpr int slot_minutes_min = 5;
inline constexpr int slot_minutes_max = 1440;
inline constexpr int slot_minutes_default = 30;
/// EWS: what free/busy information may span.
inline constexpr std::chrono::hours schedule_span_max{62 * 24};
inline constexpr std::size_t schedules_max = 20;

struct BusySpan {
    Instant from;
    Instant to;
    std::string_view show_as;  ///< free, tentative, busy, oof, workingElsewhere
};

/// A digit for each slot from `from` on; the last may be cut short by `to`.
std::string availability_view(const std::vector<BusySpan>& spans, Instant from, Instant to,
                              std::chrono::minutes slot);

}  // namespace plazo::sandbox
