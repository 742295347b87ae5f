// How a rule is walked. A period is what FREQ names: a year, a month, a week, a day, or a unit of
// an hour, a minute or a second. The times of a period are the product of its bases (its admitted
// days, or the unit itself) and the offsets that are the same for every period (BYHOUR x BYMINUTE x
// BYSECOND, as far as they are finer than the period). The product is never written out: a position
// in it is a division. BYSETPOS is a list of such positions.
//
// INTERVAL steps from period to period in calendar periods; days and units are found the other way
// round, from what the BY parts admit to the next step of INTERVAL, so that a rule which seldom
// matches is walked by its matches.
#include "ical/rule_occurrences.h"

#include <algorithm>
#include <numeric>

namespace plazo::ical {

namespace {

constexpr std::int64_t day_seconds = 86400;
const LocalTime time_max =
    timezone::at(Date{timezone::year{timezone::year_max}, timezone::month{12}, timezone::day{31}},
                 seconds{day_seconds - 1});

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t modulo(std::int64_t a, std::int64_t b) {
    return a - floor_divide(a, b) * b;
}

std::int64_t count_of(LocalTime time) {
    return time.time_since_epoch().count();
}

std::int64_t day_of(LocalTime time) {
    return floor_divide(count_of(time), day_seconds);
}

std::int64_t year_number(LocalTime time) {
    return int{timezone::date_of(time).year()};
}

std::int64_t month_number(LocalTime time) {
    const Date date = timezone::date_of(time);
    return int{date.year()} * std::int64_t{12} + static_cast<unsigned>(date.month()) - 1;
}

std::int64_t first_day_of_month(std::int64_t month) {
    const Date first{timezone::year{static_cast<int>(floor_divide(month, 12))},
                     timezone::month{static_cast<unsigned>(modulo(month, 12) + 1)},
                     timezone::day{1}};
    return day_of(timezone::midnight(first));
}

std::int64_t week_start_of(std::int64_t day, Weekday week_start) {
    const std::int64_t weekday = modulo(day + 3, 7) + 1;  // 1970-01-01 was a Thursday
    return day - modulo(weekday - static_cast<int>(week_start), 7);
}

std::int64_t unit_of(Frequency frequency) {
    switch (frequency) {
        case Frequency::secondly:
            return 1;
        case Frequency::minutely:
            return 60;
        case Frequency::hourly:
            return 3600;
        default:
            return 0;
    }
}

std::vector<int> sorted(std::vector<int> list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

/// Every combination, in seconds, sorted when the lists are.
std::vector<seconds> clock_times(const std::vector<int>& hour_list,
                                 const std::vector<int>& minute_list,
                                 const std::vector<int>& second_list) {
    std::vector<seconds> times;
    times.reserve(hour_list.size() * minute_list.size() * second_list.size());
    for (int hour : hour_list) {
        for (int minute : minute_list) {
            for (int second : second_list) {
                times.push_back(hours{hour} + minutes{minute} + seconds{second});
            }
        }
    }
    return times;
}

std::vector<int> every(int count) {
    std::vector<int> list(static_cast<std::size_t>(count));
    std::iota(list.begin(), list.end(), 0);
    return list;
}

/// A rule without BY parts steps evenly, so that COUNT is only another way to write UNTIL.
bool is_even(const Recurrence& rule) {
    return rule.frequency <= Frequency::weekly && rule.by_second.empty() &&
           rule.by_minute.empty() && rule.by_hour.empty() && rule.by_day.empty() &&
           rule.by_month_day.empty() && rule.by_year_day.empty() && rule.by_month.empty();
}

seconds even_step(const Recurrence& rule) {
    const std::int64_t unit = rule.frequency == Frequency::weekly  ? 7 * day_seconds
                              : rule.frequency == Frequency::daily ? day_seconds
                                                                   : unit_of(rule.frequency);
    return seconds{unit * rule.interval};
}

}  // namespace

RuleOccurrences::RuleOccurrences(const Recurrence& rule, LocalTime start,
                                 std::optional<LocalTime> until)
    : rule_{rule}, start_{start}, until_{until}, floor_{start}, table_{rule, start} {
    if (!until_ && rule.until) {
        const bool whole_day = rule.until->kind == TimeKind::date;
        until_ = rule.until->local + (whole_day ? seconds{day_seconds - 1} : seconds{0});
    }
    if (rule.count && is_even(rule)) {
        const seconds step = even_step(rule);
        const bool ends = *rule.count - 1 <= (time_max - start) / step;
        if (ends) until_ = start + (*rule.count - 1) * step;
    } else if (rule.count) {
        remaining_ = *rule.count;
    }
    const seconds clock = timezone::time_of_day(start);
    const int clock_seconds = static_cast<int>(clock.count());
    for (int& second : rule_.by_second) second = std::min(second, 59);
    const auto list_or = [](const std::vector<int>& list, int value) {
        return list.empty() ? std::vector{value} : sorted(list);
    };
    const auto list_or_every = [](const std::vector<int>& list, int count) {
        return list.empty() ? every(count) : sorted(list);
    };
    const bool hourly = rule.frequency == Frequency::hourly;
    const bool minutely = rule.frequency == Frequency::minutely;
    const bool secondly = rule.frequency == Frequency::secondly;
    const bool sub_daily = hourly || minutely || secondly;
    const std::vector<int> zero{0};
    offsets_ =
        clock_times(sub_daily ? zero : list_or(rule_.by_hour, clock_seconds / 3600),
                    minutely || secondly ? zero : list_or(rule_.by_minute, clock_seconds / 60 % 60),
                    secondly ? zero : list_or(rule_.by_second, clock_seconds % 60));
    unit_seconds_ = unit_of(rule.frequency);
    const bool limited = !rule_.by_hour.empty() || (!hourly && !rule_.by_minute.empty()) ||
                         (secondly && !rule_.by_second.empty());
    if (sub_daily && limited) {
        const auto units = clock_times(list_or_every(rule_.by_hour, 24),
                                       hourly ? zero : list_or_every(rule_.by_minute, 60),
                                       secondly ? list_or_every(rule_.by_second, 60) : zero);
        for (seconds unit : units) units_of_day_.push_back(unit.count() / unit_seconds_);
    }
    switch (rule.frequency) {
        case Frequency::yearly:
            cursor_ = year_number(start);
            break;
        case Frequency::monthly:
            cursor_ = month_number(start);
            break;
        case Frequency::weekly:
            cursor_ = week_start_of(day_of(start), rule.week_start);
            break;
        case Frequency::daily:
            cursor_ = day_of(start);
            break;
        default:
            cursor_ = floor_divide(count_of(start), unit_seconds_);
    }
}

std::optional<LocalTime> RuleOccurrences::next() {
    for (std::int64_t periods = 0; !ended_; ++periods) {
        if (position_ < position_end_) {
            const LocalTime time = at(position_);
            if ((until_ && time > *until_) || (remaining_ && *remaining_ == 0)) break;
            ++position_;
            if (remaining_) --*remaining_;
            return time;
        }
        if (periods == periods_max) {
            gave_up_ = true;
            return std::nullopt;
        }
        if (!load_period()) break;
        if (!bases_.empty() && until_ && bases_.front() > *until_) break;
    }
    ended_ = true;
    return std::nullopt;
}

void RuleOccurrences::skip_to(LocalTime from) {
    if (from <= floor_ || ended_) return;
    if (from > time_max) {
        ended_ = true;
        return;
    }
    floor_ = from;
    move_to(std::max(position_, first_position_from(from)));
    if (position_ < position_end_ || remaining_) return;
    const auto step_to = [&](std::int64_t origin, std::int64_t wanted, std::int64_t step) {
        cursor_ = std::max(cursor_, origin + floor_divide(wanted - origin, step) * step);
    };
    switch (rule_.frequency) {
        case Frequency::yearly:
            step_to(year_number(start_), year_number(from), rule_.interval);
            break;
        case Frequency::monthly:
            step_to(month_number(start_), month_number(from), rule_.interval);
            break;
        case Frequency::weekly:
            step_to(week_start_of(day_of(start_), rule_.week_start), day_of(from),
                    std::int64_t{7} * rule_.interval);
            break;
        case Frequency::daily:
            cursor_ = std::max(cursor_, day_of(from));
            break;
        default:
            cursor_ = std::max(cursor_, floor_divide(count_of(from), unit_seconds_));
    }
}

bool RuleOccurrences::load_period() {
    bases_.clear();
    const bool loaded = unit_seconds_ > 0                     ? load_unit()
                        : rule_.frequency == Frequency::daily ? load_day()
                                                              : load_calendar_period();
    if (!loaded) return false;
    position_end_ = static_cast<std::int64_t>(bases_.size() * offsets_.size());
    if (!rule_.by_set_position.empty()) choose_positions();
    position_ = first_position_from(start_);
    move_to(first_position_from(floor_));
    return true;
}

/// Loads the year, month or week at the cursor, be it empty or not; false after the last admitted
/// day.
bool RuleOccurrences::load_calendar_period() {
    std::int64_t first = cursor_;
    std::int64_t last = cursor_ + 6;
    std::int64_t step = rule_.interval;
    if (rule_.frequency == Frequency::weekly) {
        step *= 7;
    } else {
        const std::int64_t months = rule_.frequency == Frequency::yearly ? 12 : 1;
        if (cursor_ * months >= (timezone::year_max + 1) * 12) return false;
        first = first_day_of_month(cursor_ * months);
        last = first_day_of_month((cursor_ + 1) * months) - 1;
    }
    if (first > day_of(time_max)) return false;
    for (std::int64_t day : table_.within(first, last)) {
        bases_.push_back(LocalTime{seconds{day * day_seconds}});
    }
    cursor_ += step;
    return !bases_.empty() || table_.first_from(first);
}

/// Loads the next admitted day that is a step of INTERVAL.
bool RuleOccurrences::load_day() {
    const std::int64_t origin = day_of(start_);
    while (const auto day = table_.first_from(cursor_)) {
        cursor_ = *day + modulo(origin - *day, rule_.interval);
        if (cursor_ != *day) continue;
        bases_.push_back(LocalTime{seconds{*day * day_seconds}});
        ++cursor_;
        return true;
    }
    return false;
}

/// The first step of INTERVAL from `unit` on.
std::int64_t RuleOccurrences::in_phase(std::int64_t unit) const {
    const std::int64_t origin = floor_divide(count_of(start_), unit_seconds_);
    return unit + modulo(origin - unit, rule_.interval);
}

/// Loads the next admitted hour, minute or second that is a step of INTERVAL.
bool RuleOccurrences::load_unit() {
    const std::int64_t units_per_day = day_seconds / unit_seconds_;
    const std::int64_t phases = rule_.interval / std::gcd(units_per_day, rule_.interval);
    cursor_ = in_phase(cursor_);
    while (static_cast<std::int64_t>(empty_phases_.size()) < phases) {
        const std::int64_t day = floor_divide(cursor_, units_per_day);
        const auto admitted = table_.first_from(day);
        if (!admitted) return false;
        if (*admitted != day) {
            cursor_ = in_phase(*admitted * units_per_day);
        } else if (const auto unit = unit_in_day(day)) {
            bases_.push_back(LocalTime{seconds{*unit * unit_seconds_}});
            cursor_ = in_phase(*unit + 1);
            return true;
        } else {
            cursor_ = in_phase((day + 1) * units_per_day);
        }
    }
    return false;
}

/// The first admitted unit of `day` from the cursor on, which is in that day and in phase.
std::optional<std::int64_t> RuleOccurrences::unit_in_day(std::int64_t day) {
    if (units_of_day_.empty()) return cursor_;
    const std::int64_t units_per_day = day_seconds / unit_seconds_;
    const std::int64_t midnight = day * units_per_day;
    const std::int64_t first = cursor_ - midnight;
    const std::int64_t phase = modulo(first, rule_.interval);
    if (empty_phases_.contains(phase)) return std::nullopt;
    const auto from = std::lower_bound(units_of_day_.begin(), units_of_day_.end(), first);
    if (static_cast<std::int64_t>(units_of_day_.size()) <= units_per_day / rule_.interval) {
        const auto found = std::find_if(from, units_of_day_.end(), [&](std::int64_t unit) {
            return modulo(unit, rule_.interval) == phase;
        });
        if (found != units_of_day_.end()) return midnight + *found;
    } else {
        for (std::int64_t unit = first; unit < units_per_day; unit += rule_.interval) {
            if (std::binary_search(from, units_of_day_.end(), unit)) return midnight + unit;
        }
    }
    const bool whole_day = first < rule_.interval && rule_.interval <= units_per_day;
    if (whole_day) empty_phases_.insert(phase);
    return std::nullopt;
}

void RuleOccurrences::choose_positions() {
    chosen_.clear();
    for (int number : rule_.by_set_position) {
        const std::int64_t position = number > 0 ? number - 1 : position_end_ + number;
        if (position >= 0 && position < position_end_) chosen_.push_back(position);
    }
    std::sort(chosen_.begin(), chosen_.end());
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end()), chosen_.end());
    position_end_ = static_cast<std::int64_t>(chosen_.size());
}

LocalTime RuleOccurrences::at(std::int64_t position) const {
    auto index = static_cast<std::size_t>(position);
    if (!rule_.by_set_position.empty()) index = static_cast<std::size_t>(chosen_[index]);
    return bases_[index / offsets_.size()] + offsets_[index % offsets_.size()];
}

std::int64_t RuleOccurrences::first_position_from(LocalTime time) const {
    std::int64_t low = 0;
    std::int64_t high = position_end_;
    while (low < high) {
        const std::int64_t middle = (low + high) / 2;
        if (at(middle) < time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// Passes over the times before `position`, which COUNT counts all the same.
void RuleOccurrences::move_to(std::int64_t position) {
    if (remaining_) *remaining_ = std::max<std::int64_t>(*remaining_ - (position - position_), 0);
    position_ = position;
}

}  // namespace plazo::ical
