// scheduler/exchange.h - an event of an .ics file in the words of Exchange.
//
//     times         a Windows zone and wall times in it: from the event's TZID, or the file's rules
//     recurrence    one of Graph's six patterns and three ranges, or why none says the same
//     the rest      body, showAs, sensitivity, importance, reminder...
//
// Example (runs in tests/scheduler/exchange_test.cpp; `event` is weekly on Monday, in Madrid):
//     const FileZones zones{ical::zones_of(calendar, tzdb), *tzdb.find("Europe/Madrid"), tzdb};
//     const GraphTimes times = *single_times(event, zones);    // 2026-03-02T10:00:00 in "Romance
//                                                              // Standard Time"
//     const GraphRecurrence weekly = graph_recurrence(event, zones);
//     weekly.json == R"({"pattern":{"daysOfWeek":["monday"],...},"range":{...}})";
//
// A recurrence is exact or refused. Exchange does not know most of RFC 5545's rules, and moves day
// 31 to the last day of a shorter month where RFC 5545 leaves that month out; a rule that is nearly
// right would put meetings on wrong days. Sources: Graph, "recurrencePattern"; [MS-OXCICAL]
// 2.1.3.2.2. Pure functions.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ical/calendar.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// EWS, NumberedRecurrence.
inline constexpr int recurrence_count_max = 999;
/// EWS: a daily interval, and all others.
inline constexpr int daily_interval_max = 999;
inline constexpr int other_interval_max = 99;
/// An alert longer before the start than this is not meant: Apple's "no alarm" is one of 1976.
inline constexpr std::chrono::minutes reminder_max{timezone::days{366}};

/// The zones of a file, and the repository's own: it is meant by whole days and floating times.
/// A Windows name is only given to one whose clocks are those of the Windows zone while the event
/// lasts, and for `series_checked_ahead` where it has no end.
struct FileZones {
    ical::ZoneOf zone_of;
    timezone::Zone home;
    timezone::Tzdb tzdb;
};
inline constexpr timezone::days series_checked_ahead{3653};

/// The zone that an event is told in. Nothing for a TZID that is not known and that the file does
/// not define.
std::optional<timezone::Zone> clock_of(const ical::DateTime& time, const FileZones& zones);

/// The instant of any DateTime; nothing as for clock_of().
std::optional<timezone::Instant> moment_of(const ical::DateTime& time, const FileZones& zones);

/// When the event ends, its DURATION counted as RFC 5545, 3.3.6 says.
std::optional<timezone::Instant> end_moment_of(const ical::Event& event, const FileZones& zones);

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
/// its hour when clocks change. Nothing also where Windows has no such zone.
std::optional<GraphTimes> series_times(const ical::Event& master, const FileZones& zones);

/// Graph's {"pattern", "range"} as JSON text, or why there is none that says the same.
struct GraphRecurrence {
    std::string json;
    std::string why_not;
};

/// For a master. EXDATEs take no part; RDATEs cannot be said.
GraphRecurrence graph_recurrence(const ical::Event& master, const FileZones& zones);

/// The event without recurrence, attendees and properties of ours. Every member that people see is
/// there, also an empty one, so that a PATCH takes away what the file has no more. What could not
/// be kept goes to `warnings`.
nlohmann::json graph_event(const ical::Event& event, const GraphTimes& times,
                           const FileZones& zones, std::vector<std::string>& warnings);

/// Plain text as HTML: everything escaped, line breaks kept.
std::string html_of(std::string_view plain);

}  // namespace plazo::scheduler
