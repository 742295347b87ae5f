// examples/sandbox/directory.h - the mailboxes of the tenant, and what an application may do to
// which.
//
// An application reaches a mailbox in one of two ways: a role consented for the whole tenant, which
// application access policies can restrict to listed mailboxes, or a role granted on listed
// mailboxes by RBAC for Applications. The grants add up: an RBAC scope does not limit a consented
// role.
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

    bool has_calendar() const { return kind == "licensed" || kind == "shared" || kind == "room"; }
};

struct Policy {
    enum class Kind { access_policy, rbac };
    std::string client_id;
    Kind kind = Kind::access_policy;
    std::set<std::string> mailboxes;  ///< lower case
    std::vector<std::string> roles;   ///< what RBAC grants
    timezone::Instant active_at;
};

struct Directory {
    std::map<std::string, Mailbox> mailboxes;    ///< by lower-case address
    std::map<std::string, std::string> aliases;  ///< further addresses -> address, lower case
    std::vector<Policy> policies;

    /// By address or alias.
    const Mailbox* find(std::string_view address) const;
};

std::string lower_case(std::string_view text);

/// The mailbox that a Graph path names by address or id, for a caller with one of `roles`; else a
/// Refusal 403 or 404. `roles` begins with the least one.
const Mailbox& reach_mailbox(World& world, const Caller& caller, const std::string& user,
                             const std::vector<std::string>& roles);

}  // namespace plazo::sandbox
