#include "examples/sandbox/directory_api.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/key_proof_check.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// Microsoft Graph itself, as an application of this tenant.
constexpr const char* graph_client_id = "00000003-0000-0000-c000-000000000000";
constexpr const char* graph_principal_id = "7f3c1b1e-0000-4000-8000-506c617a6f01";
constexpr const char* manage = "Application.ReadWrite.All";
constexpr const char* grant = "AppRoleAssignment.ReadWrite.All";

struct Role {
    const char* id;
    const char* name;
};
constexpr std::array<Role, 4> roles{{
    {"b633e1c5-b582-4048-a93e-9f11b44c7e96", "Mail.Send"},
    {"ef54d2bf-783f-4e0f-bca1-3210c0444d99", "Calendars.ReadWrite"},
    {"e2a3a72e-5f79-4c64-b1b1-878b674786c9", "Mail.ReadWrite"},
    {"df021288-bdef-4463-88db-98f22de89214", "User.Read.All"},
}};

Refusal bad_request(const std::string& message) {
    return {400, "Request_BadRequest", message};
}

Refusal not_found(const std::string& what) {
    return {404, "Request_ResourceNotFound",
            "Resource '" + what +
                "' does not exist or one of its queried reference-property objects are not "
                "present."};
}

void demand(const Caller& caller, const char* permission) {
    for (const auto* held : {&caller.scopes, &caller.roles}) {
        if (std::find(held->begin(), held->end(), permission) != held->end()) return;
    }
    throw Refusal{403, "Authorization_RequestDenied",
                  "Insufficient privileges to complete the operation."};
}

std::string base64(std::string_view bytes) {
    std::string text = base64url(bytes);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

/// Like Graph, it does not give the key's bytes back.
json key_json(const Certificate& certificate) {
    return {{"keyId", certificate.key_id},
            {"type", "AsymmetricX509Cert"},
            {"usage", "Verify"},
            {"displayName", certificate.display_name},
            {"customKeyIdentifier", base64(certificate.sha1)},
            {"startDateTime", timezone::format_rfc3339(certificate.not_before)},
            {"endDateTime", timezone::format_rfc3339(certificate.not_after)},
            {"key", nullptr}};
}

json application_json(const Application& application) {
    json keys = json::array();
    for (const Certificate& each : application.certificates) keys.push_back(key_json(each));
    return {{"id", application.object_id},
            {"appId", application.client_id},
            {"displayName", application.display_name},
            {"signInAudience", "AzureADMyOrg"},
            {"keyCredentials", keys}};
}

Certificate new_key(World& world, const json& key) {
    if (!key.is_object() || text_of(key, "type") != "AsymmetricX509Cert" ||
        text_of(key, "usage") != "Verify") {
        throw bad_request("A key credential needs the type AsymmetricX509Cert and usage Verify.");
    }
    const auto der = from_base64(text_of(key, "key"));
    auto certificate = der ? read_certificate(*der) : std::nullopt;
    if (!certificate) throw bad_request("New key credential must have a valid key value.");
    certificate->key_id = world.ids.uuid();
    certificate->display_name = text_of(key, "displayName");
    return *certificate;
}

/// Keys as the whole collection: those with a keyId stay, those with a key are new.
std::vector<Certificate> keys_of(World& world, const json& list,
                                 const std::vector<Certificate>& present) {
    if (!list.is_array()) throw bad_request("keyCredentials must be a collection.");
    std::vector<Certificate> keys;
    for (const json& each : list) {
        const std::string id = each.is_object() ? text_of(each, "keyId") : "";
        const auto same = std::find_if(present.begin(), present.end(),
                                       [&](const Certificate& key) { return key.key_id == id; });
        keys.push_back(same == present.end() ? new_key(world, each) : *same);
    }
    return keys;
}

void refuse_unknown(const json& body, std::initializer_list<std::string_view> known) {
    if (!body.is_object()) throw bad_request("A JSON object is expected.");
    for (const auto& [name, value] : body.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw not_simulated("the property " + name);
        }
    }
}

Application* find_by(World& world, std::string Application::*member, const std::string& value) {
    for (auto& [client_id, application] : world.entra.applications) {
        if (!value.empty() && application.*member == value) return &application;
    }
    return nullptr;
}

/// "X" of "applications(appId='X')"; nothing for another segment.
std::optional<std::string> client_id_in(const std::string& segment, const std::string& collection) {
    const std::string before = collection + "(appId='";
    if (!segment.starts_with(before) || !segment.ends_with("')")) return std::nullopt;
    return segment.substr(before.size(), segment.size() - before.size() - 2);
}

graph::Response no_content() {
    graph::Response response;
    response.status = 204;
    return response;
}

graph::Response create(World& world, const json& body) {
    refuse_unknown(body,
                   {"displayName", "signInAudience", "requiredResourceAccess", "keyCredentials"});
    Application made;
    made.display_name = text_of(body, "displayName");
    if (made.display_name.empty()) throw bad_request("displayName is required.");
    if (text_of(body, "signInAudience", "AzureADMyOrg") != "AzureADMyOrg") {
        throw not_simulated("an application of more than one tenant");
    }
    made.client_id = world.ids.uuid();
    made.object_id = world.ids.uuid();
    if (body.contains("keyCredentials")) {
        made.certificates = keys_of(world, body["keyCredentials"], {});
    }
    const json answer = application_json(made);
    world.entra.applications[made.client_id] = std::move(made);
    return reply(201, answer);
}

