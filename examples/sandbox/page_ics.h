// examples/sandbox/page_ics.h - what the recipient of a mail reads out of its iCalendar part.
//
//     const Invitation invitation = read_invitation(mail.ics, zones);
//     invitation.start->zone        "Romance Standard Time", as the part names it; "" for none
//     invitation.people[0].answer   "accepted"
//
// (The example runs in tests/sandbox/page_ics_test.cpp.) It reads the first event, as much of it as
// is shown; what it cannot read is left out. The page shows this and not the organizer's event,
// which may have changed since.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

/// The rest of a longer part is not read.
inline constexpr std::size_t ics_lines_max = 20'000;

struct Invited {
    Attendee attendee;
    std::string answer;  ///< as Graph says it: accepted, declined, tentativelyAccepted, or empty
};

struct Invitation {
    std::optional<EventTime> start;
    std::optional<EventTime> end;
    bool all_day = false;
    std::string location;
    std::string organizer;  ///< "Ana <ana@plazo.test>"
    std::vector<Invited> people;
    std::optional<Recurrence> recurrence;
    std::string rule;  ///< as it is written, also one that is no Recurrence
};

Invitation read_invitation(std::string_view ics, const Zones& zones);

}  // namespace plazo::sandbox
