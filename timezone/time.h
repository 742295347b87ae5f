// timezone/time.h - the vocabulary of time: an instant, what a wall clock shows, a calendar day.
//
//     Instant    a point on the UTC time line, in whole seconds (POSIX time, no leap seconds)
//     LocalTime  what a wall clock shows somewhere; not a point in time until a Zone is named
//     Date       a day of the proleptic Gregorian calendar
//
// An Instant and a LocalTime never turn into each other here: only a Zone can do that (zone.h), and
// it says whether the local time exists once, never (a gap) or twice (a fold).
//
// Example (runs in tests/timezone/time_test.cpp):
//     LocalTime due = at(Date{year{2026} / 12 / 15}, 14h);
//     date_of(due + 12h) == Date{year{2026} / 12 / 16};
//     add_months(Date{year{2026} / 8 / 31}, 1) == Date{year{2026} / 9 / 30};
//
// This is the only header that names the library date (Howard Hinnant): its calendar types are
// ours, its zone conversions are not used, since they are wrong from 2038 on (date#563). Everything
// here is a value, constant in time and safe on any thread.
#pragma once

#include <date/date.h>

#include <chrono>

namespace plazo::timezone {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using Instant = date::sys_seconds;
using LocalTime = date::local_seconds;
using Date = date::year_month_day;

using date::day;
using date::month;
using date::year;

/// The years that every room accepts, RFC 3339's and RFC 5545's four digits. Outside is an input
/// error.
inline constexpr int year_min = 1;
inline constexpr int year_max = 9999;

/// Days of the week as ISO 8601 numbers them: Monday 1 ... Sunday 7.
enum class Weekday { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

/// The day that `local` falls on.
inline Date date_of(LocalTime local) {
    return Date{std::chrono::floor<days>(local)};
}

/// The time since midnight on the wall clock.
inline seconds time_of_day(LocalTime local) {
    return local - std::chrono::floor<days>(local);
}

/// The wall time `clock` after midnight of `date`; `clock` may be a day or more, or negative.
inline LocalTime at(Date date, seconds clock) {
    return date::local_days{date} + clock;
}

inline LocalTime midnight(Date date) {
    return at(date, seconds{0});
}

/// Same wall-clock day arithmetic as ISO 8601's P1D: no zone takes part.
inline Date add_days(Date date, int count) {
    return Date{date::local_days{date} + days{count}};
}

/// ISO 8601's P1M: the same day of a later month, or that month's last day where it has none.
inline Date add_months(Date date, int count) {
    const Date moved = date + date::months{count};
    return moved.ok() ? moved : Date{moved.year() / moved.month() / date::last};
}

/// Days from `from` to `to`, negative when `to` comes first.
inline int days_between(Date from, Date to) {
    return static_cast<int>((date::local_days{to} - date::local_days{from}).count());
}

inline Weekday weekday_of(Date date) {
    return static_cast<Weekday>(date::weekday{date::local_days{date}}.iso_encoding());
}

}  // namespace plazo::timezone
