#include "ical/event_part_reader.h"

#include <algorithm>

#include "ical/writer.h"

namespace plazo::ical {

namespace {

std::string text_of(const PropertyView& property, ParameterName name) {
    return std::string{property.parameter(name).value_or("")};
}

std::string word_of(const PropertyView& property, ParameterName name, std::string fallback = {}) {
    const auto value = property.parameter(name);
    return value && !value->empty() ? upper_case(*value) : std::move(fallback);
}

/// The address of a CAL-ADDRESS in a parameter; the URI where it is none of e-mail.
std::string address_of(std::string_view uri) {
    return parse_mail_address(uri).value_or(std::string{uri});
}

std::vector<std::string> addresses_of(const PropertyView& property, ParameterName name) {
    std::vector<std::string> all;
    for (const ParameterView parameter : property.parameters()) {
        if (parameter.id() != name) continue;
        for (std::size_t i = 0; i < parameter.value_count(); ++i) {
            if (!parameter.value(i).empty()) all.push_back(address_of(parameter.value(i)));
        }
    }
    return all;
}

/// What an Organizer and an Attendee have in common.
void read_person(const PropertyView& property, ProblemList& problems, auto& person) {
    const auto address = parse_mail_address(property.value());
    const auto email = property.parameter(ParameterName::email);
    if (email) person.email = *email;
    if (address) {
        person.address = *address;
    } else {
        const auto instead = email ? parse_mail_address(*email) : std::nullopt;
        person.uri = property.value();
        person.address = instead.value_or(person.uri);
        if (!instead) {
            problems.warn(property.value_position(), "not-a-mail-address",
                          std::string{property.name()} + " is no mailto: address");
        }
    }
    person.name = text_of(property, ParameterName::cn);
    const std::string sent_by = text_of(property, ParameterName::sent_by);
    if (!sent_by.empty()) person.sent_by = address_of(sent_by);
    person.directory = text_of(property, ParameterName::dir);
    person.language = text_of(property, ParameterName::language);
    person.schedule_agent = word_of(property, ParameterName::schedule_agent);
    person.schedule_force_send = word_of(property, ParameterName::schedule_force_send);
    person.schedule_status = text_of(property, ParameterName::schedule_status);
}

ExtraParameter extra_of(const ParameterView& parameter) {
    ExtraParameter extra{std::string{parameter.name()}, {}};
    for (std::size_t i = 0; i < parameter.value_count(); ++i) {
        extra.values.emplace_back(parameter.value(i));
    }
    return extra;
}

}  // namespace

ExtraParameters extras_of(const PropertyView& property,
                          std::initializer_list<ParameterName> known) {
    ExtraParameters extras;
    for (const ParameterView parameter : property.parameters()) {
        if (std::find(known.begin(), known.end(), parameter.id()) == known.end()) {
            extras.push_back(extra_of(parameter));
        }
    }
    return extras;
}

ExtraProperty extra_of(const PropertyView& property) {
    return {std::string{property.name()}, extras_of(property), std::string{property.value()}};
}

void keep_extras(const PropertyView& property, std::initializer_list<ParameterName> known,
                 std::vector<PropertyExtras>& kept) {
    if (!property.has_parameters()) return;
    ExtraParameters extras = extras_of(property, known);
    const auto place = std::lower_bound(
        kept.begin(), kept.end(), property.id(),
        [](const PropertyExtras& each, PropertyName name) { return each.property < name; });
    const bool known_already = place != kept.end() && place->property == property.id();
    if (!extras.empty() && !known_already) kept.insert(place, {property.id(), std::move(extras)});
}

std::optional<Instant> read_instant(const PropertyView& property, ProblemList& problems) {
    const auto time = parse_date_time(property.value());
    if (!time) {
        problems.warn(property.value_position(), "bad-time",
                      std::string{property.name()} + " is no time and is left out");
        return std::nullopt;
    }
    if (time->kind != TimeKind::utc) {
        problems.warn(property.value_position(), "not-utc",
                      std::string{property.name()} + " should be in UTC and is taken so");
    }
    return Instant{time->local.time_since_epoch()};
}

Organizer read_organizer(const PropertyView& property, ProblemList& problems) {
    using enum ParameterName;
    Organizer organizer;
    read_person(property, problems, organizer);
    organizer.extras = extras_of(property, {cn, email, sent_by, dir, language, schedule_agent,
                                            schedule_force_send, schedule_status});
    return organizer;
}

Attendee read_attendee(const PropertyView& property, ProblemList& problems) {
    using enum ParameterName;
    Attendee attendee;
    read_person(property, problems, attendee);
    attendee.role = word_of(property, role, std::move(attendee.role));
    attendee.partstat = word_of(property, partstat, std::move(attendee.partstat));
    attendee.cutype = word_of(property, cutype, std::move(attendee.cutype));
    attendee.rsvp = word_of(property, rsvp) == "TRUE";
    attendee.delegated_to = addresses_of(property, delegated_to);
    attendee.delegated_from = addresses_of(property, delegated_from);
    attendee.member = addresses_of(property, member);
    attendee.extras = extras_of(property, {cn, email, sent_by, dir, language, schedule_agent,
                                           schedule_force_send, schedule_status, role, partstat,
                                           cutype, rsvp, delegated_to, delegated_from, member});
    return attendee;
}

std::optional<Attachment> read_attachment(const PropertyView& property, ProblemList& problems) {
    using enum ParameterName;
    Attachment attachment;
    attachment.format_type = text_of(property, fmttype);
    // RFC 5545, 3.8.1.1 asks for both; files have either.
    const bool binary =
        word_of(property, value) == "BINARY" || word_of(property, encoding) == "BASE64";
    if (!binary) {
        attachment.uri = property.value();
        attachment.extras = extras_of(property, {fmttype});
        return attachment;
    }
    attachment.extras = extras_of(property, {fmttype, value, encoding});
    auto data = property.value().size() / 4 * 3 > attachment_bytes_max
                    ? std::nullopt
                    : parse_base64(property.value());
    if (!data) {
        problems.fail(property.value_position(), "bad-attachment",
                      std::string{property.name()} + " is no base64 or too large, and is left out");
        return std::nullopt;
    }
    attachment.data = std::move(*data);
    return attachment;
}

Relation read_relation(const PropertyView& property) {
    return {parse_text(property.value()), word_of(property, ParameterName::reltype, "PARENT"),
            extras_of(property, {ParameterName::reltype})};
}

Conference read_conference(const PropertyView& property) {
    using enum ParameterName;
    Conference conference;
    conference.uri = property.value();
    conference.label = text_of(property, label);
    conference.language = text_of(property, language);
    for (const ParameterView parameter : property.parameters()) {
        if (parameter.id() != feature) continue;
        for (std::size_t i = 0; i < parameter.value_count(); ++i) {
            conference.features.push_back(upper_case(parameter.value(i)));
        }
    }
    conference.extras = extras_of(property, {label, language, feature, value});
    return conference;
}

Remark read_remark(const PropertyView& property) {
    return {parse_text(property.value()), extras_of(property)};
}

namespace {

/// Whether the alarm can be kept.
bool read_trigger(const PropertyView& property, Alarm& alarm, ProblemList& problems) {
    const auto related = property.parameter(ParameterName::related).value_or("");
    alarm.related_to_end = same_name(related, "END");
    keep_extras(property, {ParameterName::related, ParameterName::value}, alarm.parameters);
    if (const auto duration = parse_duration(property.value())) {
        alarm.trigger = *duration;
        return true;
    }
    if (!parse_date_time(property.value())) return false;
    alarm.trigger = *read_instant(property, problems);
    return true;
}

void read_repeat(const PropertyView& property, Alarm& alarm, ProblemList& problems) {
    const auto number = parse_integer(property.value());
    if (number && *number >= 0) {
        alarm.repeat = *number;
    } else {
        problems.warn(property.value_position(), "bad-value", "REPEAT is no number; 0 is taken");
    }
}

void read_alarm_property(const PropertyView& property, Alarm& alarm, ProblemList& problems) {
    switch (property.id()) {
        case PropertyName::action:
            alarm.action = upper_case(property.value());
            break;
        case PropertyName::description:
            alarm.description = parse_text(property.value());
            break;
        case PropertyName::summary:
            alarm.summary = parse_text(property.value());
            break;
        case PropertyName::uid:
            alarm.uid = parse_text(property.value());
            break;
        case PropertyName::proximity:
            alarm.proximity = upper_case(property.value());
            break;
        case PropertyName::duration:
            alarm.duration = parse_duration(property.value());
            break;
        case PropertyName::repeat:
            read_repeat(property, alarm, problems);
            break;
        case PropertyName::acknowledged:
            alarm.acknowledged = read_instant(property, problems);
            break;
        case PropertyName::attendee:
            alarm.attendees.push_back(read_attendee(property, problems));
            return;
        case PropertyName::related_to:
            alarm.relations.push_back(read_relation(property));
            return;
        case PropertyName::attach:
            if (auto attachment = read_attachment(property, problems)) {
                alarm.attachments.push_back(std::move(*attachment));
            }
            return;
        default:
            alarm.extras.push_back(extra_of(property));
            return;
    }
    keep_extras(property, {}, alarm.parameters);
}

}  // namespace

std::optional<Alarm> read_alarm(const ComponentView& component, ProblemList& problems) {
    Alarm alarm;
    const auto trigger = component.find(PropertyName::trigger);
    if (!trigger || !read_trigger(*trigger, alarm, problems)) {
        problems.fail(trigger ? trigger->value_position() : component.position(), "bad-trigger",
                      "a VALARM without a proper TRIGGER is left out");
        return std::nullopt;
    }
    for (const PropertyView property : component.properties()) {
        if (property.id() != PropertyName::trigger) read_alarm_property(property, alarm, problems);
    }
    for (const ComponentView inner : component.components()) alarm.components += format(inner);
    return alarm;
}

}  // namespace plazo::ical
