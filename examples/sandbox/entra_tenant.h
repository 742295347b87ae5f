// examples/sandbox/entra_tenant.h - the tenants of the sandbox, and what belongs to which.
//
//     POST /_sandbox/tenants {"domains": ["acme.test"]}          -> {"tenant": "...", ...}
//     POST /acme.test/oauth2/v2.0/token                          by domain or by id
//
// The first is the home tenant, to which belongs whatever is not said to be another's. Where a
// thing belongs is written down once: a registration and an access policy name their tenant, an
// enterprise application stands under it (Application::principals), an access token carries `tid`,
// and a mailbox is where the domain of its address is verified. A token opens mailboxes of its own
// tenant only: to it, those of others do not exist (404 ErrorInvalidUser).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plazo::sandbox {

struct World;

struct Tenant {
    std::string id;
    std::vector<std::string> domains;  ///< verified ones, lower case; of one tenant each
    std::string cloud{};               ///< where it lives, if not in the cloud that is played
};

/// By id or by domain, for signing in: a SignInRefusal that says what is wrong with the name, or
/// that the tenant lives in another cloud.
const Tenant& find_tenant(const World& world, const std::string& name);

/// The same for an admin call: the home tenant for an empty name, 400 for one that is not there.
const Tenant& known_tenant(const World& world, const std::string& name);

/// Where the domain of an address is verified, else the home tenant.
const std::string& tenant_of(const World& world, std::string_view address);

}  // namespace plazo::sandbox
