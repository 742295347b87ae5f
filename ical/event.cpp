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

DateTime in_utc(Instant instant) {
    return {TimeKind::utc, LocalTime{instant.time_since_epoch()}, {}};
}

void add_text(Component& component, const char* name, const std::string& text) {
    if (!text.empty()) component.add(name, format_text(text));
}

void add_word(Component& component, const char* name, const std::string& word) {
    if (!word.empty()) component.add(name, word);
}

Property& add_time(Component& component, const char* name, const DateTime& time) {
    return component.properties.emplace_back(times_property(name, {time}));
}

/// One property a time, since the times may be of different kinds and zones.
void add_times(Component& component, const char* name, const std::vector<DateTime>& times) {
    for (const DateTime& time : times) add_time(component, name, time);
}

/// What is no e-mail address is the URI of somebody without one, and stays as it is.
std::string calendar_address(const std::string& address) {
    return parse_mail_address(address) ? format_mail_address(address) : address;
}

void add_parameter(Property& property, const char* name, const std::string& value,
                   const char* fallback) {
    if (value != fallback && !value.empty()) property.parameters.push_back({name, {value}, {}});
}

void add_people(Component& component, const Event& event) {
    if (event.organizer) {
        Property& line = component.add("ORGANIZER", calendar_address(event.organizer->address));
        add_parameter(line, "CN", event.organizer->name, "");
    }
    for (const Attendee& attendee : event.attendees) {
        Property& line = component.add("ATTENDEE", calendar_address(attendee.address));
        add_parameter(line, "CN", attendee.name, "");
        add_parameter(line, "CUTYPE", attendee.cutype, "INDIVIDUAL");
        add_parameter(line, "ROLE", attendee.role, "");
        add_parameter(line, "PARTSTAT", attendee.partstat, "");
        add_parameter(line, "RSVP", attendee.rsvp ? "TRUE" : "FALSE", "FALSE");
    }
}

void add_span(Component& component, const Event& event) {
    const bool task = event.kind == EventKind::task;
    add_time(component, "DTSTART", event.start);
    if (event.duration) {
        component.add("DURATION", format_duration(*event.duration));
    } else {
        add_time(component, task ? "DUE" : "DTEND", event.end);
    }
    if (event.recurrence_id) {
        Property& line = add_time(component, "RECURRENCE-ID", *event.recurrence_id);
        if (event.this_and_future) line.parameters.push_back({"RANGE", {"THISANDFUTURE"}, {}});
    }
    if (event.rule) component.add("RRULE", format_recurrence(*event.rule));
    for (const Recurrence& rule : event.exclusion_rules) {
        component.add("EXRULE", format_recurrence(rule));
    }
    add_times(component, "RDATE", event.additions);
    for (const Period& period : event.addition_periods) {
        Property& line = add_time(component, "RDATE", period.start);
        line.value += "/" + (period.duration ? format_duration(*period.duration)
                                             : format_date_time(period.end.value_or(period.start)));
        line.parameters.push_back({"VALUE", {"PERIOD"}, {}});
    }
    add_times(component, "EXDATE", event.exceptions);
}

Component write_alarm(const Alarm& alarm) {
    Component component;
    component.name = "VALARM";
    component.add("ACTION", alarm.action);
    if (const Duration* duration = std::get_if<Duration>(&alarm.trigger)) {
        Property& line = component.add("TRIGGER", format_duration(*duration));
        if (alarm.related_to_end) line.parameters.push_back({"RELATED", {"END"}, {}});
    } else {
        const Instant instant = std::get<Instant>(alarm.trigger);
        Property& line = component.add("TRIGGER", format_date_time(in_utc(instant)));
        line.parameters.push_back({"VALUE", {"DATE-TIME"}, {}});
    }
    const bool required = alarm.action == "DISPLAY";  // RFC 5545, 3.6.6
    if (required || !alarm.description.empty()) {
        component.add("DESCRIPTION", format_text(alarm.description));
    }
    return component;
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

std::optional<Event> read_event(const Component& component, std::vector<Problem>& problems) {
    return EventReader{component, problems}.read();
}

Component write_event(const Event& event) {
    Component component;
    component.name = event.kind == EventKind::task ? "VTODO" : "VEVENT";
    add_text(component, "UID", event.uid);
    if (event.stamp) component.add("DTSTAMP", format_date_time(in_utc(*event.stamp)));
    component.add("SEQUENCE", std::to_string(event.sequence));
    add_span(component, event);
    add_text(component, "SUMMARY", event.summary);
    add_text(component, "DESCRIPTION", event.description);
    add_text(component, "LOCATION", event.location);
    add_word(component, "URL", event.url);
    add_word(component, "STATUS", event.status);
    add_word(component, "CLASS", event.classification);
    add_word(component, "TRANSP", event.transparency);
    if (event.priority != 0) component.add("PRIORITY", std::to_string(event.priority));
    std::string categories;
    for (const std::string& category : event.categories) {
        categories += (categories.empty() ? "" : ",") + format_text(category);
    }
    add_word(component, "CATEGORIES", categories);
    add_word(component, "X-MICROSOFT-CDO-BUSYSTATUS", event.busy_status);
    add_people(component, event);
    for (const Alarm& alarm : event.alarms) component.components.push_back(write_alarm(alarm));
    return component;
}

}  // namespace plazo::ical
