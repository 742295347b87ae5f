#include "examples/sandbox/directory_roles.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/entra.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using Names = std::vector<std::string_view>;

constexpr std::array app_roles = std::to_array<AppRole>({
    {"b633e1c5-b582-4048-a93e-9f11b44c7e96", "Mail.Send"},
    {"e2a3a72e-5f79-4c64-b1b1-878b674786c9", "Mail.ReadWrite"},
    {"810c84a8-4a9e-49e6-bf7d-12d183f40d01", "Mail.Read"},
    {"693c5e45-0940-467d-9b8a-1022fb9d42ef", "Mail.ReadBasic.All"},
    {"ef54d2bf-783f-4e0f-bca1-3210c0444d99", "Calendars.ReadWrite"},
    {"798ee544-9d2d-430c-a058-570e29e34338", "Calendars.Read"},
    {"8ba4a692-bc31-4128-9094-475872af8a53", "Calendars.ReadBasic.All"},
    {"40f97065-369a-49f4-947c-6a255697ae91", "MailboxSettings.Read"},
    {"df021288-bdef-4463-88db-98f22de89214", "User.Read.All"},
    {"741f803b-c850-494e-b5df-cde7c675a1ca", "User.ReadWrite.All"},
    {"9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "Application.Read.All"},
    {"1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Application.ReadWrite.All"},
    {"06b708a9-e830-4db3-a914-8e69da51d44f", "AppRoleAssignment.ReadWrite.All"},
});

struct DirectoryRole {
    std::string_view name;
    std::string_view id;
    bool manages;
    bool grants;
};
constexpr std::array directory_roles = std::to_array<DirectoryRole>({
    {"global", "62e90394-69f5-4237-9190-012177145e10", true, true},
    {"privileged-role", "e8611ab8-c189-46e8-94e1-60213ab1f814", false, true},
    {"application", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", true, false},
    {"user", "", false, false},
});

const DirectoryRole* find_directory_role(std::string_view name) {
    const auto* found = std::find_if(directory_roles.begin(), directory_roles.end(),
                                     [&](const DirectoryRole& role) { return role.name == name; });
    return found == directory_roles.end() ? nullptr : found;
}

Names permissions_for(DirectoryAct act) {
    if (act == DirectoryAct::grant) return {"AppRoleAssignment.ReadWrite.All"};
    if (act == DirectoryAct::manage) return {"Application.ReadWrite.All"};
    return {"Application.ReadWrite.All", "Application.Read.All"};
}

bool holds(const std::vector<std::string>& held, const Names& accepted) {
    return std::find_first_of(held.begin(), held.end(), accepted.begin(), accepted.end()) !=
           held.end();
}

/// Whoever signs in may read.
bool person_may(const Caller& person, DirectoryAct act) {
    if (act == DirectoryAct::read) return true;
    return std::any_of(directory_roles.begin(), directory_roles.end(), [&](const auto& role) {
        const bool enough = act == DirectoryAct::grant ? role.grants : role.manages;
        const auto& held = person.directory_roles;
        return enough && std::find(held.begin(), held.end(), role.id) != held.end();
    });
}

}  // namespace

std::optional<AppRole> find_app_role(std::string_view name_or_id) {
    const auto* found = std::find_if(app_roles.begin(), app_roles.end(), [&](const AppRole& role) {
        return role.name == name_or_id || role.id == name_or_id;
    });
    if (found == app_roles.end()) return std::nullopt;
    return *found;
}

json app_roles_json() {
    json out = json::array();
    for (const AppRole& role : app_roles) {
        out.push_back({{"id", role.id},
                       {"value", role.name},
                       {"displayName", role.name},
                       {"allowedMemberTypes", {"Application"}},
                       {"isEnabled", true},
                       {"origin", "Application"}});
    }
    return out;
}

std::string_view directory_role_id(std::string_view role) {
    const DirectoryRole* found = find_directory_role(role);
    return found ? found->id : std::string_view{};
}

bool is_directory_role(std::string_view role) {
    return find_directory_role(role) != nullptr;
}

void demand(const Caller& caller, DirectoryAct act) {
    const Names accepted = permissions_for(act);
    if (holds(caller.roles, accepted)) return;
    if (holds(caller.scopes, accepted) && person_may(caller, act)) return;
    throw Refusal{403, "Authorization_RequestDenied",
                  "Insufficient privileges to complete the operation."};
}

}  // namespace plazo::sandbox
