// ical/itip_answer.h - one attendee's REPLY put into the organizer's event. Internal to
// itip_receive.
#pragma once

#include <vector>

#include "ical/calendar.h"

namespace plazo::ical {

/// `unknown`: there is no such occurrence.
enum class Answer { taken, crashed, stale, unknown };

/// `part` is the component of the REPLY that `attendee` is in. An answer for one occurrence makes
/// an override of it.
Answer take_answer(std::vector<Event>& stored, const Event& part, const Attendee& attendee,
                   const ZoneOf& zone_of);

}  // namespace plazo::ical
