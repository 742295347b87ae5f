#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/admin.h"
#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/entra_admin.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

Certificate certificate_of(const std::string& text) {
    const auto der = from_base64(text);
    const auto certificate = der ? read_certificate(*der) : std::nullopt;
    if (!certificate)
        throw bad("certificate must be the base64 of a DER certificate with an RSA key.");
    return *certificate;
}

const std::string& known_client(const World& world, const std::string& client_id) {
    const auto found = world.entra.applications.find(client_id);
    if (found == world.entra.applications.end())
        throw bad("There is no application " + client_id + ".");
    return found->first;
}

}  // namespace

json add_application(World& world, const json& body) {
    check_members(
        body, {"displayName", "certificate", "certificates", "roles", "tenant", "signInAudience"});
    Application application;
    application.display_name = text_of(body, "displayName", "Application");
    application.tenant = known_tenant(world, text_of(body, "tenant")).id;
    application.multi_tenant = is_multi_tenant(text_of(body, "signInAudience", "AzureADMyOrg"));
    Strings certificates = strings(body, "certificates");
    if (body.contains("certificate")) certificates.push_back(text_of(body, "certificate"));
    application.client_id = world.ids.uuid();
    application.object_id = world.ids.uuid();
    let_in(world, application, application.tenant).roles = role_names(body, "roles");
    for (const std::string& text : certificates) {
        application.certificates.push_back(certificate_of(text));
        application.certificates.back().key_id = world.ids.uuid();
    }
    const json answer{{"client_id", application.client_id}, {"object_id", application.object_id}};
    world.entra.applications[application.client_id] = std::move(application);
    return answer;
}

json add_mailbox(World& world, const json& body) {
    constexpr std::array<std::string_view, 10> kinds{"licensed", "shared", "unlicensed", "onprem",
                                                     "external", "room",   "group",      "guest",
                                                     "full",     "new"};
    check_members(body,
                  {"address", "displayName", "timeZone", "language", "kind", "members", "aliases"});
    Mailbox mailbox;
    mailbox.address = text_of(body, "address");
    mailbox.display_name = text_of(body, "displayName", mailbox.address);
    mailbox.time_zone = text_of(body, "timeZone", mailbox.time_zone);
    mailbox.language = text_of(body, "language", mailbox.language);
    mailbox.kind = text_of(body, "kind", mailbox.kind);
    if (!valid_address(mailbox.address)) throw bad("address must be a mail address.");
    if (!world.zones.find_any(mailbox.time_zone)) {
        throw bad("There is no time zone '" + mailbox.time_zone + "'.");
    }
    mailbox.members = strings(body, "members");
    if (!mailbox.members.empty() && mailbox.kind != "group") throw bad("Groups have members.");
    if (mailbox.kind == "new") mailbox.enabled_at = world.clock.now() + enabling_time;
    if (std::find(kinds.begin(), kinds.end(), mailbox.kind) == kinds.end()) {
        throw bad("Unknown kind '" + mailbox.kind + "'.");
    }
    if (world.directory.find(mailbox.address)) {
        throw Refusal{409, "Conflict", "There is a mailbox " + mailbox.address + " already."};
    }
    mailbox.id = world.ids.uuid();
    world.calendars[mailbox.id].id = world.ids.item();
    const json answer{{"id", mailbox.id}, {"address", mailbox.address}};
    for (const std::string& alias : strings(body, "aliases")) {
        world.directory.aliases[lower_case(alias)] = lower_case(mailbox.address);
    }
    world.directory.mailboxes[lower_case(mailbox.address)] = std::move(mailbox);
    return answer;
}

json add_policy(World& world, const json& body) {
    check_members(body,
                  {"client_id", "kind", "access", "mailboxes", "roles", "active_in", "tenant"});
    Policy policy;
    policy.tenant = known_tenant(world, text_of(body, "tenant")).id;
    policy.client_id = known_client(world, text_of(body, "client_id"));
    const std::string kind = text_of(body, "kind");
    if (kind != "access-policy" && kind != "rbac") throw bad("kind must be access-policy or rbac.");
    const std::string access = text_of(body, "access", "restrict");
    if (access != "restrict" && access != "deny") throw bad("access must be restrict or deny.");
    if (access == "deny" && kind == "rbac") throw bad("RBAC for Applications only grants.");
    policy.kind = kind == "rbac"     ? Policy::Kind::rbac
                  : access == "deny" ? Policy::Kind::denying_policy
                                     : Policy::Kind::access_policy;
    for (const std::string& mailbox : strings(body, "mailboxes")) {
        policy.mailboxes.insert(lower_case(mailbox));
    }
    policy.roles = role_names(body, "roles");
    if (policy.roles.empty()) policy.roles = {"Mail.Send", "Calendars.ReadWrite"};
    const auto delay = parse_duration(text_of(body, "active_in", "PT0S"));
    if (!delay) throw bad("active_in must be an ISO 8601 duration.");
    policy.active_at = world.clock.now() + *delay;
    const json answer{{"active_at", timezone::format_rfc3339(policy.active_at)}};
    world.directory.policies.push_back(std::move(policy));
    return answer;
}

json move_clock(World& world, const json& body) {
    check_members(body, {"advance", "freeze", "set"});
    if (body.contains("freeze")) world.clock.freeze(boolean(body, "freeze"));
    if (body.contains("set")) {
        const auto instant = timezone::parse_rfc3339(text_of(body, "set"));
        if (!instant || !in_exchanges_time(*instant)) {
            throw bad("set must be an RFC 3339 time from 1601 to 4500.");
        }
        world.clock.set(*instant);
    }
    if (body.contains("advance")) {
        const auto duration = parse_duration(text_of(body, "advance"));
        if (!duration || !in_exchanges_time(world.clock.now() + *duration)) {
            throw bad("advance must be an ISO 8601 duration, and end before 4500.");
        }
        world.clock.advance(*duration);
    }
    return {{"now", timezone::format_rfc3339(world.clock.now())}};
}

}  // namespace plazo::sandbox
