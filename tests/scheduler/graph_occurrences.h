// What a recurrence means to Exchange, worked out as its documentation tells it and as slowly as
// one can: day after day, each asked whether it is one. The tests hold the mapping against it.
#pragma once

#include <algorithm>
#include <vector>

#include "scheduler/exchange_recurrence.h"

namespace plazo::scheduler::testing {

using timezone::Date;
using timezone::Weekday;

inline int month_number(Date day) {
    return static_cast<int>(day.year()) * 12 + static_cast<int>(unsigned{day.month()}) - 1;
}

inline bool has_day_of_week(const GraphPattern& pattern, Date day) {
    const auto& days = pattern.days_of_week;
    return std::find(days.begin(), days.end(), timezone::weekday_of(day)) != days.end();
}

/// A day of 29 to 31 is the last one of a month that has fewer.
inline bool is_day_of_month(const GraphPattern& pattern, Date day) {
    const Date last{day.year() / day.month() / date::last};
    const int length = static_cast<int>(unsigned{last.day()});
    return static_cast<int>(unsigned{day.day()}) == std::min(pattern.day_of_month, length);
}

/// The n-th, or last, of all days of the month that are in daysOfWeek.
inline bool is_nth_of_month(const GraphPattern& pattern, Date day) {
    std::vector<Date> candidates;
    for (Date each{day.year() / day.month() / 1}; each.month() == day.month();
         each = timezone::add_days(each, 1)) {
        if (has_day_of_week(pattern, each)) candidates.push_back(each);
    }
    if (pattern.index < 0) return !candidates.empty() && candidates.back() == day;
    const auto index = static_cast<std::size_t>(pattern.index) - 1;
    return index < candidates.size() && candidates[index] == day;
}

inline Date week_of(Date day, Weekday first) {
    while (timezone::weekday_of(day) != first) day = timezone::add_days(day, -1);
    return day;
}

inline bool is_of_pattern(const GraphRecurrence& recurrence, Date day) {
    const GraphPattern& pattern = recurrence.pattern;
    const Date start = recurrence.range.start;
    const int months = month_number(day) - month_number(start);
    const int years = static_cast<int>(day.year()) - static_cast<int>(start.year());
    const bool in_month = static_cast<int>(unsigned{day.month()}) == pattern.month;
    switch (pattern.type) {
        case GraphPattern::Type::daily:
            return timezone::days_between(start, day) % pattern.interval == 0;
        case GraphPattern::Type::weekly: {
            const Weekday first = pattern.first_day_of_week;
            const int days = timezone::days_between(week_of(start, first), week_of(day, first));
            return days / 7 % pattern.interval == 0 && has_day_of_week(pattern, day);
        }
        case GraphPattern::Type::absolute_monthly:
            return months % pattern.interval == 0 && is_day_of_month(pattern, day);
        case GraphPattern::Type::relative_monthly:
            return months % pattern.interval == 0 && is_nth_of_month(pattern, day);
        case GraphPattern::Type::absolute_yearly:
            return years % pattern.interval == 0 && in_month && is_day_of_month(pattern, day);
        case GraphPattern::Type::relative_yearly:
            return years % pattern.interval == 0 && in_month && is_nth_of_month(pattern, day);
    }
    return false;
}

/// Those up to `last`, included.
inline std::vector<Date> graph_occurrences(const GraphRecurrence& recurrence, Date last) {
    const GraphRange& range = recurrence.range;
    std::vector<Date> days;
    for (Date day = range.start; day <= last; day = timezone::add_days(day, 1)) {
        if (range.type == GraphRange::Type::end_date && day > range.end) break;
        if (!is_of_pattern(recurrence, day)) continue;
        days.push_back(day);
        const auto count = static_cast<std::size_t>(range.count);
        if (range.type == GraphRange::Type::numbered && days.size() == count) break;
    }
    return days;
}

}  // namespace plazo::scheduler::testing
