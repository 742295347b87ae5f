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
#include "ical/names.h"
#include "ical/recurrence.h"
#include "ical/value.h"

namespace plazo::ical {

using timezone::Instant;

/// A parameter that no field stands for, its values decoded.
struct ExtraParameter {
    std::string name;
    std::vector<std::string> values;

    bool operator==(const ExtraParameter&) const = default;
};
using ExtraParameters = std::vector<ExtraParameter>;

/// A property that no field stands for; `value` is raw (value.h).
struct ExtraProperty {
    std::string name;
    ExtraParameters parameters;
    std::string value;

    bool operator==(const ExtraProperty&) const = default;
};

/// LANGUAGE, ALTREP and other parameters of a property whose field has no room for them.
struct PropertyExtras {
    PropertyName property = PropertyName::other;
    ExtraParameters parameters;

    bool operator==(const PropertyExtras&) const = default;
};

/// Somebody named by a CAL-ADDRESS. `address` is the e-mail address, also from an EMAIL parameter
/// (RFC 7986, 6.2); when there is none, the URI as it is written. `name` is CN, possibly empty.
struct Organizer {
    std::string address;
    std::string name;
    std::string uri = {};        // as written; empty where it is the mailto: of `address`
    std::string email = {};      // EMAIL
    std::string sent_by = {};    // SENT-BY, an address
    std::string directory = {};  // DIR, a URI
    std::string language = {};
    std::string schedule_agent = {};  // RFC 6638, 7; upper case: SERVER, CLIENT, NONE
    std::string schedule_force_send = {};
    std::string schedule_status = {};
    ExtraParameters extras = {};

    bool operator==(const Organizer&) const = default;
};

/// Parameters in upper case, with RFC 5545's defaults where they are missing.
struct Attendee {
    std::string address;
    std::string name = {};
    std::string role = "REQ-PARTICIPANT";   // CHAIR, OPT-PARTICIPANT, NON-PARTICIPANT
    std::string partstat = "NEEDS-ACTION";  // ACCEPTED, DECLINED, TENTATIVE, DELEGATED...
    std::string cutype = "INDIVIDUAL";      // GROUP, RESOURCE, ROOM, UNKNOWN
    bool rsvp = false;
    std::vector<std::string> delegated_to = {};  // addresses
    std::vector<std::string> delegated_from = {};
    std::vector<std::string> member = {};
    // As of an Organizer:
    std::string uri = {};
    std::string email = {};
    std::string sent_by = {};
    std::string directory = {};
    std::string language = {};
    std::string schedule_agent = {};
    std::string schedule_force_send = {};
    std::string schedule_status = {};
    ExtraParameters extras = {};

    bool operator==(const Attendee&) const = default;
};

/// ATTACH or IMAGE: a URI, or the bytes themselves.
struct Attachment {
    std::string uri = {};
    std::string data = {};         // decoded; when there is no `uri`
    std::string format_type = {};  // FMTTYPE, "text/plain"
    ExtraParameters extras = {};   // X-FILENAME, DISPLAY...

    bool operator==(const Attachment&) const = default;
};

/// RELATED-TO: another component, by its UID.
struct Relation {
    std::string uid;
    std::string type = "PARENT";  // RELTYPE, upper case: CHILD, SIBLING, SNOOZE...
    ExtraParameters extras = {};

    bool operator==(const Relation&) const = default;
};

/// CONFERENCE, RFC 7986, 5.11: where to dial in.
struct Conference {
    std::string uri;
    std::string label = {};
    std::vector<std::string> features = {};  // upper case: AUDIO, VIDEO, MODERATOR...
    std::string language = {};
    ExtraParameters extras = {};

    bool operator==(const Conference&) const = default;
};

/// COMMENT or CONTACT.
struct Remark {
    std::string text;
    ExtraParameters extras = {};  // LANGUAGE, ALTREP...

    bool operator==(const Remark&) const = default;
};

/// Degrees north and east.
struct Geo {
    double latitude = 0;
    double longitude = 0;

    bool operator==(const Geo&) const = default;
};

/// REQUEST-STATUS, RFC 5546, 3.6: "2.8;Success\\, repeating event ignored;RRULE:FREQ=DAILY".
struct RequestStatus {
    std::string code;
    std::string text;
    std::string data = {};
    ExtraParameters extras = {};

    bool operator==(const RequestStatus&) const = default;
};

/// A trigger is a duration relative to the start or the end, negative for "before", or an instant.
struct Alarm {
    std::variant<Duration, Instant> trigger;
    bool related_to_end = false;
    std::string action = "DISPLAY";  // upper case: AUDIO, EMAIL, NONE (Apple)...
    std::string description = {};
    std::string summary = {};  // the subject of an EMAIL
    std::vector<Attendee> attendees = {};
    std::vector<Attachment> attachments = {};
    int repeat = 0;                            // how often again
    std::optional<Duration> duration = {};     // between repetitions
    std::string uid = {};                      // RFC 9074
    std::optional<Instant> acknowledged = {};  // all that was due until then
    std::vector<Relation> relations = {};
    std::string proximity = {};  // upper case: ARRIVE, DEPART, CONNECT, DISCONNECT
    std::vector<ExtraProperty> extras = {};
    std::string components = {};  // VLOCATION and others, as lines

    bool operator==(const Alarm&) const = default;
};

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
    std::optional<Geo> geo;
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
    /// Whether the text has a DTSTART, and a DTEND or DUE; without the latter an event ends when it
    /// starts, or with its day.
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
    /// Whether it has a time at all: a task may have none, nor needs a reply to an invitation any.
    bool dated() const { return start_given || end_given; }
    bool recurs() const {
        return rule.has_value() || !additions.empty() || !addition_periods.empty();
    }
    bool cancelled() const { return status == "CANCELLED"; }
    /// The first property of that name among `extras`, in any case.
    const ExtraProperty* extra(std::string_view name) const;
    /// Positions take no part.
    bool operator==(const Event& other) const;
};

/// Reads a VEVENT or VTODO; nothing, and an error, when it has to be left out.
std::optional<Event> read_event(const Component& component, std::vector<Problem>& problems);

/// A VEVENT or VTODO with its VALARMs. DTSTAMP is written when there is a `stamp`. Reading it again
/// gives the same Event.
Component write_event(const Event& event);

}  // namespace plazo::ical
