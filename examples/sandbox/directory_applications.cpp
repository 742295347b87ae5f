#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_calls.h"
#include "examples/sandbox/directory_keys.h"
#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/directory_roles.h"
#include "examples/sandbox/key_proof_check.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

json application_json(const Application& application, bool with_key_bytes) {
    json keys = json::array();
    for (const Certificate& each : application.certificates) {
        keys.push_back(key_json(each, with_key_bytes));
    }
    json access = json::array();
    for (const std::string& name : application.wanted_roles) {
        access.push_back({{"id", find_app_role(name)->id}, {"type", "Role"}});
    }
    json wanted = json::array();
    if (!access.empty()) {
        wanted.push_back({{"resourceAppId", graph_client_id}, {"resourceAccess", access}});
    }
    return {{"id", application.object_id},
            {"appId", application.client_id},
            {"displayName", application.display_name},
            {"signInAudience", sign_in_audience(application)},
            {"requiredResourceAccess", wanted},
            {"keyCredentials", keys},
            {"passwordCredentials", json::array()}};
}

/// The names of Graph's roles in a requiredResourceAccess.
std::vector<std::string> wanted_in(const json& list) {
    if (!list.is_array()) {
        throw bad_directory_request("requiredResourceAccess must be a collection.");
    }
    std::vector<std::string> names;
    for (const json& resource : list) {
        refuse_unknown(resource, {"resourceAppId", "resourceAccess"});
        const std::string id = text_of(resource, "resourceAppId");
        if (id != graph_client_id) throw not_simulated("permissions of the resource " + id);
        for (const json& access : resource.value("resourceAccess", json::array())) {
            refuse_unknown(access, {"id", "type"});
            if (text_of(access, "type") != "Role") throw not_simulated("delegated permissions");
            const auto role = find_app_role(text_of(access, "id"));
            if (!role) throw not_simulated("the permission " + text_of(access, "id"));
            names.emplace_back(role->name);
        }
    }
    return names;
}

/// The members of `body` that POST and PATCH have in common.
void change(World& world, Application& application, const json& body) {
    refuse_unknown(body,
                   {"displayName", "signInAudience", "requiredResourceAccess", "keyCredentials"});
    application.display_name = text_of(body, "displayName", application.display_name);
    if (application.display_name.empty()) throw bad_directory_request("displayName is required.");
    application.multi_tenant =
        is_multi_tenant(text_of(body, "signInAudience", sign_in_audience(application)));
    if (body.contains("requiredResourceAccess")) {
        application.wanted_roles = wanted_in(body["requiredResourceAccess"]);
    }
    if (body.contains("keyCredentials")) {
        application.certificates = keys_of(world, body["keyCredentials"], application.certificates);
    }
}

graph::Response create(DirectoryCall& call) {
    World& world = call.world;
    Application made;
    change(world, made, call.body);
    made.client_id = world.ids.uuid();
    made.object_id = world.ids.uuid();
    made.tenant = call.caller.tenant;
    made.known_at = world.clock.now() + world.entra.replication_lag;
    const json answer = application_json(made, false);
    world.entra.applications[made.client_id] = std::move(made);
    return reply(201, answer);
}

graph::Response roll(DirectoryCall& call, Application& application) {
    const std::string& act = call.rest[0];
    const json& body = call.body;
    if (call.caller.client_id != application.client_id) demand(call.caller, DirectoryAct::manage);
    check_key_proof(application, text_of(body, "proof"), call.world.clock.now());
    if (act == "addKey") {
        refuse_unknown(body, {"keyCredential", "passwordCredential", "proof"});
        if (!body.contains("keyCredential")) {
            throw bad_directory_request("keyCredential is required.");
        }
        if (!body.value("passwordCredential", json{}).is_null()) {
            throw bad_directory_request("passwordCredential must be null for this type of key.");
        }
        application.certificates.push_back(new_key(call.world, body["keyCredential"]));
        return reply(200, key_json(application.certificates.back(), false));
    }
    refuse_unknown(body, {"keyId", "proof"});
    const std::string id = text_of(body, "keyId");
    const auto removed =
        std::erase_if(application.certificates, [&](const auto& key) { return key.key_id == id; });
    if (removed == 0) throw bad_directory_request("No credentials found to be removed.");
    return no_content();
}

graph::Response list(DirectoryCall& call) {
    demand(call.caller, DirectoryAct::read);
    json all = json::array();
    for (const auto& [client_id, application] : call.world.entra.applications) {
        const bool shown =
            application.tenant == call.caller.tenant && is_known(call.world, application.known_at);
        if (shown) all.push_back(application_json(application, false));
    }
    return many(call, all);
}

/// Of the caller's own tenant.
Application& named(DirectoryCall& call) {
    for (auto& [client_id, application] : call.world.entra.applications) {
        const std::string& id = call.key->by_client_id ? client_id : application.object_id;
        if (id == call.key->value && application.tenant == call.caller.tenant &&
            is_known(call.world, application.known_at)) {
            return application;
        }
    }
    throw no_such_object(call.key->value);
}

}  // namespace

graph::Response applications_api(DirectoryCall& call) {
    if (!call.key) {
        if (call.request.method == "GET") return list(call);
        if (call.request.method != "POST") throw not_simulated(call.request.method);
        demand(call.caller, DirectoryAct::manage);
        return create(call);
    }
    const bool rolls =
        call.is("POST", 1) && (call.rest[0] == "addKey" || call.rest[0] == "removeKey");
    if (!rolls && !call.rest.empty()) throw not_simulated(call.rest[0] + " of an application");
    if (!rolls) {
        demand(call.caller,
               call.request.method == "GET" ? DirectoryAct::read : DirectoryAct::manage);
    }
    Application& application = named(call);
    if (rolls) return roll(call, application);
    if (call.request.method == "GET") {
        return one(call, application_json(application, selects(call, "keyCredentials")));
    }
    if (call.request.method == "PATCH") {
        change(call.world, application, call.body);
        return no_content();
    }
    if (call.request.method == "DELETE") {
        call.world.entra.applications.erase(std::string{application.client_id});
        return no_content();
    }
    throw not_simulated(call.request.method + " on an application");
}

}  // namespace plazo::sandbox
