// timezone/display_names.h - the names of zones that Windows and Lotus Notes show to people.
//
//     (UTC+01:00) Brussels, Copenhagen, Madrid, Paris
//     (GMT-05.00) Eastern Time (US & Canada)
//     Athens, Istanbul, Minsk
//     (UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien
//
// They name places (places.h), in English or another language. All of them should keep one time;
// where they no longer do, the offset in front decides, and where there is none, a majority that is
// clear, or else the time that they last had in common, if just one of them still has it.
#pragma once

#include <optional>
#include <string_view>

#include "timezone/tzdb.h"

namespace plazo::timezone {

struct DisplayName {
    Zone zone;
    /// Every place is known, keeps that time, and the offset in front fits.
    bool certain = false;
};

/// Example (runs in tests/timezone/display_names_test.cpp):
///     zone_of_display_name(tzdb, "(UTC+01:00) Madrid, Paris", span)->zone.name() == "Europe/Paris"
///
/// Nothing where a name is no place that is known, unless the others and the offset all agree.
std::optional<DisplayName> zone_of_display_name(const Tzdb& tzdb, std::string_view text, Span span);

}  // namespace plazo::timezone
