// examples/sandbox/ics.h - meeting messages as Exchange writes them in iCalendar.
//
// The shape is Exchange's, quirks included: Windows names as TZID, a VTIMEZONE whose rules begin in
// 1601, MAILTO in capitals, the X-MICROSOFT-CDO properties. It is written without our own iCalendar
// library, so that the importer reads something it did not write itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

/// Whose answer a message brings. Exchange names no organizer in one.
struct ReplyPart {
    Attendee from;
    std::string participation;       ///< ACCEPTED, TENTATIVE or DECLINED
    std::optional<EventTime> start;  ///< that a COUNTER proposes
    std::optional<EventTime> end;
};

struct MeetingMessage {
    std::string method;  ///< REQUEST, CANCEL, REPLY or COUNTER
    Item item;
    std::vector<Attendee> shown;  ///< only the recipient where attendees are hidden
    std::string language;
    Instant now;
    std::optional<ReplyPart> reply{};
};

std::string icalendar(const MeetingMessage& message, const Zones& zones);

}  // namespace plazo::sandbox
