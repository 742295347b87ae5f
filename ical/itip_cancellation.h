// ical/itip_cancellation.h - a received CANCEL and what it takes away. Internal to itip_receive.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ical/calendar.h"

namespace plazo::ical {

enum class Cancellation : std::uint8_t {
    stale,               // older than what is stored, or known already
    no_such_occurrence,  // the series has none there
    others_uninvited,    // others no longer come; it takes place
    instance,            // one occurrence, or all from it on
    all,
};

/// Takes one component of a CANCEL (RFC 5546, 3.2.5), whose RECURRENCE-ID is on the clock of the
/// stored series. One that names only others than `me`, and has no STATUS:CANCELLED, uninvites
/// them. SEQUENCE need not be raised: Google and others do not.
Cancellation take_cancellation(std::vector<Event>& stored, const Event& part, std::string_view me,
                               const ZoneOf& zone_of);

}  // namespace plazo::ical
