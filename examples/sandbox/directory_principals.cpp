#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_calls.h"
#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/directory_roles.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// An application and its principal in the caller's tenant.
struct Entered {
    Application* application = nullptr;
    Principal* principal = nullptr;
};

json principal_json(const Entered& entered) {
    const Application& application = *entered.application;
    return {{"id", entered.principal->id},
            {"appId", application.client_id},
            {"displayName", application.display_name},
            {"appDisplayName", application.display_name},
            {"accountEnabled", entered.principal->enabled},
            {"appOwnerOrganizationId", application.tenant},
            {"servicePrincipalType", "Application"},
            {"signInAudience", sign_in_audience(application)},
            {"appRoles", json::array()}};
}

json graph_json(const std::string& tenant) {
    return {{"id", graph_principal_id(tenant)},
            {"appId", graph_client_id},
            {"displayName", "Microsoft Graph"},
            {"appDisplayName", "Microsoft Graph"},
            {"accountEnabled", true},
            {"appOwnerOrganizationId", "f8cdef31-a31e-4b4a-93e4-5f571e91255a"},
            {"servicePrincipalType", "Application"},
            {"signInAudience", "AzureADMultipleOrgs"},
            {"appRoles", app_roles_json()}};
}

std::vector<Entered> all_entered(DirectoryCall& call) {
    std::vector<Entered> out;
    for (auto& [client_id, application] : call.world.entra.applications) {
        const auto found = application.principals.find(call.caller.tenant);
        if (found != application.principals.end() && is_known(call.world, found->second.known_at)) {
            out.push_back({&application, &found->second});
        }
    }
    return out;
}

/// Without an application where there is none.
Entered find_entered(DirectoryCall& call, const Key& key) {
    const auto all = all_entered(call);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Entered& each) {
        return key.value == (key.by_client_id ? each.application->client_id : each.principal->id);
    });
    return found == all.end() ? Entered{} : *found;
}

Entered entered_as(DirectoryCall& call, const Key& key) {
    const Entered found = find_entered(call, key);
    if (!found.principal) throw no_such_object(key.value);
    return found;
}

graph::Response create(DirectoryCall& call) {
    refuse_unknown(call.body, {"appId"});
    const std::string client_id = text_of(call.body, "appId");
    Application* application = application_by_client_id(call, client_id);
    if (client_id == graph_client_id ||
        (application && application->principals.contains(call.caller.tenant))) {
        throw Refusal{409, "Request_MultipleObjectsWithSameKeyValue",
                      "The service principal cannot be created, updated, or restored because the "
                      "service principal name " +
                          client_id + " is already in use."};
    }
    if (!application) {
        throw bad_directory_request("The appId '" + client_id +
                                    "' of the service principal does not reference a valid "
                                    "application object.");
    }
    Principal& made = let_in(call.world, *application, call.caller.tenant);
    made.known_at = call.world.clock.now() + call.world.entra.replication_lag;
    return reply(201, principal_json({application, &made}));
}

/// An id of 43 characters, the same for the same grant.
std::string assignment_id(const Principal& principal, const AppRole& role) {
    return base64url(sha256(principal.id + " " + std::string{role.id}));
}

json assignment_json(DirectoryCall& call, const Entered& entered, const AppRole& role) {
    return {{"id", assignment_id(*entered.principal, role)},
            {"appRoleId", role.id},
            {"principalId", entered.principal->id},
            {"principalDisplayName", entered.application->display_name},
            {"principalType", "ServicePrincipal"},
            {"resourceId", graph_principal_id(call.caller.tenant)},
            {"resourceDisplayName", "Microsoft Graph"}};
}

graph::Response assign(DirectoryCall& call) {
    const json& body = call.body;
    refuse_unknown(body, {"principalId", "resourceId", "appRoleId"});
    const bool at_resource = call.rest[0] == "appRoleAssignedTo";
    const std::string resource = text_of(body, "resourceId");
    const Entered entered = entered_as(call, {false, text_of(body, "principalId")});
    if (!at_resource && entered_as(call, *call.key).principal != entered.principal) {
        throw bad_directory_request("The path and the body name two principals.");
    }
    const auto role = find_app_role(text_of(body, "appRoleId"));
    if (!role || role->id != text_of(body, "appRoleId") ||
        resource != graph_principal_id(call.caller.tenant)) {
        throw bad_directory_request("Permission being assigned was not found on application.");
    }
    auto& held = entered.principal->roles;
    if (std::find(held.begin(), held.end(), role->name) != held.end()) {
        throw bad_directory_request("Permission being assigned already exists on the object.");
    }
    held.emplace_back(role->name);
    return reply(201, assignment_json(call, entered, *role));
}

