#include "scheduler/exchange_times.h"

#include <algorithm>

#include "ical/series.h"
#include "timezone/ascii.h"
#include "timezone/windows_check.h"

namespace plazo::scheduler {

using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::TimeKind;
using timezone::Instant;

namespace {

std::optional<std::string_view> series_windows_name(const Event& master, const FileZones& zones) {
    const auto clock = clock_of(master.start, zones);
    if (!clock) return std::nullopt;
    const LocalTime start = master.start.local;
    LocalTime end = start + series_checked_ahead;
    const auto& rule = master.rule;
    if (rule && rule->until) end = std::clamp(rule->until->local + timezone::days{1}, start, end);
    return timezone::windows_name(zones.tzdb, *clock, {clock->instant(start), clock->instant(end)});
}

}  // namespace

std::optional<timezone::Zone> clock_of(const DateTime& time, const FileZones& zones) {
    if (time.kind == TimeKind::utc) return timezone::Zone::utc();
    if (time.kind == TimeKind::zoned) return zones.zone_of(time.tzid);
    return time.kind == TimeKind::floating ? zones.floating.value_or(zones.home) : zones.home;
}

std::optional<Instant> moment_of(const DateTime& time, const FileZones& zones) {
    const auto clock = clock_of(time, zones);
    return clock ? std::optional{clock->instant(time.local)} : std::nullopt;
}

std::optional<Instant> end_moment_of(const Event& event, const FileZones& zones) {
    const auto start = moment_of(event.start, zones);
    auto end = ical::end_of(event, zones.zone_of);
    if (!end) {
        DateTime time = event.end;
        const bool no_clock = time.kind == TimeKind::floating;
        if (no_clock) time = {event.start.kind, time.local, event.start.tzid};
        end = moment_of(time, zones);
    }
    if (!start || !end) return std::nullopt;
    return std::max(*start, *end);
}

Event with_whole_days(Event event, const ical::ZoneOf& zone_of) {
    const ical::ExtraProperty* said = event.extra("X-MICROSOFT-CDO-ALLDAYEVENT");
    const auto is_midnight = [](const DateTime& time) {
        return timezone::time_of_day(time.local) == timezone::seconds{0};
    };
    const bool whole = said != nullptr && timezone::equal_ignoring_case(said->value, "TRUE") &&
                       is_midnight(event.start) && is_midnight(event.end) &&
                       event.start.kind == event.end.kind && event.start.tzid == event.end.tzid &&
                       event.start.local < event.end.local;
    if (!whole || event.all_day() || event.start.kind == TimeKind::utc) return event;
    const DateTime clock = event.start;
    const auto to_day = [&](DateTime& time) {
        if (time.kind == TimeKind::date) return;
        const LocalTime local = ical::on_clock_of(clock, time, zone_of);
        time = {TimeKind::date, timezone::midnight(timezone::date_of(local)), ""};
    };
    if (event.rule && event.rule->until) to_day(*event.rule->until);
    for (ical::Recurrence& rule : event.exclusion_rules) {
        if (rule.until) to_day(*rule.until);
    }
    for (auto* times : {&event.additions, &event.exceptions}) {
        for (DateTime& time : *times) to_day(time);
    }
    for (ical::Period& period : event.addition_periods) {
        to_day(period.start);
        if (period.end) to_day(*period.end);
    }
    if (event.recurrence_id) to_day(*event.recurrence_id);
    to_day(event.start);
    to_day(event.end);
    event.duration.reset();
    return event;
}

std::optional<GraphTimes> single_times(const Event& event, const FileZones& zones) {
    const auto clock = clock_of(event.start, zones);
    const auto start = moment_of(event.start, zones);
    const auto end = end_moment_of(event, zones);
    if (!clock || !start || !end) return std::nullopt;
    const timezone::Span span{*start, *end + timezone::seconds{1}};
    const auto windows = timezone::windows_name(zones.tzdb, *clock, span);
    const std::string zone{windows.value_or("UTC")};
    if (event.all_day()) return GraphTimes{event.start.local, event.end.local, zone, true};
    const GraphTimes local{clock->local(*start), clock->local(*end), zone, false};
    const auto is_fold = [&](LocalTime time) {
        return clock->resolve(time).kind == timezone::Resolution::Kind::fold;
    };
    if (windows && !is_fold(local.start) && !is_fold(local.end)) return local;
    return GraphTimes{LocalTime{start->time_since_epoch()}, LocalTime{end->time_since_epoch()},
                      "UTC", false};
}

std::optional<GraphTimes> series_times(const Event& master, const FileZones& zones) {
    const auto clock = clock_of(master.start, zones);
    const auto end = end_moment_of(master, zones);
    const auto windows = series_windows_name(master, zones);
    if (!clock || !end || !windows) return std::nullopt;
    const bool by_wall = master.all_day() || master.duration;
    const LocalTime local_end = by_wall ? master.end.local : clock->local(*end);
    const LocalTime start = master.start.local;
    return GraphTimes{start, std::max(start, local_end), std::string{*windows}, master.all_day()};
}

}  // namespace plazo::scheduler
