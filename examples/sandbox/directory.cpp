#include "examples/sandbox/directory.h"

#include <algorithm>
#include <array>

#include "examples/sandbox/mail_transport.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

bool any_of(const std::vector<std::string>& held, const std::vector<std::string>& accepted) {
    return std::find_first_of(held.begin(), held.end(), accepted.begin(), accepted.end()) !=
           held.end();
}

/// Whether the policy names the mailbox, or a group that it is in.
bool lists(const Directory& directory, const Policy& policy, const Mailbox& mailbox) {
    const bool nested = policy.kind != Policy::Kind::rbac;
    const auto is_it = [&](const std::string& address) {
        return directory.find(address) == &mailbox;
    };
    return std::any_of(
        policy.mailboxes.begin(), policy.mailboxes.end(), [&](const std::string& listed) {
            if (is_it(listed)) return true;
            const Mailbox* group = directory.find(listed);
            if (!group || group->kind != "group") return false;
            const auto people = nested ? people_at(directory, listed) : group->members;
            return std::any_of(people.begin(), people.end(), is_it);
        });
}

/// Whether the policy is in force for the caller.
bool concerns(const Policy& policy, const Caller& caller, timezone::Instant now) {
    return policy.client_id == caller.client_id && policy.tenant == caller.tenant &&
           policy.active_at <= now;
}

/// Without a policy in force every mailbox is open; with some, those that one of them lists and
/// none denies.
bool policies_admit(const World& world, const Caller& caller, const Mailbox& mailbox) {
    bool restricted = false;
    bool listed = false;
    for (const Policy& policy : world.directory.policies) {
        if (policy.kind == Policy::Kind::rbac) continue;
        if (!concerns(policy, caller, world.clock.now())) continue;
        const bool names_it = lists(world.directory, policy, mailbox);
        if (policy.kind == Policy::Kind::denying_policy) {
            if (names_it) return false;
            continue;
        }
        listed = listed || names_it;
        restricted = true;
    }
    return listed || !restricted;
}

bool rbac_grants(const World& world, const Caller& caller, const Mailbox& mailbox,
                 const std::vector<std::string>& roles) {
    const auto& policies = world.directory.policies;
    return std::any_of(policies.begin(), policies.end(), [&](const Policy& policy) {
        return policy.kind == Policy::Kind::rbac && concerns(policy, caller, world.clock.now()) &&
               any_of(policy.roles, roles) && lists(world.directory, policy, mailbox);
    });
}

const Mailbox& named_mailbox(const World& world, const Caller& caller, const std::string& user) {
    const Mailbox* found = world.directory.find(user);
    if (!found) {
        for (const auto& [address, mailbox] : world.directory.mailboxes) {
            if (graph::equal_ignoring_case(mailbox.id, user)) found = &mailbox;
        }
    }
    if (!found || found->kind == "external" || found->kind == "group" ||
        tenant_of(world, found->address) != caller.tenant) {
        throw Refusal{404, "ErrorInvalidUser", "The requested user '" + user + "' is invalid."};
    }
    return *found;
}

/// Which of the two answers a mailbox gives whose licence does not act yet, changes with each call.
Refusal not_enabled_yet(const World& world) {
    const auto& entries = world.journal.entries();
    if (!entries.empty() && entries.back().number % 2 == 1) {
        return {404, "ResourceNotFound", "Resource could not be discovered."};
    }
    return {404, "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox."};
}

}  // namespace

bool Mailbox::has_calendar() const {
    constexpr std::array<std::string_view, 5> served{"licensed", "shared", "room", "full", "new"};
    return std::find(served.begin(), served.end(), kind) != served.end();
}

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

const Mailbox* Directory::find(std::string_view address) const {
    std::string key = lower_case(address);
    if (const auto alias = aliases.find(key); alias != aliases.end()) key = alias->second;
    const auto found = mailboxes.find(key);
    return found == mailboxes.end() ? nullptr : &found->second;
}

const Mailbox& reach_mailbox(World& world, const Caller& caller, const std::string& user,
                             const std::vector<std::string>& roles) {
    const bool consented = any_of(caller.roles, roles);
    const bool scoped = std::any_of(
        world.directory.policies.begin(), world.directory.policies.end(), [&](const Policy& p) {
            return p.client_id == caller.client_id && p.tenant == caller.tenant &&
                   p.kind == Policy::Kind::rbac;
        });
    const Refusal denied{403, "ErrorAccessDenied",
                         "Access is denied. Check credentials and try again."};
    const Refusal blocked{403, "ErrorAccessDenied",
                          "Access to OData is disabled: [RAOP] : Blocked by tenant configured "
                          "AppOnly AccessPolicy settings."};
    if (!consented && !scoped) throw denied;
    const Mailbox& mailbox = named_mailbox(world, caller, user);
    if (!rbac_grants(world, caller, mailbox, roles)) {
        if (!consented) throw world.quirks.rbac_names_policy ? blocked : denied;
        if (!policies_admit(world, caller, mailbox)) throw blocked;
    }
    if (!mailbox.has_calendar()) {
        throw Refusal{404, "MailboxNotEnabledForRESTAPI",
                      "REST API is not yet supported for this mailbox."};
    }
    if (mailbox.enabled_at > world.clock.now()) throw not_enabled_yet(world);
    return mailbox;
}

void need_room(const World& world, const Mailbox& mailbox) {
    if (!mailbox.is_full()) return;
    throw Refusal{world.quirks.full_mailbox_status, "ErrorQuotaExceeded",
                  "Mailbox has exceeded maximum mailbox size."};
}

}  // namespace plazo::sandbox
