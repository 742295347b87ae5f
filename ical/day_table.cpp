#include "ical/day_table.h"

#include <algorithm>

namespace plazo::ical {

namespace {

std::int64_t number_of(Date date) {
    return date::local_days{date}.time_since_epoch().count();
}

Date date_at(std::int64_t day) {
    return Date{date::local_days{days{static_cast<int>(day)}}};
}

Date first_day(timezone::year year) {
    return Date{year, timezone::month{1}, timezone::day{1}};
}

int length_of(timezone::year year) {
    return year.is_leap() ? 366 : 365;
}

int length_of_month(Date date) {
    const date::year_month_day_last last{date.year(), date::month_day_last{date.month()}};
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

int number(timezone::day day) {
    return static_cast<int>(static_cast<unsigned>(day));
}

int number(timezone::month month) {
    return static_cast<int>(static_cast<unsigned>(month));
}

/// Whether the `position`-th of `length` (from 1) is in a list that may count from the end, too.
bool lists(const std::vector<int>& list, int position, int length) {
    return std::any_of(list.begin(), list.end(), [&](int value) {
        return value == position || value == position - length - 1;
    });
}

const std::int64_t day_min = number_of(first_day(timezone::year{timezone::year_min - 1}));
const std::int64_t day_max = number_of(first_day(timezone::year{timezone::year_max + 1})) - 1;

}  // namespace

DayTable::DayTable(const Recurrence& rule, LocalTime start) : rule_{rule} {
    const Date date = timezone::date_of(start);
    const bool no_day = rule.by_day.empty() && rule.by_month_day.empty() &&
                        rule.by_year_day.empty() && rule.by_week_number.empty();
    if (rule.frequency == Frequency::weekly && rule.by_day.empty()) {
        rule_.by_day = {{0, timezone::weekday_of(date)}};
    } else if (rule.frequency == Frequency::monthly && no_day) {
        rule_.by_month_day = {number(date.day())};
    } else if (rule.frequency == Frequency::yearly) {
        const bool only_weeks = !rule.by_week_number.empty() && rule.by_day.empty() &&
                                rule.by_month_day.empty() && rule.by_year_day.empty();
        const bool only_month_days = rule.by_month.empty() && rule.by_day.empty() &&
                                     rule.by_week_number.empty() && rule.by_year_day.empty();
        if (only_weeks) rule_.by_day = {{0, timezone::weekday_of(date)}};
        if (no_day) rule_.by_month_day = {number(date.day())};
        if (only_month_days) rule_.by_month = {number(date.month())};
    }
}

bool DayTable::contains(std::int64_t day) const {
    if (day < day_min || day > day_max) return false;
    const Date date = date_at(day);
    return days_of(date.year())[static_cast<std::size_t>(day - number_of(first_day(date.year())))];
}

std::optional<std::int64_t> DayTable::first_from(std::int64_t day) const {
    return first_within(day, day_max);
}

std::optional<std::int64_t> DayTable::first_within(std::int64_t day, std::int64_t last) const {
    day = std::max(day, day_min);
    last = std::min(last, day_max);
    while (day <= last) {
        const timezone::year year = date_at(day).year();
        const std::int64_t first = number_of(first_day(year));
        const Days& admitted = days_of(year);
        const std::int64_t end = std::min(first + length_of(year) - 1, last) + 1;
        for (; admitted.any() && day < end; ++day) {
            if (admitted[static_cast<std::size_t>(day - first)]) return day;
        }
        day = first + length_of(year);
    }
    return std::nullopt;
}

std::vector<std::int64_t> DayTable::within(std::int64_t first, std::int64_t last) const {
    std::vector<std::int64_t> found;
    for (auto day = first_within(first, last); day; day = first_within(*day + 1, last)) {
        found.push_back(*day);
    }
    return found;
}

const DayTable::Days& DayTable::days_of(timezone::year year) const {
    const auto weekday = static_cast<std::size_t>(timezone::weekday_of(first_day(year))) - 1;
    const bool leap_before = (year - date::years{1}).is_leap();
    std::optional<Days>& admitted =
        kinds_[weekday * 4 + (year.is_leap() ? 2 : 0) + (leap_before ? 1 : 0)];
    if (!admitted) admitted = make(year);
    return *admitted;
}

DayTable::Days DayTable::make(timezone::year year) const {
    Days admitted;
    const std::int64_t first = number_of(first_day(year));
    for (int i = 0; i < length_of(year); ++i) {
        admitted[static_cast<std::size_t>(i)] = admits(date_at(first + i));
    }
    return admitted;
}

bool DayTable::admits(Date date) const {
    if (!rule_.by_month.empty() && !lists(rule_.by_month, number(date.month()), 12)) return false;
    if (!rule_.by_month_day.empty() &&
        !lists(rule_.by_month_day, number(date.day()), length_of_month(date))) {
        return false;
    }
    if (!rule_.by_year_day.empty()) {
        const int position = timezone::days_between(first_day(date.year()), date) + 1;
        if (!lists(rule_.by_year_day, position, length_of(date.year()))) return false;
    }
    if (!rule_.by_week_number.empty()) {
        int weeks = 0;
        const int week = week_of(date, weeks);
        if (!lists(rule_.by_week_number, week, weeks)) return false;
    }
    return rule_.by_day.empty() || admits_weekday(date);
}

bool DayTable::admits_weekday(Date date) const {
    const Weekday weekday = timezone::weekday_of(date);
    const bool in_month = rule_.frequency == Frequency::monthly || !rule_.by_month.empty();
    const int position =
        in_month ? number(date.day()) : timezone::days_between(first_day(date.year()), date) + 1;
    const int length = in_month ? length_of_month(date) : length_of(date.year());
    return std::any_of(rule_.by_day.begin(), rule_.by_day.end(), [&](const WeekdayNumber& day) {
        if (day.weekday != weekday) return false;
        const int from_front = (position - 1) / 7 + 1;
        const int from_back = -((length - position) / 7 + 1);
        return day.number == 0 || day.number == from_front || day.number == from_back;
    });
}

/// The number of the week that `date` is in, and how many weeks the year of that week has. A week
/// begins with WKST and belongs to the year that has four or more of its days.
int DayTable::week_of(Date date, int& weeks) const {
    const int into_week =
        (static_cast<int>(timezone::weekday_of(date)) - static_cast<int>(rule_.week_start) + 7) % 7;
    const auto year_of_week = timezone::add_days(date, 3 - into_week).year();
    const auto first_week = [&](timezone::year year) {
        const Date fourth{year, timezone::month{1}, timezone::day{4}};
        const int back = (static_cast<int>(timezone::weekday_of(fourth)) -
                          static_cast<int>(rule_.week_start) + 7) %
                         7;
        return timezone::add_days(fourth, -back);
    };
    const Date first = first_week(year_of_week);
    weeks = timezone::days_between(first, first_week(year_of_week + date::years{1})) / 7;
    return timezone::days_between(first, date) / 7 + 1;
}

}  // namespace plazo::ical
