// timezone/written_offset.h - offsets from UTC as people write them, alone or in a longer name.
//
//     parse_offset("+05:30") == 5h + 30min;
//     parse_offset("-0500") == parse_offset("-5");
//     parse_offset("+1.00") == 1h;          // Lotus Notes has dots
//
// (The example runs in tests/timezone/written_offset_test.cpp.) East of UTC is positive.
#pragma once

#include <optional>
#include <string_view>

#include "timezone/time.h"

namespace plazo::timezone {

inline constexpr int written_hours_max = 14;  // no place has ever been further from UTC's clocks

/// A sign and hours, with or without minutes; nothing for any other text.
std::optional<seconds> parse_offset(std::string_view text);

}  // namespace plazo::timezone
