#include "ical/series.h"

#include <algorithm>
#include <map>
#include <utility>

namespace plazo::ical {

namespace {

bool is_newer(const Event& event, const Event& than) {
    if (event.sequence != than.sequence) return event.sequence > than.sequence;
    return event.stamp.value_or(Instant{}) >= than.stamp.value_or(Instant{});
}

/// Puts `event` in the place of `standing` if it is newer, and reports the other one.
void keep_newer(Event& standing, Event event, ProblemList& problems) {
    if (is_newer(event, standing)) std::swap(event, standing);
    problems.warn(event.position, "superseded",
                  "\"" + event.uid + "\" is given twice; the newer one is taken");
}

/// From `begin` on, occurrences look like `event` and are moved by `shift`.
struct Stretch {
    LocalTime begin;
    seconds shift{0};
    const Event* event = nullptr;
};

using PeriodOfStart = std::map<LocalTime, const Period*>;

/// An end minus a shift, without running over the end of time.
LocalTime moved_back(LocalTime time, seconds shift) {
    const bool is_limit = time == LocalTime::min() || time == LocalTime::max();
    return is_limit ? time : time - shift;
}

/// Sorts the overrides by the occurrence that they are of, and leaves one of each.
void unite_overrides(Series& series, const ZoneOf& zone_of, ProblemList& problems) {
    if (series.overrides.empty()) return;
    const DateTime clock = series.origin();
    std::map<LocalTime, Event> of_occurrence;
    for (Event& event : std::exchange(series.overrides, {})) {
        const LocalTime original = on_clock_of(clock, *event.recurrence_id, zone_of);
        const auto standing = of_occurrence.find(original);
        if (standing == of_occurrence.end()) {
            of_occurrence.emplace(original, std::move(event));
        } else {
            keep_newer(standing->second, std::move(event), problems);
        }
    }
    for (auto& [original, event] : of_occurrence) series.overrides.push_back(std::move(event));
}

}  // namespace

LocalTime on_clock_of(const DateTime& origin, const DateTime& time, const ZoneOf& zone_of) {
    if (origin.kind == TimeKind::date) {
        return timezone::midnight(timezone::date_of(time.local));
    }
    if (time.kind == TimeKind::date) return time.local + timezone::time_of_day(origin.local);
    const bool same_clock = time.kind == origin.kind && time.tzid == origin.tzid;
    if (same_clock || origin.kind == TimeKind::floating) return time.local;
    const auto instant = instant_of(time, zone_of);
    if (!instant) return time.local;
    if (origin.kind == TimeKind::utc) return LocalTime{instant->time_since_epoch()};
    const auto zone = zone_of(origin.tzid);
    return zone ? zone->local(*instant) : time.local;
}

namespace {

/// Takes an occurrence out. Of an instant after a gap there are two times, of which the one in the
/// gap means it as well (RFC 5545, 3.3.5).
void add_exception(RecurrenceSet& set, const DateTime& origin, const DateTime& time,
                   const ZoneOf& zone_of) {
    set.exceptions.push_back(on_clock_of(origin, time, zone_of));
    const bool other_clock = time.kind != origin.kind || time.tzid != origin.tzid;
    if (origin.kind != TimeKind::zoned || !other_clock) return;
    const auto zone = zone_of(origin.tzid);
    const auto instant = instant_of(time, zone_of);
    if (!zone || !instant) return;
    const seconds offset_before = zone->offset(*instant - days{1});
    const LocalTime skipped = LocalTime{instant->time_since_epoch()} + offset_before;
    const timezone::Resolution meant = zone->resolve(skipped);
    if (meant.kind == timezone::Resolution::Kind::gap && meant.compatible() == *instant) {
        set.exceptions.push_back(skipped);
    }
}

/// The last wall time that is no later than an instant. In the second hour of a fold all of the
/// fold has been: its times mean the first one.
LocalTime end_on_clock(const DateTime& origin, const DateTime& until, const ZoneOf& zone_of) {
    const LocalTime local = on_clock_of(origin, until, zone_of);
    const auto zone = zone_of(origin.tzid);
    const auto instant = instant_of(until, zone_of);
    if (!zone || !instant) return local;
    const timezone::Resolution meant = zone->resolve(local);
    if (meant.kind != timezone::Resolution::Kind::fold || meant.later != *instant) return local;
    const seconds passed = *instant - meant.change;
    return local - passed + (meant.later - meant.earlier) - seconds{1};
}

}  // namespace

RecurrenceSet recurrence_set(const Event& event, const ZoneOf& zone_of) {
    const auto on_clock = [&](const DateTime& time) {
        return on_clock_of(event.start, time, zone_of);
    };
    const auto until_of = [&](const Recurrence& rule) -> std::optional<LocalTime> {
        const bool other_clock =
            rule.until && rule.until->kind == TimeKind::utc && event.start.kind == TimeKind::zoned;
        return other_clock ? std::optional{end_on_clock(event.start, *rule.until, zone_of)}
                           : std::nullopt;
    };
    RecurrenceSet set;
    set.start = event.start.local;
    set.rule = event.rule;
    if (event.rule) set.until = until_of(*event.rule);
    for (Recurrence rule : event.exclusion_rules) {
        if (const auto until = until_of(rule)) rule.until = {TimeKind::floating, *until, {}};
        set.exclusion_rules.push_back(std::move(rule));
    }
    for (const DateTime& time : event.additions) set.additions.push_back(on_clock(time));
    for (const Period& period : event.addition_periods) {
        set.additions.push_back(on_clock(period.start));
    }
    for (const DateTime& time : event.exceptions) {
        add_exception(set, event.start, time, zone_of);
    }
    return set;
}

const DateTime& Series::origin() const {
    return master ? master->start : overrides.front().start;
}

Instances Series::between(LocalTime from, LocalTime to, std::size_t count_max,
                          const ZoneOf& zone_of) const {
    Instances result;
    RecurrenceSet set;
    std::vector<Stretch> stretches;
    PeriodOfStart period_of_start;
    if (master && master->dated()) {
        set = recurrence_set(*master, zone_of);
        stretches.push_back({LocalTime::min(), seconds{0}, &*master});
        for (const Period& period : master->addition_periods) {
            period_of_start.emplace(on_clock_of(origin(), period.start, zone_of), &period);
        }
    }
    for (const Event& override_event : overrides) {
        const LocalTime start = on_clock_of(origin(), override_event.start, zone_of);
        const LocalTime original = on_clock_of(origin(), *override_event.recurrence_id, zone_of);
        add_exception(set, origin(), *override_event.recurrence_id, zone_of);
        if (start >= from && start < to) result.list.push_back({start, original, &override_event});
        if (master && override_event.this_and_future) {
            stretches.push_back({original, start - original, &override_event});
        }
    }
    std::sort(stretches.begin(), stretches.end(),
              [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    const Occurrences occurrences{set};
    for (std::size_t i = 0; i < stretches.size(); ++i) {
        const Stretch& stretch = stretches[i];
        const LocalTime end = i + 1 < stretches.size() ? stretches[i + 1].begin : LocalTime::max();
        const LocalTime first = std::max(stretch.begin, moved_back(from, stretch.shift));
        const LocalTime last = std::min(end, moved_back(to, stretch.shift));
        if (first >= last) continue;
        const Times times = occurrences.between(first, last, count_max);
        result.truncated = result.truncated || times.truncated;
        for (LocalTime time : times.times) {
            const auto period = i == 0 ? period_of_start.find(time) : period_of_start.end();
            result.list.push_back({time + stretch.shift, time, stretch.event,
                                   period == period_of_start.end() ? nullptr : period->second});
        }
    }
    std::stable_sort(result.list.begin(), result.list.end(),
                     [](const Instance& a, const Instance& b) { return a.start < b.start; });
    if (result.list.size() > count_max) {
        result.list.resize(count_max);
        result.truncated = true;
    }
    return result;
}

std::vector<Series> group(std::vector<Event> events, std::vector<Problem>& problems,
                          const ZoneOf& zone_of) {
    ProblemList list{problems, problems_max};
    std::vector<Series> all;
    std::map<std::string, std::size_t> index_of_uid;
    for (Event& event : events) {
        const auto [place, is_new] = index_of_uid.try_emplace(event.uid, all.size());
        const std::size_t index = event.uid.empty() ? all.size() : place->second;
        if (index == all.size()) all.emplace_back();
        Series& series = all[index];
        if (event.recurrence_id && event.rule) {
            list.warn(event.position, "range-rule",
                      "the RRULE of an override of \"" + event.uid + "\" is not followed");
        }
        if (event.recurrence_id) {
            series.overrides.push_back(std::move(event));
        } else if (series.master) {
            keep_newer(*series.master, std::move(event), list);
        } else {
            series.master = std::move(event);
        }
    }
    for (Series& series : all) unite_overrides(series, zone_of, list);
    return all;
}

}  // namespace plazo::ical
