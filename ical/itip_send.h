// ical/itip_send.h - whom to send what when an event changes: RFC 5546 and RFC 6638, 3.2.
//
//     organizer   before, after  ->  REQUEST to those invited, CANCEL to those who no longer are
//     attendee    before, after  ->  REPLY to the organizer
//
// Example (runs in tests/ical/itip_send_test.cpp):
//     Event after = revised(before, moved);                        // event_difference.h
//     Outbox outbox = messages_of_change({before}, {after}, "boss@example.com", zones, now);
//     outbox.messages.front().method == Method::request;
//     outbox.messages.front().recipients;                          // {"ann@example.com", ...}
//
// `before` and `after` are all components of one UID: a master and its overrides, or overrides
// alone; nothing where there was or will be none. Everybody is told of the occurrences that they
// are invited to and of no other (RFC 6638, 3.2.6): who is left out of one override gets the series
// with an EXDATE there. Who gets the same message shares it.
//
// Nobody is told that somebody answered, nor of what is the organizer's own (alarms, categories).
// A raised SEQUENCE is told to all even if nothing else changed, since answers to the old one would
// count no more. Attendees with another SCHEDULE-AGENT than SERVER are somebody else's to tell, and
// the organizer is never told by mail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/itip.h"

namespace plazo::ical {

struct Outgoing {
    Method method = Method::request;
    std::string sender;                   // an address
    std::vector<std::string> recipients;  // addresses, sorted
    /// Whether it asks for something: a new invitation, a new time, an end, an answer. Otherwise it
    /// brings others up to date.
    bool significant = false;
    Message message;
};

struct Outbox {
    std::vector<Outgoing> messages;
    /// Why there are none where there should be: several UIDs or organizers in one object.
    std::vector<Problem> problems;
};

/// `me` is who changed it: the organizer, or an attendee, whose answer then is sent. SEQUENCE and
/// PARTSTATs are taken from `after` (see revised()), except that what is off for all gets a
/// SEQUENCE above that of `before`. Who is only uninvited gets that of `after`: it is the one with
/// which they may be invited again. Anybody else's change causes no message.
Outbox messages_of_change(const std::vector<Event>& before, const std::vector<Event>& after,
                          std::string_view me, const std::vector<ZoneBlock>& zones, Instant now);

}  // namespace plazo::ical
