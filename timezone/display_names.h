// timezone/display_names.h - the names of zones that Windows and Lotus Notes show to people.
//
//     (UTC+01:00) Brussels, Copenhagen, Madrid, Paris
//     (GMT-05.00) Eastern Time (US & Canada)
//     Almaty, Novosibirsk, North Central Asia
//
// They name places, so they are read as places: cities of the tz database and a table of what else
// these programs say ("Abu Dhabi", "Arizona"). All of them have to keep one time; where they no
// longer do, the offset in front and then the majority decides. English is read, and a few Spanish
// and French names of the zone that Spain and France are in.
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
/// Nothing where a name is no place that is known.
std::optional<DisplayName> zone_of_display_name(const Tzdb& tzdb, std::string_view text, Span span);

}  // namespace plazo::timezone
