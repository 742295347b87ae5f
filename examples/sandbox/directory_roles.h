// examples/sandbox/directory_roles.h - the roles that there are: Graph's, which applications get,
// and the directory's own, which people have.
//
//     find_app_role("Mail.Send")->id           "b633e1c5-b582-4048-a93e-9f11b44c7e96"
//     directory_role_id("application")         "9b895d92-..." in `wids` of a person's token
//
// An Application Administrator registers applications but cannot consent to roles of Graph; a
// Privileged Role Administrator consents but does not register; a Global Administrator does both,
// and whoever has no such role ("user") neither, as in a tenant whose users may not register.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace plazo::sandbox {

struct Caller;

struct AppRole {
    std::string_view id;
    std::string_view name;
};

/// By name or by id; none that Graph does not have.
std::optional<AppRole> find_app_role(std::string_view name_or_id);

/// "appRoles" of Graph's principal.
nlohmann::json app_roles_json();

/// Empty for "user", and for a name that is none.
std::string_view directory_role_id(std::string_view role);
bool is_directory_role(std::string_view role);

/// What a call of the directory takes: 403 Authorization_RequestDenied without it. A person needs
/// the scope and a directory role, an application the role alone.
enum class DirectoryAct { read, manage, grant };
void demand(const Caller& caller, DirectoryAct act);

}  // namespace plazo::sandbox
