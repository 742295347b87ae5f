// ical/day_table.h - which days of a year a recurrence rule admits. Internal to occurrences.h.
//
// Months, days of the month, days of the year, week numbers and weekdays of a rule depend on no
// more of a year than its length, the weekday it begins with and (for the last week of the year
// before) the length of its predecessor. So there are 28 kinds of years, and a rule's answer to
// each is a row of 366 bits that is worked out once, when first needed.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <vector>

#include "ical/recurrence.h"

namespace plazo::ical {

/// Days are counted from 1970-01-01. Years end with 9999; there is no day after that.
class DayTable {
  public:
    /// What the rule does not say about days is taken from `start`.
    DayTable(const Recurrence& rule, LocalTime start);

    bool contains(std::int64_t day) const;
    /// The first admitted day from `day` on.
    std::optional<std::int64_t> first_from(std::int64_t day) const;
    /// Every admitted day in [first, last].
    std::vector<std::int64_t> within(std::int64_t first, std::int64_t last) const;

  private:
    using Days = std::bitset<366>;  // bit 0 is the first of January

    std::optional<std::int64_t> first_within(std::int64_t day, std::int64_t last) const;
    const Days& days_of(timezone::year year) const;
    Days make(timezone::year year) const;
    bool admits(Date date) const;
    bool admits_weekday(Date date) const;
    int week_of(Date date, int& weeks) const;

    Recurrence rule_;
    mutable std::array<std::optional<Days>, 28> kinds_;
};

}  // namespace plazo::ical
