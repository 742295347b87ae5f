#include "graph/calls.h"

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/json.h"
#include "graph/odata.h"
#include "graph/paging.h"
#include "timezone/text.h"

namespace plazo::graph {
namespace {

std::string event_path(const std::string& mailbox, const std::string& event) {
    return user_path(mailbox) + "/events/" + percent_encode(event);
}

}  // namespace

Request create_event(const std::string& mailbox, const nlohmann::json& event,
                     const std::string& request_id) {
    return call("POST", user_path(mailbox) + "/events", request_id, event);
}

Request update_event(const std::string& mailbox, const std::string& event,
                     const nlohmann::json& changes, const std::string& request_id,
                     const std::string& etag) {
    Request made = call("PATCH", event_path(mailbox, event), request_id, changes);
    if (!etag.empty()) made.headers.set("If-Match", etag);
    return made;
}

Request cancel_event(const std::string& mailbox, const std::string& event,
                     const std::string& comment, const std::string& request_id) {
    const nlohmann::json body = {{"comment", comment}};
    return call("POST", event_path(mailbox, event) + "/cancel", request_id, body);
}

Request delete_event(const std::string& mailbox, const std::string& event,
                     const std::string& request_id) {
    return call("DELETE", event_path(mailbox, event), request_id);
}

Request get_event(const std::string& mailbox, const std::string& event,
                  const std::string& request_id) {
    return call("GET", event_path(mailbox, event) + "?" + expand_property(hash_property),
                request_id);
}

Request find_event(const std::string& mailbox, const std::string& key,
                   const std::string& request_id) {
    return call("GET",
                user_path(mailbox) +
                    "/events?$filter=" + percent_encode(property_is(key_property, key)) + "&" +
                    expand_property(hash_property),
                request_id);
}

Request list_instances(const std::string& mailbox, const std::string& series,
                       timezone::Instant from, timezone::Instant to,
                       const std::string& request_id) {
    return call("GET",
                event_path(mailbox, series) + "/instances?" + window(from, to) +
                    "&$orderby=start/dateTime&$top=" + std::to_string(page_items_max),
                request_id);
}

Request view_calendar(const std::string& mailbox, timezone::Instant from, timezone::Instant to,
                      const std::string& request_id) {
    return call("GET",
                user_path(mailbox) + "/calendarView?" + window(from, to) +
                    "&$orderby=start/dateTime&$top=" + std::to_string(page_items_max),
                request_id);
}

Request get_calendar(const std::string& mailbox, const std::string& request_id) {
    return call("GET", user_path(mailbox) + "/calendar", request_id);
}

Request supported_time_zones(const std::string& mailbox, ZoneNames names,
                             const std::string& request_id) {
    const std::string standard =
        names == ZoneNames::iana ? "(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')" : "";
    return call("GET", user_path(mailbox) + "/outlook/supportedTimeZones" + standard, request_id);
}

std::vector<std::string> read_time_zones(const std::string& body) {
    std::vector<std::string> names;
    const std::optional<Page> page = read_page(body);
    if (!page) return names;
    for (const nlohmann::json& zone : page->items) {
        std::string name = text_or_empty(zone, "alias");
        if (!name.empty()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace plazo::graph
