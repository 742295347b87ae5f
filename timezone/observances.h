// timezone/observances.h - time zones as calendars describe them to each other: VTIMEZONE's
// STANDARD and DAYLIGHT parts (RFC 5545, 3.6.5), as values.
//
// An Observance says: from `onset` on, on the clock that was `from` east of UTC, clocks show `to`;
// and so again every year by `rule`, and on the local times in `onsets`. What a clock shows is
// decided by the latest onset of all observances, and before the first one by its `from`.
//
// Example (runs in tests/timezone/observances_test.cpp; `tzdb` as in tzdb.h):
//     const Observances rules = outlook_safe(*tzdb.find("Europe/Madrid"), 2026);
//     rules.list.size() == 2;                    // STANDARD, DAYLIGHT
//     zones_like(tzdb, rules, whole_years(2026, 2026), "Europe/Madrid").front().name() ==
//         "Europe/Madrid";
//
// The block of a file may begin in 1601 and its name may mean nothing: onsets are found by
// arithmetic on the year, never by walking to it, and what place is meant is found by comparing
// offsets. Reading and writing the text of a VTIMEZONE is ical's task. Values and pure functions,
// safe on any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/time.h"
#include "timezone/tzdb.h"
#include "timezone/zone.h"

namespace plazo::timezone {

/// One day of every year. What RRULE says in many ways comes down to one of three.
struct YearlyRule {
    enum class Kind {
        nth_weekday,          // BYDAY=2SU, BYDAY=-1SU: `number` is 1 to 5 or -1 to -5
        weekday_on_or_after,  // BYMONTHDAY=8,9,...,14;BYDAY=SU: `number` is 8
        month_day,  // BYMONTHDAY=1: `number` is 1 to 31, or -1 to -31 from the month's end
    };
    Kind kind = Kind::nth_weekday;
    date::month month{1};
    int number = 1;
    Weekday weekday = Weekday::sunday;  // not for month_day
    /// The last instant at which an onset may be (UNTIL); a COUNT is the caller's to turn into it.
    std::optional<Instant> until;

    /// Nothing in years that lack the day: a fifth Sunday, 29 February.
    std::optional<Date> in_year(int year) const;
    bool operator==(const YearlyRule&) const = default;
};

struct Observance {
    LocalTime onset;  // DTSTART, an onset even where `rule` says otherwise
    seconds from{0};  // TZOFFSETFROM
    seconds to{0};    // TZOFFSETTO
    std::optional<YearlyRule> rule;
    std::vector<LocalTime> onsets;  // RDATE
    std::string name;               // TZNAME; may be empty
    bool daylight = false;
    bool operator==(const Observance&) const = default;
};

struct Observances {
    std::vector<Observance> list;

    /// East of UTC; zero when the list is empty.
    seconds offset(Instant instant) const;
    /// Every onset in [from, to) that changes something.
    std::vector<Transition> transitions(Instant from, Instant to) const;
    bool operator==(const Observances&) const = default;
};

/// More changes than this make a block no zone: hostile, or at least not of this world.
inline constexpr std::size_t observance_changes_max = 20'000;

/// A zone of one's own for a block that fits no place: right in every year in which the block says
/// something. Nothing for an empty list, for offsets of 26 hours or more, and above
/// observance_changes_max.
std::optional<Zone> zone_from(const Observances& rules, std::string name);

/// Whether clocks show the same by both, all through the span.
bool describes(const Observances& rules, const Zone& zone, Span span);

/// The zones that `rules` describe all through the span, the likeliest first: `hint` if it is one
/// of them, then those that use the block's TZNAMEs, then those that CLDR calls the main place of
/// their Windows zone, then by name. Many places keep the same time, so this is a class and a
/// guess.
std::vector<Zone> zones_like(const Tzdb& tzdb, const Observances& rules, Span span,
                             std::string_view hint = {});

/// What Outlook and Exchange can read: one STANDARD and at most one DAYLIGHT, each with one yearly
/// rule, as they are in force in `year`. DAYLIGHT is the part with the greater offset, also where
/// the tz database sees it the other way round (Dublin).
///
/// A year that ends on another offset than it began with (an abolition), or that changes more than
/// twice, becomes the one offset that is in force for most of it. Changes that no yearly rule
/// repeats (Ramadan in Morocco) are right for that year alone. describes(result, zone, span) tells
/// either, and so whether people have to be warned.
Observances outlook_safe(const Zone& zone, int year);

}  // namespace plazo::timezone
