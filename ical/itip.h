// ical/itip.h - invitations, answers and cancellations as text/calendar: RFC 5546.
//
//     organizer    PUBLISH, REQUEST, ADD, CANCEL, DECLINECOUNTER  ->  attendees
//     attendee     REPLY, REFRESH, COUNTER                        ->  organizer
//
// Example (runs in tests/ical/itip_test.cpp):
//     Message message = make_message(Method::request, {event}, {block}, now);
//     message.problems.empty();
//     message.text.find("METHOD:REQUEST\r\n") != std::string::npos;
//     message.content_type == "text/calendar; method=REQUEST; charset=utf-8";
//
//     Message answer = make_reply({event}, "ann@example.com", "ACCEPTED", "Gladly", {block}, now);
//
// A message that RFC 5546 forbids is not made: then `problems` says why and `text` is empty. What
// to send when an event changes is in itip_send.h, what a received message means in itip_receive.h,
// and how it travels by mail in imip.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/calendar.h"

namespace plazo::ical {

enum class Method : std::uint8_t {
    publish,
    request,
    reply,
    add,
    cancel,
    refresh,
    counter,
    decline_counter,
};

/// "DECLINECOUNTER"
std::string_view spelling(Method method);
/// In any case; nothing for what RFC 5546 does not know.
std::optional<Method> method_of(std::string_view name);

struct Message {
    /// With the method, which has to be the same as in the text (RFC 6047, 2.4).
    std::string content_type;
    std::string text;
    std::vector<Problem> problems;
};

/// The events are a master with its overrides, or overrides alone: one UID, except in a PUBLISH.
/// Each gets `now` as its DTSTAMP, and of what the method forbids (itip_rules.h) it loses alarms
/// and the notes of RFC 6638; anything else that is forbidden or missing is a Problem. SEQUENCE is
/// the caller's to raise. Zones that no event names are left out.
Message make_message(Method method, std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                     Instant now);

/// The events are off: they get STATUS:CANCELLED. Who is only to be uninvited gets a CANCEL without
/// it, by make_message().
Message make_cancellation(std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                          Instant now);

/// What an attendee sends the organizer. Of each event there remains what tells which it is and
/// when; of the attendees, `me`, who has to be one of them unless the party is crashed. A
/// `partstat` that is empty leaves the one of the event. `comment` may be empty.
Message make_reply(std::vector<Event> events, std::string_view me, std::string_view partstat,
                   std::string_view comment, const std::vector<ZoneBlock>& zones, Instant now);

/// Asks for the latest version. Only the UID and RECURRENCE-ID of the event are sent.
Message make_refresh(const Event& event, std::string_view me, const std::vector<ZoneBlock>& zones,
                     Instant now);

/// Another time or place, as `proposal` says, which has the SEQUENCE of what was received.
Message make_counter(Event proposal, std::string_view me, std::string_view comment,
                     const std::vector<ZoneBlock>& zones, Instant now);

/// The organizer's refusal of a proposal; the invitation stands.
Message make_decline_counter(const Event& event, std::string_view comment,
                             const std::vector<ZoneBlock>& zones, Instant now);

}  // namespace plazo::ical
