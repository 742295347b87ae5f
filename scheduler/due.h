// scheduler/due.h - from what was meant to the instants at which something has to happen.
//
// Everything here is derived anew whenever it is needed, from the wall time, the zone and the zone
// data of the day, so a change of a country's clocks moves instants and never the time on the wall.
//
// A whole day begins and ends at midnight of its zone; it is overdue from the next midnight on.
#pragma once

#include <optional>

#include "scheduler/deadline.h"
#include "scheduler/repository.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// The zone of that name: IANA's, a link, or Windows'. nullopt when nobody knows it.
std::optional<timezone::Zone> find_zone(const timezone::Tzdb& tzdb, std::string_view name);

/// Throws std::runtime_error when the zone is gone from the data; so do all of these.
timezone::Zone zone_of(const Due& due, const timezone::Tzdb& tzdb);

/// The moment after which the deadline is missed.
timezone::Instant due_instant(const Due& due, const timezone::Tzdb& tzdb);

/// Start and end of the event on the wall of the due's zone.
struct EventTimes {
    timezone::LocalTime start{};
    timezone::LocalTime end{};
};
EventTimes event_times(const Due& due, const EventShape& shape, const timezone::Tzdb& tzdb);

/// When a reminder goes out. A distance in days falls on the hour it names, else on the
/// repository's reminder hour in the deadline's zone; a distance in hours is exact.
timezone::Instant reminder_instant(const Reminder& reminder, const Due& due,
                                   const Repository& repository, const timezone::Tzdb& tzdb);

/// Minutes from the alert that `reminder` wants to the start of the event, which is what Graph
/// counts from. Negative when the alert would come after the start: that cannot be expressed.
std::int64_t alert_minutes(const Reminder& reminder, const Due& due, const EventShape& shape,
                           const timezone::Tzdb& tzdb);

}  // namespace plazo::scheduler
