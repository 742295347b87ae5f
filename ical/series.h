// ical/series.h - events that belong together by UID, and when they take place.
//
// A recurring event is a master and, for each occurrence that differs, an override whose
// RECURRENCE-ID names the occurrence (RFC 5545, 3.8.4.4). An override with RANGE=THISANDFUTURE
// changes all that follow and have no override of their own: those take its content and are moved
// by as much as it was moved. A RRULE of its own is not followed; group() says so.
//
// Example (runs in tests/ical/series_test.cpp):
//     std::vector<Series> all = group(calendar.events, calendar.problems, zone_of);
//     Instances week = all.front().between(monday, next_monday, 100, zone_of);
//     week.list.front().event->summary;
//
// Times are the wall time of the series, which is that of its master's DTSTART: of its zone, or
// UTC, or floating, or midnight of whole days.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "ical/calendar.h"
#include "ical/occurrences.h"

namespace plazo::ical {

/// One taking place. `event` is the override in force for it, or the master, and lives as long as
/// the Series. A cancelled override is an instance, too: event->cancelled() tells.
struct Instance {
    LocalTime start;
    LocalTime original;  // as its RECURRENCE-ID says: without override it would start then
    const Event* event = nullptr;
    /// The RDATE that gives this one a length of its own, when it is a PERIOD.
    const Period* period = nullptr;

    bool operator==(const Instance&) const = default;
};

struct Instances {
    std::vector<Instance> list;  // by start
    bool truncated = false;      // a limit was reached: there would be more
};

struct Series {
    /// Missing when the text holds only overrides, as in an invitation to a single occurrence or a
    /// busy feed: each of them is then an instance.
    std::optional<Event> master;
    std::vector<Event> overrides;  // by RECURRENCE-ID

    /// The time that all others are told relative to: the master's, else the first override's.
    const DateTime& origin() const;

    /// What starts in [from, to), at most `count_max`; nothing of a task that has no time.
    /// `zone_of` is asked where times are given in different zones, and for an UNTIL in UTC; where
    /// it has no answer, the time is taken as it is written.
    Instances between(LocalTime from, LocalTime to, std::size_t count_max,
                      const ZoneOf& zone_of) const;
};

/// Groups by UID, in the order of the first of each; an event without UID is alone. Of two masters,
/// or two overrides of one occurrence, in whatever zones its time is told, the one with the higher
/// SEQUENCE stays, then the one with the later DTSTAMP, then the later in the text; the other one
/// is reported.
std::vector<Series> group(std::vector<Event> events, std::vector<Problem>& problems,
                          const ZoneOf& zone_of);

/// The recurrence of one event, DTSTART counted, its EXDATEs and RDATEs in its own wall time. Of a
/// PERIOD it has the start.
RecurrenceSet recurrence_set(const Event& event, const ZoneOf& zone_of);

/// `time` on the clock that `origin` is told by. A date against a time is that day at the origin's
/// time of day; a time against a date is its day.
LocalTime on_clock_of(const DateTime& origin, const DateTime& time, const ZoneOf& zone_of);

}  // namespace plazo::ical
