// ical/itip_receive.h - what a received iTIP message does to a calendar: RFC 5546, 2.1.5 and 3.2.
//
//     stored components of a UID + message + who I am  ->  Received: what it is, what to store
//
// Example (runs in tests/ical/itip_receive_test.cpp):
//     Calendar message = read_calendar(text);                      // METHOD:REPLY
//     Received received = receive(stored, message, "boss@example.com", zones_of(message, tzdb));
//     received.effect == Effect::answered;
//     received.events.front().attendees.front().partstat == "ACCEPTED";
//
// A component is told apart by UID and RECURRENCE-ID, and each has its own SEQUENCE and DTSTAMP.
// The higher SEQUENCE counts, then the later DTSTAMP; what is no newer than what is stored is stale
// and changes nothing. A REPLY is stale when the event has been rescheduled since it was asked for,
// or when the same person's later answer is known (X-REPLYTIME, as Exchange notes it).
//
// Nothing is done but said: the caller stores `events`, asks its user about a proposal or somebody
// who was not invited, and sends what is to be sent. That a message comes from whom it says is for
// the mail to tell; `sender` is compared with who may send such a message, and a difference is a
// warning (RFC 6047, 2.2.1), since secretaries and forwarding systems send for others.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "ical/itip.h"

namespace plazo::ical {

/// Occurrences that one answer or cancellation may make overrides of: each is a copy of the series.
inline constexpr std::size_t overrides_made_max = 500;

enum class Effect {
    created,             // an event that was not known
    updated,             // a newer version, a further occurrence
    answered,            // PARTSTATs of those in `people`
    party_crasher,       // an answer of somebody in `people` who was not invited; `events` has them
    cancelled,           // all of it, or I am no longer invited
    instance_cancelled,  // one or more occurrences
    countered,           // `proposal` is what those in `people` would like better
    counter_declined,    // the invitation stands as it is
    refresh_asked,       // those in `people` would like a REQUEST with the latest version
    stale,               // older than what is stored, or the same
    unknown,             // about an event that is not stored: a REFRESH may bring it
    refused,             // no message, or not for me; `problems` says why
};

struct Received {
    Effect effect = Effect::refused;
    /// All components as they should be stored from now on; `stored` where nothing changes.
    std::vector<Event> events;
    std::vector<Attendee> people;
    std::vector<Event> proposal;
    std::vector<Problem> problems;
};

/// `stored` are all components of the message's UID, or nothing; a PUBLISH of several UIDs is to be
/// split. A message by another organizer than the stored one is refused: only the organizer may
/// change or cancel an event (RFC 6047, 2.2.1). `me` is whose calendar it is: the
/// organizer for REPLY, REFRESH and COUNTER, an attendee for the others. An empty `sender` is
/// unknown. `zone_of` is needed to tell occurrences by RECURRENCE-IDs in other zones.
Received receive(const std::vector<Event>& stored, const Calendar& message, std::string_view me,
                 const ZoneOf& zone_of, std::string_view sender = {});

/// Whether `a` is a later version than `b` of the same component: RFC 5546, 2.1.5. A component
/// without DTSTAMP is taken as later, since nothing speaks against it.
bool is_newer(const Event& a, const Event& b);

}  // namespace plazo::ical
