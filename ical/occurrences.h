// ical/occurrences.h - which local times a recurrence means: RFC 5545, 3.3.10 and 3.8.5.
//
//     RecurrenceSet    a start, its rule and RDATEs, without EXRULEs and EXDATEs
//     Occurrences      the same compiled: windows, seeking, counting
//     instants_of()    what the times are in a zone
//
// All of it is nominal wall time: no zone takes part until instants_of(), and a time that a zone
// skips is a time like any other. rule_occurrences.h knows a single rule.
//
// Example (runs in tests/ical/occurrences_test.cpp):
//     RecurrenceSet set{.start = parse_date_time("20260101T090000")->local};
//     set.rule = parse_recurrence("FREQ=MONTHLY;BYMONTHDAY=-1").recurrence;
//     Occurrences occurrences{set};
//     occurrences.between(february, april, 10).times == {2026-02-28T09:00, 2026-03-31T09:00};
//     occurrences.first_from(april) == 2026-04-30T09:00;
//     occurrences.count(february, april) == 2;
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
// Cost: a window is the work of the window, however far from the start and whatever COUNT says; a
// rule that never matches is known by then. What RDATE and EXDATE list is gone through once, when
// Occurrences is made. Only EXRULEs have limits, since they may take everything away: reaching one
// is reported as `truncated` or thrown as std::length_error, and never makes a wrong time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ical/recurrence.h"
#include "ical/rule_occurrences.h"
#include "timezone/zone.h"

namespace plazo::ical {

/// EXRULEs that are held against a rule. With more of them nothing is answered.
inline constexpr std::size_t exclusion_rules_max = 20;
/// Times that EXRULEs take away before a call gives up, divided by the number of EXRULEs.
inline constexpr std::size_t excluded_max = 100'000;
/// Times that count() goes through where there are EXRULEs, divided by their number.
inline constexpr std::size_t counted_max = 1'000'000;

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
    std::vector<LocalTime> additions = {};         // RDATE
    std::vector<LocalTime> exceptions = {};        // EXDATE
    std::vector<Recurrence> exclusion_rules = {};  // EXRULE of RFC 2445, from `start` on
    bool start_counts = true;

    /// What Occurrences answers, for a single question.
    Times between(LocalTime from, LocalTime to, std::size_t count_max) const;
    /// The first `count_max` of all.
    Times first(std::size_t count_max) const;
};

/// A RecurrenceSet compiled. It does not change: any number of threads may ask it.
class Occurrences {
  public:
    explicit Occurrences(const RecurrenceSet& set);

    /// Those in [from, to), at most `count_max` of them.
    Times between(LocalTime from, LocalTime to, std::size_t count_max) const;
    /// The first at or after `time`, and the last before it.
    std::optional<LocalTime> first_from(LocalTime time) const;
    std::optional<LocalTime> last_before(LocalTime time) const;
    bool contains(LocalTime time) const;
    /// How many there are in [from, to).
    std::uint64_t count(LocalTime from, LocalTime to) const;

  private:
    /// Throws when there are too many EXRULEs.
    bool excluded_by_rule(LocalTime time) const;
    std::size_t shared(std::size_t limit) const;
    bool excepted(LocalTime time) const;

    std::optional<RuleOccurrences> rule_;
    std::vector<RuleOccurrences> exclusions_;
    bool too_many_exclusions_ = false;
    std::vector<LocalTime> additions_;   // sorted, each once; DTSTART among them where it counts
    std::vector<LocalTime> exceptions_;  // sorted, each once
};

/// The instants of wall times in a zone, in order and each once. A time that a zone skips is
/// meant by the clock before the gap, one that comes twice is the first (RFC 5545, 3.3.5): so two
/// wall times may mean one instant, and those around a gap may change their order.
std::vector<timezone::Instant> instants_of(std::span<const LocalTime> times,
                                           const timezone::Zone& zone);

}  // namespace plazo::ical
