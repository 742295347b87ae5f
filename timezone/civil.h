// timezone/civil.h - a wall time taken apart into year, month, day, hour, minute and second.
//
//     CivilTime t = civil_time(*parse_local("2026-12-15T14:00:00"));
//     t.day == 15;
//     local_time({2026, 12, 15, 14, 0, 0}) == *parse_local("2026-12-15T14:00:00");
//
// (The example runs in tests/timezone/civil_test.cpp.)
//
// LocalTime counts seconds, which is what arithmetic wants; people and formats want fields. The
// conversions are Neri and Schneider's ("Euclidean affine functions and their application to
// calendar algorithms", 2022): a few multiplications and no branch, about 2 ns either way.
#pragma once

#include <cassert>
#include <cstdint>

#include "timezone/time.h"

namespace plazo::timezone {

struct CivilTime {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;
    std::uint8_t hour = 0;
    std::uint8_t minute = 0;
    std::uint8_t second = 0;

    /// Whether there is such a day, in the years that we accept, and such a time of day.
    bool ok() const {
        return year >= year_min && year <= year_max && hour < 24 && minute < 60 && second < 60 &&
               Date{date::year{year}, date::month{month}, date::day{day}}.ok();
    }
    bool operator==(const CivilTime&) const = default;
};

namespace civil {

// Days are counted from 1 March of a year that is a multiple of 400, early enough for the years
// -32,000 to 32,000 to be positive; times further off are not taken apart. A year from March to
// February has its leap day at its end, which is what makes both formulas straight.
inline constexpr std::uint32_t days_in_cycle = 146'097;  // 400 years
inline constexpr std::int32_t cycles_before = 82;
inline constexpr std::int32_t years_before = 400 * cycles_before;
inline constexpr std::int64_t days_before = 719'468 + std::int64_t{days_in_cycle} * cycles_before;
inline constexpr std::int64_t day_seconds = 86'400;

struct DateFields {
    std::int32_t year;
    std::uint32_t month;
    std::uint32_t day;
};

inline DateFields date_of_day(std::uint32_t day_number) {
    const std::uint32_t quarter_days = 4 * day_number + 3;
    const std::uint32_t century = quarter_days / days_in_cycle;
    const std::uint32_t day_of_century = quarter_days % days_in_cycle / 4;
    const std::uint64_t scaled = std::uint64_t{2'939'745} * (4 * day_of_century + 3);
    const auto year_of_century = static_cast<std::uint32_t>(scaled >> 32);
    const auto day_of_year = static_cast<std::uint32_t>(scaled) / 2'939'745 / 4;
    const std::uint32_t month_day = 2'141 * day_of_year + 197'913;  // month in the upper 16 bits
    const std::uint32_t is_next_year = day_of_year >= 306 ? 1 : 0;  // January and February

    const std::uint32_t month = (month_day >> 16) - 12 * is_next_year;
    const std::uint32_t day = (month_day & 0xFFFF) / 2'141 + 1;
    const auto year = static_cast<std::int32_t>(100 * century + year_of_century + is_next_year);
    return {year - years_before, month, day};
}

inline std::uint32_t day_of_date(std::int32_t of_year, std::uint32_t of_month, std::uint32_t day) {
    const std::uint32_t is_next_year = of_month <= 2 ? 1 : 0;
    const std::uint32_t year = static_cast<std::uint32_t>(of_year + years_before) - is_next_year;
    const std::uint32_t month = of_month + 12 * is_next_year;
    const std::uint32_t century = year / 100;
    return 1'461 * year / 4 - century + century / 4 + (979 * month - 2'919) / 32 + day - 1;
}

}  // namespace civil

inline CivilTime civil_time(LocalTime local) {
    const auto since = static_cast<std::uint64_t>(local.time_since_epoch().count()) +
                       static_cast<std::uint64_t>(civil::days_before * civil::day_seconds);
    const auto time = static_cast<std::uint32_t>(since % civil::day_seconds);
    const civil::DateFields date =
        civil::date_of_day(static_cast<std::uint32_t>(since / civil::day_seconds));
    const std::uint32_t minutes_of_day = time / 60;
    return {date.year,
            static_cast<std::uint8_t>(date.month),
            static_cast<std::uint8_t>(date.day),
            static_cast<std::uint8_t>(minutes_of_day / 60),
            static_cast<std::uint8_t>(minutes_of_day % 60),
            static_cast<std::uint8_t>(time % 60)};
}

/// `fields` must be ok(), but for the year, which may be any of the above.
inline LocalTime local_time(const CivilTime& fields) {
    assert(fields.month >= 1 && fields.month <= 12 && fields.day >= 1 && fields.day <= 31);
    const std::int64_t day_number = civil::day_of_date(fields.year, fields.month, fields.day);
    const std::int64_t time = 3600 * fields.hour + 60 * fields.minute + fields.second;
    return LocalTime{seconds{(day_number - civil::days_before) * civil::day_seconds + time}};
}

/// The day's number, counted from 1970-01-01.
inline std::int64_t day_number(Date date) {
    return civil::day_of_date(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                              static_cast<unsigned>(date.day())) -
           civil::days_before;
}

inline Date date_of_day(std::int64_t number) {
    const civil::DateFields found =
        civil::date_of_day(static_cast<std::uint32_t>(number + civil::days_before));
    return {date::year{found.year}, date::month{found.month}, date::day{found.day}};
}

}  // namespace plazo::timezone
