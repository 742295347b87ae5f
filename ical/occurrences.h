// ical/occurrences.h - which local times a recurrence means: RFC 5545, 3.3.10 and 3.8.5.
//
//     RuleOccurrences    the times of one rule, one after the other
//     RecurrenceSet      rules and RDATEs without EXDATEs, as an event has them
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

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "ical/day_table.h"
#include "ical/recurrence.h"

namespace plazo::ical {

/// Periods (years, months... of FREQ) that one call looks at before it gives up.
inline constexpr std::int64_t periods_max = 2'000'000;

/// The times that a rule gives from its start on, without the start's own privilege: DTSTART is
/// among them only when the rule matches it. The rule has to be without faults (recurrence.h).
class RuleOccurrences {
  public:
    /// `until` is in the wall time of `start` (RecurrenceSet::until tells why it is apart).
    RuleOccurrences(const Recurrence& rule, LocalTime start, std::optional<LocalTime> until = {});

    /// The next time; nothing at the end, or when periods_max have passed since the last answer.
    std::optional<LocalTime> next();

    /// Goes on at the first time from `from` on. Never goes back.
    void skip_to(LocalTime from);

    /// Whether the last next() gave up rather than found the end.
    bool gave_up() const { return gave_up_; }

  private:
    bool load_period();
    bool load_calendar_period();
    bool load_day();
    bool load_unit();
    std::optional<std::int64_t> unit_in_day(std::int64_t day);
    std::int64_t in_phase(std::int64_t unit) const;
    void choose_positions();
    LocalTime at(std::int64_t position) const;
    std::int64_t first_position_from(LocalTime time) const;
    void move_to(std::int64_t position);

    Recurrence rule_;
    LocalTime start_;
    std::optional<LocalTime> until_;
    std::optional<std::int64_t> remaining_;  // of COUNT
    LocalTime floor_;                        // nothing before this is given
    DayTable table_;

    /// The period at hand: its times are every base with every offset.
    std::vector<LocalTime> bases_;
    std::vector<seconds> offsets_;
    std::vector<std::int64_t> chosen_;  // by BYSETPOS, into bases x offsets; sorted
    std::int64_t position_ = 0;         // the next in the period
    std::int64_t position_end_ = 0;

    /// The next period to look at: a year, a month since year 0, a day, or a unit, by FREQ.
    std::int64_t cursor_ = 0;

    /// Only for periods shorter than a day.
    std::int64_t unit_seconds_ = 0;
    std::vector<std::int64_t> units_of_day_;  // that BYHOUR... admit, sorted; empty: every one
    /// How a day may lie to INTERVAL's steps so that no unit of the day is admitted. When every
    /// way that there is has been found empty, the rule has ended.
    std::set<std::int64_t> empty_phases_;

    bool ended_ = false;
    bool gave_up_ = false;
};

/// Times in order, and whether there would have been more, had a limit not been reached.
struct Times {
    std::vector<LocalTime> times;
    bool truncated = false;

    bool operator==(const Times&) const = default;
};

/// The recurrence of an event or, with `start_counts` false, of a bare rule.
struct RecurrenceSet {
    LocalTime start;
    std::optional<Recurrence> rule;
    /// The rule's UNTIL in the wall time of `start`. An UNTIL in UTC needs the event's Zone for
    /// that; without one, the rule's own until is taken as it is written.
    std::optional<LocalTime> until;
    std::vector<LocalTime> additions;   // RDATE
    std::vector<LocalTime> exceptions;  // EXDATE
    bool start_counts = true;

    /// The occurrences in [from, to), at most `count_max` of them.
    Times between(LocalTime from, LocalTime to, std::size_t count_max) const;
    /// The first `count_max` of all.
    Times first(std::size_t count_max) const;
};

}  // namespace plazo::ical
