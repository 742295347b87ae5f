// examples/sandbox/entra_admin.h - setting the scene of sign-in and directory.
//
//     POST /_sandbox/tenants {domains, tenant, cloud}
//         Another tenant, or more domains of one that is there. Mailboxes at a domain are in its
//         tenant. One of another cloud is only known of.
//     POST /_sandbox/tokens {lifetime_seconds, refresh_in_seconds, assertions_once,
//                            continuous_lifetime_seconds, requests_max}
//     POST /_sandbox/administrator {decision: approves | declines | nobody-comes | is-blocked,
//                                   role: global | privileged-role | application | user, scopes,
//                                   polls_before, interval_seconds, code_life_seconds}
//     POST /_sandbox/consent {client_id, tenant, grant, remove}
//         Roles by name, acting on the next token. Consent in a tenant that does not know the
//         application lets it in, if it is for several tenants.
//     POST /_sandbox/principals {client_id, tenant, enabled, revoke, deleted}
//         `revoke` ends the tokens of clients that know continuous access evaluation, as happens
//         when the principal is disabled or deleted; a risk or a removed certificate is no other.
//     POST /_sandbox/directory {replication_lag, key_lifetime_max}
//         ISO 8601 durations; a key_lifetime_max of null takes the policy away.
//
// The tenant is the home tenant where none is named.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plazo::sandbox {

struct World;

/// The answer to one of these calls; nothing for another.
std::optional<nlohmann::json> entra_admin(World& world, const std::string& what,
                                          const nlohmann::json& body);

/// Names of roles that Graph has; 400 for another.
std::vector<std::string> role_names(const nlohmann::json& body, const char* name);

}  // namespace plazo::sandbox
