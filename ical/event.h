// ical/event.h - an event or a task as a value: VEVENT, VTODO and VALARM (RFC 5545, 3.6).
//
//     Component --read_event()--> Event --write_event()--> Component
//
// An Event is what a calendar needs of a component, typed. It is not the component: properties that
// are not named here stay behind (component.h keeps everything).
//
// Example (runs in tests/ical/event_test.cpp):
//     std::vector<Problem> problems;
//     std::optional<Event> event = read_event(component, problems);
//     event->start.tzid == "Europe/Madrid";
//     event->attendees.front().address == "ann@example.com";
//
// Small faults are repaired with a warning: a missing DTSTAMP, an end before the start, a second
// SUMMARY. An event whose start or recurrence cannot be understood is left out with an error: what
// would be written elsewhere would be another event.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ical/component.h"
#include "ical/recurrence.h"
#include "ical/value.h"

namespace plazo::ical {

using timezone::Instant;

/// Somebody named by a CAL-ADDRESS. `address` is the e-mail address, also from an EMAIL parameter
/// (RFC 7986, 6.2); when there is none, the URI as it is written. `name` is CN, possibly empty.
struct Organizer {
    std::string address;
    std::string name;

    bool operator==(const Organizer&) const = default;
};

/// Parameters in upper case, with RFC 5545's defaults where they are missing.
struct Attendee {
    std::string address;
    std::string name;
    std::string role = "REQ-PARTICIPANT";   // CHAIR, OPT-PARTICIPANT, NON-PARTICIPANT
    std::string partstat = "NEEDS-ACTION";  // ACCEPTED, DECLINED, TENTATIVE, DELEGATED...
    std::string cutype = "INDIVIDUAL";      // GROUP, RESOURCE, ROOM, UNKNOWN
    bool rsvp = false;

    bool operator==(const Attendee&) const = default;
};

/// A trigger is a duration relative to the start or the end, negative for "before", or an instant.
struct Alarm {
    std::variant<Duration, Instant> trigger;
    bool related_to_end = false;
    std::string action = "DISPLAY";
    std::string description;

    bool operator==(const Alarm&) const = default;
};

enum class EventKind { event, task };

struct Event {
    EventKind kind = EventKind::event;
    std::string uid;
    int sequence = 0;
    std::optional<Instant> stamp;  // DTSTAMP
    std::string summary;
    std::string description;
    std::string location;
    std::string url;
    std::string status;          // upper case; empty: none
    std::string classification;  // CLASS, upper case
    std::string transparency;    // TRANSP, upper case
    int priority = 0;            // 0 undefined, 1 highest ... 9 lowest
    std::vector<std::string> categories;
    std::string busy_status;  // X-MICROSOFT-CDO-BUSYSTATUS: FREE, TENTATIVE, BUSY, OOF

    std::optional<Organizer> organizer;
    std::vector<Attendee> attendees;

    /// A task without DTSTART starts when it is due.
    DateTime start;
    /// Exclusive, never before the start; DUE for a task. Where the text has DURATION instead, the
    /// end that a wall clock shows if no clock is changed meanwhile; `duration` then tells the
    /// rest.
    DateTime end;
    std::optional<Duration> duration;

    std::optional<Recurrence> rule;
    std::vector<DateTime> additions;   // RDATE
    std::vector<DateTime> exceptions;  // EXDATE

    /// Present in an override: which occurrence it replaces, as its master would have had it.
    std::optional<DateTime> recurrence_id;
    bool this_and_future = false;  // RANGE=THISANDFUTURE

    std::vector<Alarm> alarms;
    Position position;  // of BEGIN in the text

    bool all_day() const { return start.kind == TimeKind::date; }
    bool recurs() const { return rule.has_value() || !additions.empty(); }
    bool cancelled() const { return status == "CANCELLED"; }
    /// Positions take no part.
    bool operator==(const Event& other) const;
};

/// Reads a VEVENT or VTODO; nothing, and an error, when it has to be left out.
std::optional<Event> read_event(const Component& component, std::vector<Problem>& problems);

/// A VEVENT or VTODO with its VALARMs. DTSTAMP is written when there is a `stamp`. Reading it again
/// gives the same Event.
Component write_event(const Event& event);

}  // namespace plazo::ical
