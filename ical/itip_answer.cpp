#include "ical/itip_answer.h"

#include <algorithm>

#include "ical/event_difference.h"
#include "ical/itip_object.h"
#include "ical/series.h"

namespace plazo::ical {

namespace {

constexpr const char* reply_time = "X-REPLYTIME";  // [MS-OXCICAL], 2.1.3.1.1.20.2

std::string noted_time(const Attendee& attendee) {
    for (const ExtraParameter& extra : attendee.extras) {
        if (same_name(extra.name, reply_time) && !extra.values.empty()) return extra.values.front();
    }
    return {};
}

std::string time_of(const std::optional<Instant>& stamp) {
    if (!stamp) return {};
    return format_date_time({TimeKind::utc, LocalTime{stamp->time_since_epoch()}, {}});
}

Attendee* find(std::vector<Attendee>& attendees, std::string_view address) {
    const auto found = std::find_if(attendees.begin(), attendees.end(), [&](const Attendee& each) {
        return same_address(each.address, address);
    });
    return found == attendees.end() ? nullptr : &*found;
}

/// Whether somebody who is invited has said that they passed the invitation on. What the delegate
/// says alone is no proof.
bool is_delegate(const Event& event, const Attendee& attendee) {
    return std::any_of(event.attendees.begin(), event.attendees.end(), [&](const Attendee& each) {
        return std::any_of(
            each.delegated_to.begin(), each.delegated_to.end(),
            [&](const std::string& one) { return same_address(one, attendee.address); });
    });
}

/// The component that is answered for, made from its series where there is none; nothing where
/// neither is stored, or where the series has no such occurrence.
Event* component_for(std::vector<Event>& stored, const Event& part, const ZoneOf& zone_of) {
    if (Event* event = component_of(stored, part.recurrence_id)) return event;
    const Event* master = master_of(stored);
    if (!master || !part.recurrence_id) return nullptr;
    const Occurrences occurrences{recurrence_set(*master, zone_of)};
    if (!occurrences.contains(part.recurrence_id->local)) return nullptr;
    stored.push_back(instance_of(*master, *part.recurrence_id));
    stored.back().this_and_future = part.this_and_future;
    return &stored.back();
}

void note_time(Attendee& attendee, const std::string& time) {
    std::erase_if(attendee.extras,
                  [](const ExtraParameter& each) { return same_name(each.name, reply_time); });
    if (!time.empty()) attendee.extras.push_back({reply_time, {time}});
}

}  // namespace

Answer take_answer(std::vector<Event>& stored, const Event& part, const Attendee& attendee,
                   const ZoneOf& zone_of) {
    const std::size_t count = stored.size();
    Event* event = component_for(stored, part, zone_of);
    if (!event) return Answer::unknown;
    Attendee* known = find(event->attendees, attendee.address);
    const std::string time = time_of(part.stamp);
    const bool late = known && !time.empty() && noted_time(*known) > time;
    if (part.sequence < event->sequence || late) {
        stored.resize(count);
        return Answer::stale;
    }
    if (!known) {
        const bool delegate = is_delegate(*event, attendee);
        event->attendees.push_back(attendee);
        note_time(event->attendees.back(), time);
        return delegate ? Answer::taken : Answer::crashed;
    }
    known->partstat = attendee.partstat;
    known->rsvp = false;
    if (!attendee.delegated_to.empty()) known->delegated_to = attendee.delegated_to;
    if (!attendee.sent_by.empty()) known->sent_by = attendee.sent_by;
    for (const ExtraParameter& extra : attendee.extras) {
        if (!same_name(extra.name, "X-RESPONSE-COMMENT")) continue;  // Google
        std::erase_if(known->extras,
                      [&](const ExtraParameter& each) { return same_name(each.name, extra.name); });
        known->extras.push_back(extra);
    }
    // RFC 6638, 3.2.9: the status that the answer has, or success.
    known->schedule_status =
        part.request_statuses.empty() ? "2.0" : part.request_statuses.front().code;
    note_time(*known, time);
    return Answer::taken;
}

}  // namespace plazo::ical
