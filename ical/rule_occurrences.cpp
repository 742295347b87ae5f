// How a rule is asked. Whatever is asked of it begins with a window, cut to what the rule may give,
// and goes through the years of the window: DayTable makes the row of a year's days, the window
// cuts the ends of the row, RecurrenceClock knows the times of each day left. Three kinds of rules
// differ in what a day has:
//
//   one time a day             nearly all rules; the bits of the row are the answer
//   the same times every day   the row's bits times their number, but for the ends of the window
//   others                     a day is asked for its times: INTERVAL below a day, which enters
//                              each day at another phase, and BYSETPOS with several times a day,
//                              where it depends on the day's place in its period
//
// count() and COUNT go through one round of the calendar and multiply.
#include "ical/rule_occurrences.h"

#include <algorithm>
#include <numeric>

#include "ical/recurrence_arithmetic.h"
#include "timezone/civil.h"

namespace plazo::ical {

namespace {

constexpr std::int64_t calendar_years = 400;  // then the calendar begins anew
constexpr std::int64_t calendar_days = timezone::civil::days_in_cycle;
constexpr LocalTime time_min = date::local_days{date::year{timezone::year_min} / 1 / 1};
constexpr LocalTime time_max =
    date::local_days{date::year{timezone::year_max + 1} / 1 / 1} - seconds{1};

int year_of(std::int64_t day) {
    return int{timezone::date_of_day(day).year()};
}

LocalTime time_at(std::int64_t day, std::int32_t clock) {
    return LocalTime{seconds{day * day_seconds + clock}};
}

}  // namespace

/// From the first to the last second that is meant, with their days.
struct RuleOccurrences::Window {
    LocalTime first;
    LocalTime last;
    std::int64_t first_day;
    std::int64_t last_day;
};

/// The days of one year.
class RuleOccurrences::Year {
  public:
    Year(const RuleOccurrences& rule, int number)
        : shape{number}, row{rule.table_.days_of(shape, rule.clock_.positions())} {
        if (rule.clock_.by_place() && !row.none()) all = rule.table_.days_of(shape, {});
    }

    void keep(const Window& window) {
        const std::int64_t begin = std::max<std::int64_t>(window.first_day - shape.first_day, 0);
        const std::int64_t end = window.last_day - shape.first_day + 1;
        if (begin == 0 && end >= shape.length) return;
        row.keep(static_cast<int>(begin), static_cast<int>(std::min<std::int64_t>(end, 366)));
    }