graph::Response roll(World& world, const Caller& caller, Application& application,
                     const std::string& act, const json& body) {
    if (caller.client_id != application.client_id) demand(caller, manage);
    check_key_proof(application, text_of(body, "proof"), world.clock.now());
    if (act == "addKey") {
        refuse_unknown(body, {"keyCredential", "passwordCredential", "proof"});
        if (!body.contains("keyCredential")) throw bad_request("keyCredential is required.");
        application.certificates.push_back(new_key(world, body["keyCredential"]));
        return reply(200, key_json(application.certificates.back()));
    }
    refuse_unknown(body, {"keyId", "proof"});
    const std::string id = text_of(body, "keyId");
    const auto removed =
        std::erase_if(application.certificates, [&](const auto& key) { return key.key_id == id; });
    if (removed == 0) throw bad_request("No credentials found to be removed.");
    return no_content();
}

graph::Response applications(World& world, const Caller& caller, const graph::Request& request,
                             const std::vector<std::string>& path, const json& body) {
    if (request.method == "POST" && path.size() == 1 && path[0] == "applications") {
        demand(caller, manage);
        return create(world, body);
    }
    if (const auto client_id = client_id_in(path[0], "applications");
        client_id && request.method == "GET" && path.size() == 1) {
        demand(caller, manage);
        const Application* found = find_by(world, &Application::client_id, *client_id);
        if (!found) throw not_found(*client_id);
        return reply(200, application_json(*found));
    }
    if (path.size() < 2 || path[0] != "applications") throw not_simulated("applications");
    Application* application = find_by(world, &Application::object_id, path[1]);
    if (!application) throw not_found(path[1]);
    if (request.method == "PATCH" && path.size() == 2) {
        demand(caller, manage);
        refuse_unknown(body, {"keyCredentials"});
        application->certificates =
            keys_of(world, body.value("keyCredentials", json{}), application->certificates);
        return no_content();
    }
    const bool rolls = path.size() == 3 && (path[2] == "addKey" || path[2] == "removeKey");
    if (request.method == "POST" && rolls) return roll(world, caller, *application, path[2], body);
    throw not_simulated(request.method + " on an application");
}

json principal_json(const std::string& id, const std::string& client_id) {
    return {{"id", id}, {"appId", client_id}};
}

graph::Response create_principal(World& world, const json& body) {
    refuse_unknown(body, {"appId"});
    const std::string client_id = text_of(body, "appId");
    Application* application = find_by(world, &Application::client_id, client_id);
    if (!application) {
        throw bad_request("The appId '" + client_id +
                          "' of the service principal does not reference a valid application "
                          "object.");
    }
    if (!application->principal_id.empty()) {
        throw Refusal{409, "Request_MultipleObjectsWithSameKeyValue",
                      "The service principal is already present."};
    }
    application->principal_id = world.ids.uuid();
    return reply(201, principal_json(application->principal_id, client_id));
}

graph::Response assign(World& world, const json& body) {
    refuse_unknown(body, {"principalId", "resourceId", "appRoleId"});
    Application* application =
        find_by(world, &Application::principal_id, text_of(body, "principalId"));
    if (!application) throw not_found(text_of(body, "principalId"));
    const std::string id = text_of(body, "appRoleId");
    const auto role =
        std::find_if(roles.begin(), roles.end(), [&](const Role& each) { return each.id == id; });
    if (role == roles.end() || text_of(body, "resourceId") != graph_principal_id) {
        throw bad_request("Permission being assigned was not found on application.");
    }
    auto& held = application->roles;
    if (std::find(held.begin(), held.end(), role->name) != held.end()) {
        throw bad_request("Permission being assigned already exists on the object.");
    }
    held.emplace_back(role->name);
    return reply(201, {{"principalId", application->principal_id},
                       {"resourceId", graph_principal_id},
                       {"appRoleId", id}});
}

graph::Response principals(World& world, const Caller& caller, const graph::Request& request,
                           const std::vector<std::string>& path, const json& body) {
    if (request.method == "POST" && path.size() == 1 && path[0] == "servicePrincipals") {
        demand(caller, manage);
        return create_principal(world, body);
    }
    if (const auto client_id = client_id_in(path[0], "servicePrincipals");
        client_id && request.method == "GET" && path.size() == 1) {
        demand(caller, manage);
        if (*client_id == graph_client_id) {
            return reply(200, principal_json(graph_principal_id, graph_client_id));
        }
        const Application* found = find_by(world, &Application::client_id, *client_id);
        if (!found || found->principal_id.empty()) throw not_found(*client_id);
        return reply(200, principal_json(found->principal_id, *client_id));
    }
    if (request.method == "POST" && path.size() == 3 && path[2] == "appRoleAssignedTo") {
        demand(caller, grant);
        if (path[1] != graph_principal_id) throw not_found(path[1]);
        return assign(world, body);
    }
    throw not_simulated(request.method + " on service principals");
}

}  // namespace

graph::Response directory_api(World& world, const Caller& caller, const graph::Request& request,
                              const std::string& body) {
    auto path = graph::path_segments(request.target);
    path.erase(path.begin());
    const json parsed = request.method == "GET" ? json{} : parse_json(body);
    if (path[0].starts_with("applications")) {
        return applications(world, caller, request, path, parsed);
    }
    return principals(world, caller, request, path, parsed);
}

}  // namespace plazo::sandbox
