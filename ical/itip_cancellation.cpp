#include "ical/itip_cancellation.h"

#include <algorithm>

#include "ical/itip_object.h"
#include "ical/series.h"

namespace plazo::ical {

namespace {

/// Whether it was made before what is stored, or is stored already. It may be as old as the
/// invitation: stamps are seconds.
bool is_outdated(const Event& part, const Event& event) {
    if (part.sequence != event.sequence) return part.sequence < event.sequence;
    if (!part.stamp || !event.stamp) return false;
    return *part.stamp < *event.stamp || (event.cancelled() && *part.stamp == *event.stamp);
}

void cancel(Event& event, const Event& part) {
    event.status = "CANCELLED";
    event.sequence = std::max(event.sequence, part.sequence);
    if (part.stamp) event.stamp = std::max(part.stamp, event.stamp);
    event.comments.insert(event.comments.end(), part.comments.begin(), part.comments.end());
}

Cancellation uninvite(std::vector<Event>& stored, const Event& part) {
    Event* event = component_of(stored, part.recurrence_id);
    if (!event || is_outdated(part, *event)) return Cancellation::stale;
    std::erase_if(event->attendees, [&](const Attendee& each) {
        return find_attendee(part, each.address) != nullptr;
    });
    event->sequence = part.sequence;
    if (part.stamp) event->stamp = part.stamp;
    return Cancellation::others_uninvited;
}

Cancellation cancel_all(std::vector<Event>& stored, const Event& part) {
    const Event* master = master_of(stored);
    if (is_outdated(part, master ? *master : stored.front())) return Cancellation::stale;
    for (Event& event : stored) cancel(event, part);
    return Cancellation::all;
}

/// What changes all from an occurrence on begins with the next one: this one is on its own.
void begin_later(std::vector<Event>& stored, const DateTime& recurrence_id,
                 const Occurrences& occurrences) {
    Event* event = component_of(stored, recurrence_id);
    Event rest = *event;
    event->this_and_future = false;
    const auto next = occurrences.first_from(recurrence_id.local + seconds{1});
    if (!next) return;
    const seconds step = *next - recurrence_id.local;
    rest.recurrence_id->local += step;
    rest.start.local += step;
    rest.end.local += step;
    if (!component_of(stored, rest.recurrence_id)) stored.push_back(std::move(rest));
}

Cancellation cancel_instance(std::vector<Event>& stored, const Event& part, const ZoneOf& zone_of) {
    const Event* event = component_of(stored, part.recurrence_id);
    const Event* master = master_of(stored);
    if (!event && !master) return Cancellation::stale;
    if (is_outdated(part, event ? *event : *master)) return Cancellation::stale;
    const bool splits = event && event->this_and_future && !part.this_and_future;
    if (master && (!event || splits)) {
        const Occurrences occurrences{recurrence_set(*master, zone_of)};
        if (splits) {
            begin_later(stored, *part.recurrence_id, occurrences);
        } else if (occurrences.contains(part.recurrence_id->local)) {
            stored.push_back(instance_of(*master, *part.recurrence_id));
        } else {
            return Cancellation::no_such_occurrence;
        }
    }
    Event& instance = *component_of(stored, part.recurrence_id);
    cancel(instance, part);
    instance.this_and_future = part.this_and_future;
    return Cancellation::instance;
}

}  // namespace

Cancellation take_cancellation(std::vector<Event>& stored, const Event& part, std::string_view me,
                               const ZoneOf& zone_of) {
    const bool others = !part.attendees.empty() && !find_attendee(part, me);
    if (others && !part.cancelled()) return uninvite(stored, part);
    return part.recurrence_id ? cancel_instance(stored, part, zone_of) : cancel_all(stored, part);
}

}  // namespace plazo::ical
