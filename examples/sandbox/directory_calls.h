// examples/sandbox/directory_calls.h - one call of the directory API, taken apart; inside
// directory_*.cpp only.
//
//     /v1.0/servicePrincipals(appId='x')/appRoleAssignments?$select=id
//     collection "servicePrincipals", key {by_client_id, "x"}, rest {"appRoleAssignments"}
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// What names one object: its id, or the client id.
struct Key {
    bool by_client_id = false;
    std::string value;
};

struct DirectoryCall {
    World& world;
    const Caller& caller;
    const graph::Request& request;
    const nlohmann::json& body;  ///< null where the method has none
    std::string collection;
    std::optional<Key> key;
    std::vector<std::string> rest;

    bool is(const char* method, std::size_t segments_after_key) const {
        return request.method == method && rest.size() == segments_after_key;
    }
};

graph::Response applications_api(DirectoryCall& call);
graph::Response principals_api(DirectoryCall& call);

/// Whether the directory shows it: what is new takes its time to be known everywhere.
inline bool is_known(const World& world, timezone::Instant known_at) {
    return known_at <= world.clock.now();
}

/// Registrations that the caller's tenant has or can let in; none that is not known yet.
Application* application_by_client_id(DirectoryCall& call, const std::string& client_id);

/// `$select` and `$filter` (equality of appId or displayName): the answer to a GET.
graph::Response one(const DirectoryCall& call, const nlohmann::json& object);
graph::Response many(const DirectoryCall& call, const nlohmann::json& objects);
/// Whether `$select` names the member.
bool selects(const DirectoryCall& call, const std::string& member);

graph::Response no_content();

/// 400 Request_BadRequest, 404 Request_ResourceNotFound.
Refusal bad_directory_request(const std::string& message);
Refusal no_such_object(const std::string& what);
/// 501 for members of the body that are not simulated.
void refuse_unknown(const nlohmann::json& body, std::initializer_list<std::string_view> known);

}  // namespace plazo::sandbox
