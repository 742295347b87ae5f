// ical/itip.h - invitations and cancellations as text/calendar: RFC 5546, 3.2.2 and 3.2.5.
//
// Example (runs in tests/ical/itip_test.cpp):
//     Message message = make_message(Method::request, {event}, {block}, now);
//     message.problems.empty();
//     message.text.find("METHOD:REQUEST\r\n") != std::string::npos;
//     message.content_type == "text/calendar; method=REQUEST; charset=utf-8";
//
// A message that RFC 5546 forbids is not made: then `problems` says why and `text` is empty.
// Reading is read_calendar() plus problems_of_message(). Sending is for others, and so is REPLY,
// COUNTER and the rest: Exchange answers for its own mailboxes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/calendar.h"

namespace plazo::ical {

enum class Method { request, cancel };

struct Message {
    /// With the method, which has to be the same as in the text (RFC 6047, 2.4).
    std::string content_type;
    std::string text;
    std::vector<Problem> problems;
};

/// The events are a master with its overrides, or overrides alone: one UID. Each gets `now` as its
/// DTSTAMP; a cancellation gets STATUS:CANCELLED and loses its alarms. SEQUENCE is the caller's to
/// raise. Zones that no event names are left out.
Message make_message(Method method, std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                     Instant now);

/// What is missing of what RFC 5546 asks of a REQUEST or CANCEL: ORGANIZER, UID, DTSTAMP, attendees
/// for a REQUEST, one UID. Another METHOD, or none, is an error of its own.
std::vector<Problem> problems_of_message(const Calendar& calendar);

/// What is wrong where the mail's own method differs from the text's; empty `mail_method`: the mail
/// does not say.
std::vector<Problem> problems_of_method(const Calendar& calendar, std::string_view mail_method);

}  // namespace plazo::ical