/// Calls `act` with each grant that the path names: those of a principal, or all of Graph's roles.
template <typename Act>
void each_assignment(DirectoryCall& call, const Act& act) {
    std::vector<Entered> entered = call.rest[0] == "appRoleAssignedTo"
                                       ? all_entered(call)
                                       : std::vector{entered_as(call, *call.key)};
    for (const Entered& each : entered) {
        for (const std::string& name : std::vector<std::string>{each.principal->roles}) {
            if (const auto role = find_app_role(name)) act(each, *role);
        }
    }
}

graph::Response assignments(DirectoryCall& call) {
    demand(call.caller, call.request.method == "GET" ? DirectoryAct::read : DirectoryAct::grant);
    if (call.is("POST", 1)) return assign(call);
    if (call.is("GET", 1)) {
        json all = json::array();
        each_assignment(call, [&](const Entered& entered, const AppRole& role) {
            all.push_back(assignment_json(call, entered, role));
        });
        return many(call, all);
    }
    if (!call.is("DELETE", 2)) throw not_simulated(call.request.method + " on a role assignment");
    bool removed = false;
    each_assignment(call, [&](const Entered& entered, const AppRole& role) {
        if (assignment_id(*entered.principal, role) != call.rest[1]) return;
        removed = std::erase(entered.principal->roles, role.name) > 0;
    });
    if (!removed) throw no_such_object(call.rest[1]);
    return no_content();
}

graph::Response act_on_one(DirectoryCall& call) {
    const std::string& method = call.request.method;
    demand(call.caller, method == "GET" ? DirectoryAct::read : DirectoryAct::manage);
    const Entered entered = entered_as(call, *call.key);
    if (method == "GET") return one(call, principal_json(entered));
    if (method == "PATCH") {
        refuse_unknown(call.body, {"accountEnabled"});
        if (!call.body.value("accountEnabled", json{}).is_boolean()) {
            throw bad_directory_request("accountEnabled must be true or false.");
        }
        enable(call.world, *entered.principal, call.body["accountEnabled"].get<bool>());
        return no_content();
    }
    if (method == "DELETE") {
        entered.application->principals.erase(call.caller.tenant);
        return no_content();
    }
    throw not_simulated(method + " on a service principal");
}

bool names_graph(const DirectoryCall& call) {
    return call.key->value == (call.key->by_client_id ? std::string{graph_client_id}
                                                      : graph_principal_id(call.caller.tenant));
}

}  // namespace

graph::Response principals_api(DirectoryCall& call) {
    if (!call.key && call.request.method == "POST") {
        demand(call.caller, DirectoryAct::manage);
        return create(call);
    }
    if (!call.key && call.request.method == "GET") {
        demand(call.caller, DirectoryAct::read);
        json all = json::array({graph_json(call.caller.tenant)});
        for (const Entered& each : all_entered(call)) all.push_back(principal_json(each));
        return many(call, all);
    }
    if (!call.key) throw not_simulated(call.request.method + " on service principals");
    if (call.rest.empty() && names_graph(call)) {
        if (call.request.method != "GET") throw not_simulated("changes of Microsoft Graph");
        demand(call.caller, DirectoryAct::read);
        return one(call, graph_json(call.caller.tenant));
    }
    if (call.rest.empty()) return act_on_one(call);
    const bool assigned_to = call.rest[0] == "appRoleAssignedTo";
    if (!assigned_to && call.rest[0] != "appRoleAssignments") {
        throw not_simulated(call.rest[0] + " of a service principal");
    }
    if (assigned_to && !names_graph(call)) throw no_such_object(call.key->value);
    return assignments(call);
}

}  // namespace plazo::sandbox
