// ical/vtimezone.h - a VTIMEZONE component and the rules it stands for: RFC 5545, 3.6.5.
//
// Example (runs in tests/ical/vtimezone_test.cpp; `tzdb` as in timezone/tzdb.h):
//     const timezone::Zone madrid = *tzdb.find("Europe/Madrid");
//     ZoneBlock block{"Europe/Madrid", timezone::outlook_safe(madrid, 2026), ""};
//     Writer writer;
//     write_vtimezone(writer, block);    // with STANDARD and DAYLIGHT
//     read_vtimezone(writer.text()) == block;
//
// A rule that means a day of every year is kept as a rule, in whichever form it is written
// (vtimezone_rule.h) and however far back its DTSTART is; Exchange begins in 1601. One that means
// several days becomes several observances. Any other rule is written out as onsets, with a warning
// when the limits below cut it short: of too many the first is taken and the last ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/writer.h"
#include "timezone/observances.h"

namespace plazo::ical {

inline constexpr std::size_t written_out_onsets_max = 500;  // of a rule
inline constexpr int written_out_year_max = 2100;
// Of a block; what exceeds them is an error and left out. The longest histories that are known
// take 60 observances and 200 onsets.
inline constexpr std::size_t observances_max = 1000;
inline constexpr std::size_t onsets_max = 10'000;
inline constexpr std::size_t unusual_rules_max = 20;
inline constexpr std::size_t zone_name_bytes_max = 255;  // of a TZNAME

struct ZoneBlock {
    std::string tzid;  // empty where there is none, which is an error
    timezone::Observances rules;
    /// X-LIC-LOCATION, or what other programs write in its stead: which place of the tz database
    /// they mean.
    std::string location;

    bool operator==(const ZoneBlock&) const = default;
};

/// A STANDARD or DAYLIGHT without DTSTART or TZOFFSETTO is left out with an error; a missing
/// TZOFFSETFROM is taken as TZOFFSETTO.
ZoneBlock read_vtimezone(const ComponentView& component, std::vector<Problem>& problems);

/// The first VTIMEZONE of a text, which need not be in a VCALENDAR. What is wrong is not told.
/// Nothing when there is none.
std::optional<ZoneBlock> read_vtimezone(std::string_view text);

/// Writes the rules as they are; timezone/observances.h makes them for Outlook, for a span, or for
/// ever.
void write_vtimezone(Writer& writer, const ZoneBlock& block);

}  // namespace plazo::ical
