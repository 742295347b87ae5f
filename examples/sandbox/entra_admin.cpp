#include "examples/sandbox/entra_admin.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/directory_roles.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/entra_token.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using std::chrono::seconds;

Application& known_application(World& world, const json& body) {
    const std::string client_id = text_of(body, "client_id");
    const auto found = world.entra.applications.find(client_id);
    if (found == world.entra.applications.end()) {
        throw bad("There is no application " + client_id + ".");
    }
    return found->second;
}

seconds duration(const json& body, const char* name) {
    const auto parsed = parse_duration(text_of(body, name));
    if (!parsed) throw bad(std::string{name} + " must be an ISO 8601 duration.");
    return *parsed;
}

bool is_domain(const std::string& text) {
    return text.find('.') != text.npos && text.find_first_of(" @/:'\"\\") == text.npos;
}

Tenant& tenant_for(World& world, const std::string& id) {
    auto& tenants = world.entra.tenants;
    const auto found = std::find_if(tenants.begin(), tenants.end(),
                                    [&](const Tenant& tenant) { return tenant.id == id; });
    if (found != tenants.end()) return *found;
    tenants.push_back({id.empty() ? world.ids.uuid() : lower_case(id), {}});
    return tenants.back();
}

json add_tenant(World& world, const json& body) {
    check_members(body, {"tenant", "domains", "cloud"});
    std::vector<std::string> domains;
    for (const std::string& domain : strings(body, "domains")) {
        domains.push_back(lower_case(domain));
        if (!is_domain(domains.back())) throw bad("'" + domain + "' is not a domain.");
        for (const Tenant& each : world.entra.tenants) {
            if (std::find(each.domains.begin(), each.domains.end(), domains.back()) !=
                each.domains.end()) {
                throw Refusal{409, "Conflict", domain + " is verified in " + each.id + " already."};
            }
        }
    }
    if (domains.empty()) throw bad("A tenant has domains.");
    const std::string cloud = text_of(body, "cloud", world.options.cloud);
    if (!find_cloud(cloud)) throw bad("Unknown cloud '" + cloud + "'.");
    Tenant& tenant = tenant_for(world, text_of(body, "tenant"));
    tenant.domains.insert(tenant.domains.end(), domains.begin(), domains.end());
    tenant.cloud = cloud == world.options.cloud ? "" : cloud;
    return {{"tenant", tenant.id}, {"domains", tenant.domains}, {"cloud", cloud}};
}

json set_tokens(World& world, const json& body) {
    check_members(body, {"lifetime_seconds", "refresh_in_seconds", "assertions_once",
                         "continuous_lifetime_seconds", "requests_max"});
    Entra& entra = world.entra;
    const auto number = [&](const char* name, auto present) {
        return integer(body, name, static_cast<int>(present));
    };
    entra.token_lifetime = seconds{number("lifetime_seconds", entra.token_lifetime.count())};
    const seconds continuous{
        number("continuous_lifetime_seconds", entra.continuous_lifetime.count())};
    if (continuous > continuous_lifetime_max) throw bad("No token is good for so long.");
    entra.continuous_lifetime = continuous;
    entra.token_requests_max =
        static_cast<std::uint64_t>(number("requests_max", entra.token_requests_max));
    if (body.contains("refresh_in_seconds")) {
        entra.refresh_in.reset();
        if (!body["refresh_in_seconds"].is_null()) {
            entra.refresh_in = seconds{integer(body, "refresh_in_seconds", 0)};
        }
    }
    entra.assertions_once = boolean(body, "assertions_once", entra.assertions_once);
    return {{"lifetime_seconds", entra.token_lifetime.count()},
            {"continuous_lifetime_seconds", entra.continuous_lifetime.count()},
            {"requests_max", entra.token_requests_max},
            {"assertions_once", entra.assertions_once}};
}

