// examples/sandbox/entra_cloud.h - which of Microsoft's clouds the sandbox plays, and how its
// sign-in service describes itself.
//
//     plazo-sandbox --cloud usgov
//
// A cloud has hosts of its own, and nothing of one is good in another. The sandbox plays one at its
// own address: there clients look for both the sign-in service and Graph ([graph] login_host and
// root in Plazo's configuration), so the address stays in `aud` and in msgraph_host, and is good as
// a scope like the cloud's own Graph root.
// What tells the clouds apart all the same:
//
//   * the key that signs tokens: a token of another cloud is 401, whatever else is right;
//   * `iss` of tokens, authorization_uri of a 401, and cloud_instance_name of the configuration;
//   * a tenant that lives elsewhere is AADSTS90038, a login host that none of them has 50049, and
//     the Graph root of another cloud, as a scope, 500011.
//
// Sources: Microsoft Graph, "National cloud deployments"; Entra's openid-configuration.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::sandbox {

struct World;

struct Cloud {
    std::string_view name;      ///< as of --cloud
    std::string_view instance;  ///< cloud_instance_name
    std::string_view login_host;
    std::string_view graph_root;
    std::string_view issuer_host;  ///< of `iss` in access tokens
    std::string_view region;       ///< tenant_region_scope and tenant_region_sub_scope
    std::string_view region_part;
};

/// "usgov" is GCC High; GCC itself is in the global cloud.
inline constexpr std::array<Cloud, 4> clouds{{
    {"global", "microsoftonline.com", "login.microsoftonline.com", "https://graph.microsoft.com",
     "sts.windows.net", "EU", ""},
    {"usgov", "microsoftonline.us", "login.microsoftonline.us", "https://graph.microsoft.us",
     "sts.windows.net", "USGov", "DODCON"},
    {"dod", "microsoftonline.us", "login.microsoftonline.us", "https://dod-graph.microsoft.us",
     "sts.windows.net", "USGov", "DOD"},
    {"china", "partner.microsoftonline.cn", "login.partner.microsoftonline.cn",
     "https://microsoftgraph.chinacloudapi.cn", "sts.chinacloudapi.cn", "CN", ""},
}};

/// None by another name.
const Cloud* find_cloud(std::string_view name);

/// The one that is played.
const Cloud& cloud_of(const World& world);

/// GET /{tenant}/v2.0/.well-known/openid-configuration; another tenant is 400 here already.
graph::Response openid_configuration(World& world, const std::string& tenant,
                                     const graph::Request& head);
/// GET /{tenant}/discovery/v2.0/keys
graph::Response signing_keys(const World& world);
/// GET /common/discovery/instance?authorization_endpoint=...: whether a login host is one.
graph::Response instance_discovery(World& world, const graph::Request& head);

}  // namespace plazo::sandbox
