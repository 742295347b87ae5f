// ical/recurrence_clock.h - at which times of a day a recurrence rule gives occurrences. Internal
// to rule_occurrences.h.
//
// With FREQ=DAILY or more they are the same every day. With HOURLY, MINUTELY and SECONDLY INTERVAL
// runs through midnight, so that a day may begin at different phases of it: every 7 hours there are
// seven kinds of days. The times of every phase are written down once, 86,400 at most in all.
//
// BYSETPOS counts over days and times together. A position is a time of the clock on a day that is
// found by counting days alone, whatever the number of days, since each of them has the same times:
// with two times a day, position 3 is the first time of the second day, -1 the second of the last.
// So each place of a day in its period has times of its own, those counted from the front and those
// counted from the back.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ical/recurrence.h"
#include "ical/year_days.h"

namespace plazo::ical {

class RecurrenceClock {
  public:
    /// What the rule does not say about the clock is taken from `start`.
    RecurrenceClock(const Recurrence& rule, LocalTime start);

    /// Seconds after midnight, sorted. The day is counted from 1970-01-01.
    std::span<const std::int32_t> times_of(std::int64_t day) const;
    /// How many times the days of `row` have together, the first of which is `first_day`; for a
    /// clock that is not by_place().
    std::uint64_t count_in(const YearDays& row, std::int64_t first_day) const;
    /// Every day that has times has the same.
    bool is_even() const { return phases_ == 1 && !by_place(); }
    /// After how many days INTERVAL begins anew.
    std::int64_t cycle_days() const { return phases_; }
    /// No day has any.
    bool none() const { return count_ == 0; }
    /// 0 when a step of INTERVAL is in `day`, else in how many days the next one is, or how many
    /// days ago the last one was.
    std::int64_t days_to_step(std::int64_t day) const;
    std::int64_t days_since_step(std::int64_t day) const;

    /// BYSETPOS of WEEKLY, MONTHLY and YEARLY: which days of a period have chosen times, 1 being
    /// the first and -1 the last. Empty without. With DAILY and less the times are chosen already.
    std::span<const int> positions() const { return positions_; }
    /// Whether the times of a day depend on its place in the period.
    bool by_place() const { return by_place_; }
    /// The times of a day that has so many others before and after it in the period. They may be
    /// in `room`.
    std::span<const std::int32_t> times_at(int before, int after,
                                           std::vector<std::int32_t>& room) const;

  private:
    using TimesByPlace = std::vector<std::vector<std::int32_t>>;

    std::int64_t phase_of(std::int64_t day) const;
    void take_positions(const Recurrence& rule, const std::vector<std::int32_t>& times);
    void fill(const Recurrence& rule, const std::vector<std::int32_t>& offsets);

    std::int64_t units_per_day_ = 1;  // of FREQ; a day has only itself
    std::int64_t interval_ = 1;       // in units
    std::int64_t start_unit_ = 0;
    std::int64_t phases_ = 1;
    std::int32_t single_ = 0;  // the only time, which is the usual case
    std::size_t count_ = 1;
    std::vector<std::int32_t> times_;
    std::vector<std::uint32_t> begin_of_phase_;
    std::vector<int> positions_;
    bool by_place_ = false;
    TimesByPlace from_front_;  // 0 is the first day of the period
    TimesByPlace from_back_;   // 0 is the last
};

}  // namespace plazo::ical
