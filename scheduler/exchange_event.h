// scheduler/exchange_event.h - an event of iCalendar as the event of Graph, and back.
//
//     ical::Event --graph_event()--> JSON           one event, what people see of it
//     ical::Event <--event_of()----- JSON           one event as Graph sends it
//     ical::Series <--series_of()--- JSON, JSON...  a series and what differs from it
//
// Example (runs in tests/scheduler/exchange_event_test.cpp; `event` is at ten in Madrid):
//     json made = graph_event(event, *single_times(event, zones), zones, warnings);
//     made["start"]["timeZone"] == "Romance Standard Time";
//     Event again = std::get<Event>(event_of(answer, tzdb, warnings));
//     again.start.tzid == "Europe/Madrid";
//
// The recurrence is apart (exchange_recurrence.h), as are the exceptions of a series
// (exchange_series.h), and attendees, who get a mail for whatever a request holds beside them. What
// could not be kept goes to `warnings`. Pure functions.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "ical/series.h"
#include "scheduler/exchange_recurrence.h"
#include "scheduler/exchange_times.h"

namespace plazo::scheduler {

/// An alert longer before the start than this is not meant: Apple's "no alarm" is one of 1976.
inline constexpr std::chrono::minutes reminder_max{timezone::days{366}};
/// EWS, ErrorCalendarDurationIsTooLong: five years.
inline constexpr timezone::days exchange_event_length_max{5 * 365};

/// The event without recurrence, attendees and properties of ours. Every member that people see is
/// there, also an empty one, so that a PATCH takes away what the file has no more.
nlohmann::json graph_event(const ical::Event& event, const GraphTimes& times,
                           const FileZones& zones, std::vector<std::string>& warnings);

/// Of any type: a single event, a series with its rule, an exception with its RECURRENCE-ID. Times
/// are told in the zone in which the event was made, by its IANA name, whatever the zone of the
/// answer; whole days are dates. UID is iCalUId, which is another one for each exception of a
/// series: series_of() mends that. Refused are times in a zone that nobody knows and a recurrence
/// that is none.
std::variant<ical::Event, Refused> event_of(const nlohmann::json& event, const timezone::Tzdb& tzdb,
                                            std::vector<std::string>& warnings);

/// A series by its master and its instances, as /instances lists them. Occurrences follow from the
/// rule, exceptions become overrides, and cancelledOccurrences EXDATEs.
std::variant<ical::Series, Refused> series_of(const nlohmann::json& master,
                                              const std::vector<nlohmann::json>& instances,
                                              const timezone::Tzdb& tzdb,
                                              std::vector<std::string>& warnings);

}  // namespace plazo::scheduler
