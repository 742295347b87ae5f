// timezone/observances.h - time zones as calendars describe them to each other: VTIMEZONE's
// STANDARD and DAYLIGHT parts (RFC 5545, 3.6.5), as values.
//
// An Observance says: from `onset` on, on the clock that was `from` east of UTC, clocks show `to`;
// and so again every year by `rule`, and on the local times in `onsets`. What a clock shows is
// decided by the latest onset of all observances, and before the first one by its `from`.
//
//     zone_from(rules, name)          a Zone, for whoever asks more than once
//     zones_like(tzdb, rules, span)   which places keep that time
//     outlook_safe(zone, year), observances_of(zone, span), observances_from(zone, instant)
//                                     the way back: what to write into a calendar
//
// Example (runs in tests/timezone/observances_test.cpp; `tzdb` as in tzdb.h):
//     const Zone madrid = *tzdb.find("Europe/Madrid");
//     const Observances rules = outlook_safe(madrid, 2026);
//     rules.list.size() == 2;                                          // STANDARD, DAYLIGHT
//     zone_like(tzdb, rules, whole_years(2026, 2026))->name() == "Europe/Paris";
//     first_difference(rules, madrid, whole_years(1990, 2050));       // 1990-09-30: other rules
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
#include "timezone/yearly_day.h"
#include "timezone/zone.h"

namespace plazo::timezone {

/// One day of every year. What RRULE says in many ways comes down to one of YearlyDay's.
struct YearlyRule {
    YearlyDay day;
    /// The last instant at which an onset may be (UNTIL); a COUNT is the caller's to turn into it.
    std::optional<Instant> until = {};
    bool operator==(const YearlyRule&) const = default;
};

struct Observance {
    LocalTime onset;  // DTSTART, an onset even where `rule` says otherwise
    seconds from{0};  // TZOFFSETFROM
    seconds to{0};    // TZOFFSETTO
    /// At onset's time of day, in the years from its year on.
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
    /// What is left of them when names are of no interest.
    std::vector<OffsetChange> offset_changes(Span span) const;
    bool operator==(const Observances&) const = default;
};

/// More changes than this make a block no zone: hostile, or at least not of this world.
inline constexpr std::size_t observance_changes_max = 20'000;

/// A zone of one's own, for a block that fits no place or is asked often: right in every year.
/// Nothing for an empty list, for offsets of 26 hours or more, for onsets outside the years 1 to
/// 9999, for more than yearly_changes_max rules without an end, and above observance_changes_max.
std::optional<Zone> zone_from(const Observances& rules, std::string name);

/// The first instant of the span at which clocks by the rules and by the zone differ. It is what
/// people have to be warned of when a block is written that cannot say everything.
std::optional<Instant> first_difference(const Observances& rules, const Zone& zone, Span span);

/// Whether clocks show the same by both, all through the span. Never, for an empty list.
bool describes(const Observances& rules, const Zone& zone, Span span);

/// The zones that `rules` describe all through the span, the likeliest first: `hint` if it is one
/// of them, then those that use the block's TZNAMEs, then as a ZoneClass (zone_classes.h) has them.
/// Many places keep the same time, so this is a class and a guess.
///
/// Cost: for whole years less than a microsecond, and a tenth for each year after the first, once
/// the database has its classes of those years; for other spans all zones are looked at.
std::vector<Zone> zones_like(const Tzdb& tzdb, const Observances& rules, Span span,
                             std::string_view hint = {});

/// The first of zones_like(), for whoever needs no other.
std::optional<Zone> zone_like(const Tzdb& tzdb, const Observances& rules, Span span,
                              std::string_view hint = {});

/// What Outlook and Exchange can read: one STANDARD and at most one DAYLIGHT, each with one yearly
/// rule (a weekday counted in its month, or a day of the month), as they are in force in `year`.
/// DAYLIGHT is the part with the greater offset, also where the tz database sees it the other way
/// round (Dublin).
///
/// A year that ends on another offset than it began with (an abolition), or that changes more than
/// twice, becomes the one offset that is in force for most of it. Changes that no yearly rule
/// repeats (Ramadan in Morocco) are right for that year alone.
Observances outlook_safe(const Zone& zone, int year);

struct OutlookRules {
    Observances rules;
    /// From this instant of the span on Outlook shows people a wrong time: the rules that it can
    /// read do not say what the zone's clocks do. They have to be warned.
    std::optional<Instant> wrong_from;
};

/// The same, as in that year of the span (of its first outlook_years_tried) whose rules are right
/// the longest.
OutlookRules outlook_safe(const Zone& zone, Span span);
inline constexpr int outlook_years_tried = 5;

/// The least that is right all through the span: the change before it and those in it, as yearly
/// rules with an end where they are regular, else as single onsets. For events that end.
Observances observances_of(const Zone& zone, Span span);

/// Right from `from` on, for ever: the last rules have no end. For a series without end; and from
/// whole_years(year_min, year_min).from on it is the whole history of the zone.
Observances observances_from(const Zone& zone, Instant from);

}  // namespace plazo::timezone
