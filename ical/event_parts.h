// ical/event_parts.h - what an Event is made of besides its texts and times: people, attachments,
// relations, alarms, and all that no field stands for.
//
// Example (runs in tests/ical/event_parts_test.cpp):
//     const Attendee& ann = event->attendees.front();
//     ann.delegated_to.front() == "bob@example.com";
//     event->alarms.front().repeat == 2;
//     event->extra("X-MICROSOFT-CDO-IMPORTANCE")->value == "1";
//
// Every parameter has its place: in a field, else in `extras`. So what is read and written again
// says all that it said.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ical/names.h"
#include "ical/property_value.h"
#include "ical/value.h"

namespace plazo::ical {

using timezone::Instant;

/// Of inline attachments; larger ones, and those after the total is reached, are left out with an
/// error. A line can hold no more than Limits::line_bytes of base64 in any case.
inline constexpr std::size_t attachment_bytes_max = 10 * 1024 * 1024;
inline constexpr std::size_t attachments_bytes_max = 25 * 1024 * 1024;  // of one event

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

/// LANGUAGE, ALTREP and others of a property whose field has no room for them; of a property that
/// may be given several times, those of its first line that has any. Lists are sorted by property.
struct PropertyExtras {
    PropertyName property = PropertyName::other;
    ExtraParameters parameters;

    bool operator==(const PropertyExtras&) const = default;
};

/// Who sends the invitations: a CAL-ADDRESS. `address` is the e-mail address, also from an EMAIL
/// parameter (RFC 7986, 6.2); when there is none, the URI as it is written. `name` is CN.
struct Organizer {
    std::string address;
    std::string name = {};
    std::string uri = {};        // as written; empty where it is the mailto: of `address`
    std::string email = {};      // EMAIL
    std::string sent_by = {};    // SENT-BY, an address
    std::string directory = {};  // DIR, a URI
    std::string language = {};
    // RFC 6638, 7
    std::string schedule_agent = {};  // upper case: SERVER, CLIENT, NONE; empty is SERVER
    std::string schedule_force_send = {};
    std::string schedule_status = {};
    ExtraParameters extras = {};

    bool operator==(const Organizer&) const = default;
};

/// Words are in upper case, with RFC 5545's defaults where they are missing.
struct Attendee {
    std::string address;
    std::string name = {};
    std::string role = "REQ-PARTICIPANT";        // CHAIR, OPT-PARTICIPANT, NON-PARTICIPANT
    std::string partstat = "NEEDS-ACTION";       // ACCEPTED, DECLINED, TENTATIVE, DELEGATED...
    std::string cutype = "INDIVIDUAL";           // GROUP, RESOURCE, ROOM, UNKNOWN
    bool rsvp = false;                           // an answer is asked for
    std::vector<std::string> delegated_to = {};  // addresses
    std::vector<std::string> delegated_from = {};
    std::vector<std::string> member = {};
    // As of an Organizer
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

/// A trigger is a duration relative to the start or the end, negative for "before", or an instant.
struct Alarm {
    std::variant<Duration, Instant> trigger;
    bool related_to_end = false;
    std::string action = "DISPLAY";  // upper case: AUDIO, EMAIL, NONE (Apple)...
    std::string description = {};
    std::string summary = {};              // the subject of an EMAIL
    std::vector<Attendee> attendees = {};  // who gets the EMAIL
    std::vector<Attachment> attachments = {};
    int repeat = 0;  // how often again, `duration` apart
    std::optional<Duration> duration = {};
    // RFC 9074
    std::string uid = {};
    std::optional<Instant> acknowledged = {};  // all that was due until then
    std::vector<Relation> relations = {};
    std::string proximity = {};  // upper case: ARRIVE, DEPART, CONNECT, DISCONNECT
    std::vector<ExtraProperty> extras = {};
    std::vector<PropertyExtras> parameters = {};
    std::string components = {};  // VLOCATION and others, as lines

    bool operator==(const Alarm&) const = default;
};

}  // namespace plazo::ical
