#include "examples/sandbox/event_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using timezone::format_rfc3339;

constexpr std::string_view no_time = "0001-01-01T00:00:00Z";

const char* type_of(const Item& item) {
    if (item.day) return item.deviates ? "exception" : "occurrence";
    return item.event->content.recurrence ? "seriesMaster" : "singleInstance";
}

json person(const std::string& name, const std::string& address) {
    return {{"emailAddress", {{"name", name}, {"address", address}}}};
}

json status_json(const MeetingReply& reply) {
    return {{"response", reply.response}, {"time", format_rfc3339(reply.at)}};
}

/// What has come back from the attendees, and the organizer among them.
void add_replies(json& attendees, const Item& item, const Rendering& rendering) {
    const auto shown = [&](const EventTime& time) {
        const EventTime there = rendering.zones->in_zone(time, rendering.zone);
        return json{{"dateTime", timezone::format_local(there.local) + ".0000000"},
                    {"timeZone", rendering.zone}};
    };
    for (json& attendee : attendees) {
        const std::string address = attendee["emailAddress"]["address"];
        if (graph::equal_ignoring_case(address, item.event->organizer)) {
            attendee["status"]["response"] = "organizer";
            continue;
        }
        const MeetingReply* reply = reply_of(item, address);
        if (!reply) continue;
        attendee["status"] = status_json(*reply);
        if (!reply->proposed_start || !reply->proposed_end) continue;
        attendee["proposedNewTime"] = {{"start", shown(*reply->proposed_start)},
                                       {"end", shown(*reply->proposed_end)}};
    }
}

void add_occurrence_properties(json& out, const Item& item, const Rendering& rendering) {
    if (item.event->content.recurrence && !item.day) {
        json days = json::array();
        for (const auto& [day, deviation] : item.event->deviations) {
            if (!deviation.cancelled) continue;
            days.push_back("OID." + id_of(item, rendering.immutable_ids) + "." +
                           timezone::format_date(day));
        }
        out["cancelledOccurrences"] = days;
    }
    if (!item.day) return;
    const Item series = whole(*item.event);
    out["seriesMasterId"] = id_of(series, rendering.immutable_ids);
    EventTime original = item.event->content.start;
    original.local = timezone::at(*item.day, timezone::time_of_day(original.local));
    out["originalStart"] = format_rfc3339(rendering.zones->instant(original));
}

void add_server_properties(json& out, const Item& item, const Rendering& rendering) {
    const Event& event = *item.event;
    const bool html = item.content.body.type == "html";
    out["id"] = id_of(item, rendering.immutable_ids);
    out["changeKey"] = item.change_key;
    out["createdDateTime"] = format_rfc3339(event.created);
    out["lastModifiedDateTime"] = format_rfc3339(event.modified);
    out["iCalUId"] = calendar_uid(event, item.day);
    constexpr const char* custom = "tzone://Microsoft/Custom";
    out["originalStartTimeZone"] = rendering.custom_zones ? custom : item.content.start.zone;
    out["originalEndTimeZone"] = rendering.custom_zones ? custom : item.content.end.zone;
    out["bodyPreview"] = preview(as_text(item.content.body.content, html));
    out["type"] = type_of(item);
    out["seriesMasterId"] = nullptr;
    out["isOrganizer"] = event.own;
    out["organizer"] = person(event.organizer_name, event.organizer);
    out["responseStatus"] = {{"response", event.own ? "organizer" : "notResponded"},
                             {"time", no_time}};
    if (const MeetingReply* own = reply_of(item, "")) out["responseStatus"] = status_json(*own);
    out["isCancelled"] = event.cancelled;
    out["isDraft"] = false;
    out["hasAttachments"] = false;
    const OnlineMeeting& online = item.content.online;
    out["onlineMeeting"] = online.on ? json{{"joinUrl", online.join_url}} : json{};
    out["onlineMeetingUrl"] = nullptr;
    out["webLink"] = "https://outlook.office365.com/owa/?itemid=" +
                     graph::percent_encode(id_of(item, rendering.immutable_ids)) +
                     "&exvsurl=1&path=/calendar/item";
    add_occurrence_properties(out, item, rendering);
}

