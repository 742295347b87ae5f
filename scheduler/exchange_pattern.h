// scheduler/exchange_pattern.h - one rule on its way into one of Graph's six patterns. Internal to
// exchange_recurrence.cpp; its header tells what is exact and why.
//
//     PatternMaker maker{rule, dtstart};
//     if (const auto pattern = maker.make()) ... else maker.why_not();
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "scheduler/exchange_recurrence.h"

namespace plazo::scheduler {

inline constexpr int shortest_month = 28;
inline constexpr int longest_month = 31;

/// `month` is 1 to 12.
constexpr int days_of_month(int month, bool leap_year) {
    constexpr int february = 2;
    if (month == february) return leap_year ? shortest_month + 1 : shortest_month;
    const bool short_one = month == 4 || month == 6 || month == 9 || month == 11;
    return short_one ? longest_month - 1 : longest_month;
}

class PatternMaker {
  public:
    /// What the rule leaves open is taken from `start`, its DTSTART.
    PatternMaker(ical::Recurrence rule, timezone::LocalTime start);

    /// Once. COUNT and UNTIL take no part.
    std::optional<GraphPattern> make();

    const std::string& why_not() const { return why_not_; }
    /// The pattern is only right where every month that it comes to has its day.
    bool day_has_to_exist() const { return day_has_to_exist_; }

  private:
    bool refuse(std::string why) {
        why_not_ = std::move(why);
        return false;
    }
    bool fill();
    bool fill_daily();
    bool fill_weekly();
    bool fill_monthly();
    bool fill_yearly();
    bool fill_absolute(int longest);
    bool fill_relative();
    bool one_day_each_period() const;
    bool days_run_to_the_last() const;
    void take_days_of_week();

    ical::Recurrence rule_;
    timezone::Date day_;
    GraphPattern pattern_;
    std::string why_not_;
    bool day_has_to_exist_ = false;
};

}  // namespace plazo::scheduler
