#include "scheduler/exchange_pattern.h"

#include <algorithm>

namespace plazo::scheduler {

using ical::Frequency;
using Type = GraphPattern::Type;

namespace {

constexpr int index_max = 4;

bool is_index(int number) {
    return number == -1 || (number >= 1 && number <= index_max);
}

template <typename Value>
void keep_each_once(std::vector<Value>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

PatternMaker::PatternMaker(ical::Recurrence rule, timezone::LocalTime start)
    : rule_{std::move(rule)}, day_{timezone::date_of(start)} {
    keep_each_once(rule_.by_month_day);
    keep_each_once(rule_.by_month);
    keep_each_once(rule_.by_set_position);
    const auto& positions = rule_.by_set_position;
    const bool idle = positions == std::vector{1} || positions == std::vector{-1};
    if (idle && one_day_each_period()) rule_.by_set_position.clear();
}

std::optional<GraphPattern> PatternMaker::make() {
    return fill() ? std::optional{pattern_} : std::nullopt;
}

bool PatternMaker::fill() {
    if (rule_.by_hour.size() > 1 || rule_.by_minute.size() > 1 || rule_.by_second.size() > 1) {
        return refuse("it takes place several times a day");
    }
    if (!rule_.by_year_day.empty() || !rule_.by_week_number.empty()) {
        return refuse("it counts days or weeks of the year");
    }
    const bool daily = rule_.frequency == Frequency::daily;
    if (rule_.interval > (daily ? daily_interval_max : other_interval_max)) {
        return refuse("its interval is longer than Exchange's");
    }
    pattern_.interval = rule_.interval;
    switch (rule_.frequency) {
        case Frequency::daily:
            return fill_daily();
        case Frequency::weekly:
            return fill_weekly();
        case Frequency::monthly:
            return fill_monthly();
        case Frequency::yearly:
            return fill_yearly();
        case Frequency::hourly:
        case Frequency::minutely:
        case Frequency::secondly:
            break;
    }
    return refuse("it is told in hours or less");
}

bool PatternMaker::fill_daily() {
    if (!rule_.by_month.empty() || !rule_.by_month_day.empty() || !rule_.by_set_position.empty()) {
        return refuse("it is daily with exceptions by month or day");
    }
    if (rule_.by_day.empty()) {
        pattern_.type = Type::daily;
        return true;
    }
    if (rule_.interval != 1) return refuse("it skips days and days of the week at once");
    return fill_weekly();
}

bool PatternMaker::fill_weekly() {
    if (!rule_.by_month.empty() || !rule_.by_month_day.empty() || !rule_.by_set_position.empty()) {
        return refuse("it is weekly with exceptions by month or day");
    }
    pattern_.type = Type::weekly;
    pattern_.first_day_of_week = rule_.week_start;
    take_days_of_week();
    return true;
}

bool PatternMaker::fill_monthly() {
    if (!rule_.by_month.empty()) return refuse("it is monthly in some months only");
    pattern_.type = rule_.by_day.empty() ? Type::absolute_monthly : Type::relative_monthly;
    return rule_.by_day.empty() ? fill_absolute(longest_month) : fill_relative();
}

bool PatternMaker::fill_yearly() {
    if (rule_.by_month.size() > 1) return refuse("it is in several months of the year");
    const bool names_days = !rule_.by_day.empty() || !rule_.by_month_day.empty();
    if (rule_.by_month.empty() && names_days) {
        return refuse("it counts over the year and names no month");
    }
    pattern_.month =
        rule_.by_month.empty() ? static_cast<int>(unsigned{day_.month()}) : rule_.by_month.front();
    pattern_.type = rule_.by_day.empty() ? Type::absolute_yearly : Type::relative_yearly;
    return rule_.by_day.empty() ? fill_absolute(days_of_month(pattern_.month, true))
                                : fill_relative();
}

/// `longest`: how many days the month has, or any month.
bool PatternMaker::fill_absolute(int longest) {
    const auto& days = rule_.by_month_day;
    if (days_run_to_the_last()) {
        pattern_.day_of_month = std::min(days.back(), longest);
        return true;
    }
    if (!rule_.by_set_position.empty()) return refuse("it picks days by their position");
    if (days.size() > 1) return refuse("it names several days of the month");
    const int day = days.empty() ? static_cast<int>(unsigned{day_.day()}) : days.front();
    if (day < -1) return refuse("it counts days from the end of the month");
    if (day > longest) return refuse("there is no such day");
    pattern_.day_of_month = day == -1 ? longest : day;
    day_has_to_exist_ = day > shortest_month;
    return true;
}

/// BYDAY=2TU, or a list of days with BYSETPOS=n: the n-th of all these days.
bool PatternMaker::fill_relative() {
    if (!rule_.by_month_day.empty()) return refuse("it names days of the month and of the week");
    const bool numbered =
        std::any_of(rule_.by_day.begin(), rule_.by_day.end(),
                    [](const ical::WeekdayNumber& each) { return each.number != 0; });
    const auto& positions = rule_.by_set_position;
    if (numbered && (rule_.by_day.size() > 1 || !positions.empty())) {
        return refuse("it names several days of the month");
    }
    if (!numbered && positions.empty()) return refuse("it is on every such day of the month");
    if (!numbered && positions.size() > 1) return refuse("it picks several days of the month");
    pattern_.index = numbered ? rule_.by_day.front().number : positions.front();
    if (!is_index(pattern_.index)) {
        return refuse("it is not on the first to fourth or last such day");
    }
    take_days_of_week();
    return true;
}

/// Then the first and the last day of a period are the same.
bool PatternMaker::one_day_each_period() const {
    const bool monthly = rule_.frequency == Frequency::monthly;
    const bool yearly = rule_.frequency == Frequency::yearly && rule_.by_month.size() == 1;
    if (!monthly && !yearly) return false;
    const bool day_of_month = rule_.by_day.empty() && rule_.by_month_day.size() == 1;
    const bool nth_weekday =
        rule_.by_month_day.empty() && rule_.by_day.size() == 1 && rule_.by_day.front().number != 0;
    return day_of_month || nth_weekday;
}

/// BYMONTHDAY=28,29,30;BYSETPOS=-1: day 30, or the last one of a shorter month.
bool PatternMaker::days_run_to_the_last() const {
    const auto& days = rule_.by_month_day;
    if (rule_.by_set_position != std::vector{-1} || days.empty() || days.front() < 1) return false;
    for (int day = shortest_month; day <= days.back(); ++day) {
        if (!std::binary_search(days.begin(), days.end(), day)) return false;
    }
    return true;
}

void PatternMaker::take_days_of_week() {
    auto& days = pattern_.days_of_week;
    for (const ical::WeekdayNumber& each : rule_.by_day) days.push_back(each.weekday);
    if (days.empty()) days.push_back(timezone::weekday_of(day_));
    keep_each_once(days);
}

}  // namespace plazo::scheduler
