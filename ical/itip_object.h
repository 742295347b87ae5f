// ical/itip_object.h - all components of one UID, looked at by occurrence. Internal to itip_send
// and itip_receive.
#pragma once

#include <optional>
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

/// Whether it is ours to tell somebody: SCHEDULE-AGENT, RFC 6638, 7.1.
bool is_ours(const auto& person) {
    return person.schedule_agent.empty() || person.schedule_agent == "SERVER";
}

/// Whether the series has an EXDATE there.
bool excludes(const std::vector<Event>& events, const std::optional<DateTime>& recurrence_id);

/// The component itself, or what the series makes of that occurrence; nothing where it has none.
/// Whether the rule has such an occurrence is not asked.
std::optional<Event> state_of(const std::vector<Event>& events,
                              const std::optional<DateTime>& recurrence_id);

/// The occurrence of a series as if it had an override that changes nothing. It is told by the
/// clock of `recurrence_id`.
Event instance_of(const Event& master, const DateTime& recurrence_id);

}  // namespace plazo::ical
