// ical/day_table.h - which days of a year a recurrence rule gives. Internal to rule_occurrences.h.
//
// Everything that a rule says about days is said about a year at a time, as a row of 366 bits: days
// of the week are one pattern of seven bits repeated, days of the month another one for each length
// of a month, INTERVAL is stripes. A row takes some ten nanoseconds to make, so none is kept, and
// the table never changes: any number of threads may ask it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ical/recurrence.h"
#include "ical/year_days.h"

namespace plazo::ical {

class DayTable {
  public:
    /// What the rule does not say about days is taken from `start`.
    DayTable(const Recurrence& rule, LocalTime start);

    /// The days of a year, INTERVAL considered where FREQ is DAILY or more. `positions` is BYSETPOS
    /// in whole days of the week, month or year that FREQ names; empty for every day. With
    /// FREQ=DAILY or less there are none.
    YearDays days_of(const YearShape& year, std::span<const int> positions) const;

    /// How many days come before and after `day` in its week, month or year, of those that
    /// days_of(year, {}), which is `row`, gives.
    struct Place {
        int before;
        int after;
    };
    Place place_of(int day, const YearDays& row, const YearShape& year) const;

    /// After how many years a rule that steps by INTERVAL begins anew: 400 or a multiple.
    std::int64_t cycle_years() const;

  private:
    void take_weekdays(const std::vector<WeekdayNumber>& list);
    void take_month_days(std::span<const int> list);
    void take_year_days(const std::vector<int>& list);
    void take_weeks(const std::vector<int>& list);

    std::uint32_t months_in_step(const YearShape& year) const;
    std::uint64_t weekdays_of_month(int weekday, int length) const;
    YearDays days_of_months(const YearShape& year, std::span<const int> positions) const;
    YearDays weekdays_of_year(const YearShape& year) const;
    YearDays weeks_of_year(const YearShape& year) const;
    YearDays stripes(const YearShape& year) const;
    std::uint64_t week_of(const YearDays& row, const YearShape& year, int first) const;
    YearDays chosen_in_weeks(const YearDays& row, const YearShape& year,
                             std::span<const int> positions) const;

    Frequency frequency_;
    std::int64_t interval_;
    int week_start_;  // Monday is 0
    int start_year_ = 0;
    int start_month_ = 0;              // January is 0
    std::int64_t stripe_origin_ = 0;   // a day that INTERVAL counts from
    std::uint64_t stripes_ = 0;        // as many whole steps of INTERVAL as there is room for
    std::int64_t stripes_length_ = 0;  // in days

    std::uint32_t months_ = 0;                    // bit 0 is January
    std::array<std::uint64_t, 4> month_days_{};   // of months of 28 to 31 days; bit 0 is the first
    bool knows_months_ = false;                   // something depends on the month
    bool numbers_in_year_ = false;                // 20MO is the twentieth of the year
    std::uint32_t weekdays_ = 0;                  // without number; bit 0 is Monday
    static constexpr std::size_t weeks_max = 53;  // that begin in a year
    /// Weekdays by their number less one, from the front and from the back; and which are not 0.
    std::array<std::uint8_t, weeks_max> numbered_{};
    std::array<std::uint8_t, weeks_max> numbered_back_{};
    std::uint64_t has_numbered_ = 0;
    std::uint64_t has_numbered_back_ = 0;
    std::uint64_t weeks_ = 0;  // BYWEEKNO, bit 1 is the first
    std::uint64_t weeks_back_ = 0;
    std::vector<YearDays> year_days_;  // of a common and a leap year; none without BYYEARDAY
};

}  // namespace plazo::ical
