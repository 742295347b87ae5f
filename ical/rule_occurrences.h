// ical/rule_occurrences.h - the times of one recurrence rule, one after the other.
//
// What a rule means is told in occurrences.h, which is also what most callers want: it knows
// DTSTART, RDATE and EXDATE. This is the walk beneath it, for who wants the times one by one.
//
// Example (runs in tests/ical/rule_occurrences_test.cpp):
//     RuleOccurrences walk{*parse_recurrence("FREQ=WEEKLY;BYDAY=FR").recurrence, start};
//     walk.skip_to(long_after);
//     std::optional<LocalTime> friday = walk.next();
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

}  // namespace plazo::ical
