#include "ical/event_reader.h"

#include <algorithm>
#include <climits>

namespace plazo::ical {

namespace {

std::string word_of(const Property& property, const char* parameter, std::string fallback) {
    const std::string* value = property.parameter(parameter);
    return value && !value->empty() ? upper_case(*value) : std::move(fallback);
}

std::string name_of(const Property& property) {
    const std::string* name = property.parameter("CN");
    return name ? *name : std::string{};
}

}  // namespace

std::optional<Event> EventReader::read() {
    event_.kind = same_name(component_.name, "VTODO") ? EventKind::task : EventKind::event;
    event_.position = component_.position;
    read_texts();
    if (!read_span() || !read_recurrence()) return std::nullopt;
    read_people();
    for (const Component& inner : component_.components) {
        if (same_name(inner.name, "VALARM")) {
            read_alarm(inner);
        } else {
            problems_.warn(inner.position, "unused-component",
                           inner.name + " inside " + component_.name + " is not used");
        }
    }
    return std::move(event_);
}

/// The property of that name, of which there should be one at most.
const Property* EventReader::single(const char* name) {
    const auto found = component_.all(name);
    if (found.size() > 1) {
        problems_.warn(found[1]->position, "repeated-property",
                       std::string{name} + " is given more than once; the first one is taken");
    }
    return found.empty() ? nullptr : found.front();
}

std::string EventReader::text(const char* name) {
    const Property* property = single(name);
    return property ? parse_text(property->value) : std::string{};
}

std::string EventReader::word(const char* name) {
    const Property* property = single(name);
    return property ? upper_case(property->value) : std::string{};
}

int EventReader::small_number(const char* name, int max) {
    const Property* property = single(name);
    if (!property) return 0;
    const auto number = parse_integer(property->value);
    if (number && *number >= 0 && *number <= max) return *number;
    problems_.warn(property->value_position, "bad-value",
                   std::string{name} + " is not a number in its range; 0 is taken");
    return 0;
}

void EventReader::read_texts() {
    event_.uid = text("UID");
    if (event_.uid.empty()) {
        problems_.warn(component_.position, "no-uid", component_.name + " has no UID");
    }
    event_.sequence = small_number("SEQUENCE", INT_MAX);
    event_.priority = small_number("PRIORITY", 9);
    event_.summary = text("SUMMARY");
    event_.description = text("DESCRIPTION");
    event_.location = text("LOCATION");
    if (const Property* url = single("URL")) event_.url = url->value;
    event_.status = word("STATUS");
    event_.classification = word("CLASS");
    event_.transparency = word("TRANSP");
    event_.busy_status = word("X-MICROSOFT-CDO-BUSYSTATUS");
    for (const Property* property : component_.all("CATEGORIES")) {
        for (std::string& category : parse_text_list(property->value)) {
            if (!category.empty()) event_.categories.push_back(std::move(category));
        }
    }
    const Property* stamp = single("DTSTAMP");
    const auto stamped = stamp ? parse_date_time(stamp->value) : std::nullopt;
    if (stamped && stamped->kind == TimeKind::utc) {
        event_.stamp = Instant{stamped->local.time_since_epoch()};
    } else {
        problems_.warn(stamp ? stamp->value_position : component_.position, "no-dtstamp",
                       component_.name + " has no DTSTAMP in UTC");
    }
}

std::string EventReader::address(const Property& property) {
    if (const auto address = parse_mail_address(property.value)) return *address;
    const std::string* email = property.parameter("EMAIL");
    if (email && parse_mail_address(*email)) return *parse_mail_address(*email);
    problems_.warn(property.value_position, "not-a-mail-address",
                   property.name + " is no mailto: address");
    return property.value;
}

void EventReader::read_people() {
    if (const Property* organizer = single("ORGANIZER")) {
        event_.organizer = Organizer{address(*organizer), name_of(*organizer)};
    }
    for (const Property* property : component_.all("ATTENDEE")) {
        Attendee attendee;
        attendee.address = address(*property);
        attendee.name = name_of(*property);
        attendee.role = word_of(*property, "ROLE", std::move(attendee.role));
        attendee.partstat = word_of(*property, "PARTSTAT", std::move(attendee.partstat));
        attendee.cutype = word_of(*property, "CUTYPE", std::move(attendee.cutype));
        attendee.rsvp = word_of(*property, "RSVP", "FALSE") == "TRUE";
        event_.attendees.push_back(std::move(attendee));
    }
}

std::optional<DateTime> EventReader::time(const Property& property) {
    const auto parsed = parse_times(property);
    if (parsed && parsed->size() == 1) return parsed->front();
    problems_.fail(property.value_position, "bad-time",
                   property.name + " is not a date or time: \"" + property.value + "\"");
    return std::nullopt;
}

std::vector<DateTime> EventReader::times(const char* name) {
    std::vector<DateTime> all;
    for (const Property* property : component_.all(name)) {
        if (property->value.empty()) continue;
        if (const auto parsed = parse_times(*property)) {
            all.insert(all.end(), parsed->begin(), parsed->end());
        } else {
            problems_.fail(
                property->value_position, "bad-time",
                std::string{name} + " has a bad time and is left out: \"" + property->value + "\"");
        }
    }
    return all;
}

bool EventReader::read_span() {
    if (const Property* property = single("RECURRENCE-ID")) {
        event_.recurrence_id = time(*property);
        if (!event_.recurrence_id) return false;
        const std::string range = word_of(*property, "RANGE", "");
        event_.this_and_future = range == "THISANDFUTURE";
        if (!range.empty() && !event_.this_and_future) {
            problems_.warn(property->position, "bad-range",
                           "RANGE=" + range + " is taken as this occurrence alone");
        }
    }
    const bool task = event_.kind == EventKind::task;
    const Property* start = single("DTSTART");
    const Property* end = single(task ? "DUE" : "DTEND");
    const Property* origin = start ? start : task ? end : nullptr;
    if (!origin && event_.recurrence_id && event_.cancelled()) {
        event_.start = event_.end = *event_.recurrence_id;  // RFC 5546, 3.2.5: needs no DTSTART
        return true;
    }
    if (!origin) {
        problems_.fail(component_.position, "no-start",
                       component_.name +
                           (task ? " has neither DTSTART nor DUE" : " has no DTSTART") +
                           " and is left out");
        return false;
    }
    const auto begin = time(*origin);
    if (!begin) return false;
    event_.start = event_.end = *begin;
    resolve_end(end);
    return true;
}

void EventReader::resolve_end(const Property* end) {
    const DateTime& start = event_.start;
    if (start.kind == TimeKind::date) event_.end.local = start.local + days{1};
    if (const Property* property = end ? nullptr : single("DURATION")) {
        event_.duration = parse_duration(property->value);
        const Duration span = event_.duration.value_or(Duration{days{-1}, seconds{0}});
        if (span.nominal < days{0} || span.exact < seconds{0} ||
            (start.kind == TimeKind::date && span.exact != seconds{0})) {
            problems_.warn(property->value_position, "bad-duration",
                           "DURATION is not of use here and is left out");
            event_.duration.reset();
        } else {
            event_.end.local = std::max(event_.end.local, start.local + span.nominal + span.exact);
        }
        return;
    }
    if (!end) return;
    const auto parsed = time(*end);
    if (!parsed) return;
    const bool date = parsed->kind == TimeKind::date;
    const bool comparable = parsed->kind == start.kind && parsed->tzid == start.tzid;
    const bool task = event_.kind == EventKind::task;
    if (date != (start.kind == TimeKind::date)) {
        problems_.warn(end->value_position, "bad-end",
                       end->name + " and DTSTART have to be both dates or both times");
    } else if (comparable &&
               (parsed->local < start.local || (date && !task && parsed->local == start.local))) {
        problems_.warn(end->value_position, "bad-end", end->name + " is not after DTSTART");
    } else {
        event_.end = *parsed;
    }
}

/// Times and periods may stand in one list, whatever VALUE says.
void EventReader::read_additions() {
    for (const Property* property : component_.all("RDATE")) {
        const std::string* tzid = property->parameter("TZID");
        const auto times =
            property->value.empty() ? std::vector<DateTime>{} : parse_times(*property);
        if (!times) {
            problems_.fail(property->value_position, "bad-time",
                           "RDATE has a bad time and is left out: \"" + property->value + "\"");
            continue;
        }
        std::string_view rest = property->value;
        for (const DateTime& time : *times) {
            const std::string_view text = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), text.size() + 1));
            std::optional<Period> period = parse_period(text);
            if (period) {
                period->start = time;
                if (tzid && period->end && period->end->kind == TimeKind::floating) {
                    period->end->kind = time.kind;
                    period->end->tzid = time.tzid;
                }
                event_.addition_periods.push_back(std::move(*period));
            } else {
                event_.additions.push_back(time);
            }
        }
    }
}

