#include "examples/sandbox/permission_report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

struct Inclusion {
    std::string_view wide;
    std::string_view narrow;
};

// Graph permissions reference
constexpr std::array<Inclusion, 6> inclusions{{{"Calendars.ReadWrite", "Calendars.Read"},
                                               {"Calendars.ReadWrite", "Calendars.ReadBasic.All"},
                                               {"Calendars.Read", "Calendars.ReadBasic.All"},
                                               {"Mail.ReadWrite", "Mail.Read"},
                                               {"Mail.Read", "Mail.ReadBasic.All"},
                                               {"User.ReadWrite.All", "User.Read.All"}}};

/// Those of `calls` that no other one includes.
Names least(const PermissionCalls& calls) {
    Names out;
    for (const auto& [name, count] : calls) out.insert(name);
    for (const Inclusion& each : inclusions) {
        if (calls.contains(std::string{each.wide})) out.erase(std::string{each.narrow});
    }
    return out;
}

Names granted(const World& world, const Application& application) {
    Names out;
    for (const auto& [tenant, principal] : application.principals) {
        out.insert(principal.roles.begin(), principal.roles.end());
    }
    for (const Policy& policy : world.directory.policies) {
        const bool grants =
            policy.kind == Policy::Kind::rbac && policy.client_id == application.client_id;
        if (grants) out.insert(policy.roles.begin(), policy.roles.end());
    }
    return out;
}

json of_application(const World& world, const Application& application,
                    const PermissionCalls& calls) {
    const Names needed = least(calls);
    const Names all = granted(world, application);
    Names unneeded;
    std::set_difference(all.begin(), all.end(), needed.begin(), needed.end(),
                        std::inserter(unneeded, unneeded.end()));
    return {{"client_id", application.client_id},
            {"displayName", application.display_name},
            {"needed", needed},
            {"granted", all},
            {"unneeded", unneeded}};
}

}  // namespace

json permission_report(const World& world) {
    PermissionCalls sum;
    for (const auto& [client, calls] : world.journal.permissions()) {
        for (const auto& [name, count] : calls) sum[name] += count;
    }
    json applications = json::array();
    for (const auto& [client, application] : world.entra.applications) {
        const auto calls = world.journal.permissions().find(client);
        applications.push_back(of_application(
            world, application,
            calls == world.journal.permissions().end() ? PermissionCalls{} : calls->second));
    }
    return {{"permissions", least(sum)}, {"calls", sum}, {"applications", applications}};
}

}  // namespace plazo::sandbox
