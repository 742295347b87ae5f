// scheduler/zone_choice.h - by which of its Windows names the time zone of an event is told.
//
// Several Windows names show the same clocks (timezone/windows_check.h), and a mailbox's server
// knows fewer of them than Unicode lists. A name that is refused gives way to the next; after
// zone_names_max of them the event is told in UTC: the instant is right, whatever it is called.
//
// Example (runs in tests/scheduler/zone_choice_test.cpp):
//     ZoneChoice choice;
//     std::optional<std::string> told = event;             // "Romance Standard Time"
//     while (is_refused(*told) && choice.refuse(zone_name_of(*told))) {
//         told = renamed(event, tzdb, choice);             // another for the same clocks, or "UTC"
//     }
//
// Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// After so many names of a zone that a mailbox's server refused, the event is told in UTC.
inline constexpr std::size_t zone_names_max = 4;

/// What a mailbox's server said to the names of one zone.
struct ZoneChoice {
    /// The one to stay with, as long as its clocks are the zone's. "UTC" was a last resort, or is
    /// as good as any other: it is stayed with, too.
    std::string taken;
    std::vector<std::string> refused;

    /// Notes a refusal. False: there is nothing else to try.
    bool refuse(const std::string& name);
};

/// Nothing where the event has to be told in UTC: Windows has no zone whose clocks are right all
/// through the span, the server took none of them, or UTC is stayed with.
std::optional<std::string_view> zone_name(const timezone::Tzdb& tzdb, const timezone::Zone& zone,
                                          timezone::Span span, const ZoneChoice& choice);

/// The zone that the JSON of an event names for its start; empty where it names none.
std::string zone_name_of(const std::string& event);

/// The JSON of an event, or of a PATCH with its start and end, told under the name of the choice.
/// Nothing where it names no zone that is known, and where a series would have to be told in UTC,
/// whose clocks never change.
std::optional<std::string> renamed(const std::string& event, const timezone::Tzdb& tzdb,
                                   const ZoneChoice& choice);

}  // namespace plazo::scheduler
