#include "examples/sandbox/directory_principal.h"

#include "examples/sandbox/entra_token.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {

std::string graph_principal_id(const std::string& tenant) {
    const std::string bytes = sha256("Microsoft Graph in " + tenant);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id = "7f3c1b1e-0000-4000-8000-";
    for (std::size_t i = 0; i < 6; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        id += digits[byte >> 4U];
        id += digits[byte & 15U];
    }
    return id;
}

std::string sign_in_audience(const Application& application) {
    return application.multi_tenant ? "AzureADMultipleOrgs" : "AzureADMyOrg";
}

bool is_multi_tenant(const std::string& audience) {
    if (audience == "AzureADMultipleOrgs") return true;
    if (audience != "AzureADMyOrg") throw not_simulated("the signInAudience " + audience);
    return false;
}

Principal& let_in(World& world, Application& application, const std::string& tenant) {
    const auto [found, is_new] = application.principals.try_emplace(tenant);
    if (is_new) found->second.id = world.ids.uuid();
    return found->second;
}

void enable(World& world, Principal& principal, bool enabled) {
    if (principal.enabled && !enabled) revoke_tokens(principal, world.clock.now());
    principal.enabled = enabled;
}

}  // namespace plazo::sandbox
