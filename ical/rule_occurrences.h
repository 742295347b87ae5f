// ical/rule_occurrences.h - the times that one recurrence rule gives, by seeking and in bulk.
//
// What a rule means is told in occurrences.h, which is also what most callers want: it knows
// DTSTART, RDATE and EXDATE. This is the engine beneath it.
//
// Example (runs in tests/ical/rule_occurrences_test.cpp):
//     RuleOccurrences fridays{*parse_recurrence("FREQ=WEEKLY;BYDAY=FR").recurrence, start};
//     std::optional<LocalTime> friday = fridays.first_from(long_after);
//     std::array<LocalTime, 100> some;
//     std::size_t count = fridays.copy(long_after, long_after + days{365}, some);
//
// A rule is compiled to two tables, the days of a year (day_table.h) and the times of a day
// (recurrence_clock.h), both of them cheap. To seek is to make the row of one year: some fifty
// nanoseconds wherever it is. COUNT is counted out once, when the rule is compiled, and is an UNTIL
// from then on. The calendar repeats itself after 400 years, and a rule with it, or with INTERVAL
// after a multiple of that: a rule that never matches is found out by asking for one such round.
// There is no limit but the year 9999. RuleOccurrences does not change: any number of threads may
// ask it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "ical/day_table.h"
#include "ical/recurrence.h"
#include "ical/recurrence_clock.h"

namespace plazo::ical {

/// The times that a rule gives from its start on, without the start's own privilege: DTSTART is
/// among them only when the rule matches it. The rule has to be without faults (recurrence.h).
class RuleOccurrences {
  public:
    /// `until` is in the wall time of `start` (RecurrenceSet::until tells why it is apart).
    RuleOccurrences(const Recurrence& rule, LocalTime start, std::optional<LocalTime> until = {});

    std::optional<LocalTime> first_from(LocalTime time) const;
    std::optional<LocalTime> last_before(LocalTime time) const;
    bool contains(LocalTime time) const;
    /// How many there are in [from, to).
    std::uint64_t count(LocalTime from, LocalTime to) const;
    /// Writes those in [from, to), as many as there is room for, and says how many.
    std::size_t copy(LocalTime from, LocalTime to, std::span<LocalTime> into) const;

  private:
    struct Window;
    class Year;

    std::optional<Window> window(LocalTime from, LocalTime to) const;
    std::span<const std::int32_t> times_in(const Window& window, Year& year, int day) const;
    static std::size_t copy_days(const Year& year, std::int32_t time, std::span<LocalTime> into);
    std::size_t copy_times(const Window& window, Year& year, std::span<LocalTime> into) const;
    std::uint64_t count_in(const Window& window, Year& year) const;
    LocalTime time_of(std::uint64_t count) const;
    std::int64_t cycle_years() const;
    bool is_whole_cycle(std::int64_t years) const;
    std::optional<std::int32_t> only_time() const;

    DayTable table_;
    RecurrenceClock clock_;
    LocalTime start_;
    LocalTime last_;  // nothing is after it
};

/// One time after the other.
class RuleWalk {
  public:
    /// Over [from, to). The rule must live as long as the walk.
    RuleWalk(const RuleOccurrences& rule, LocalTime from, LocalTime to = LocalTime::max())
        : rule_{&rule}, from_{from}, to_{to} {}

    /// The next time; nothing at the end.
    std::optional<LocalTime> next();

  private:
    const RuleOccurrences* rule_;
    LocalTime from_;
    LocalTime to_;
    std::array<LocalTime, 32> ahead_;
    std::size_t count_ = 0;
    std::size_t position_ = 0;
};

}  // namespace plazo::ical
