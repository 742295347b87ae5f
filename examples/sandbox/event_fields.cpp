#include "examples/sandbox/event_fields.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using Members = std::initializer_list<std::string_view>;

constexpr std::string_view no_time = "0001-01-01T00:00:00Z";

Refusal wrong_type(std::string_view type) {
    return {400, "RequestBodyRead",
            "Cannot convert a value to the target type '" + std::string{type} + "'."};
}

/// An object with these members and no others.
void check_members(const json& value, std::string_view type, Members known, Members ignored = {}) {
    if (!value.is_object()) throw wrong_type("Microsoft.OutlookServices." + std::string{type});
    const auto in = [](const Members& names, const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& [name, member] : value.items()) {
        if (name.starts_with("@") || in(known, name) || in(ignored, name)) continue;
        throw unknown_property(name, type);
    }
}

std::string read_text(const json& value) {
    if (!value.is_string()) throw wrong_type("Edm.String");
    return value.get<std::string>();
}

std::string read_member(const json& object, const char* name) {
    const auto member = object.find(name);
    return member == object.end() || member->is_null() ? "" : read_text(*member);
}

std::string read_choice(const json& value, std::string_view type, Members choices) {
    const std::string text = read_text(value);
    for (const std::string_view choice : choices) {
        if (graph::equal_ignoring_case(choice, text)) return std::string{choice};
    }
    throw wrong_type("Microsoft.OutlookServices." + std::string{type});
}

const json& array_of(const json& value, std::string_view type) {
    if (!value.is_array()) throw wrong_type("Collection(" + std::string{type} + ")");
    return value;
}

EventTime read_time(const json& value, const Zones& zones) {
    check_members(value, "DateTimeTimeZone", {"dateTime", "timeZone"});
    const std::string text = read_member(value, "dateTime");
    auto local = timezone::parse_graph_date_time(text);
    if (!local) local = timezone::parse_local(text);
    const bool leap_second = text.size() > 18 && text.substr(17, 2) == "60";
    if (!local || leap_second)
        throw fails_validation("dateTime must be a local time without offset: '" + text + "'.");
    if (!in_exchanges_time(*local))
        throw fails_validation("dateTime is before 1601 or after 4500.");
    EventTime time{*local, read_member(value, "timeZone")};
    if (time.zone.empty()) time.zone = "UTC";
    zones.require(time.zone);
    return time;
}

/// Whole days are midnight to midnight in whatever zone is asked for.
json write_time(const EventTime& time, const Content& content, const Rendering& rendering) {
    const auto local =
        content.all_day ? time.local : rendering.zones->in_zone(time, rendering.zone).local;
    return {{"dateTime", timezone::format_local(local) + ".0000000"}, {"timeZone", rendering.zone}};
}

Body read_body(const json& value) {
    check_members(value, "ItemBody", {"contentType", "content"});
    Body body{"text", read_member(value, "content")};
    if (value.contains("contentType") && !value["contentType"].is_null()) {
        body.type = read_choice(value["contentType"], "BodyType", {"text", "html"});
    }
    return body;
}

json write_body(const Content& content, const Rendering& rendering) {
    const bool html = content.body.type == "html";
    if (rendering.text_bodies) {
        return {{"contentType", "text"}, {"content", as_text(content.body.content, html)}};
    }
    return {{"contentType", "html"},
            {"content", as_html(content.body.content, html, rendering.unsafe_html)}};
}

Location read_location(const json& value) {
    check_members(value, "Location", {"displayName", "locationUri", "locationEmailAddress"},
                  {"locationType", "uniqueId", "uniqueIdType"});
    return {read_member(value, "displayName"), read_member(value, "locationUri"),
            read_member(value, "locationEmailAddress")};
}

json write_location(const Location& location) {
    json out{{"displayName", location.display_name},
             {"locationType", "default"},
             {"uniqueId", location.display_name},
             {"uniqueIdType", "private"}};
    if (!location.uri.empty()) out["locationUri"] = location.uri;
    if (!location.email.empty()) out["locationEmailAddress"] = location.email;
    return out;
}

