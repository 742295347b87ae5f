#include "ical/day_table.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <numeric>

#include "ical/recurrence_arithmetic.h"
#include "timezone/civil.h"

namespace plazo::ical {

namespace {

constexpr std::uint32_t all_months = 0xFFF;
constexpr std::uint32_t all_weekdays = 0x7F;
constexpr std::array<std::array<int, 13>, 2> month_starts = {
    {{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
     {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366}}};

constexpr std::uint64_t bit(int number) {
    return std::uint64_t{1} << number;
}

constexpr std::uint64_t shifted(std::uint64_t bits, int by) {
    return by >= 0 ? bits << by : bits >> -by;
}

/// Seven days that begin with `weekday`, of days of the week that begin with Monday.
std::uint64_t week_from(std::uint32_t weekdays, int weekday) {
    return (weekdays | weekdays << 7) >> weekday & all_weekdays;
}

/// The same week nine times and its first day once more.
std::uint64_t repeated(std::uint64_t week) {
    return week * 0x8102'0408'1020'4081;
}

template <typename Visit>
void for_each_bit(std::uint64_t bits, Visit visit) {
    for (; bits != 0; bits &= bits - 1) visit(std::countr_zero(bits));
}

/// The days of `bits` at these positions, from 1 from the front and from -1 from the back.
std::uint64_t chosen(std::uint64_t bits, std::span<const int> positions) {
    std::uint64_t result = 0;
    for (int position : positions) {
        std::uint64_t rest = bits;
        for (; position > 1 && rest != 0; --position) rest &= rest - 1;
        for (; position < -1 && rest != 0; ++position) rest ^= std::bit_floor(rest);
        result |= position > 0 ? rest & ~(rest - 1) : std::bit_floor(rest);
    }
    return result;
}

YearDays chosen_in_year(const YearDays& row, std::span<const int> positions) {
    YearDays result;
    const int count = row.count();
    for (int position : positions) {
        int passed = position > 0 ? position - 1 : count + position;
        if (passed < 0 || passed >= count) continue;
        for (std::size_t i = 0; i < row.words.size(); ++i) {
            const int here = std::popcount(row.words[i]);
            if (passed < here) {
                result.words[i] |= chosen(row.words[i], std::array{passed + 1});
                break;
            }
            passed -= here;
        }
    }
    return result;
}

}  // namespace

DayTable::DayTable(const Recurrence& rule, LocalTime start)
    : frequency_{rule.frequency},
      interval_{rule.interval},
      week_start_{static_cast<int>(rule.week_start) - 1} {
    const std::int64_t start_day = day_of(start);
    const Date date = timezone::date_of_day(start_day);
    const int weekday = weekday_of_day(start_day);
    start_year_ = int{date.year()};
    start_month_ = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    stripe_origin_ = start_day;
    if (frequency_ == Frequency::weekly) {
        stripe_origin_ -= modulo(weekday - week_start_, 7);
    }

    const int width = frequency_ == Frequency::weekly ? 7 : 1;
    for (; interval_ > 1 && stripes_length_ + width <= 64; stripes_length_ += width * interval_) {
        stripes_ |= low_bits(width) << stripes_length_;
    }

    // What the rule leaves open is the start's; occurrences.h tells why so and not otherwise.
    const bool yearly = frequency_ == Frequency::yearly;
    const bool monthly = frequency_ == Frequency::monthly;
    const bool no_weekday = rule.by_day.empty();
    const bool no_week = rule.by_week_number.empty();
    const bool no_year_day = rule.by_year_day.empty();
    const bool no_month_day = rule.by_month_day.empty();
    const bool no_day = no_weekday && no_week && no_year_day && no_month_day;

    for (int month : rule.by_month) months_ |= 1U << (month - 1);
    if (months_ == 0) {
        const bool only_month_days = no_weekday && no_week && no_year_day;
        months_ = yearly && only_month_days ? 1U << start_month_ : all_months;
    }
    month_days_.fill(low_bits(31));
    const bool start_names_day = no_day && (yearly || monthly);
    const int day = static_cast<int>(static_cast<unsigned>(date.day()));
    if (start_names_day) take_month_days(std::array{day});
    if (!no_month_day) take_month_days(rule.by_month_day);
    const bool only_weeks = !no_week && no_weekday && no_year_day && no_month_day;
    const bool start_names_weekday =
        no_weekday && (frequency_ == Frequency::weekly || (yearly && only_weeks));
    weekdays_ = start_names_weekday ? 1U << weekday : no_weekday ? all_weekdays : 0;
    take_weekdays(rule.by_day);
    if (!no_year_day) take_year_days(rule.by_year_day);
    take_weeks(rule.by_week_number);
    knows_months_ = monthly || months_ != all_months || start_names_day || !no_month_day;
    numbers_in_year_ = yearly && rule.by_month.empty() && (has_numbered_ | has_numbered_back_) != 0;
}

void DayTable::take_weekdays(const std::vector<WeekdayNumber>& list) {
    for (const WeekdayNumber& each : list) {
        const int weekday = static_cast<int>(each.weekday) - 1;
        const int index = (each.number < 0 ? -each.number : each.number) - 1;
        if (index < 0) {
            weekdays_ |= 1U << weekday;
            continue;
        }
        auto& numbered = each.number > 0 ? numbered_ : numbered_back_;
        numbered[static_cast<std::size_t>(index)] |= static_cast<std::uint8_t>(1U << weekday);
        (each.number > 0 ? has_numbered_ : has_numbered_back_) |= bit(index);
    }
}

void DayTable::take_month_days(std::span<const int> list) {
    for (int length = 28; length <= 31; ++length) {
        std::uint64_t& admitted = month_days_[static_cast<std::size_t>(length - 28)];
        admitted = 0;
        for (int day : list) {
            const int index = day > 0 ? day - 1 : length + day;
            if (index >= 0) admitted |= bit(index);
        }
    }
}

void DayTable::take_year_days(const std::vector<int>& list) {
    for (int length = 365; length <= 366; ++length) {
        YearDays& admitted = year_days_.emplace_back();
        for (int day : list) {
            const int index = day > 0 ? day - 1 : length + day;
            if (index >= 0) admitted.add(index, 1);
        }
    }
}

void DayTable::take_weeks(const std::vector<int>& list) {
    for (int week : list) (week > 0 ? weeks_ : weeks_back_) |= bit(week > 0 ? week : -week);
}

YearDays DayTable::days_of(const YearShape& year, std::span<const int> positions) const {
    if (frequency_ == Frequency::yearly && (year.year - start_year_) % interval_ != 0) return {};
    YearDays row = knows_months_ ? days_of_months(year, positions) : YearDays::all();
    if (!knows_months_ || numbers_in_year_) row &= weekdays_of_year(year);
    if (!year_days_.empty()) row &= year_days_[year.length == 366 ? 1 : 0];
    if ((weeks_ | weeks_back_) != 0) row &= weeks_of_year(year);
    row.keep_before(year.length);
    const bool striped = frequency_ == Frequency::weekly || frequency_ == Frequency::daily;
    if (striped && interval_ > 1 && !row.none()) row &= stripes(year);
    if (!positions.empty() && frequency_ == Frequency::weekly) {
        row = chosen_in_weeks(row, year, positions);
    } else if (!positions.empty() && frequency_ == Frequency::yearly) {
        row = chosen_in_year(row, positions);
    }
    return row;
}

DayTable::Place DayTable::place_of(int day, const YearDays& row, const YearShape& year) const {
    const auto among = [&](int first, std::uint64_t field) {
        const int index = day - first;
        return Place{std::popcount(field & low_bits(index)), std::popcount(field >> index) - 1};
    };
    if (frequency_ == Frequency::weekly) {
        const int first = day - (year.weekday + day - week_start_ + 7) % 7;
        return among(first, week_of(row, year, first));
    }
    if (frequency_ == Frequency::monthly) {
        const auto& starts = month_starts[year.length == 366 ? 1 : 0];
        const auto next = std::upper_bound(starts.begin(), starts.end(), day);
        const int first = *std::prev(next);
        return among(first, row.field(first) & low_bits(*next - first));
    }
    return {row.count(0, day), row.count(day + 1, YearDays::size)};
}

std::int64_t DayTable::cycle_years() const {
    constexpr std::int64_t years = 400;
    constexpr std::int64_t cycle_days = timezone::civil::days_in_cycle;  // whole weeks
    const auto turns = [&](std::int64_t steps) { return interval_ / std::gcd(interval_, steps); };
    switch (frequency_) {
        case Frequency::yearly:
            return years * turns(years);
        case Frequency::monthly:
            return years * turns(12 * years);
        case Frequency::weekly:
            return years * turns(cycle_days / 7);
        case Frequency::daily:
            return years * turns(cycle_days);
        default:
            return years;
    }
}

std::uint32_t DayTable::months_in_step(const YearShape& year) const {
    if (frequency_ != Frequency::monthly || interval_ == 1) return months_;
    std::uint32_t in_step = 0;
    const std::int64_t into_year = std::int64_t{start_year_ - year.year} * 12 + start_month_;
    for (std::int64_t month = modulo(into_year, interval_); month < 12; month += interval_) {
        in_step |= 1U << month;
    }
    return months_ & in_step;
}

/// Of a month of so many days that begins with `weekday`.
std::uint64_t DayTable::weekdays_of_month(int weekday, int length) const {
    std::uint64_t row = repeated(week_from(weekdays_, weekday));
    if ((has_numbered_ | has_numbered_back_) == 0 || numbers_in_year_) return row;
    for_each_bit(has_numbered_ & low_bits(5), [&](int i) {
        row |= week_from(numbered_[static_cast<std::size_t>(i)], weekday) << (7 * i);
    });
    const int weekday_after = (weekday + length) % 7;
    for_each_bit(has_numbered_back_ & low_bits(5), [&](int i) {
        row |= shifted(week_from(numbered_back_[static_cast<std::size_t>(i)], weekday_after),
                       length - 7 * (i + 1));
    });
    return row;
}

YearDays DayTable::days_of_months(const YearShape& year, std::span<const int> positions) const {
    YearDays row;
    const auto& starts = month_starts[year.length == 366 ? 1 : 0];
    const bool choose = !positions.empty() && frequency_ == Frequency::monthly;
    for_each_bit(months_in_step(year), [&](int number) {
        const auto month = static_cast<std::size_t>(number);
        const int start = starts[month];
        const int length = starts[month + 1] - start;
        std::uint64_t field = month_days_[static_cast<std::size_t>(length - 28)] & low_bits(length);
        if (weekdays_ != all_weekdays && !numbers_in_year_) {
            field &= weekdays_of_month((year.weekday + start) % 7, length);
        }
        row.add(start, choose ? chosen(field, positions) : field);
    });
    return row;
}

YearDays DayTable::weekdays_of_year(const YearShape& year) const {
    YearDays row;
    int weekday = year.weekday;
    for (std::uint64_t& word : row.words) {
        word = repeated(week_from(weekdays_, weekday));
        weekday = weekday == 6 ? 0 : weekday + 1;  // 64 days later
    }
    for_each_bit(has_numbered_, [&](int i) {
        row.add(7 * i, week_from(numbered_[static_cast<std::size_t>(i)], year.weekday));
    });
    const int weekday_after = (year.weekday + year.length) % 7;
    for_each_bit(has_numbered_back_, [&](int i) {
        row.add(year.length - 7 * (i + 1),
                week_from(numbered_back_[static_cast<std::size_t>(i)], weekday_after));
    });
    return row;
}

/// A week belongs to the year that has four or more of its days: RFC 5545, 3.3.10. So the first and
/// the last days of a year may be in a week of its neighbours.
YearDays DayTable::weeks_of_year(const YearShape& year) const {
    const auto first_week = [&](int first_day, int length_before) {
        const int into_week = (year.weekday + length_before - week_start_ + 7) % 7;
        return first_day + (into_week <= 3 ? -into_week : 7 - into_week);
    };
    YearDays row;
    const auto add_weeks = [&](int first, int end) {
        const int count = (end - first) / 7;
        const auto add = [&](int number) {
            const int day = first + 7 * (number - 1);
            const bool exists = number >= 1 && number <= count;
            if (exists && day > -7 && day < year.length) row.add(day, all_weekdays);
        };
        for_each_bit(weeks_, add);
        for_each_bit(weeks_back_, [&](int number) { add(count + 1 - number); });
    };
    const int first = first_week(0, 0);
    const int next = first_week(year.length, year.length);
    add_weeks(first, next);
    if (first > 0) {
        const int before = length_of_year(year.year - 1);
        add_weeks(first_week(-before, 371 - before), first);  // 371 days are whole weeks
    }
    if (next < year.length) {
        const int after = year.length + length_of_year(year.year + 1);
        add_weeks(next, first_week(after, after));
    }
    return row;
}

/// The days, or weeks, that are whole steps of INTERVAL from the first.
YearDays DayTable::stripes(const YearShape& year) const {
    const std::int64_t step = frequency_ == Frequency::weekly ? 7 * interval_ : interval_;
    std::int64_t day = modulo(stripe_origin_ - year.first_day, step);
    if (frequency_ == Frequency::weekly && day - step > -7) day -= step;
    YearDays row;
    for (; day < year.length; day += stripes_length_) row.add(static_cast<int>(day), stripes_);
    return row;
}

/// The days of a week that has some in `row`. At both ends of a year it is looked at whole: what is
/// outside is December or January.
std::uint64_t DayTable::week_of(const YearDays& row, const YearShape& year, int first) const {
    std::uint64_t field = row.field(first) & all_weekdays;
    const std::uint64_t week = week_from(weekdays_, week_start_);
    if (first < 0 && (months_ & 0x800) != 0) field |= week & low_bits(-first);
    if (first + 7 > year.length && (months_ & 1) != 0) {
        field |= week & ~low_bits(year.length - first);
    }
    return field;
}

YearDays DayTable::chosen_in_weeks(const YearDays& row, const YearShape& year,
                                   std::span<const int> positions) const {
    YearDays result;
    for (int day = -((year.weekday - week_start_ + 7) % 7); day < year.length; day += 7) {
        if ((row.field(day) & all_weekdays) == 0) continue;
        result.add(day, chosen(week_of(row, year, day), positions));
    }
    result.keep_before(year.length);
    return result;
}

}  // namespace plazo::ical
