#include "graph/calls.h"

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/https.h"
#include "graph/json.h"
#include "timezone/text.h"

namespace plazo::graph {
namespace {

/// Single quotes are doubled within an OData string (OData 4.01, URL conventions 5.1.1.6.1).
std::string quotes_doubled(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out;
}

std::string literal(std::string_view text) {
    return "'" + quotes_doubled(text) + "'";
}

std::string user_path(const std::string& mailbox) {
    // A name that begins with $ would be read as an OData system segment (Graph, "Get a user").
    if (mailbox.starts_with('$')) {
        return "/v1.0/users('" + percent_encode(quotes_doubled(mailbox)) + "')";
    }
    return "/v1.0/users/" + percent_encode(mailbox);
}

std::string event_path(const std::string& mailbox, const std::string& event) {
    return user_path(mailbox) + "/events/" + percent_encode(event);
}

Request request(std::string method, std::string target, const std::string& request_id) {
    Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers.set("Accept", "application/json");
    made.headers.set("client-request-id", request_id);
    made.headers.set("return-client-request-id", "true");
    made.headers.set("Prefer", "IdType=\"ImmutableId\"");
    return made;
}

Request request(std::string method, std::string target, const std::string& request_id,
                const nlohmann::json& body) {
    Request made = request(std::move(method), std::move(target), request_id);
    made.headers.set("Content-Type", "application/json");
    made.body = Body{dump_json(body)};
    return made;
}

std::string expand_hash() {
    return "$expand=" + percent_encode("singleValueExtendedProperties($filter=id eq " +
                                       literal(property_id(hash_property)) + ")");
}

}  // namespace

Request create_event(const std::string& mailbox, const nlohmann::json& event,
                     const std::string& request_id) {
    return request("POST", user_path(mailbox) + "/events", request_id, event);
}

Request update_event(const std::string& mailbox, const std::string& event,
                     const nlohmann::json& changes, const std::string& request_id,
                     const std::string& etag) {
    Request made = request("PATCH", event_path(mailbox, event), request_id, changes);
    if (!etag.empty()) made.headers.set("If-Match", etag);
    return made;
}

Request cancel_event(const std::string& mailbox, const std::string& event,
                     const std::string& comment, const std::string& request_id) {
    const nlohmann::json body = {{"comment", comment}};
    return request("POST", event_path(mailbox, event) + "/cancel", request_id, body);
}

Request delete_event(const std::string& mailbox, const std::string& event,
                     const std::string& request_id) {
    return request("DELETE", event_path(mailbox, event), request_id);
}

Request get_event(const std::string& mailbox, const std::string& event,
                  const std::string& request_id) {
    return request("GET", event_path(mailbox, event) + "?" + expand_hash(), request_id);
}

Request find_event(const std::string& mailbox, const std::string& key,
                   const std::string& request_id) {
    const std::string filter = "singleValueExtendedProperties/Any(ep: ep/id eq " +
                               literal(property_id(key_property)) + " and ep/value eq " +
                               literal(key) + ")";
    return request(
        "GET",
        user_path(mailbox) + "/events?$filter=" + percent_encode(filter) + "&" + expand_hash(),
        request_id);
}

Request list_instances(const std::string& mailbox, const std::string& series,
                       timezone::Instant from, timezone::Instant to,
                       const std::string& request_id) {
    return request("GET",
                   event_path(mailbox, series) + "/instances?startDateTime=" +
                       percent_encode(timezone::format_rfc3339(from)) +
                       "&endDateTime=" + percent_encode(timezone::format_rfc3339(to)),
                   request_id);
}

Request get_calendar(const std::string& mailbox, const std::string& request_id) {
    return request("GET", user_path(mailbox) + "/calendar", request_id);
}

Request send_mail(const std::string& mailbox, const nlohmann::json& mail,
                  const std::string& request_id) {
    Request made = request("POST", user_path(mailbox) + "/sendMail", request_id, mail);
    made.headers.set(std::string{connection_field}, std::string{connection_fresh});
    return made;
}

}  // namespace plazo::graph
