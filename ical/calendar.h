// ical/calendar.h - a whole iCalendar text as values: its events, tasks and time zones.
//
// Example (runs in tests/ical/calendar_test.cpp; `tzdb` as in timezone/tzdb.h):
//     Calendar calendar = read_calendar(text);
//     calendar.events.front().summary == "Hand in the report";
//     ZoneOf zone_of = zones_of(calendar, tzdb);
//     instant_of(calendar.events.front().start, zone_of) == 2026-12-15T13:00:00Z;
//
// What is not read is said: components other than events, tasks and zones, an event that had to be
// left out, a TZID that the text does not define. `problems` also holds those of parse(). The text
// of another calendar format, or of none, gives the one error "not-icalendar". What a calendar does
// not hold as values (journals, X- properties of its own) is not written again; edit.h keeps it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ical/event.h"
#include "ical/vtimezone.h"
#include "timezone/tzdb.h"
#include "timezone/zone.h"

namespace plazo::ical {

/// Zones that a text may define; more are an error and not taken. Telling which place a zone is
/// costs far more than reading it.
inline constexpr std::size_t zones_max = 200;

struct Calendar {
    std::string method;  // upper case; empty outside of iTIP
    std::string product;
    std::string name;  // NAME (RFC 7986) or X-WR-CALNAME
    std::string zone;  // X-WR-TIMEZONE: a hint at what floating times may mean
    std::map<std::string, ZoneBlock> zones;  // by TZID, as written
    std::vector<Event> events;               // and tasks, in the order of the text
    /// Tasks without any time, and events whose METHOD lets them have none: an answer, say.
    std::vector<Event> undated;
    std::vector<Problem> problems;  // in the order in which they were found
};

/// A stream of several VCALENDARs is read as one, with the METHOD of the first. One that has
/// another METHOD is left out, which is an error; none and PUBLISH are the same.
Calendar read_calendar(std::string_view text, const Limits& limits = {});
/// The same for what is parsed already.
Calendar read_calendar(const Document& document);

/// A VCALENDAR with the zones first. An empty `product` becomes ours. `also_empty` as in
/// write_event().
std::string format_calendar(const Calendar& calendar,
                            std::span<const PropertyName> also_empty = {});

/// Which Zone a TZID means; nothing when that cannot be told.
using ZoneOf = std::function<std::optional<timezone::Zone>(const std::string& tzid)>;

/// TZIDs as timezone::resolve_tzid() understands them together with the calendar's own rules, over
/// the years of its events. The zones are looked up here and now: the result needs neither
/// argument.
ZoneOf zones_of(const Calendar& calendar, const timezone::Tzdb& tzdb, std::string_view hint = {});

/// The instant of a DATE-TIME by RFC 5545, 3.3.5. Nothing for dates and floating times, which are
/// no instants, and for a TZID without a Zone.
std::optional<Instant> instant_of(const DateTime& time, const ZoneOf& zone_of);

/// When the event ends: its DTEND, or its DURATION after the start with hours, minutes and seconds
/// counted exactly across a change of the clock. Nothing as for instant_of().
std::optional<Instant> end_of(const Event& event, const ZoneOf& zone_of);

}  // namespace plazo::ical
