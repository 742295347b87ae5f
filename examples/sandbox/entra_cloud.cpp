#include "examples/sandbox/entra_cloud.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/entra_tenant.h"
#include "examples/sandbox/entra_token.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

std::string host_of(const std::string& url) {
    const std::size_t begin = url.find("://");
    if (begin == url.npos) return {};
    const std::string rest = url.substr(begin + 3);
    return rest.substr(0, rest.find('/'));
}

}  // namespace

const Cloud* find_cloud(std::string_view name) {
    const auto* found = std::find_if(clouds.begin(), clouds.end(),
                                     [&](const Cloud& cloud) { return cloud.name == name; });
    return found == clouds.end() ? nullptr : found;
}

const Cloud& cloud_of(const World& world) {
    const Cloud* cloud = find_cloud(world.options.cloud);
    if (!cloud) throw std::invalid_argument{"there is no cloud '" + world.options.cloud + "'"};
    return *cloud;
}

graph::Response openid_configuration(World& world, const std::string& tenant,
                                     const graph::Request& head) {
    return answer_sign_in(world, head, [&] {
        const Tenant& found = find_tenant(world, tenant);
        const Cloud& cloud = cloud_of(world);
        const std::string origin = world.options.origin();
        const std::string endpoints = origin + "/" + tenant + "/oauth2/v2.0/";
        json out{{"token_endpoint", endpoints + "token"},
                 {"authorization_endpoint", endpoints + "authorize"},  // MSAL insists on it
                 {"device_authorization_endpoint", endpoints + "devicecode"},
                 {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
                 {"jwks_uri", origin + "/" + tenant + "/discovery/v2.0/keys"},
                 {"issuer", origin + "/" + found.id + "/v2.0"},
                 {"tenant_region_scope", cloud.region},
                 {"cloud_instance_name", cloud.instance},
                 {"msgraph_host", host_of(origin)}};
        if (!cloud.region_part.empty()) out["tenant_region_sub_scope"] = cloud.region_part;
        return out;
    });
}

graph::Response signing_keys(const World& world) {
    const json key{{"kty", "RSA"},
                   {"use", "sig"},
                   {"kid", key_id(world)},
                   {"n", signing_key().modulus()},
                   {"e", signing_key().exponent()}};
    return reply(200, {{"keys", {key}}});
}

graph::Response instance_discovery(World& world, const graph::Request& head) {
    return answer_sign_in(world, head, [&] {
        const std::string asked =
            graph::query_parameter(head.target, "authorization_endpoint").value_or("");
        const std::string host = host_of(asked);
        const std::string own = host_of(world.options.origin());
        const bool known = host == own || std::any_of(clouds.begin(), clouds.end(), [&](auto& c) {
                               return c.login_host == host;
                           });
        if (!known) {
            throw SignInRefusal{400, "invalid_instance", 50049,
                                "Unknown or invalid instance '" + host + "'."};
        }
        const auto path = graph::path_segments(asked.substr(asked.find(host) + host.size()));
        const std::string tenant = path.empty() ? "common" : path.front();
        const json itself{
            {"preferred_network", host}, {"preferred_cache", host}, {"aliases", {host}}};
        return json{{"tenant_discovery_endpoint",
                     "https://" + host + "/" + tenant + "/v2.0/.well-known/openid-configuration"},
                    {"api-version", "1.1"},
                    {"metadata", {itself}}};
    });
}

}  // namespace plazo::sandbox
