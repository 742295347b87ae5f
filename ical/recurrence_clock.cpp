#include "ical/recurrence_clock.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <iterator>
#include <numeric>

#include "ical/recurrence_arithmetic.h"

namespace plazo::ical {

namespace {

constexpr int second_max = 59;

std::int64_t unit_of(Frequency frequency) {
    switch (frequency) {
        case Frequency::secondly:
            return 1;
        case Frequency::minutely:
            return 60;
        case Frequency::hourly:
            return 3600;
        default:
            return day_seconds;
    }
}

/// The numbers of a list as bits, or only `missing` when there is no list.
std::uint64_t bits_of(const std::vector<int>& list, std::uint64_t missing) {
    std::uint64_t bits = 0;
    for (int number : list) bits |= std::uint64_t{1} << std::min(number, second_max);
    return list.empty() ? missing : bits;
}

/// Hours, minutes and seconds of a clock, independent of each other.
struct ClockBits {
    std::uint64_t hours;
    std::uint64_t minutes;
    std::uint64_t seconds;

    bool test(std::int32_t second) const {
        return (hours >> (second / 3600) & minutes >> (second / 60 % 60) &
                seconds >> (second % 60) & 1) != 0;
    }
    std::size_t count() const {
        return static_cast<std::size_t>(std::popcount(hours) * std::popcount(minutes) *
                                        std::popcount(seconds));
    }
    std::vector<std::int32_t> all() const {
        std::vector<std::int32_t> times;
        times.reserve(count());
        for (std::uint64_t h = hours; h != 0; h &= h - 1) {
            for (std::uint64_t m = minutes; m != 0; m &= m - 1) {
                for (std::uint64_t s = seconds; s != 0; s &= s - 1) {
                    times.push_back(std::countr_zero(h) * 3600 + std::countr_zero(m) * 60 +
                                    std::countr_zero(s));
                }
            }
        }
        return times;
    }
    bool is_single() const {
        return std::has_single_bit(hours) && std::has_single_bit(minutes) &&
               std::has_single_bit(seconds);
    }
    std::int32_t first() const {
        return std::countr_zero(hours) * 3600 + std::countr_zero(minutes) * 60 +
               std::countr_zero(seconds);
    }
};

/// The times of a unit that begins at 0: what is finer than FREQ, from the rule or the start.
ClockBits expanded(const Recurrence& rule, std::int32_t clock) {
    const Frequency frequency = rule.frequency;
    const auto at = [](std::int32_t number) { return std::uint64_t{1} << number; };
    return {frequency <= Frequency::hourly ? 1 : bits_of(rule.by_hour, at(clock / 3600)),
            frequency <= Frequency::minutely ? 1 : bits_of(rule.by_minute, at(clock / 60 % 60)),
            frequency == Frequency::secondly ? 1 : bits_of(rule.by_second, at(clock % 60))};
}

/// The units that BY parts as coarse as FREQ admit, by the times that they begin at.
ClockBits admitted(const Recurrence& rule) {
    const Frequency frequency = rule.frequency;
    constexpr std::uint64_t every_hour = (1U << 24) - 1;
    constexpr std::uint64_t every = (std::uint64_t{1} << 60) - 1;
    return {bits_of(rule.by_hour, every_hour),
            frequency <= Frequency::minutely ? bits_of(rule.by_minute, every) : 1,
            frequency == Frequency::secondly ? bits_of(rule.by_second, every) : 1};
}

void sort_out(std::vector<std::int32_t>& times) {
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
}

std::vector<std::int32_t> chosen(const std::vector<std::int32_t>& times,
                                 const std::vector<int>& positions) {
    std::vector<std::int32_t> result;
    const int count = static_cast<int>(times.size());
    for (int position : positions) {
        const int index = position > 0 ? position - 1 : count + position;
        if (index < 0 || index >= count) continue;
        result.push_back(times[static_cast<std::size_t>(index)]);
    }
    sort_out(result);
    return result;
}

/// So many days a period of FREQ has at most.
int period_days_max(Frequency frequency) {
    switch (frequency) {
        case Frequency::weekly:
            return 7;
        case Frequency::monthly:
            return 31;
        default:
            return 366;
    }
}

}  // namespace

RecurrenceClock::RecurrenceClock(const Recurrence& rule, LocalTime start) {
    const auto clock = static_cast<std::int32_t>(timezone::time_of_day(start).count());
    const ClockBits expansion = expanded(rule, clock);
    const bool sub_daily = rule.frequency < Frequency::daily;
    if (!sub_daily && expansion.is_single()) {
        single_ = expansion.first();
        if (rule.by_set_position.empty()) return;
    }
    std::vector<std::int32_t> offsets = expansion.all();
    if (!rule.by_set_position.empty()) {
        if (rule.frequency > Frequency::daily) {
            take_positions(rule, offsets);
            return;
        }
        offsets = chosen(offsets, rule.by_set_position);
    }
    if (sub_daily) {
        const std::int64_t unit = unit_of(rule.frequency);
        units_per_day_ = day_seconds / unit;
        interval_ = rule.interval;
        const std::int64_t seconds_since = start.time_since_epoch().count();
        start_unit_ = (seconds_since - modulo(seconds_since, unit)) / unit;
        phases_ = interval_ / std::gcd(interval_, units_per_day_);
        fill(rule, offsets);
    } else {
        times_ = std::move(offsets);
    }
    count_ = times_.size();
    if (phases_ == 1 && count_ == 1) single_ = times_.front();
}

/// Positions beyond the longest period are none.
void RecurrenceClock::take_positions(const Recurrence& rule,
                                     const std::vector<std::int32_t>& times) {
    const int days_max = period_days_max(rule.frequency);
    const int count = static_cast<int>(times.size());
    std::vector<std::int32_t> all;
    for (int position : rule.by_set_position) {
        const int passed = std::abs(position) - 1;
        const int day = passed / count;
        if (day >= days_max) continue;
        positions_.push_back(position > 0 ? day + 1 : -day - 1);
        if (count == 1) continue;
        const int index = position > 0 ? passed % count : count - 1 - passed % count;
        const auto place = static_cast<std::size_t>(day);
        TimesByPlace& by_place = position > 0 ? from_front_ : from_back_;
        if (by_place.size() <= place) by_place.resize(place + 1);
        by_place[place].push_back(times[static_cast<std::size_t>(index)]);
        all.push_back(by_place[place].back());
    }
    sort_out(positions_);
    sort_out(all);
    for (auto& each : from_front_) sort_out(each);
    for (auto& each : from_back_) sort_out(each);
    if (positions_.empty()) count_ = 0;
    by_place_ = all.size() > 1;
    if (all.size() == 1) single_ = all.front();
}

/// Writes the times of each phase one after the other.
void RecurrenceClock::fill(const Recurrence& rule, const std::vector<std::int32_t>& offsets) {
    const ClockBits units = admitted(rule);
    const auto unit = static_cast<std::int32_t>(day_seconds / units_per_day_);
    const auto add = [&](std::int32_t begin) {
        for (std::int32_t offset : offsets) times_.push_back(begin + offset);
    };
    const auto add_phase = [&](std::int64_t phase) {
        for (std::int64_t each = phase; each < units_per_day_; each += interval_) {
            const auto begin = static_cast<std::int32_t>(each) * unit;
            if (units.test(begin)) add(begin);
        }
    };
    const std::int64_t apart = interval_ / phases_;  // of two phases that occur
    times_.reserve(units.count() / static_cast<std::size_t>(apart) * offsets.size());
    if (interval_ == 1) {
        for (std::int32_t begin : units.all()) add(begin);
    } else if (phases_ == 1) {
        add_phase(modulo(start_unit_, interval_));
    } else {
        const std::int64_t kinds = std::min(interval_, units_per_day_);
        for (std::int64_t phase = 0; phase < kinds; ++phase) {
            begin_of_phase_.push_back(static_cast<std::uint32_t>(times_.size()));
            if (modulo(phase - start_unit_, apart) == 0) add_phase(phase);
        }
        begin_of_phase_.push_back(static_cast<std::uint32_t>(times_.size()));
    }
}

std::int64_t RecurrenceClock::phase_of(std::int64_t day) const {
    return modulo(start_unit_ - day * units_per_day_, interval_);
}

std::span<const std::int32_t> RecurrenceClock::times_of(std::int64_t day) const {
    if (times_.empty()) return {&single_, count_};
    if (phases_ == 1) return times_;
    const std::int64_t phase = phase_of(day);
    if (phase >= units_per_day_) return {};
    const auto index = static_cast<std::size_t>(phase);
    return std::span{times_}.subspan(begin_of_phase_[index],
                                     begin_of_phase_[index + 1] - begin_of_phase_[index]);
}

/// Goes through the days, but without dividing: this may be all there is to do for 8,000 years.
std::uint64_t RecurrenceClock::count_in(const YearDays& row, std::int64_t first_day) const {
    if (phases_ == 1) return count_ * static_cast<std::uint64_t>(row.count());
    if (row.none()) return 0;
    const std::int64_t later = units_per_day_ % interval_;
    std::int64_t phase = phase_of(first_day);
    std::uint64_t sum = 0;
    for (std::uint64_t word : row.words) {
        for (int i = 0; i < 64; ++i, word >>= 1) {
            if ((word & 1) != 0 && phase < units_per_day_) {
                const auto index = static_cast<std::size_t>(phase);
                sum += begin_of_phase_[index + 1] - begin_of_phase_[index];
            }
            phase -= later;
            if (phase < 0) phase += interval_;
        }
    }
    return sum;
}

std::span<const std::int32_t> RecurrenceClock::times_at(int before, int after,
                                                        std::vector<std::int32_t>& room) const {
    const auto part = [](const TimesByPlace& by_place, int day) -> std::span<const std::int32_t> {
        const auto place = static_cast<std::size_t>(day);
        if (place >= by_place.size()) return {};
        return by_place[place];
    };
    const auto front = part(from_front_, before);
    const auto back = part(from_back_, after);
    if (back.empty()) return front;
    if (front.empty()) return back;
    room.clear();
    std::set_union(front.begin(), front.end(), back.begin(), back.end(), std::back_inserter(room));
    return room;
}

std::int64_t RecurrenceClock::days_to_step(std::int64_t day) const {
    return phases_ == 1 ? 0 : phase_of(day) / units_per_day_;
}

std::int64_t RecurrenceClock::days_since_step(std::int64_t day) const {
    const std::int64_t phase = phases_ == 1 ? 0 : phase_of(day);
    if (phase < units_per_day_) return 0;
    return (interval_ - phase + units_per_day_ - 1) / units_per_day_;
}

}  // namespace plazo::ical
