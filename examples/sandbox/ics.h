// examples/sandbox/ics.h - meeting messages as Exchange writes them in iCalendar.
//
// The shape is Exchange's, quirks included: Windows names as TZID, a VTIMEZONE whose rules begin in
// 1601, MAILTO in capitals, the X-MICROSOFT-CDO properties. It is written without our own iCalendar
// library, so that the importer reads something it did not write itself.
#pragma once

#include <string>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

struct MeetingMessage {
    std::string method;  ///< REQUEST or CANCEL
    Item item;
    std::vector<Attendee> shown;  ///< only the recipient where attendees are hidden
    std::string language;
    Instant now;
};

std::string icalendar(const MeetingMessage& message, const Zones& zones);

}  // namespace plazo::sandbox
