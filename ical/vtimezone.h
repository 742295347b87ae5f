// ical/vtimezone.h - a VTIMEZONE component and the rules it stands for: RFC 5545, 3.6.5.
//
// Example (runs in tests/ical/vtimezone_test.cpp; `tzdb` as in timezone/tzdb.h):
//     const timezone::Zone madrid = *tzdb.find("Europe/Madrid");
//     ZoneBlock block{"Europe/Madrid", timezone::outlook_safe(madrid, 2026), ""};
//     Component component = write_vtimezone(block);
//     component.components.size() == 2;    // STANDARD, DAYLIGHT
//     read_vtimezone(component, problems) == block;
//
// A yearly rule in one of the three usual forms (timezone/observances.h) is kept as a rule, however
// far back its DTSTART is; Exchange begins in 1601. Any other rule is written out as onsets, with a
// warning when the limits below cut it short.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ical/component.h"
#include "timezone/observances.h"

namespace plazo::ical {

inline constexpr std::size_t written_out_onsets_max = 500;
inline constexpr int written_out_year_max = 2100;

struct ZoneBlock {
    std::string tzid;
    timezone::Observances rules;
    /// X-LIC-LOCATION, where a program says which place of the tz database it means.
    std::string location;

    bool operator==(const ZoneBlock&) const = default;
};

/// Nothing, and an error, when there is no TZID. A STANDARD or DAYLIGHT without DTSTART or
/// TZOFFSETTO is left out with an error; a missing TZOFFSETFROM is taken as TZOFFSETTO.
std::optional<ZoneBlock> read_vtimezone(const Component& component, std::vector<Problem>& problems);

/// Writes the rules as they are. For Outlook, which reads one STANDARD and one DAYLIGHT with a
/// plain rule each, let timezone::outlook_safe() make them.
Component write_vtimezone(const ZoneBlock& block);

}  // namespace plazo::ical
