#include "ical/event_part_writer.h"

#include <array>
#include <charconv>

#include "ical/imip_encoding.h"

namespace plazo::ical {

namespace {

void write_extras(Writer& writer, const ExtraParameters& extras) {
    for (const ExtraParameter& extra : extras) {
        const bool none = extra.values.empty();
        writer.parameter(extra.name, none ? std::string_view{} : extra.values.front());
        for (std::size_t i = 1; i < extra.values.size(); ++i) writer.further_value(extra.values[i]);
    }
}

void write_parameter(Writer& writer, ParameterName name, std::string_view value,
                     std::string_view fallback = {}) {
    if (!value.empty() && value != fallback) writer.parameter(spelling(name), value);
}

/// What is no e-mail address is the URI of somebody without one, and stays as it is.
std::string calendar_address(const std::string& address) {
    return parse_mail_address(address) ? format_mail_address(address) : address;
}

void write_list(Writer& writer, ParameterName name, const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i == 0) {
            writer.parameter(spelling(name), values[i]);
        } else {
            writer.further_value(values[i]);
        }
    }
}

void write_addresses(Writer& writer, ParameterName name, std::vector<std::string> addresses) {
    for (std::string& address : addresses) address = calendar_address(address);
    write_list(writer, name, addresses);
}

/// The shortest decimal that is read as the same number.
std::string degrees(double number) {
    std::array<char, 512> text{};  // the longest double has 330 digits
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return {text.data(), end.ptr};
}

/// What an Organizer and an Attendee have in common, and the end of their line.
void write_person(Writer& writer, const auto& person) {
    using enum ParameterName;
    write_parameter(writer, cn, person.name);
    write_parameter(writer, email, person.email);
    write_parameter(writer, sent_by,
                    person.sent_by.empty() ? "" : calendar_address(person.sent_by));
    write_parameter(writer, dir, person.directory);
    write_parameter(writer, language, person.language);
    write_parameter(writer, schedule_agent, person.schedule_agent);
    write_parameter(writer, schedule_force_send, person.schedule_force_send);
    write_parameter(writer, schedule_status, person.schedule_status);
    write_extras(writer, person.extras);
    writer.value(person.uri.empty() ? calendar_address(person.address) : person.uri);
}

}  // namespace

std::string format_geo(const GeoPosition& geo) {
    return degrees(geo.latitude) + ";" + degrees(geo.longitude);
}

std::string format_request_status(const RequestStatus& status) {
    std::string text = status.code + ";" + format_text(status.description);
    return status.data.empty() ? text : text + ";" + format_text(status.data);
}

Writer& begin_property(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept) {
    writer.property(spelling(name));
    for (const PropertyExtras& each : kept) {
        if (each.property == name) write_extras(writer, each.parameters);
    }
    return writer;
}

void write_raw(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept,
               std::string_view value) {
    if (!value.empty()) begin_property(writer, name, kept).value(value);
}

void write_instant(Writer& writer, PropertyName name, const std::vector<PropertyExtras>& kept,
                   const std::optional<Instant>& instant) {
    if (!instant) return;
    const DateTime time{TimeKind::utc, LocalTime{instant->time_since_epoch()}, {}};
    write_raw(writer, name, kept, format_date_time(time));
}

void write_extra(Writer& writer, const ExtraProperty& property) {
    writer.property(property.name);
    write_extras(writer, property.parameters);
    writer.value(property.value);
}

void write_organizer(Writer& writer, const Organizer& organizer) {
    writer.property("ORGANIZER");
    write_person(writer, organizer);
}

void write_attendee(Writer& writer, const Attendee& attendee) {
    using enum ParameterName;
    writer.property("ATTENDEE");
    write_parameter(writer, cutype, attendee.cutype, "INDIVIDUAL");
    write_parameter(writer, role, attendee.role);
    write_parameter(writer, partstat, attendee.partstat);
    if (attendee.rsvp) write_parameter(writer, rsvp, "TRUE");
    write_addresses(writer, delegated_to, attendee.delegated_to);
    write_addresses(writer, delegated_from, attendee.delegated_from);
    write_addresses(writer, member, attendee.member);
    write_person(writer, attendee);
}

