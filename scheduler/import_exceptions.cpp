#include "scheduler/import_exceptions.h"

#include <algorithm>

namespace plazo::scheduler {
namespace {

using ical::LocalTime;

LocalTime day_of(LocalTime time) {
    return timezone::midnight(timezone::date_of(time));
}

/// Whether an occurrence that moves from `a` to `b` meets another one, counting in whole days.
bool meets_another(const ical::RecurrenceSet& set, LocalTime a, LocalTime b) {
    const LocalTime from = day_of(std::min(a, b));
    const LocalTime to = day_of(std::max(a, b)) + timezone::days{1};
    return set.between(from, to, 2).times.size() > 1;
}

}  // namespace

SeriesExceptions exceptions_of(const ical::Series& series, const FileZones& zones) {
    const ical::Event& master = *series.master;
    ical::RecurrenceSet set = ical::recurrence_set(master, zones.zone_of);
    SeriesExceptions result;
    result.deleted.insert(set.exceptions.begin(), set.exceptions.end());
    set.exceptions.clear();
    const auto takes_place = [&](LocalTime time) {
        return !set.between(time, time + timezone::seconds{1}, 1).times.empty();
    };
    std::erase_if(result.deleted, [&](LocalTime time) { return !takes_place(time); });
    for (const ical::Event& event : series.overrides) {
        const LocalTime original =
            ical::on_clock_of(master.start, *event.recurrence_id, zones.zone_of);
        const bool known = takes_place(original);
        result.deleted.erase(original);
        if (known && event.cancelled()) result.deleted.insert(original);
        if (event.cancelled()) continue;
        if (known) {
            result.changed.push_back({original, &event});
        } else {
            result.alone.push_back(&event);
        }
    }
    set.exceptions.assign(result.deleted.begin(), result.deleted.end());
    std::erase_if(result.changed, [&](const SeriesExceptions::Change& each) {
        const LocalTime start = ical::on_clock_of(master.start, each.event->start, zones.zone_of);
        if (!meets_another(set, each.original, start)) return false;
        result.deleted.insert(each.original);
        result.alone.push_back(each.event);
        return true;
    });
    return result;
}

}  // namespace plazo::scheduler