bool EventReader::read_recurrence() {
    if (const Property* property = single("RRULE")) {
        RecurrenceText rule = parse_recurrence(property->value);
        for (const std::string& fault : rule.faults) {
            problems_.fail(property->value_position, "bad-rule",
                           fault + "; " + component_.name + " is left out");
        }
        if (!rule.recurrence) return false;
        event_.rule = std::move(rule.recurrence);
    }
    for (const Property* property : component_.all("EXRULE")) {
        RecurrenceText rule = parse_recurrence(property->value);
        for (const std::string& fault : rule.faults) {
            problems_.fail(property->value_position, "bad-rule",
                           fault + "; this EXRULE is left out");
        }
        if (rule.recurrence) event_.exclusion_rules.push_back(std::move(*rule.recurrence));
    }
    read_additions();
    event_.exceptions = times("EXDATE");
    return true;
}

void EventReader::read_alarm(const Component& component) {
    Alarm alarm;
    if (const Property* action = component.find("ACTION")) alarm.action = upper_case(action->value);
    if (const Property* description = component.find("DESCRIPTION")) {
        alarm.description = parse_text(description->value);
    }
    const Property* trigger = component.find("TRIGGER");
    if (trigger) {
        const auto duration = parse_duration(trigger->value);
        const auto moment = duration ? std::nullopt : parse_date_time(trigger->value);
        alarm.related_to_end = word_of(*trigger, "RELATED", "START") == "END";
        if (duration) {
            alarm.trigger = *duration;
            event_.alarms.push_back(std::move(alarm));
            return;
        }
        if (moment && moment->kind == TimeKind::utc) {
            alarm.trigger = Instant{moment->local.time_since_epoch()};
            event_.alarms.push_back(std::move(alarm));
            return;
        }
    }
    problems_.fail(trigger ? trigger->value_position : component.position, "bad-trigger",
                   "a VALARM without a proper TRIGGER is left out");
}

}  // namespace plazo::ical
