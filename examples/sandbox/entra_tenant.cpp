#include "examples/sandbox/entra_tenant.h"

#include <algorithm>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

const Tenant* named(const World& world, const std::string& name) {
    const std::string key = lower_case(name);
    const auto& tenants = world.entra.tenants;
    const auto found = std::find_if(tenants.begin(), tenants.end(), [&](const Tenant& tenant) {
        return lower_case(tenant.id) == key ||
               std::find(tenant.domains.begin(), tenant.domains.end(), key) != tenant.domains.end();
    });
    return found == tenants.end() ? nullptr : &*found;
}

bool well_formed(const std::string& name) {
    return std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '.' || c == '-';
    });
}

}  // namespace

const Tenant& find_tenant(const World& world, const std::string& name) {
    const auto refuse = [](int number, const std::string& text) {
        return SignInRefusal{400, "invalid_request", number, text};
    };
    if (name.empty()) {
        throw refuse(50059,
                     "No tenant-identifying information found in either the request or implied by "
                     "any provided credentials.");
    }
    if (name == "common" || name == "organizations" || name == "consumers") {
        throw refuse(9001023, "The grant type is not supported over the /" + name +
                                  " endpoint. Use the tenant-specific endpoint.");
    }
    if (!well_formed(name)) {
        throw refuse(900023, "Specified tenant identifier '" + name +
                                 "' is neither a valid DNS name, nor a valid external domain.");
    }
    const Tenant* tenant = named(world, name);
    if (!tenant) {
        throw refuse(90002, "Tenant '" + name + "' not found. Check to make sure you have the " +
                                "correct tenant ID and are signing into the correct cloud.");
    }
    if (!tenant->cloud.empty()) {
        const std::string own{cloud_of(world).instance};
        throw refuse(90038, "The specified tenant '" + name + "' belongs to the National Cloud '" +
                                std::string{find_cloud(tenant->cloud)->instance} +
                                "'. Current cloud instance '" + own +
                                "' does not federate with it.");
    }
    return *tenant;
}

const Tenant& known_tenant(const World& world, const std::string& name) {
    if (name.empty()) return world.entra.tenants.front();
    const Tenant* tenant = named(world, name);
    if (!tenant) throw bad("There is no tenant " + name + ".");
    return *tenant;
}

const std::string& tenant_of(const World& world, std::string_view address) {
    const std::size_t at = address.rfind('@');
    const Tenant* tenant =
        at == address.npos ? nullptr : named(world, std::string{address.substr(at + 1)});
    return tenant ? tenant->id : world.entra.tenants.front().id;
}

}  // namespace plazo::sandbox
