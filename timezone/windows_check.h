// timezone/windows_check.h - whether a Windows name and a place still keep the same time.
//
// Governments change clocks faster than Unicode changes its tables and Microsoft its zones: in
// November 2026 CLDR has Vancouver under "Pacific Standard Time", whose clocks go back then, while
// Vancouver's stay. So names are checked against the offsets of the database at hand:
//
//     windows_name(tzdb, vancouver, whole_years(2027, 2027)) == "US Mountain Standard Time"
//     windows_name(tzdb, madrid, whole_years(2026, 2026)) == "Romance Standard Time"
//
//     for (const WindowsMismatch& each : verify_windows_zones(tzdb, whole_years(2027, 2028)))
//         warn(each.iana, each.windows, each.since);
//
// (Examples run in tests/timezone/windows_check_test.cpp.) A Windows name is taken to keep the time
// of the place that CLDR gives for the whole world. Pure functions, safe on any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "timezone/tzdb.h"

namespace plazo::timezone {

struct WindowsMismatch {
    enum class Kind {
        differs,  // from `since` on the place's clocks are not those of the Windows zone
        missing,  // the database has no such place, under no name
    };
    std::string_view windows;
    std::string_view iana;
    Kind kind = Kind::differs;
    Instant since{};  // differs: in the span
    bool operator==(const WindowsMismatch&) const = default;
};

/// Every place that CLDR puts under a Windows name and that does not fit it in the span, by place.
/// Some milliseconds. A Windows zone whose own place is missing is reported as that place, and its
/// others are not judged.
std::vector<WindowsMismatch> verify_windows_zones(const Tzdb& tzdb, Span span);

/// Windows names whose clocks show the zone's time all through the span, the best first: CLDR's own
/// for it; those that places of its territory have; any other; and at last names that CLDR does not
/// have, as a mailbox's server may be older than one of them or newer. Empty where no zone of
/// Windows does that (Antarctica/Troll). Costs some 5 us.
std::vector<std::string_view> windows_names(const Tzdb& tzdb, const Zone& zone, Span span);

/// The first of them. Costs a tenth of a microsecond where it is CLDR's own.
std::optional<std::string_view> windows_name(const Tzdb& tzdb, const Zone& zone, Span span);

}  // namespace plazo::timezone
