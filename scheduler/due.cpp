#include "scheduler/due.h"

#include <stdexcept>

#include "timezone/windows_zones.h"

namespace plazo::scheduler {

using timezone::Instant;
using timezone::LocalTime;
using timezone::Zone;

namespace {

/// The end of what was meant, on the wall.
LocalTime end_on_wall(const Due& due) {
    return due.whole_day ? due.at + timezone::days{1} : due.at;
}

}  // namespace

std::optional<Zone> find_zone(const timezone::Tzdb& tzdb, std::string_view name) {
    if (std::optional<Zone> zone = tzdb.find(name)) return zone;
    const auto iana = timezone::iana_from_windows(name);
    return iana ? tzdb.find(*iana) : std::nullopt;
}

Zone zone_of(const Due& due, const timezone::Tzdb& tzdb) {
    std::optional<Zone> zone = tzdb.find(due.zone);
    if (!zone) throw std::runtime_error{"the time zone " + due.zone + " is not in the zone data"};
    return *std::move(zone);
}

Instant due_instant(const Due& due, const timezone::Tzdb& tzdb) {
    return zone_of(due, tzdb).instant(end_on_wall(due));
}

EventTimes event_times(const Due& due, const EventShape& shape, const timezone::Tzdb& tzdb) {
    if (due.whole_day) return {due.at, due.at + timezone::days{1}};
    const Zone zone = zone_of(due, tzdb);
    const Instant at = zone.instant(due.at);
    if (shape.placement == Placement::starts_at_due) {
        return {zone.local(at), zone.local(at + shape.length)};
    }
    return {zone.local(at - shape.length), zone.local(at)};
}

Instant reminder_instant(const Reminder& reminder, const Due& due, const Repository& repository,
                         const timezone::Tzdb& tzdb) {
    const Zone zone = zone_of(due, tzdb);
    const Duration distance = reminder.before ? reminder.offset.negated() : reminder.offset;
    if (reminder.offset.exact != std::chrono::seconds{0}) {
        const LocalTime base = reminder.before ? due.at : end_on_wall(due);
        return timezone::instant_later(base, distance, zone);
    }
    // Days count from the day of the deadline, also for a whole day.
    const timezone::Date date = timezone::date_of(timezone::later(due.at, distance, zone));
    return zone.instant(timezone::at(date, reminder.send_at.value_or(repository.reminder_time)));
}

std::int64_t alert_minutes(const Reminder& reminder, const Due& due, const EventShape& shape,
                           const timezone::Tzdb& tzdb) {
    const Zone zone = zone_of(due, tzdb);
    const Instant start = zone.instant(event_times(due, shape, tzdb).start);
    const Instant alert = timezone::instant_later(due.at, reminder.offset.negated(), zone);
    return std::chrono::floor<std::chrono::minutes>(start - alert).count();
}

}  // namespace plazo::scheduler
