// plazo policy script | verify: which mailboxes the application may use, and whether it holds.
//
// Verifying asks Graph as the application: for the allowed mailbox and for one that has to be out
// of reach, for the calendar and for mail each. Nothing is sent and nothing is changed.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/calls.h"
#include "graph/directory.h"
#include "graph/json.h"
#include "scheduler/app/admin_script.h"
#include "scheduler/app/check.h"
#include "scheduler/app/command.h"
#include "scheduler/app/microsoft.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;

namespace {

/// Exchange keeps what an application may do for this long (Microsoft, "RBAC for Applications").
constexpr std::chrono::hours propagation_max{2};

struct Flags {
    std::string name;
    std::string allowed;
    std::string denied;
    bool legacy = false;
};

enum class Reach { reachable, refused, unclear };

struct Probe {
    std::string mailbox;
    const char* subject;
    bool wanted;
    Reach found = Reach::unclear;
    std::string proven = {};

    bool right() const { return found == (wanted ? Reach::reachable : Reach::refused); }
};

void check_addresses(const Flags& flags) {
    for (const auto& [flag, value] :
         {std::pair{"allowed", flags.allowed}, std::pair{"denied", flags.denied}}) {
        if (scheduler::valid_address(value)) continue;
        throw CommandError{Category::usage, "invalid-address",
                           "\"" + value + "\" is no mail address", "", "/" + std::string{flag}};
    }
    if (scheduler::normal_address(flags.allowed) == scheduler::normal_address(flags.denied)) {
        throw CommandError{Category::usage, "same-mailbox",
                           "the same mailbox cannot be allowed and denied",
                           "--denied: any mailbox that the application must not reach", "/denied"};
    }
}

void script(const Terminal& terminal, const Flags& flags) {
    check_addresses(flags);
    const scheduler::Repository saved = saved_repository(terminal, flags.name);
    PolicyScript wish{saved.name,
                      saved.cloud,
                      saved.client_id,
                      {saved.mailbox},
                      flags.allowed,
                      flags.denied,
                      flags.legacy ? Scope::legacy : Scope::rbac};
    wish.mailboxes.insert(wish.mailboxes.end(), saved.allow.begin(), saved.allow.end());
    if (!scheduler::may_organise(saved, flags.allowed)) wish.mailboxes.push_back(flags.allowed);
    if (scheduler::may_organise(saved, flags.denied)) {
        throw CommandError{Category::usage, "denied-in-use",
                           flags.denied + " is a mailbox that " + saved.name + " works with",
                           "--denied: a mailbox that the application must not reach", "/denied"};
    }
    json shown;
    try {
        shown = {{"script", policy_script(wish)}, {"mailboxes", wish.mailboxes}};
    } catch (const std::invalid_argument& error) {
        throw CommandError{Category::usage, "no-script", error.what()};
    }
    terminal.show(shown, [&] { return shown["script"].get<std::string>(); });
}

/// What an answer of either probe proves. 429 and the like prove nothing and end the command.
void judge(Probe& probe, const graph::Response& response, bool mail) {
    const std::string status = "HTTP " + std::to_string(response.status);
    if (response.status == 429 || response.status >= 500) {
        fail("asking for the " + std::string{probe.subject} + " of " + probe.mailbox, response,
             "try again later");
    }
    if (response.status == 403) {
        probe.found = Reach::refused;
        probe.proven = status + ": access is refused";
    } else if (mail && response.status == 400) {
        probe.found = Reach::reachable;
        probe.proven = status +
                       ": a mail without recipients is refused for having none, so the "
                       "permission was there; nothing was sent";
    } else if (mail && response.status == 202) {
        probe.found = Reach::reachable;
        probe.proven = status + ": a mail without recipients was accepted; nobody gets it";
    } else if (!mail && response.status == 200) {
        probe.found = Reach::reachable;
        probe.proven = status + ": the calendar was read";
    } else {
        probe.proven = status + ": proves nothing" +
                       (response.status == 404 ? "; there is no such mailbox" : "");
    }
}

std::vector<Probe> ask_all(Microsoft& microsoft, const graph::Account& account,
                           const std::string& authorization, const Flags& flags) {
    std::vector<Probe> probes;
    for (const bool wanted : {true, false}) {
        const std::string& mailbox = wanted ? flags.allowed : flags.denied;
        Probe calendar{mailbox, "calendar", wanted};
        judge(calendar,
              microsoft.ask(account, authorization, graph::get_calendar(mailbox, microsoft.uuid())),
              false);
        probes.push_back(std::move(calendar));
        Probe mail{mailbox, "mail", wanted};
        judge(mail,
              microsoft.ask(account, authorization, graph::probe_mail(mailbox, microsoft.uuid())),
              true);
        probes.push_back(std::move(mail));
    }
    return probes;
}

json to_json(const std::vector<Probe>& probes) {
    constexpr std::array<const char*, 3> words = {"reachable", "refused", "unclear"};
    json list = json::array();
    for (const Probe& probe : probes) {
        list.push_back({{"mailbox", probe.mailbox},
                        {"subject", probe.subject},
                        {"expected", probe.wanted ? "reachable" : "refused"},
                        {"found", words[static_cast<std::size_t>(probe.found)]},
                        {"ok", probe.right()},
                        {"proven", probe.proven}});
    }
    return list;
}

std::string to_text(const std::vector<Probe>& probes) {
    std::string text;
    for (const Probe& probe : probes) {
        text += std::string{probe.right() ? "ok      " : "FAILED  "} + probe.mailbox + " " +
                probe.subject + ": " + probe.proven + "\n";
    }
    return text;
}

/// The worst of what was found, as the error to end with.
CommandError error_for(const std::vector<Probe>& probes, timezone::Instant now) {
    const std::string again =
        timezone::format_rfc3339(now + propagation_max).substr(11, 5) + " UTC";
    const std::string wait = "a change of policy takes up to two hours; look again at " + again;
    for (const Probe& probe : probes) {
        if (probe.wanted || probe.found != Reach::reachable) continue;
        return {Category::permission, "denied-mailbox-reachable",
                "the application reaches " + probe.mailbox + " (" + probe.subject +
                    "), which has to be out of its reach",
                wait + "; consent for the whole tenant outweighs RBAC: plazo app verify"};
    }
    for (const Probe& probe : probes) {
        if (!probe.wanted || probe.found != Reach::refused) continue;
        return {Category::permission, "allowed-mailbox-refused",
                "the application may not use " + probe.mailbox + " (" + probe.subject + ")",
                wait + "; is the mailbox a member of the group?"};
    }
    return {Category::not_found, "nothing-proven",
            "a mailbox does not exist or cannot be asked for, so nothing is proven by it",
            "name mailboxes of this tenant that Exchange Online keeps"};
}

void verify(const Terminal& terminal, const Flags& flags) {
    check_addresses(flags);
    const scheduler::Repository saved = saved_repository(terminal, flags.name);
    const Config config = terminal.config();
    const graph::Account account = account_of(config, saved.cloud, saved.tenant, saved.client_id);
    const graph::CertificatePtr certificate = access_certificate(terminal);
    Microsoft microsoft{config};
    const std::string authorization = signed_in(microsoft, account, certificate);
    const std::vector<Probe> probes = ask_all(microsoft, account, authorization, flags);
    const bool right =
        std::all_of(probes.begin(), probes.end(), [](const Probe& each) { return each.right(); });
    if (right) {
        const json shown = {{"ok", true}, {"probes", to_json(probes)}};
        terminal.show(shown, [&] { return to_text(probes); });
        return;
    }
    if (!terminal.json) terminal.print(to_text(probes));
    CommandError error = error_for(probes, microsoft.now());
    error.details = graph::dump_json(json{{"probes", to_json(probes)}});
    throw error;
}

void add_flags(CLI::App& command, Flags& flags) {
    command.add_option("NAME", flags.name, "Repository")->required();
    command.add_option("--allowed", flags.allowed, "A mailbox that the application works with")
        ->required();
    command.add_option("--denied", flags.denied, "A mailbox that it must not reach")->required();
}

}  // namespace

void add_policy(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    const std::string example =
        "plazo policy verify acme --allowed plazos@acme.es --denied gerencia@acme.es";
    CLI::App& group =
        add_command(app, "policy", "Which mailboxes the application may use", example);
    group.require_subcommand(1);

    CLI::App& scripting =
        add_command(group, "script", "What an Exchange administrator runs in PowerShell",
                    "plazo policy script acme --allowed plazos@acme.es --denied gerencia@acme.es");
    add_flags(scripting, *flags);
    scripting.add_flag("--legacy", flags->legacy,
                       "An application access policy in place of RBAC for Applications");
    scripting.callback([&terminal, flags] { script(terminal, *flags); });

    CLI::App& verifying =
        add_command(group, "verify", "Is one mailbox in reach, and the other not?", example);
    add_flags(verifying, *flags);
    verifying.callback([&terminal, flags] { verify(terminal, *flags); });
}

}  // namespace plazo::app
