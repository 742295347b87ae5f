// examples/sandbox/directory.h - the mailboxes of the tenant, and what an application may do to
// which.
//
// An application reaches a mailbox in one of two ways: a role consented for the whole tenant, which
// application access policies can restrict to listed mailboxes, or a role granted on listed
// mailboxes by RBAC for Applications. The grants add up: an RBAC scope does not limit a consented
// role. A policy may list groups: an access policy means all who are in them, RBAC their direct
// members. One that denies wins over those that restrict. Whoever is listed may be listed by any of
// its addresses. A policy acts in its own tenant only, and a mailbox belongs to the one where the
// domain of its address is verified (entra_tenant.h).
//
// A mailbox of kind "new" is one whose licence was given a moment ago: for 15 minutes it answers
// now like one without a licence, now like one that does not exist. A "full" one can be read, takes
// nothing in, and sends nothing.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/time.h"

namespace plazo::sandbox {

struct World;
struct Caller;

struct Mailbox {
    std::string id;
    std::string address;
    std::string display_name;
    std::string time_zone = "UTC";  ///< a name that Zones knows
    std::string language = "en";
    std::string kind = "licensed";
    std::vector<std::string> members;  ///< of a group: addresses, of groups too
    timezone::Instant enabled_at;      ///< of a new one, whose licence takes its time to act

    bool has_calendar() const;
    bool is_full() const { return kind == "full"; }
};

struct Policy {
    enum class Kind { access_policy, denying_policy, rbac };
    std::string client_id;
    Kind kind = Kind::access_policy;
    std::set<std::string> mailboxes;  ///< and groups; lower case
    std::vector<std::string> roles;   ///< what RBAC grants
    timezone::Instant active_at;
    std::string tenant;
};

struct Directory {
    std::map<std::string, Mailbox> mailboxes;    ///< by lower-case address
    std::map<std::string, std::string> aliases;  ///< further addresses -> address, lower case
    std::vector<Policy> policies;

    /// By address or alias.
    const Mailbox* find(std::string_view address) const;
};

/// How long a new mailbox takes to be served.
inline constexpr std::chrono::minutes enabling_time{15};

std::string lower_case(std::string_view text);

/// The mailbox that a Graph path names by address or id, for a caller with one of `roles`; else a
/// Refusal 403 or 404. `roles` begins with the least one. Mailboxes of other tenants are not there.
const Mailbox& reach_mailbox(World& world, const Caller& caller, const std::string& user,
                             const std::vector<std::string>& roles);

/// A Refusal ErrorQuotaExceeded if the mailbox is full: before something is put into it.
void need_room(const World& world, const Mailbox& mailbox);

}  // namespace plazo::sandbox