bool is_person(const json& attendee, const std::string& address) {
    return graph::equal_ignoring_case(
        attendee["emailAddress"]["address"].get_ref<const std::string&>(), address);
}

/// hideAttendees: each attendee sees only himself.
void hide_others(json& attendees, const std::string& reader) {
    json shown = json::array();
    for (json& attendee : attendees) {
        if (is_person(attendee, reader)) shown.push_back(std::move(attendee));
    }
    attendees = std::move(shown);
}

void select(json& all, const std::vector<std::string>& selected) {
    for (const std::string& name : selected) {
        if (all.contains(name)) continue;
        const auto& fields = event_fields();
        const bool known = name == "transactionId" || name == "originalStart" ||
                           name == "cancelledOccurrences" ||
                           std::any_of(fields.begin(), fields.end(),
                                       [&](const Field& field) { return field.name == name; });
        if (known) continue;
        throw Refusal{400, "RequestBroker--ParseUri",
                      "Could not find a property named '" + name +
                          "' on type 'Microsoft.OutlookServices.Event'."};
    }
    for (auto member = all.begin(); member != all.end();) {
        const bool wanted =
            member.key().starts_with("@") || member.key() == "id" ||
            std::find(selected.begin(), selected.end(), member.key()) != selected.end();
        member = wanted ? std::next(member) : all.erase(member);
    }
}

}  // namespace

// [MS-OXOCAL] 2.2.1.27: year, month and day in hex
std::string calendar_uid(const Event& event, const std::optional<Date>& day) {
    if (!day) return event.calendar_uid;
    constexpr char digits[] = "0123456789ABCDEF";
    const auto year = static_cast<unsigned>(int{day->year()});
    std::string hex;
    for (const unsigned byte :
         {year >> 8, year & 255U, unsigned{day->month()}, unsigned{day->day()}}) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15U];
    }
    return event.calendar_uid.substr(0, 32) + hex + event.calendar_uid.substr(40);
}

std::string etag(const Item& item) {
    return "W/\"" + item.change_key + "\"";
}

json event_json(const Item& item, const Rendering& rendering, const Query& query) {
    json out{{"@odata.etag", etag(item)}};
    add_server_properties(out, item, rendering);
    for (const Field& field : event_fields()) {
        if (field.name == "singleValueExtendedProperties") continue;
        if (field.name == "transactionId" && item.content.transaction_id.empty()) continue;
        out[std::string{field.name}] = field.write(item.content, rendering);
    }
    if (rendering.answers) add_replies(out["attendees"], item, rendering);
    if (!item.event->own && item.content.hide_attendees && !rendering.reader.empty()) {
        hide_others(out["attendees"], rendering.reader);
    }
    if (!query.selected.empty()) select(out, query.selected);
    if (rendering.basic) {
        for (const char* name : {"body", "bodyPreview"}) out.erase(name);
        return out;
    }
    json properties = json::array();
    for (const ExtendedProperty& property : item.content.extended_properties) {
        const bool wanted = std::find(query.expanded.begin(), query.expanded.end(), property.id) !=
                            query.expanded.end();
        if (wanted) properties.push_back({{"id", property.id}, {"value", property.value}});
    }
    if (!properties.empty()) out["singleValueExtendedProperties"] = properties;
    return out;
}

json reduced_json(const Item& item, const Rendering& rendering) {
    Item series = item;
    series.day.reset();
    json out{{"@odata.type", "#microsoft.graph.event"},
             {"@odata.etag", etag(item)},
             {"id", id_of(item, rendering.immutable_ids)},
             {"seriesMasterId", id_of(series, rendering.immutable_ids)},
             {"type", type_of(item)}};
    for (const Field& field : event_fields()) {
        if (field.name != "start" && field.name != "end") continue;
        out[std::string{field.name}] = field.write(item.content, rendering);
    }
    return out;
}

}  // namespace plazo::sandbox