Attendee read_attendee(const json& value) {
    check_members(value, "Attendee", {"emailAddress", "type"}, {"status", "proposedNewTime"});
    Attendee attendee;
    const json& email = value.contains("emailAddress") ? value["emailAddress"] : json::object();
    check_members(email, "EmailAddress", {"address", "name"});
    attendee.address = read_member(email, "address");
    attendee.name = read_member(email, "name");
    if (attendee.name.empty()) attendee.name = attendee.address;
    if (value.contains("type") && !value["type"].is_null()) {
        attendee.type =
            read_choice(value["type"], "AttendeeType", {"required", "optional", "resource"});
    }
    if (!valid_address(attendee.address) && !is_exchange_name(attendee.address)) {
        throw Refusal{400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
    }
    return attendee;
}

json write_attendee(const Attendee& attendee) {
    return {{"type", attendee.type},
            {"status", {{"response", "none"}, {"time", no_time}}},
            {"emailAddress", {{"name", attendee.name}, {"address", attendee.address}}}};
}

ExtendedProperty read_extended(const json& value) {
    check_members(value, "SingleValueLegacyExtendedProperty", {"id", "value"});
    const std::string id = read_member(value, "id");
    if (!valid_property_id(id)) throw fails_validation("'" + id + "' is no id of a property.");
    return {id, read_member(value, "value")};
}

template <auto Member>
bool same(const Content& a, const Content& b) {
    return a.*Member == b.*Member;
}

template <auto Member>
void copy(const Content& from, Content& to) {
    to.*Member = from.*Member;
}

template <auto Member>
json write_plain(const Content& content, const Rendering&) {
    return content.*Member;
}

template <auto Member>
void read_plain(const json& value, Content& content, const Zones&) {
    auto& target = content.*Member;
    using Type = std::remove_reference_t<decltype(target)>;
    if constexpr (std::is_same_v<Type, bool>) {
        if (!value.is_boolean()) throw wrong_type("Edm.Boolean");
        target = value.get<bool>();
    } else if constexpr (std::is_same_v<Type, int>) {
        if (!value.is_number_integer() || value < 0 || value > 1'000'000)
            throw wrong_type("Edm.Int32");
        target = value.get<int>();
    } else {
        target = read_text(value);
    }
}

template <auto Member>
Field plain(std::string_view name, Audience audience) {
    return {name, audience, read_plain<Member>, write_plain<Member>, same<Member>, copy<Member>};
}

/// A property with readers of its own.
template <auto Member>
Field field(std::string_view name, Audience audience, decltype(Field::read) read,
            decltype(Field::write) write) {
    return {name, audience, read, write, same<Member>, copy<Member>};
}

void read_locations(const json& value, Content& content, const Zones&) {
    content.locations.clear();
    for (const json& location : array_of(value, "Location")) {
        content.locations.push_back(read_location(location));
    }
}

json write_locations(const Content& content, const Rendering&) {
    json locations = json::array();
    for (const Location& location : content.locations) {
        locations.push_back(write_location(location));
    }
    return locations;
}

void read_attendees(const json& value, Content& content, const Zones&) {
    content.attendees.clear();
    for (const json& attendee : array_of(value, "Attendee")) {
        content.attendees.push_back(read_attendee(attendee));
    }
}

json write_attendees(const Content& content, const Rendering&) {
    json attendees = json::array();
    for (const Attendee& attendee : content.attendees) {
        attendees.push_back(write_attendee(attendee));
    }
    return attendees;
}

std::vector<Field> texts_and_times() {
    using enum Audience;
    return {
        plain<&Content::subject>("subject", everybody),
        field<&Content::body>(
            "body", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.body = read_body(value);
            },
            write_body),
        field<&Content::start>(
            "start", everybody,
            [](const json& value, Content& content, const Zones& zones) {
                content.start = read_time(value, zones);
            },
            [](const Content& content, const Rendering& rendering) {
                return write_time(content.start, content, rendering);
            }),
        field<&Content::end>(
            "end", everybody,
            [](const json& value, Content& content, const Zones& zones) {
                content.end = read_time(value, zones);
            },
            [](const Content& content, const Rendering& rendering) {
                return write_time(end_of(content, *rendering.zones), content, rendering);
            }),
        plain<&Content::all_day>("isAllDay", everybody),
        field<&Content::recurrence>(
            "recurrence", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.recurrence = read_recurrence(value);
            },
            [](const Content& content, const Rendering&) {
                return content.recurrence ? to_json(*content.recurrence) : json{};
            }),
        field<&Content::locations>(
            "location", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.locations = {read_location(value)};
            },
            [](const Content& content, const Rendering&) {
                return write_location(content.locations.empty() ? Location{}
                                                                : content.locations.front());
            }),
        field<&Content::locations>("locations", everybody, read_locations, write_locations),
        field<&Content::attendees>("attendees", everybody, read_attendees, write_attendees),
    };
}

