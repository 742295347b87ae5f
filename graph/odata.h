// graph/odata.h - what every call of Graph is made of: its path, its literals, its header.
//
// Inside the room: calls.h and the others that build requests write no URL by hand.
//
//     Request request = call("GET", user_path("o'neill@acme.es") + "/calendar", request_id);
//     request.target == "/v1.0/users/o%27neill%40acme.es/calendar";
//
// Each call asks for immutable ids, since the ordinary ones change when an item moves to another
// folder, and carries the client-request-id it is given, which Microsoft's support asks for.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::graph {

/// Within an OData string single quotes are doubled (OData 4.01, URL conventions 5.1.1.6.1).
std::string odata_literal(std::string_view text);

/// "/v1.0/users/ana%40acme.es". `mailbox` is an address or an object id.
std::string user_path(const std::string& mailbox);

/// The condition that a named property of ours (event.h) has this value.
std::string property_is(std::string_view name, std::string_view value);

/// "$expand=..." for that property: it comes back only when it is asked for.
std::string expand_property(std::string_view name);

Request call(std::string method, std::string target, const std::string& request_id);
Request call(std::string method, std::string target, const std::string& request_id,
             const nlohmann::json& body);

/// One more preference beside those that the request has (RFC 7240).
void prefer(Request& request, const std::string& preference);

}  // namespace plazo::graph
