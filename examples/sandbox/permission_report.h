// examples/sandbox/permission_report.h - which permissions a run really needed, and which were
// granted without need.
//
//     GET /_sandbox/permissions
//     {"permissions": ["Calendars.ReadWrite"],           what would have done for all
//      "calls": {"Calendars.Read": 7, "Calendars.ReadWrite": 2},
//      "applications": [{"client_id", "displayName", "needed": [...], "granted": [...],
//                        "unneeded": [...]}]}
//
// Only calls that succeeded count, each with the least permission that Graph documents for it. A
// permission that another one includes is not listed beside it.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace plazo::sandbox {

struct World;

nlohmann::json permission_report(const World& world);

}  // namespace plazo::sandbox
