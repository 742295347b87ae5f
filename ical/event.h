// ical/event.h - an event or a task as a value: VEVENT, VTODO and VALARM (RFC 5545, 3.6).
//
//     ComponentView --read_event()--> Event --write_event()--> lines
//
// An Event is what a component says, typed. What no field stands for is kept in `extras`,
// `parameters` and `components`, a second RRULE too. Spellings go: the order of unlike properties,
// "MAILTO:", escapes that were not needed. So does what is wrong, each with a Problem: a SEQUENCE
// that is no number, a second SUMMARY, a DURATION beside DTEND. Where bytes count, edit.h changes
// the text itself.
//
// Example (runs in tests/ical/event_test.cpp):
//     std::vector<Problem> problems;
//     std::optional<Event> event = read_event(component, problems);
//     event->start.tzid == "Europe/Madrid";
//     event->attendees.front().address == "ann@example.com";
//     event->extra("x-mood")->value == "fine";
//
// Small faults are repaired with a warning: a missing DTSTAMP, an end before the start, a second
// SUMMARY. An event whose start or recurrence cannot be understood is left out with an error: what
// would be written elsewhere would be another event.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/event_parts.h"
#include "ical/problem.h"
#include "ical/recurrence.h"
#include "ical/value.h"
#include "ical/writer.h"

namespace plazo::ical {

enum class EventKind { event, task };

struct Event {
    EventKind kind = EventKind::event;
    std::string uid;
    int sequence = 0;
    std::optional<Instant> stamp;  // DTSTAMP
    std::optional<Instant> created;
    std::optional<Instant> last_modified;
    std::string summary;
    std::string description;
    std::string location;
    std::string url;
    std::string status;          // upper case; empty: none
    std::string classification;  // CLASS, upper case
    std::string transparency;    // TRANSP, upper case
    int priority = 0;            // 0 undefined, 1 highest ... 9 lowest
    std::string color;           // a name of CSS, RFC 7986, 5.9
    std::optional<GeoPosition> geo;
    std::vector<std::string> categories;
    std::vector<std::string> resources;
    std::vector<Remark> comments;
    std::vector<Remark> contacts;
    std::vector<Attachment> attachments;
    std::vector<Attachment> images;
    std::vector<Conference> conferences;
    std::vector<Relation> relations;
    std::vector<RequestStatus> request_statuses;
    std::string busy_status;  // X-MICROSOFT-CDO-BUSYSTATUS: FREE, TENTATIVE, BUSY, OOF

    // Of a task
    std::optional<Instant> completed;
    std::optional<int> percent_complete;

    std::optional<Organizer> organizer;
    std::vector<Attendee> attendees;

    /// A task without DTSTART starts when it is due.
    DateTime start;
    /// Exclusive, never before the start; DUE for a task. Where the text has DURATION instead, the
    /// end that a wall clock shows if no clock is changed meanwhile; `duration` then tells the
    /// rest.
    DateTime end;
    std::optional<Duration> duration;
    /// Whether the text has a DTSTART, and a DTEND or DUE. Without the first, what has a
    /// RECURRENCE-ID starts there; without the second an event ends when it starts, or with its
    /// day.
    bool start_given = true;
    bool end_given = true;

    std::optional<Recurrence> rule;
    std::vector<Recurrence> exclusion_rules;  // EXRULE, of RFC 2445
    std::vector<DateTime> additions;          // RDATE
    std::vector<Period> addition_periods;     // RDATE;VALUE=PERIOD
    std::vector<DateTime> exceptions;         // EXDATE

    /// Present in an override: which occurrence it replaces, as its master would have had it.
    std::optional<DateTime> recurrence_id;
    bool this_and_future = false;  // RANGE=THISANDFUTURE

    std::vector<Alarm> alarms;

    /// What no field stands for, in the order of the text: reading and writing loses nothing.
    std::vector<ExtraProperty> extras;
    std::vector<PropertyExtras> parameters;
    std::string components;  // PARTICIPANT, VLOCATION and others, as lines

    Position position;  // of BEGIN in the text

    bool all_day() const { return start.kind == TimeKind::date; }
    /// Whether it has a time at all. A task may have none, nor needs an answer to an invitation
    /// any; then `start` and `end` mean nothing.
    bool dated() const { return start_given || end_given || recurrence_id.has_value(); }
    bool recurs() const {
        return rule.has_value() || !additions.empty() || !addition_periods.empty();
    }
    bool cancelled() const { return status == "CANCELLED"; }
    /// The first property of that name among `extras`, in any case.
    const ExtraProperty* extra(std::string_view name) const;
    /// Positions take no part.
    bool operator==(const Event& other) const;
};

/// Reads a VEVENT or VTODO; nothing, and an error, when it has to be left out. One without any time
/// is read (see `dated`), which only a task, a reply or a cancellation may be.
std::optional<Event> read_event(const ComponentView& component, std::vector<Problem>& problems);

/// A VEVENT or VTODO with its VALARMs. Reading it again gives the same Event. What is empty or 0 is
/// not written, except for the SUMMARY, PRIORITY and SEQUENCE named in `also_empty`: an iTIP
/// message has to have some of them (RFC 5546, 3.2).
void write_event(Writer& writer, const Event& event, std::span<const PropertyName> also_empty = {});

}  // namespace plazo::ical