json set_administrator(World& world, const json& body) {
    using Decision = Administrator::Decision;
    constexpr std::array decisions =
        std::to_array<std::pair<const char*, Decision>>({{"nobody-comes", Decision::nobody_comes},
                                                         {"approves", Decision::approves},
                                                         {"declines", Decision::declines},
                                                         {"is-blocked", Decision::is_blocked}});
    check_members(body, {"decision", "role", "scopes", "polls_before", "interval_seconds",
                         "code_life_seconds"});
    Administrator administrator;
    const std::string decision = text_of(body, "decision");
    const auto* decided = std::find_if(decisions.begin(), decisions.end(),
                                       [&](const auto& each) { return each.first == decision; });
    if (decided == decisions.end()) {
        throw bad("decision must be approves, declines, nobody-comes or is-blocked.");
    }
    administrator.decision = decided->second;
    administrator.role = text_of(body, "role", administrator.role);
    if (!is_directory_role(administrator.role)) {
        throw bad("role must be global, privileged-role, application or user.");
    }
    administrator.scopes = strings(body, "scopes");
    administrator.polls_before = integer(body, "polls_before", 0);
    administrator.interval = seconds{integer(body, "interval_seconds", 5)};
    administrator.code_life = seconds{integer(body, "code_life_seconds", 900)};
    world.entra.administrator = std::move(administrator);
    return json::object();
}

json set_consent(World& world, const json& body) {
    check_members(body, {"client_id", "tenant", "grant", "remove"});
    Application& application = known_application(world, body);
    const std::string tenant = known_tenant(world, text_of(body, "tenant")).id;
    const auto granted = role_names(body, "grant");
    const auto removed = role_names(body, "remove");
    if (application.tenant != tenant && !application.multi_tenant) {
        throw bad("The application is for its own tenant only.");
    }
    auto& roles = let_in(world, application, tenant).roles;
    std::erase_if(roles, [&](const std::string& role) {
        return std::find(removed.begin(), removed.end(), role) != removed.end();
    });
    for (const std::string& role : granted) {
        if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
    }
    return {{"roles", roles}};
}

json set_principal(World& world, const json& body) {
    check_members(body, {"client_id", "tenant", "enabled", "revoke", "deleted"});
    Application& application = known_application(world, body);
    const std::string tenant = known_tenant(world, text_of(body, "tenant")).id;
    Principal* principal = find_principal(world.entra, application.client_id, tenant);
    if (!principal) throw bad("The application has no service principal in " + tenant + ".");
    enable(world, *principal, boolean(body, "enabled", principal->enabled));
    if (boolean(body, "revoke")) revoke_tokens(*principal, world.clock.now());
    if (boolean(body, "deleted")) application.principals.erase(tenant);
    return json::object();
}

json set_directory(World& world, const json& body) {
    check_members(body, {"replication_lag", "key_lifetime_max"});
    Entra& entra = world.entra;
    if (body.contains("replication_lag")) {
        entra.replication_lag = duration(body, "replication_lag");
    }
    if (body.contains("key_lifetime_max")) {
        entra.key_lifetime_max.reset();
        if (!body["key_lifetime_max"].is_null()) {
            entra.key_lifetime_max = duration(body, "key_lifetime_max");
        }
    }
    return {{"replication_lag_seconds", entra.replication_lag.count()}};
}

}  // namespace

std::optional<json> entra_admin(World& world, const std::string& what, const json& body) {
    if (what == "tenants") return add_tenant(world, body);
    if (what == "tokens") return set_tokens(world, body);
    if (what == "administrator") return set_administrator(world, body);
    if (what == "consent") return set_consent(world, body);
    if (what == "principals") return set_principal(world, body);
    if (what == "directory") return set_directory(world, body);
    return std::nullopt;
}

std::vector<std::string> role_names(const json& body, const char* name) {
    std::vector<std::string> names = strings(body, name);
    for (const std::string& role : names) {
        const auto known = find_app_role(role);
        if (!known || known->name != role) throw bad("Graph has no role '" + role + "'.");
    }
    return names;
}

}  // namespace plazo::sandbox
