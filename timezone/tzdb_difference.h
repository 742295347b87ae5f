// timezone/tzdb_difference.h - what a new version of the time zone data changes.
//
// Governments announce new rules weeks ahead, at times days. Whoever has stored an instant that was
// derived from a wall time has to derive it again, for the zones that are named here and no other.
//
//     for (const ZoneDifference& each : differences(before, after, now)) replan(each.name);
//
// (An example runs in tests/timezone/tzdb_difference_test.cpp.) Pure, safe on any thread; some
// milliseconds for two whole databases.
#pragma once

#include <string>
#include <vector>

#include "timezone/tzdb.h"

namespace plazo::timezone {

struct ZoneDifference {
    enum class Kind {
        moved,    // clocks will show another time
        added,    // the name is new
        removed,  // the name is gone
    };
    std::string name;  // links too: whoever stored a link's name has to know
    Kind kind = Kind::moved;
    /// moved: the first instant, at `from` or later, at which the offsets differ.
    Instant since{};
    bool operator==(const ZoneDifference&) const = default;
};

/// By name. What changed before `from` only, or in nothing but abbreviations, is no difference.
std::vector<ZoneDifference> differences(const Tzdb& before, const Tzdb& after, Instant from);

/// The first instant, at `from` or later, at which clocks of both show different times; nothing
/// where they never will.
std::optional<Instant> first_difference(const Zone& a, const Zone& b, Instant from);

}  // namespace plazo::timezone
