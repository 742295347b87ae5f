// timezone/yearly_day.h - "the last Sunday of March" and its kin: a day of every year.
//
// The rules for clocks come in few forms, whoever writes them: POSIX and the footer of a TZif file
// (posix_rule.h), RRULEs in a VTIMEZONE (observances.h), Windows' registry. All of them are here.
//
//     const YearlyDay day{YearlyDay::Kind::nth_weekday, month{3}, -1, Weekday::sunday};
//     day.in_year(2026) == midnight(*parse_date("2026-03-29"));
//
// (The example runs in tests/timezone/yearly_day_test.cpp.) Values and pure functions, safe on any
// thread.
#pragma once

#include <optional>

#include "timezone/time.h"

namespace plazo::timezone {

struct YearlyDay {
    enum class Kind {
        nth_weekday,          // `number` is 1 to 5, or -1 to -5 from the end of the month
        weekday_on_or_after,  // the first such weekday on or after day `number` of the month
        month_day,            // `number` is 1 to 31, or -1 to -31 from the end of the month
        day_without_leap,     // `number` is 1 to 365; 29 February is never counted (POSIX Jn)
        day_of_year,          // `number` is 0 to 365; 29 February is counted (POSIX n)
    };
    Kind kind = Kind::nth_weekday;
    date::month month{1};  // not for the last two
    int number = 1;
    Weekday weekday = Weekday::sunday;  // for the first two

    /// Midnight of that day; nothing in years that lack it: a fifth Sunday, 29 February.
    std::optional<LocalTime> in_year(int year) const;
    /// Whether no year lacks it.
    bool every_year() const;
    bool operator==(const YearlyDay&) const = default;
};

}  // namespace plazo::timezone