void write_attachment(Writer& writer, PropertyName name, const Attachment& attachment) {
    using enum ParameterName;
    writer.property(spelling(name));
    write_parameter(writer, fmttype, attachment.format_type);
    if (!attachment.data.empty()) {
        writer.parameter("ENCODING", "BASE64").parameter("VALUE", "BINARY");
    }
    write_extras(writer, attachment.extras);
    writer.value(attachment.data.empty() ? attachment.uri : encode_base64(attachment.data));
}

void write_relation(Writer& writer, const Relation& relation) {
    writer.property("RELATED-TO");
    write_parameter(writer, ParameterName::reltype, relation.type, "PARENT");
    write_extras(writer, relation.extras);
    writer.value(format_text(relation.uid));
}

/// RFC 7986, 5.11 asks for VALUE=URI.
void write_conference(Writer& writer, const Conference& conference) {
    using enum ParameterName;
    writer.property("CONFERENCE").parameter("VALUE", "URI");
    write_list(writer, feature, conference.features);
    write_parameter(writer, label, conference.label);
    write_parameter(writer, language, conference.language);
    write_extras(writer, conference.extras);
    writer.value(conference.uri);
}

void write_remark(Writer& writer, PropertyName name, const Remark& remark) {
    writer.property(spelling(name));
    write_extras(writer, remark.extras);
    writer.value(format_text(remark.text));
}

namespace {

void write_trigger(Writer& writer, const Alarm& alarm) {
    begin_property(writer, PropertyName::trigger, alarm.parameters);
    if (const Duration* duration = std::get_if<Duration>(&alarm.trigger)) {
        if (alarm.related_to_end) writer.parameter("RELATED", "END");
        writer.value(format_duration(*duration));
    } else {
        const Instant instant = std::get<Instant>(alarm.trigger);
        writer.parameter("VALUE", "DATE-TIME");
        writer.value(format_date_time({TimeKind::utc, LocalTime{instant.time_since_epoch()}, {}}));
    }
}

}  // namespace

void write_alarm(Writer& writer, const Alarm& alarm) {
    const auto& kept = alarm.parameters;
    writer.begin("VALARM");
    write_raw(writer, PropertyName::uid, kept, format_text(alarm.uid));
    write_raw(writer, PropertyName::action, kept, alarm.action);
    write_trigger(writer, alarm);
    const bool required = alarm.action == "DISPLAY" || alarm.action == "EMAIL";  // RFC 5545, 3.6.6
    if (required || !alarm.description.empty()) {
        begin_property(writer, PropertyName::description, kept)
            .value(format_text(alarm.description));
    }
    if (alarm.action == "EMAIL" || !alarm.summary.empty()) {
        begin_property(writer, PropertyName::summary, kept).value(format_text(alarm.summary));
    }
    for (const Attendee& attendee : alarm.attendees) write_attendee(writer, attendee);
    for (const Attachment& attachment : alarm.attachments) {
        write_attachment(writer, PropertyName::attach, attachment);
    }
    if (alarm.repeat > 0) {
        write_raw(writer, PropertyName::repeat, kept, std::to_string(alarm.repeat));
    }
    if (alarm.duration) {
        write_raw(writer, PropertyName::duration, kept, format_duration(*alarm.duration));
    }
    write_instant(writer, PropertyName::acknowledged, kept, alarm.acknowledged);
    for (const Relation& relation : alarm.relations) write_relation(writer, relation);
    write_raw(writer, PropertyName::proximity, kept, alarm.proximity);
    for (const ExtraProperty& extra : alarm.extras) write_extra(writer, extra);
    writer.append(alarm.components);
    writer.end("VALARM");
}

}  // namespace plazo::ical
