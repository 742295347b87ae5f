// timezone/zone_table.h - the facts a zone is made of: which offsets it has known, and since when.
//
// Every source of zones ends here: TZif files (tzif.h), POSIX rules (posix_rule.h) and VTIMEZONE
// rules (observances.h) each become a ZoneTable, and Zone (zone.h) answers from nothing else.
//
//     before changes[0]                 types[initial]
//     from changes[i] to changes[i+1]   types[changes[i].type]
//     after the last of `changes`       what `yearly` says, for ever
//
// period_at() is the careful way through a table, right from year 1 to 9999 and beyond; the fast
// way is built from it (offset_index.h) and compared with it in tests. Values and pure functions,
// safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "timezone/time.h"
#include "timezone/yearly_day.h"

namespace plazo::timezone {

/// No place has ever been further from UTC; RFC 9636, 3.2 allows less than 26 hours either way.
inline constexpr seconds offset_max = hours{26} - seconds{1};

/// More changes than this in every year are no rule that we know. Morocco's and Egypt's worst years
/// had four.
inline constexpr std::size_t yearly_changes_max = 12;

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

/// A change that comes every year, on a clock that is `before` east of UTC.
struct YearlyChange {
    YearlyDay day;  // of the kind that every year has
    seconds time{0};
    seconds before{0};
    std::uint8_t type = 0;

    Instant in_year(int year) const;
    bool operator==(const YearlyChange&) const = default;
};

/// Invariants: `types` is not empty and every index is inside it; `changes` ascend strictly;
/// `yearly` has at most yearly_changes_max.
struct ZoneTable {
    std::vector<ZoneType> types;
    /// The type before the first change.
    std::uint8_t initial = 0;
    std::vector<ZoneChange> changes;
    /// Of two at the same instant the last counts.
    std::vector<YearlyChange> yearly;
    bool operator==(const ZoneTable&) const = default;
};

/// A time without a change.
struct Period {
    std::uint8_t type = 0;
    std::optional<Instant> begin;  // none: it has always been so
    std::optional<Instant> end;    // none: it will be so for ever
};

/// The period that holds `instant`. Next to it may be one of the same type.
Period period_at(const ZoneTable& table, Instant instant);

/// Every change in [from, to), in order; what two neighbours change may be nothing but a name.
std::vector<ZoneChange> changes_in(const ZoneTable& table, Instant from, Instant to);

}  // namespace plazo::timezone
