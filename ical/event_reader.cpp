#include "ical/event_reader.h"

#include <algorithm>
#include <climits>

#include "ical/event_part_reader.h"
#include "ical/occurrences.h"

namespace plazo::ical {

namespace {

std::string name_of(const PropertyView& property) {
    return std::string{property.name()};
}

}  // namespace

std::optional<Event> EventReader::read() {
    event_.kind = component_.id() == ComponentName::vtodo ? EventKind::task : EventKind::event;
    event_.position = component_.position();
    for (const PropertyView property : component_.properties()) take(property);
    if (event_.uid.empty()) {
        problems_.warn(component_.position(), "no-uid", component_name() + " has no UID");
    }
    if (!seen_.test(static_cast<std::size_t>(PropertyName::dtstamp))) {
        problems_.warn(component_.position(), "no-dtstamp", component_name() + " has no DTSTAMP");
    }
    if (!read_recurrence_id() || !read_span() || !read_rules()) return std::nullopt;
    for (const ComponentView inner : component_.components()) {
        if (inner.id() != ComponentName::valarm) {
            event_.components += format(inner);
        } else if (auto alarm = read_alarm(inner, problems_)) {
            event_.alarms.push_back(std::move(*alarm));
        }
    }
    return std::move(event_);
}

/// Of what there should be one at most the first is taken.
bool EventReader::first(const PropertyView& property) {
    const auto bit = static_cast<std::size_t>(property.id());
    if (seen_.test(bit)) {
        problems_.warn(property.position(), "repeated-property",
                       name_of(property) + " is given more than once; the first one is taken");
        return false;
    }
    seen_.set(bit);
    return true;
}

/// The same for what has no room for its parameters.
bool EventReader::single(const PropertyView& property, std::initializer_list<ParameterName> known) {
    if (!first(property)) return false;
    keep_extras(property, known, event_.parameters);
    return true;
}

/// For what can only be understood together with others.
bool EventReader::hold(const PropertyView& property, std::optional<PropertyView>& place) {
    using enum ParameterName;
    if (single(property, {tzid, value, range})) place.emplace(property);
    return true;
}

void EventReader::take(const PropertyView& property) {
    if (!take_field(property) && !take_part(property) && !take_time(property)) {
        event_.extras.push_back(extra_of(property));
    }
}

bool EventReader::take_field(const PropertyView& property) {
    const PropertyName name = property.id();
    if (name == PropertyName::other) return false;
    if (const auto* text = field_of(text_fields, name)) {
        if (single(property)) take_text(property, text->spelling, event_.*text->field);
    } else if (const auto* instant = field_of(instant_fields, name)) {
        if (single(property)) event_.*instant->field = read_instant(property, problems_);
    } else if (const auto* texts = field_of(texts_fields, name)) {
        keep_extras(property, {}, event_.parameters);
        for (std::string& each : parse_text_list(property.value())) {
            if (!each.empty()) (event_.*texts->field).push_back(std::move(each));
        }
    } else if (const auto* remarks = field_of(remarks_fields, name)) {
        (event_.*remarks->field).push_back(read_remark(property));
    } else if (const auto* attachments = field_of(attachments_fields, name)) {
        take_attachment(property, event_.*attachments->field);
    } else {
        return false;
    }
    return true;
}

void EventReader::take_text(const PropertyView& property, Spelling spelling, std::string& field) {
    switch (spelling) {
        case Spelling::text:
            field = parse_text(property.value());
            return;
        case Spelling::word:
            field = upper_case(property.value());
            return;
        case Spelling::raw:
            field = property.value();
            return;
    }
}

bool EventReader::take_part(const PropertyView& property) {
    switch (property.id()) {
        case PropertyName::sequence:
            if (single(property)) event_.sequence = number(property, INT_MAX);
            return true;
        case PropertyName::priority:
            if (single(property)) event_.priority = number(property, 9);
            return true;
        case PropertyName::percent_complete:
            if (single(property)) event_.percent_complete = number(property, 100);
            return true;
        case PropertyName::geo:
            if (single(property)) take_geo(property);
            return true;
        case PropertyName::organizer:
            if (first(property)) event_.organizer = read_organizer(property, problems_);
            return true;
        case PropertyName::attendee:
            event_.attendees.push_back(read_attendee(property, problems_));
            return true;
        case PropertyName::conference:
            event_.conferences.push_back(read_conference(property));
            return true;
        case PropertyName::related_to:
            event_.relations.push_back(read_relation(property));
            return true;
        case PropertyName::request_status:
            take_request_status(property);
            return true;
        default:
            return false;
    }
}

int EventReader::number(const PropertyView& property, int max) {
    const auto number = parse_integer(property.value());
    if (number && *number >= 0 && *number <= max) return *number;
    problems_.warn(property.value_position(), "bad-value",
                   name_of(property) + " is not a number in its range; 0 is taken");
    return 0;
}

void EventReader::take_geo(const PropertyView& property) {
    const auto value = value_of(property);
    if (value && std::holds_alternative<GeoPosition>(*value)) {
        event_.geo = std::get<GeoPosition>(*value);
    } else {
        problems_.fail(property.value_position(), "bad-value",
                       "GEO is no latitude and longitude and is left out");
    }
}

void EventReader::take_request_status(const PropertyView& property) {
    const auto value = value_of(property);
    if (value && std::holds_alternative<RequestStatus>(*value)) {
        keep_extras(property, {}, event_.parameters);
        event_.request_statuses.push_back(std::get<RequestStatus>(*value));
    } else {
        problems_.warn(property.value_position(), "bad-value",
                       "REQUEST-STATUS has no code and text, and is kept as it is");
        event_.extras.push_back(extra_of(property));
    }
}

void EventReader::take_attachment(const PropertyView& property, std::vector<Attachment>& list) {
    auto attachment = read_attachment(property, problems_);
    if (!attachment) return;
    if (attachment->data.size() > attachments_bytes_max - attachments_bytes_) {
        problems_.fail(property.position(), "bad-attachment",
                       "the attachments are too large together; this one is left out");
        return;
    }
    attachments_bytes_ += attachment->data.size();
    list.push_back(std::move(*attachment));
}

/// DTEND in a task and DUE in an event mean nothing, and are kept with what is unknown.
bool EventReader::take_time(const PropertyView& property) {
    const bool task = event_.kind == EventKind::task;
    switch (property.id()) {
        case PropertyName::dtstart:
            return hold(property, start_);
        case PropertyName::dtend:
            return !task && hold(property, end_);
        case PropertyName::due:
            return task && hold(property, end_);
        case PropertyName::duration:
            return hold(property, duration_);
        case PropertyName::recurrence_id:
            return hold(property, recurrence_id_);
        case PropertyName::rrule:
            if (!rule_) return hold(property, rule_);
            problems_.warn(property.position(), "further-rule",
                           "a second RRULE is kept, and not counted");
            return false;
        case PropertyName::exrule:
            if (event_.exclusion_rules.size() == exclusion_rules_max) {
                problems_.fail(property.position(), "too-many-rules",
                               "more than " + std::to_string(exclusion_rules_max) +
                                   " EXRULEs; this one is kept, and not counted");
                return false;
            }
            if (auto rule = this->rule(property, "; this EXRULE is left out")) {
                event_.exclusion_rules.push_back(std::move(*rule));
            }
            return true;
        case PropertyName::rdate:
            take_additions(property);
            return true;
        case PropertyName::exdate:
            take_times(property, event_.exceptions);
            return true;
        default:
            return false;
    }
}

}  // namespace plazo::ical
