// ical/itip_object.h - all components of one UID, looked at by occurrence. Internal to itip_send
// and itip_receive.
#pragma once

#include <string_view>
#include <vector>

#include "ical/event.h"

namespace plazo::ical {

/// The component without RECURRENCE-ID; nothing where there are only overrides.
const Event* master_of(const std::vector<Event>& events);
/// The component with that RECURRENCE-ID, or the master where there is none.
const Event* component_of(const std::vector<Event>& events,
                          const std::optional<DateTime>& recurrence_id);

Event* component_of(std::vector<Event>& events, const std::optional<DateTime>& recurrence_id);

const Attendee* find_attendee(const Event& event, std::string_view address);
bool is_organizer(const Event& event, std::string_view address);

}  // namespace plazo::ical
