// examples/sandbox/recurrence.h - Graph's patterned recurrence: six patterns, three ranges,
// expanded as Exchange does.
//
//     Recurrence monthly_31;      // absoluteMonthly, dayOfMonth 31, from 2026-01-31
//     days_of(monthly_31, january_31, march_31);      // 31 January, 28 February, 31 March
//
// Exchange moves day 29, 30 or 31 to the last day of a shorter month; RFC 5545 would skip that
// month. With several days of the week and an index, the n-th day among them in the month is meant.
#pragma once

#include <cstddef>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "timezone/time.h"

namespace plazo::sandbox {

/// The limit of EWS for `numberOfOccurrences`.
inline constexpr int occurrences_numbered_max = 999;
inline constexpr int interval_max = 999;

struct Recurrence {
    enum class Pattern {
        daily,
        weekly,
        absolute_monthly,
        relative_monthly,
        absolute_yearly,
        relative_yearly
    };
    Pattern pattern = Pattern::daily;
    int interval = 1;
    std::vector<timezone::Weekday> weekdays;
    timezone::Weekday week_start = timezone::Weekday::sunday;
    int index = 1;  ///< 1 to 4, -1 the last
    int day_of_month = 0;
    int month = 0;

    timezone::Date start;
    std::optional<timezone::Date> end;  ///< inclusive
    std::optional<int> count;
    std::string zone;  ///< as the client wrote it; may be empty

    bool operator==(const Recurrence&) const = default;
};

/// The days of the series from `first` to `last`, both inclusive, and at most `limit` of them. A
/// series without a number of occurrences is entered near `first`, however long ago it began.
std::vector<timezone::Date> days_of(const Recurrence& recurrence, timezone::Date first,
                                    timezone::Date last,
                                    std::size_t limit = std::numeric_limits<std::size_t>::max());

/// Reads {"pattern", "range"}; a Refusal 400 when it is no valid recurrence.
Recurrence read_recurrence(const nlohmann::json& value);
nlohmann::json to_json(const Recurrence& recurrence);

/// The RRULE that Exchange writes; `until` is the local time of an inclusive end as it stands
/// there.
std::string rrule(const Recurrence& recurrence, const std::string& until);

}  // namespace plazo::sandbox
