#include "ical/itip_object.h"

#include <algorithm>

#include "ical/event_difference.h"

namespace plazo::ical {

namespace {

auto find_component(auto& events, const std::optional<DateTime>& recurrence_id) {
    const auto found = std::find_if(events.begin(), events.end(), [&](const Event& each) {
        return each.recurrence_id == recurrence_id;
    });
    return found == events.end() ? nullptr : &*found;
}

}  // namespace

const Event* component_of(const std::vector<Event>& events,
                          const std::optional<DateTime>& recurrence_id) {
    return find_component(events, recurrence_id);
}

Event* component_of(std::vector<Event>& events, const std::optional<DateTime>& recurrence_id) {
    return find_component(events, recurrence_id);
}

const Event* master_of(const std::vector<Event>& events) {
    return component_of(events, std::nullopt);
}

const Attendee* find_attendee(const Event& event, std::string_view address) {
    const auto found =
        std::find_if(event.attendees.begin(), event.attendees.end(),
                     [&](const Attendee& each) { return same_address(each.address, address); });
    return found == event.attendees.end() ? nullptr : &*found;
}

bool is_organizer(const Event& event, std::string_view address) {
    return event.organizer && same_address(event.organizer->address, address);
}

bool excludes(const std::vector<Event>& events, const std::optional<DateTime>& recurrence_id) {
    const Event* master = recurrence_id ? master_of(events) : nullptr;
    return master && std::find(master->exceptions.begin(), master->exceptions.end(),
                               *recurrence_id) != master->exceptions.end();
}

std::optional<Event> state_of(const std::vector<Event>& events,
                              const std::optional<DateTime>& recurrence_id) {
    if (const Event* event = component_of(events, recurrence_id)) return *event;
    const Event* master = recurrence_id ? master_of(events) : nullptr;
    if (!master || excludes(events, recurrence_id)) return std::nullopt;
    return instance_of(*master, *recurrence_id);
}

Event instance_of(const Event& master, const DateTime& recurrence_id) {
    Event instance = master;
    instance.recurrence_id = recurrence_id;
    instance.start = recurrence_id;
    instance.end.local = recurrence_id.local + (master.end.local - master.start.local);
    if (recurrence_id.kind != master.start.kind || recurrence_id.tzid != master.start.tzid) {
        instance.end.kind = recurrence_id.kind;
        instance.end.tzid = recurrence_id.tzid;
    }
    instance.rule.reset();
    instance.exclusion_rules.clear();
    instance.additions.clear();
    instance.addition_periods.clear();
    instance.exceptions.clear();
    return instance;
}

}  // namespace plazo::ical
