#include "graph/event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/http.h"
#include "graph/json.h"
#include "graph/paging.h"
#include "timezone/text.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

json date_time(LocalTime local, const std::string& zone) {
    json made;
    made["dateTime"] = timezone::format_graph(local);
    made["timeZone"] = zone;
    return made;
}

const char* type_of(const Attendee& attendee) {
    if (attendee.resource) return "resource";
    return attendee.required ? "required" : "optional";
}

json attendee_list(const std::vector<Attendee>& attendees) {
    json list = json::array();
    for (const Attendee& attendee : attendees) {
        json& entry = list.emplace_back(json::object());
        json& address = entry["emailAddress"];
        address["address"] = attendee.address;
        if (!attendee.name.empty()) address["name"] = attendee.name;
        entry["type"] = type_of(attendee);
    }
    return list;
}

bool holds(const std::vector<Attendee>& list, const Attendee& wanted) {
    return std::any_of(list.begin(), list.end(), [&](const Attendee& each) {
        return equal_ignoring_case(each.address, wanted.address);
    });
}

std::vector<ExtendedProperty> read_properties(const json& event) {
    std::vector<ExtendedProperty> properties;
    const auto list = event.find("singleValueExtendedProperties");
    if (list == event.end() || !list->is_array()) return properties;
    for (const json& entry : *list) {
        const std::string id = text_or_empty(entry, "id");
        constexpr std::string_view marker = " Name ";
        const std::size_t at = id.find(marker);
        if (at == std::string::npos) continue;
        properties.push_back({id.substr(at + marker.size()), text_or_empty(entry, "value")});
    }
    return properties;
}

}  // namespace

std::string property_id(std::string_view name) {
    return "String " + std::string{property_set} + " Name " + std::string{name};
}

// Member by member: a braced list of pairs costs the library three times as much, and this is done
// for every event.
json event_json(const EventDraft& draft) {
    json event;
    event["subject"] = draft.subject;
    json& body = event["body"];
    body["contentType"] = "html";
    body["content"] = draft.body_html;
    event["start"] = date_time(draft.start, draft.zone);
    event["end"] = date_time(draft.end, draft.zone);
    event["isAllDay"] = draft.all_day;
    event["showAs"] = draft.show_as;
    event["isReminderOn"] = draft.reminder_minutes.has_value();
    event["hideAttendees"] = draft.hide_attendees;
    event["responseRequested"] = draft.response_requested;
    event["allowNewTimeProposals"] = draft.allow_new_time_proposals;
    event["attendees"] = attendee_list(draft.attendees);
    if (draft.reminder_minutes) event["reminderMinutesBeforeStart"] = *draft.reminder_minutes;
    if (!draft.location.empty()) event["location"] = {{"displayName", draft.location}};
    if (!draft.categories.empty()) event["categories"] = draft.categories;
    if (!draft.transaction_id.empty()) event["transactionId"] = draft.transaction_id;
    for (const ExtendedProperty& property : draft.properties) {
        event["singleValueExtendedProperties"].push_back(
            {{"id", property_id(property.name)}, {"value", property.value}});
    }
    return event;
}

json event_changes(const json& before, const json& after) {
    json changes = json::object();
    for (const auto& [name, value] : after.items()) {
        if (name == "attendees" || name == "transactionId") continue;
        const auto old = before.find(name);
        if (old == before.end() || *old != value) changes[name] = value;
    }
    // What is not said stays: what is gone has to be said.
    const auto is_gone = [&](const char* name) {
        return before.contains(name) && !after.contains(name);
    };
    if (is_gone("location")) changes["location"] = {{"displayName", ""}};
    if (is_gone("categories")) changes["categories"] = json::array();
    return changes;
}

json attendees_json(const std::vector<Attendee>& attendees) {
    return {{"attendees", attendee_list(attendees)}};
}

std::vector<Attendee> attendees_after(const std::vector<Attendee>& current,
                                      const std::vector<Attendee>& ours_before,
                                      const std::vector<Attendee>& ours_now) {
    std::vector<Attendee> after;
    for (const Attendee& each : current) {
        const bool left = holds(ours_before, each) && !holds(ours_now, each);
        if (!left) after.push_back(each);
    }
    for (const Attendee& each : ours_now) {
        if (!holds(ours_before, each) && !holds(after, each)) after.push_back(each);
    }
    return after;
}

std::vector<Attendee> read_attendees(const json& event) {
    std::vector<Attendee> attendees;
    if (!event.is_object()) return attendees;
    const auto list = event.find("attendees");
    if (list == event.end() || !list->is_array()) return attendees;
    for (const json& entry : *list) {
        if (!entry.is_object() || !entry.contains("emailAddress")) continue;
        Attendee attendee;
        attendee.address = text_or_empty(entry["emailAddress"], "address");
        attendee.name = text_or_empty(entry["emailAddress"], "name");
        attendee.resource = equal_ignoring_case(text_or_empty(entry, "type"), "resource");
        attendee.required = !equal_ignoring_case(text_or_empty(entry, "type"), "optional");
        if (attendee.address.empty() && attendee.name.empty()) continue;
        attendees.push_back(std::move(attendee));
    }
    return attendees;
}

std::optional<std::string> ReadEvent::property(std::string_view name) const {
    for (const ExtendedProperty& each : properties) {
        if (each.name == name) return each.value;
    }
    return std::nullopt;
}

std::optional<ReadEvent> read_event(const json& event) {
    ReadEvent read;
    read.id = text_or_empty(event, "id");
    if (read.id.empty()) return std::nullopt;
    read.i_cal_uid = text_or_empty(event, "iCalUId");
    read.etag = text_or_empty(event, "@odata.etag");
    const auto cancelled = event.find("isCancelled");
    read.cancelled = cancelled != event.end() && cancelled->is_boolean() && cancelled->get<bool>();
    read.attendees = read_attendees(event);
    read.properties = read_properties(event);
    return read;
}

std::optional<ReadEvent> read_event_answer(const std::string& body) {
    try {
        return read_event(parse_json(body));
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

std::optional<ReadEvent> read_first_event(const std::string& body) {
    const std::optional<Page> page = read_page(body);
    if (!page || page->items.empty()) return std::nullopt;
    return read_event(page->items.front());
}

}  // namespace plazo::graph
