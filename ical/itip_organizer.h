// ical/itip_organizer.h - the organizer's side of itip_send.h, where the rules are told.
#pragma once

#include <vector>

#include "ical/itip_send.h"

namespace plazo::ical {

/// Both lists are checked to be of one UID and one organizer.
std::vector<Outgoing> messages_of_organizer(const std::vector<Event>& before,
                                            const std::vector<Event>& after,
                                            const std::vector<ZoneBlock>& zones, Instant now);

}  // namespace plazo::ical
