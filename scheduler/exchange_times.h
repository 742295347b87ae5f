// scheduler/exchange_times.h - when an event takes place, in the words of Exchange: wall times and
// the Windows name of their zone.
//
// Example (runs in tests/scheduler/exchange_times_test.cpp; `event` is at ten in Madrid):
//     const FileZones zones{ical::zones_of(calendar, tzdb), *tzdb.find("Europe/Madrid"), tzdb};
//     single_times(event, zones)->zone == "Romance Standard Time";
//     single_times(event, zones)->start == 2026-03-02T10:00:00;
//
// Windows names are always taken: mailbox servers know all of them and not every IANA name. One is
// only given to a zone whose clocks are those of the Windows zone while the event lasts, and for
// `series_checked_ahead` where it has no end. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "ical/calendar.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

inline constexpr timezone::days series_checked_ahead{3653};

/// The zones of a file, and the repository's own: it is meant by whole days, and by floating times
/// unless the file says better.
struct FileZones {
    ical::ZoneOf zone_of;
    timezone::Zone home;
    timezone::Tzdb tzdb;
    std::optional<timezone::Zone> floating = std::nullopt;
};

/// The zone that an event is told in. Nothing for a TZID that is not known and that the file does
/// not define.
std::optional<timezone::Zone> clock_of(const ical::DateTime& time, const FileZones& zones);

/// The instant of any DateTime; nothing as for clock_of().
std::optional<timezone::Instant> moment_of(const ical::DateTime& time, const FileZones& zones);

/// When the event ends, its DURATION counted as RFC 5545, 3.3.6 says; never before it starts, as
/// Exchange refuses that. An end that names no zone is told by the clock of the start.
std::optional<timezone::Instant> end_moment_of(const ical::Event& event, const FileZones& zones);

/// Exchange writes some whole days as times from midnight to midnight, and says so beside them
/// (X-MICROSOFT-CDO-ALLDAYEVENT:TRUE): such an event as one of dates, any other as it is. Its
/// UNTIL, EXDATEs, RDATEs and RECURRENCE-ID become the days that they have on the event's own
/// clock.
ical::Event with_whole_days(ical::Event event, const ical::ZoneOf& zone_of);

/// Start and end as Graph takes them; whole days from midnight to midnight, the end exclusive.
struct GraphTimes {
    ical::LocalTime start{};
    ical::LocalTime end{};
    std::string zone;
    bool all_day = false;
};

/// Of an event that takes place once. A time that its clock shows twice or never, and a zone that
/// Windows has not, are told in UTC: the instant is what matters. Nothing as for clock_of().
std::optional<GraphTimes> single_times(const ical::Event& event, const FileZones& zones);

/// Of the first occurrence of a series: the clock stays the event's own, so that the series keeps
/// its hour when clocks change, and its DURATION is what that clock shows on a day when none does.
/// Nothing also where Windows has no such zone.
std::optional<GraphTimes> series_times(const ical::Event& master, const FileZones& zones);

}  // namespace plazo::scheduler
