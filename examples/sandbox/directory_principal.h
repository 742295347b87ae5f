// examples/sandbox/directory_principal.h - what applications, their principals and the admin calls
// for both have in common.
#pragma once

#include <string>
#include <string_view>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// Microsoft Graph itself, as an application; its principal has another id in each tenant.
inline constexpr std::string_view graph_client_id = "00000003-0000-0000-c000-000000000000";
std::string graph_principal_id(const std::string& tenant);

/// "AzureADMyOrg" or "AzureADMultipleOrgs", and back; 501 for accounts of other kinds.
std::string sign_in_audience(const Application& application);
bool is_multi_tenant(const std::string& audience);

/// Makes the application's principal in that tenant, unless it is there.
Principal& let_in(World& world, Application& application, const std::string& tenant);

/// Disabling ends tokens that know continuous access evaluation.
void enable(World& world, Principal& principal, bool enabled);

}  // namespace plazo::sandbox
