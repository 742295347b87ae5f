#include "graph/odata.h"

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/json.h"

namespace plazo::graph {
namespace {

std::string quotes_doubled(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out;
}

}  // namespace

std::string odata_literal(std::string_view text) {
    return "'" + quotes_doubled(text) + "'";
}

std::string user_path(const std::string& mailbox) {
    // A name that begins with $ would be read as an OData system segment (Graph, "Get a user").
    if (mailbox.starts_with('$')) {
        return "/v1.0/users('" + percent_encode(quotes_doubled(mailbox)) + "')";
    }
    return "/v1.0/users/" + percent_encode(mailbox);
}

std::string property_is(std::string_view name, std::string_view value) {
    return "singleValueExtendedProperties/Any(ep: ep/id eq " + odata_literal(property_id(name)) +
           " and ep/value eq " + odata_literal(value) + ")";
}

std::string expand_property(std::string_view name) {
    return "$expand=" + percent_encode("singleValueExtendedProperties($filter=id eq " +
                                       odata_literal(property_id(name)) + ")");
}

Request call(std::string method, std::string target, const std::string& request_id) {
    Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers.set("Accept", "application/json");
    made.headers.set("client-request-id", request_id);
    made.headers.set("return-client-request-id", "true");
    made.headers.set("Prefer", "IdType=\"ImmutableId\"");
    return made;
}

Request call(std::string method, std::string target, const std::string& request_id,
             const nlohmann::json& body) {
    Request made = call(std::move(method), std::move(target), request_id);
    made.headers.set("Content-Type", "application/json");
    made.body = Body{dump_json(body)};
    return made;
}

void prefer(Request& request, const std::string& preference) {
    const std::string so_far = request.headers.find("Prefer").value_or("");
    request.headers.set("Prefer", so_far.empty() ? preference : so_far + ", " + preference);
}

}  // namespace plazo::graph
