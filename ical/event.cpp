#include "ical/event.h"

#include <algorithm>
#include <tuple>

#include "ical/event_reader.h"

namespace plazo::ical {

namespace {

auto parts(const Event& event) {
    return std::tie(event.kind, event.uid, event.sequence, event.stamp, event.created,
                    event.last_modified, event.summary, event.description, event.location,
                    event.url, event.status, event.classification, event.transparency,
                    event.priority, event.color, event.geo, event.categories, event.resources,
                    event.comments, event.contacts, event.attachments, event.images,
                    event.conferences, event.relations, event.request_statuses, event.busy_status,
                    event.completed, event.percent_complete, event.organizer, event.attendees,
                    event.start, event.end, event.duration, event.start_given, event.end_given,
                    event.rule, event.exclusion_rules, event.additions, event.addition_periods,
                    event.exceptions, event.recurrence_id, event.this_and_future, event.alarms,
                    event.extras, event.parameters, event.components);
}

}  // namespace

const ExtraProperty* Event::extra(std::string_view name) const {
    const auto found = std::find_if(extras.begin(), extras.end(), [&](const ExtraProperty& each) {
        return same_name(each.name, name);
    });
    return found == extras.end() ? nullptr : &*found;
}

bool Event::operator==(const Event& other) const {
    return parts(*this) == parts(other);
}

std::optional<Event> read_event(const ComponentView& component, std::vector<Problem>& problems) {
    return EventReader{component, problems}.read();
}

}  // namespace plazo::ical