std::vector<Field> marks() {
    using enum Audience;
    return {
        field<&Content::importance>(
            "importance", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.importance = read_choice(value, "Importance", {"low", "normal", "high"});
            },
            write_plain<&Content::importance>),
        field<&Content::sensitivity>(
            "sensitivity", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.sensitivity = read_choice(
                    value, "Sensitivity", {"normal", "personal", "private", "confidential"});
            },
            write_plain<&Content::sensitivity>),
        field<&Content::show_as>(
            "showAs", organizer,
            [](const json& value, Content& content, const Zones&) {
                content.show_as = read_choice(
                    value, "FreeBusyStatus",
                    {"unknown", "free", "tentative", "busy", "oof", "workingElsewhere"});
            },
            write_plain<&Content::show_as>),
        field<&Content::categories>(
            "categories", organizer,
            [](const json& value, Content& content, const Zones&) {
                content.categories.clear();
                for (const json& category : array_of(value, "Edm.String")) {
                    content.categories.push_back(read_text(category));
                }
            },
            write_plain<&Content::categories>),
    };
}

std::vector<Field> switches_and_properties() {
    using enum Audience;
    return {
        plain<&Content::reminder>("isReminderOn", organizer),
        plain<&Content::reminder_minutes>("reminderMinutesBeforeStart", organizer),
        plain<&Content::response_requested>("responseRequested", everybody),
        plain<&Content::new_time_proposals>("allowNewTimeProposals", everybody),
        plain<&Content::hide_attendees>("hideAttendees", everybody),
        field<&Content::online>(
            "isOnlineMeeting", everybody,
            [](const json& value, Content& content, const Zones&) {
                if (!value.is_boolean()) throw wrong_type("Edm.Boolean");
                content.online.on = value.get<bool>();
            },
            [](const Content& content, const Rendering&) { return json(content.online.on); }),
        field<&Content::online>(
            "onlineMeetingProvider", everybody,
            [](const json& value, Content& content, const Zones&) {
                content.online.provider = read_choice(
                    value, "OnlineMeetingProviderType",
                    {"unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"});
            },
            [](const Content& content, const Rendering&) { return json(content.online.provider); }),
        plain<&Content::transaction_id>("transactionId", organizer),
        field<&Content::extended_properties>(
            "singleValueExtendedProperties", organizer,
            [](const json& value, Content& content, const Zones&) {
                for (const json& property : array_of(value, "SingleValueLegacyExtendedProperty")) {
                    const ExtendedProperty read = read_extended(property);
                    std::erase_if(content.extended_properties,
                                  [&](const ExtendedProperty& old) { return old.id == read.id; });
                    content.extended_properties.push_back(read);
                }
            },
            [](const Content& content, const Rendering&) {
                json properties = json::array();
                for (const ExtendedProperty& property : content.extended_properties) {
                    properties.push_back({{"id", property.id}, {"value", property.value}});
                }
                return properties;
            }),
    };
}

}  // namespace

const std::vector<Field>& event_fields() {
    static const std::vector<Field> fields = [] {
        std::vector<Field> all = texts_and_times();
        for (const auto& more : {marks(), switches_and_properties()}) {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return fields;
}

}  // namespace plazo::sandbox
