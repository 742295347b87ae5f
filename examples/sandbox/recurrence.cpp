#include "examples/sandbox/recurrence.h"

#include <algorithm>
#include <array>

namespace plazo::sandbox {
namespace {

using timezone::Date;
using timezone::Weekday;

Date last_of(timezone::year year, timezone::month month) {
    return timezone::add_days(timezone::add_months(year / month / 1, 1), -1);
}

/// Exchange's clamp: the day, or the month's last.
Date clamped(timezone::year year, timezone::month month, int day) {
    const Date last = last_of(year, month);
    return std::min(Date{year / month / day}, last);
}

bool among(const std::vector<Weekday>& weekdays, Date date) {
    return std::find(weekdays.begin(), weekdays.end(), timezone::weekday_of(date)) !=
           weekdays.end();
}

/// The index-th day of the month among the weekdays; every month has four of each.
Date nth(timezone::year year, timezone::month month, const Recurrence& recurrence) {
    const bool backward = recurrence.index < 0;
    Date date = backward ? last_of(year, month) : Date{year / month / 1};
    for (int left = backward ? 1 : recurrence.index;;) {
        if (among(recurrence.weekdays, date) && --left == 0) return date;
        date = timezone::add_days(date, backward ? -1 : 1);
    }
}

/// The first day of the week that `date` lies in.
Date week_of(Date date, Weekday first) {
    const int past =
        (static_cast<int>(timezone::weekday_of(date)) - static_cast<int>(first) + 7) % 7;
    return timezone::add_days(date, -past);
}

/// The candidate days of the period'th period: one, or the days of a week.
std::vector<Date> candidates(const Recurrence& r, int period) {
    const Date month = r.start.year() / r.start.month() / 1;
    const auto in_month = [&](int months) { return timezone::add_months(month, months); };
    switch (r.pattern) {
        case Recurrence::Pattern::daily:
            return {timezone::add_days(r.start, period * r.interval)};
        case Recurrence::Pattern::weekly: {
            const Date first =
                timezone::add_days(week_of(r.start, r.week_start), 7 * period * r.interval);
            std::vector<Date> days;
            for (int day = 0; day < 7; ++day) {
                const Date date = timezone::add_days(first, day);
                if (among(r.weekdays, date)) days.push_back(date);
            }
            return days;
        }
        case Recurrence::Pattern::absolute_monthly: {
            const Date first = in_month(period * r.interval);
            return {clamped(first.year(), first.month(), r.day_of_month)};
        }
        case Recurrence::Pattern::relative_monthly: {
            const Date first = in_month(period * r.interval);
            return {nth(first.year(), first.month(), r)};
        }
        default:
            break;
    }
    const timezone::year year = in_month(12 * period * r.interval).year();
    const timezone::month in{static_cast<unsigned>(r.month)};
    if (r.pattern == Recurrence::Pattern::absolute_yearly) {
        return {clamped(year, in, r.day_of_month)};
    }
    return {nth(year, in, r)};
}

/// A period whose days come before `date`, or the first.
int period_before(const Recurrence& r, Date date) {
    constexpr std::array days_max{1, 7, 31, 31, 366, 366};  // by pattern
    const int length = days_max[static_cast<std::size_t>(r.pattern)] * r.interval;
    return std::max(0, timezone::days_between(r.start, date) / length - 1);
}

}  // namespace

std::vector<Date> days_of(const Recurrence& recurrence, Date first, Date last, std::size_t limit) {
    const Date end = recurrence.end ? std::min(*recurrence.end, last) : last;
    int left = recurrence.count.value_or(std::numeric_limits<int>::max());
    std::vector<Date> days;
    for (int period = recurrence.count ? 0 : period_before(recurrence, first);; ++period) {
        for (const Date date : candidates(recurrence, period)) {
            const bool over = date > end || int{date.year()} > timezone::year_max;
            if (over || left == 0 || days.size() == limit) return days;
            if (date < recurrence.start) continue;
            --left;
            if (date >= first) days.push_back(date);
        }
    }
}

std::string rrule(const Recurrence& r, const std::string& until) {
    constexpr std::string_view names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    const auto name = [&](Weekday day) { return names[static_cast<std::size_t>(day) - 1]; };
    const auto by_day = [&] {
        std::string days;
        for (const Weekday day : r.weekdays) {
            days += days.empty() ? "" : ",";
            days += name(day);
        }
        return ";BYDAY=" + days;
    };
    const auto nth_day = [&] { return by_day() + ";BYSETPOS=" + std::to_string(r.index); };
    // [MS-OXCICAL] 2.1.3.2.2.3: the clamped day 31 is written -1
    const std::string day = std::to_string(r.day_of_month == 31 ? -1 : r.day_of_month);
    std::string text;
    switch (r.pattern) {
        case Recurrence::Pattern::daily:
            text = "FREQ=DAILY";
            break;
        case Recurrence::Pattern::weekly:
            text = "FREQ=WEEKLY";
            break;
        case Recurrence::Pattern::absolute_monthly:
        case Recurrence::Pattern::relative_monthly:
            text = "FREQ=MONTHLY";
            break;
        default:
            text = "FREQ=YEARLY";
    }
    if (r.end) text += ";UNTIL=" + until;
    if (r.count) text += ";COUNT=" + std::to_string(*r.count);
    text += ";INTERVAL=" + std::to_string(r.interval);
    switch (r.pattern) {
        case Recurrence::Pattern::daily:
            break;
        case Recurrence::Pattern::weekly: {
            text += by_day() + ";WKST=";
            text += name(r.week_start);
            break;
        }
        case Recurrence::Pattern::absolute_monthly:
            text += ";BYMONTHDAY=" + day;
            break;
        case Recurrence::Pattern::relative_monthly:
            text += nth_day();
            break;
        case Recurrence::Pattern::absolute_yearly:
            text += ";BYMONTHDAY=" + day + ";BYMONTH=" + std::to_string(r.month);
            break;
        case Recurrence::Pattern::relative_yearly:
            text += nth_day() + ";BYMONTH=" + std::to_string(r.month);
    }
    return text;
}

}  // namespace plazo::sandbox
