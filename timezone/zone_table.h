// timezone/zone_table.h - the facts a zone is made of: which offsets it has known, and since when.
//
// Every source of zones ends here: TZif files (tzif.h), POSIX rules (posix_rule.h) and VTIMEZONE
// rules (observances.h) each become a ZoneTable, and Zone (zone.h) reads nothing else.
//
// The future has no end, but the Gregorian calendar repeats itself every 400 years to the day of
// the week, and so does every rule of the form "the last Sunday of March". A table therefore lists
// the changes of 400 years under its last rules, and what comes later is looked up that many years
// earlier.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "timezone/time.h"

namespace plazo::timezone {

/// 400 Gregorian years: 146,097 days, a whole number of weeks.
inline constexpr seconds gregorian_cycle = days{146'097};

/// No place has ever been further from UTC; RFC 9636, 3.2 allows less than 26 hours either way.
inline constexpr seconds offset_max = hours{26} - seconds{1};

/// One way of telling the time: Madrid's "CEST" is {2h, true, "CEST"}.
struct ZoneType {
    seconds offset{0};  // east of UTC, to the second: local mean times have them
    bool dst = false;
    std::string abbreviation;
    bool operator==(const ZoneType&) const = default;
};

/// From `at` on, clocks show the type with this index.
struct ZoneChange {
    Instant at;
    std::uint8_t type = 0;
    bool operator==(const ZoneChange&) const = default;
};

/// Invariants: `types` is not empty and every index is inside it; `changes` ascend strictly.
struct ZoneTable {
    std::vector<ZoneType> types;
    /// The type before the first change.
    std::uint8_t initial = 0;
    std::vector<ZoneChange> changes;
    /// When set, the 400 years before this instant repeat for ever after it.
    std::optional<Instant> repeats_from;
    bool operator==(const ZoneTable&) const = default;
};

}  // namespace plazo::timezone
