// ical/occurrences.h - which local times a recurrence means: RFC 5545, 3.3.10 and 3.8.5.
//
//     RecurrenceSet    a start, its rule and RDATEs, without EXDATEs
//     between()        the times in a window; rule_occurrences.h walks the rule itself
//
// All of it is nominal wall time: no zone takes part, and a time that a zone skips is a time like
// any other. Whoever needs instants asks the Zone for each (RFC 5545, 3.3.5: the offset before a
// gap, the first of a fold).
//
// Example (runs in tests/ical/occurrences_test.cpp):
//     RecurrenceSet set{.start = parse_date_time("20260101T090000")->local};
//     set.rule = parse_recurrence("FREQ=MONTHLY;BYMONTHDAY=-1").recurrence;
//     set.between(february, april, 10).times == {2026-02-28T09:00, 2026-03-31T09:00};
//
// Where the RFC leaves a choice, its wording decides, "information not contained in the rule is
// derived from DTSTART":
//   * YEARLY;BYWEEKNO=n alone: on DTSTART's day of the week, not on seven days.
//   * YEARLY;BYMONTHDAY=n alone: in DTSTART's month, not in every month. With BYDAY beside it (a
//     Friday the 13th) the whole year is meant.
//   * BYSETPOS counts over the whole period, also in a first one that DTSTART cuts short.
//   * BYDAY=MO,2TU: every Monday and the second Tuesday (a list is a union).
//   * Weeks belong to the calendar year their days are in: YEARLY;BYWEEKNO=1 has days at both ends
//     of some years.
//   * An UNTIL that is a date includes all of that day, also for a DTSTART with a time.
//   * A DTSTART that the rule does not match is no occurrence of the rule; it is the first one of
//     an event and counts for COUNT (3.8.5.3).
//
// Cost: the days of a year come from a table of at most 28 kinds of years, made when first needed.
// Asking for a window far away costs nothing for the way there, unless COUNT has to be counted out;
// a rule that never matches ends by arithmetic or at the end of the year 9999, after some thousand
// empty years. The work of one call is bounded by `periods_max`; reaching a limit is reported as
// `truncated` and never makes a wrong time.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "ical/recurrence.h"

namespace plazo::ical {

/// Times in order, and whether there would have been more, had a limit not been reached.
struct Times {
    std::vector<LocalTime> times;
    bool truncated = false;

    bool operator==(const Times&) const = default;
};

/// The recurrence of an event or, with `start_counts` false, of a bare rule.
struct RecurrenceSet {
    LocalTime start{};
    std::optional<Recurrence> rule = {};
    /// The rule's UNTIL in the wall time of `start`. An UNTIL in UTC needs the event's Zone for
    /// that; without one, the rule's own until is taken as it is written.
    std::optional<LocalTime> until = {};
    std::vector<LocalTime> additions = {};   // RDATE
    std::vector<LocalTime> exceptions = {};  // EXDATE
    bool start_counts = true;

    /// The occurrences in [from, to), at most `count_max` of them.
    Times between(LocalTime from, LocalTime to, std::size_t count_max) const;
    /// The first `count_max` of all.
    Times first(std::size_t count_max) const;
};

}  // namespace plazo::ical
