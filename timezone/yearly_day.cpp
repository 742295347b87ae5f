#include "timezone/yearly_day.h"

#include "timezone/civil.h"

namespace plazo::timezone {

namespace {

LocalTime first_of(int year, int month) {
    return local_time({year, static_cast<std::uint8_t>(month), 1, 0, 0, 0});
}

/// Days from the one that begins at `midnight` to the next `weekday`: 0 to 6.
days wait_for(Weekday weekday, LocalTime midnight) {
    const auto since_1970 = midnight.time_since_epoch() / days{1};  // a Thursday
    const auto today = ((since_1970 + 3) % 7 + 7) % 7 + 1;          // Monday is 1
    return days{(static_cast<int>(weekday) - today + 7) % 7};
}

}  // namespace

std::optional<LocalTime> YearlyDay::in_year(int year) const {
    if (kind == Kind::day_of_year) return first_of(year, 1) + days{number};
    if (kind == Kind::day_without_leap) {
        return number < 60 ? first_of(year, 1) + days{number - 1}  // 60 is 1 March
                           : first_of(year, 3) + days{number - 60};
    }
    const int of_year = static_cast<int>(static_cast<unsigned>(month));
    const LocalTime first = first_of(year, of_year);
    const LocalTime next_month =
        of_year == 12 ? first_of(year + 1, 1) : first_of(year, of_year + 1);
    LocalTime found = number > 0 ? first + days{number - 1} : next_month + days{number};
    if (kind == Kind::weekday_on_or_after) return found + wait_for(weekday, found);
    if (kind == Kind::nth_weekday) {
        // The n-th is in the n-th seven days, from either end.
        found = number > 0 ? first + days{7 * (number - 1)} : next_month + days{7 * number};
        found += wait_for(weekday, found);
    }
    if (found < first || found >= next_month) return std::nullopt;
    return found;
}

bool YearlyDay::every_year() const {
    constexpr unsigned days_in_month[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int last = static_cast<int>(days_in_month[static_cast<unsigned>(month) - 1]);
    switch (kind) {
        case Kind::nth_weekday:
            return number >= -4 && number <= 4 && number != 0;
        case Kind::month_day:
            return number >= -last && number <= last && number != 0;
        case Kind::weekday_on_or_after:
            return number <= last;
        case Kind::day_without_leap:
        case Kind::day_of_year:
            break;
    }
    return true;
}

}  // namespace plazo::timezone
