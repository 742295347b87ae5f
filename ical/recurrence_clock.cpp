#include "ical/recurrence_clock.h"

#include <algorithm>
#include <bit>
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

std::vector<std::int32_t> chosen(const std::vector<std::int32_t>& times,
                                 const std::vector<int>& positions) {
    std::vector<std::int32_t> result;
    const int count = static_cast<int>(times.size());
    for (int position : positions) {
        const int index = position > 0 ? position - 1 : count + position;
        if (index < 0 || index >= count) continue;
        result.push_back(times[static_cast<std::size_t>(index)]);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::vector<PositionedTime> positioned_times(const std::vector<std::int32_t>& times,
                                             const std::vector<int>& positions) {
    std::vector<PositionedTime> result;
    const int count = static_cast<int>(times.size());
    for (int position : positions) {
        const int passed = (position > 0 ? position : -position) - 1;
        const int day = passed / count + 1;
        const int index = position > 0 ? passed % count : count - 1 - passed % count;
        const std::int32_t time = times[static_cast<std::size_t>(index)];
        auto place = std::lower_bound(
            result.begin(), result.end(), time,
            [](const PositionedTime& each, std::int32_t wanted) { return each.time < wanted; });
        if (place == result.end() || place->time != time) place = result.insert(place, {time, {}});
        place->positions.push_back(position > 0 ? day : -day);
    }
    return result;
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
            positioned_ = positioned_times(offsets, rule.by_set_position);
            count_ = positioned_.size();
            single_ = positioned_.front().time;
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

std::int64_t RecurrenceClock::days_to_step(std::int64_t day) const {
    return phases_ == 1 ? 0 : phase_of(day) / units_per_day_;
}

std::int64_t RecurrenceClock::days_since_step(std::int64_t day) const {
    const std::int64_t phase = phases_ == 1 ? 0 : phase_of(day);
    if (phase < units_per_day_) return 0;
    return (interval_ - phase + units_per_day_ - 1) / units_per_day_;
}

}  // namespace plazo::ical