    YearShape shape;
    YearDays row;
    YearDays all;                     // among which BYSETPOS counts, where times are by place
    std::vector<std::int32_t> times;  // room for those of a day
};

RuleOccurrences::RuleOccurrences(const Recurrence& rule, LocalTime start,
                                 std::optional<LocalTime> until)
    : table_{rule, start}, clock_{rule, start}, start_{std::max(start, time_min)}, last_{time_max} {
    if (!until && rule.until) {
        const bool whole_day = rule.until->kind == TimeKind::date;
        until = rule.until->local + (whole_day ? seconds{day_seconds - 1} : seconds{0});
    }
    if (until) last_ = std::min(*until, time_max);
    if (clock_.none()) last_ = start_ - seconds{1};
    if (rule.count) last_ = time_of(static_cast<std::uint64_t>(*rule.count));
}

/// After so many years all of a rule begins anew, but for COUNT and UNTIL.
std::int64_t RuleOccurrences::cycle_years() const {
    const std::int64_t clock_days = clock_.cycle_days();
    return table_.cycle_years() * (clock_days / std::gcd(clock_days, calendar_days));
}

/// Whether all that the rule may ever give has come within so many years.
bool RuleOccurrences::is_whole_cycle(std::int64_t years) const {
    return years > calendar_years && years > cycle_years();
}

/// The part of [from, to) in which the rule may give something. Where every day has the one same
/// time, its ends are put on that time, so that whole days are left.
std::optional<RuleOccurrences::Window> RuleOccurrences::window(LocalTime from, LocalTime to) const {
    if (to <= start_ || from > last_) return std::nullopt;
    Window window{std::max(from, start_), std::min(to - seconds{1}, last_), 0, 0};
    window.first_day = day_of(window.first);
    window.last_day = day_of(window.last);
    if (const auto time = only_time()) {
        if (window.first > time_at(window.first_day, *time)) ++window.first_day;
        if (window.last < time_at(window.last_day, *time)) --window.last_day;
        window.first = time_at(window.first_day, *time);
        window.last = time_at(window.last_day, *time);
    }
    return window.first > window.last ? std::nullopt : std::optional{window};
}

std::optional<std::int32_t> RuleOccurrences::only_time() const {
    if (!clock_.is_even()) return std::nullopt;
    const auto times = clock_.times_of(0);
    return times.size() == 1 ? std::optional{times.front()} : std::nullopt;
}

/// The times of a day that are in the window.
std::span<const std::int32_t> RuleOccurrences::times_in(const Window& window, Year& year,
                                                        int day) const {
    const std::int64_t number = year.shape.first_day + day;
    std::span<const std::int32_t> times;
    if (clock_.by_place()) {
        const DayTable::Place place = table_.place_of(day, year.all, year.shape);
        times = clock_.times_at(place.before, place.after, year.times);
    } else {
        times = clock_.times_of(number);
    }
    if (number == window.last_day) {
        const auto clock = static_cast<std::int32_t>(timezone::time_of_day(window.last).count());
        const auto end = std::upper_bound(times.begin(), times.end(), clock);
        times = {times.begin(), end};
    }
    if (number == window.first_day) {
        const auto clock = static_cast<std::int32_t>(timezone::time_of_day(window.first).count());
        times = {std::lower_bound(times.begin(), times.end(), clock), times.end()};
    }
    return times;
}

std::size_t RuleOccurrences::copy(LocalTime from, LocalTime to, std::span<LocalTime> into) const {
    const auto asked = window(from, to);
    if (!asked) return 0;
    const auto time = only_time();
    std::size_t count = 0;
    const int first_year = year_of(asked->first_day);
    const int last_year = year_of(asked->last_day);
    for (int number = first_year; number <= last_year && count < into.size(); ++number) {
        if (count == 0 && is_whole_cycle(number - first_year)) break;
        Year year{*this, number};
        year.keep(*asked);
        const auto rest = into.subspan(count);
        count += time ? copy_days(year, *time, rest) : copy_times(*asked, year, rest);
    }
    return count;
}

std::size_t RuleOccurrences::copy_days(const Year& year, std::int32_t time,
                                       std::span<LocalTime> into) {
    LocalTime* place = into.data();
    LocalTime* const end = place + into.size();
    std::int64_t day = year.shape.first_day;
    for (std::uint64_t word : year.row.words) {
        for (; word != 0 && place != end; word &= word - 1) {
            *place++ = time_at(day + std::countr_zero(word), time);
        }
        day += 64;
    }
    return static_cast<std::size_t>(place - into.data());
}

std::size_t RuleOccurrences::copy_times(const Window& window, Year& year,
                                        std::span<LocalTime> into) const {
    std::size_t count = 0;
    for (int day = year.row.first_from(0); day < YearDays::size;
         day = year.row.first_from(day + 1)) {
        const std::int64_t number = year.shape.first_day + day;
        const auto times = times_in(window, year, day);
        if (times.empty()) {
            const std::int64_t wait = std::max<std::int64_t>(clock_.days_to_step(number), 1);
            day = static_cast<int>(std::min<std::int64_t>(day + wait, YearDays::size)) - 1;
            continue;
        }
        const std::size_t fitting = std::min(times.size(), into.size() - count);
        for (std::size_t i = 0; i < fitting; ++i) into[count + i] = time_at(number, times[i]);
        count += fitting;
        if (count == into.size()) break;
    }
    return count;
}

std::uint64_t RuleOccurrences::count_in(const Window& window, Year& year) const {
    std::uint64_t sum = 0;
    if (clock_.by_place()) {
        for (int day = year.row.first_from(0); day < YearDays::size;
             day = year.row.first_from(day + 1)) {
            sum += times_in(window, year, day).size();
        }
        return sum;
    }
    sum = clock_.count_in(year.row, year.shape.first_day);
    const auto trim = [&](std::int64_t number) {
        const std::int64_t day = number - year.shape.first_day;
        if (day < 0 || day >= year.shape.length) return;
        if (!year.row.test(static_cast<int>(day))) return;
        sum -= clock_.times_of(number).size();
        sum += times_in(window, year, static_cast<int>(day)).size();
    };
    trim(window.first_day);
    if (window.last_day != window.first_day) trim(window.last_day);
    return sum;
}

std::uint64_t RuleOccurrences::count(LocalTime from, LocalTime to) const {
    const auto asked = window(from, to);
    if (!asked) return 0;
    std::uint64_t sum = 0;
    std::uint64_t sum_before_cycle = 0;
    const std::int64_t first_whole = year_of(asked->first_day) + 1;
    const std::int64_t last_year = year_of(asked->last_day);
    const std::int64_t cycle = cycle_years();
    for (std::int64_t number = first_whole - 1; number <= last_year; ++number) {
        if (number == first_whole) sum_before_cycle = sum;
        if (number == first_whole + cycle) {
            const std::int64_t turns = (last_year - number) / cycle;
            sum += static_cast<std::uint64_t>(turns) * (sum - sum_before_cycle);
            number += turns * cycle;
        }
        Year year{*this, static_cast<int>(number)};
        year.keep(*asked);
        sum += count_in(*asked, year);
    }
    return sum;
}

/// The `count`-th time; where there are fewer, the last one that there may be.
LocalTime RuleOccurrences::time_of(std::uint64_t count) const {
    const auto all = window(start_, LocalTime::max());
    if (!all) return last_;
    const std::int64_t first_whole = year_of(all->first_day) + 1;
    const std::int64_t last_year = year_of(all->last_day);
    const std::int64_t cycle = cycle_years();
    std::uint64_t left_before_cycle = 0;
    for (std::int64_t number = first_whole - 1; number <= last_year; ++number) {
        if (number == first_whole) left_before_cycle = count;
        if (number == first_whole + cycle) {
            const std::uint64_t each = left_before_cycle - count;
            if (each == 0) return start_ - seconds{1};  // there is nothing
            const std::int64_t turns = std::min(static_cast<std::int64_t>((count - 1) / each),
                                                (last_year - number) / cycle);
            number += turns * cycle;
            count -= static_cast<std::uint64_t>(turns) * each;
        }
        Year year{*this, static_cast<int>(number)};
        year.keep(*all);
        const std::uint64_t here = count_in(*all, year);
        if (here < count) {
            count -= here;
            continue;
        }
        for (int day = year.row.first_from(0);; day = year.row.first_from(day + 1)) {
            const auto times = times_in(*all, year, day);
            if (count <= times.size()) {
                return time_at(year.shape.first_day + day, times[count - 1]);
            }
            count -= times.size();
        }
    }
    return all->last;
}

std::optional<LocalTime> RuleOccurrences::first_from(LocalTime time) const {
    LocalTime found;
    if (copy(time, LocalTime::max(), {&found, 1}) == 0) return std::nullopt;
    return found;
}

std::optional<LocalTime> RuleOccurrences::last_before(LocalTime time) const {
    const auto asked = window(LocalTime::min(), time);
    if (!asked) return std::nullopt;
    const int last_year = year_of(asked->last_day);
    const int first_year = year_of(asked->first_day);
    for (int number = last_year; number >= first_year; --number) {
        if (is_whole_cycle(last_year - number)) break;
        Year year{*this, number};
        year.keep(*asked);
        for (int day = year.row.last_to(year.shape.length - 1); day >= 0;
             day = year.row.last_to(day - 1)) {
            const std::int64_t number_of_day = year.shape.first_day + day;
            const auto times = times_in(*asked, year, day);
            if (!times.empty()) return time_at(number_of_day, times.back());
            const std::int64_t since = clock_.days_since_step(number_of_day);
            if (since > 0) day = static_cast<int>(std::max<std::int64_t>(day - since, -1)) + 1;
        }
    }
    return std::nullopt;
}

bool RuleOccurrences::contains(LocalTime time) const {
    LocalTime found;
    return time < LocalTime::max() && copy(time, time + seconds{1}, {&found, 1}) == 1;
}

std::optional<LocalTime> RuleWalk::next() {
    if (position_ == count_) {
        count_ = rule_->copy(from_, to_, ahead_);
        position_ = 0;
        if (count_ == 0) return std::nullopt;
        from_ = ahead_[count_ - 1] + seconds{1};
    }
    return ahead_[position_++];
}

}  // namespace plazo::ical
