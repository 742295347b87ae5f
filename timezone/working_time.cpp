// The half of work_timetable.h that is about hours; how it works is told in work_timetable.cpp.
#include <algorithm>

#include "timezone/work_timetable.h"

namespace plazo::timezone {

namespace {

std::int64_t floor_day(std::int64_t instant) {
    constexpr std::int64_t day_seconds = 86'400;
    return instant / day_seconds - (instant % day_seconds < 0 ? 1 : 0);
}

}  // namespace

/// Shifts may touch or overlap, over midnight or where clocks go back: they become one stretch.
void WorkTimetable::note_stretches() {
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    for (const std::uint32_t each : working_days_) {
        const Date date = date_at(each);
        for (const WorkInterval& interval : day(date).hours) {
            // A time that the clock skips comes when it has gone forward.
            const Instant begin = zone_.instant(at(date, interval.from));
            const Instant end = zone_.instant(at(date, interval.to));
            if (begin >= end) continue;
            found.emplace_back(begin.time_since_epoch().count(), end.time_since_epoch().count());
        }
    }
    std::sort(found.begin(), found.end());
    std::int64_t worked = 0;
    for (const auto& [begin, end] : found) {
        if (!stretches_.empty() && begin <= stretches_.back().end) {
            Stretch& last = stretches_.back();
            worked += std::max<std::int64_t>(end - last.end, 0);
            last.end = std::max(last.end, end);
        } else {
            stretches_.push_back({begin, end, worked});
            worked += end - begin;
        }
    }
}

void WorkTimetable::index_stretches() {
    std::uint32_t next = 0;
    // From a day before to a day after: the clock of the zone may be ahead of UTC or behind it.
    for (std::int64_t i = -1; i <= day_count_ + 1; ++i) {
        const std::int64_t begin = (first_day_ + i) * 86'400;
        while (next < stretches_.size() && stretches_[next].end <= begin) ++next;
        stretch_by_day_.push_back(next);
    }
    next = 0;
    for (std::int64_t worked = 0; worked <= all_work(); worked += work_step) {
        while (next < stretches_.size() && stretches_[next].worked_after() <= worked) ++next;
        stretch_by_work_.push_back(next);
    }
}

std::int64_t WorkTimetable::all_work() const {
    return stretches_.empty() ? 0 : stretches_.back().worked_after();
}

std::int64_t WorkTimetable::worked_until(std::int64_t instant) const {
    const std::int64_t number_of_day = floor_day(instant) - first_day_ + 1;
    const auto last = static_cast<std::int64_t>(stretch_by_day_.size()) - 1;
    std::size_t i =
        stretch_by_day_[static_cast<std::size_t>(std::clamp<std::int64_t>(number_of_day, 0, last))];
    while (i < stretches_.size() && stretches_[i].end <= instant) ++i;
    if (i == stretches_.size()) return all_work();
    return stretches_[i].worked_before + std::max<std::int64_t>(instant - stretches_[i].begin, 0);
}

OrRefusal<Instant> WorkTimetable::add_working_time(Instant instant, seconds worked) const {
    if (worked == seconds{0}) return instant;
    if (!knows(instant)) return outside(instant);
    if (stretches_.empty()) return Refusal{Refusal::Reason::no_working_time};
    const std::int64_t wanted = worked_until(instant.time_since_epoch().count()) + worked.count();
    const bool is_forward = worked > seconds{0};
    if (wanted < 0 || wanted > all_work())
        return outside(is_forward ? years_.last + 1 : years_.first - 1);
    // Forward to the end of what was worked, backward to where what follows begins.
    const std::int64_t inside = is_forward ? wanted - 1 : wanted;
    std::size_t i = stretch_by_work_[static_cast<std::size_t>(inside / work_step)];
    while (stretches_[i].worked_after() <= inside) ++i;
    return Instant{seconds{stretches_[i].begin + wanted - stretches_[i].worked_before}};
}

OrRefusal<seconds> WorkTimetable::working_time_between(Instant from, Instant to) const {
    if (!knows(from)) return outside(from);
    if (!knows(to)) return outside(to);
    return seconds{worked_until(to.time_since_epoch().count()) -
                   worked_until(from.time_since_epoch().count())};
}

}  // namespace plazo::timezone
