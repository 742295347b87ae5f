#include "scheduler/app/check.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/directory.h"
#include "graph/json.h"
#include "scheduler/app/owner.h"
#include "timezone/text.h"

namespace plazo::app {

using nlohmann::json;
using Status = Check::Status;

namespace {

std::string_view name_of(Status status) {
    constexpr std::array<std::string_view, 4> names = {"ok", "warning", "failed", "skipped"};
    return names[static_cast<std::size_t>(status)];
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

bool holds(const std::vector<std::string>& roles, std::string_view name) {
    return std::find(roles.begin(), roles.end(), name) != roles.end();
}

scheduler::Repository repository_from(const json& saved) {
    scheduler::Repository repository;
    repository.name = saved.at("name").get<std::string>();
    repository.tenant = saved.at("tenant").get<std::string>();
    repository.client_id = saved.at("client_id").get<std::string>();
    repository.mailbox = saved.at("mailbox").get<std::string>();
    repository.cloud = saved.at("cloud").get<std::string>();
    repository.allow = saved.at("allow").get<std::vector<std::string>>();
    return repository;
}

}  // namespace

json to_json(const std::vector<Check>& checks) {
    json list = json::array();
    for (const Check& check : checks) {
        json item = {
            {"name", check.name}, {"status", name_of(check.status)}, {"detail", check.detail}};
        if (!check.fix.empty()) item["fix"] = check.fix;
        if (!check.repository.empty()) item["repository"] = check.repository;
        list.push_back(std::move(item));
    }
    return {{"ok", !any(checks, Status::failed)}, {"checks", std::move(list)}};
}

std::string to_text(const std::vector<Check>& checks) {
    constexpr std::array<std::string_view, 4> labels = {"ok       ", "WARNING  ", "FAILED   ",
                                                        "skipped  "};
    std::string text;
    for (const Check& check : checks) {
        text += labels[static_cast<std::size_t>(check.status)];
        text += check.name;
        if (!check.repository.empty()) text += " (" + check.repository + ")";
        text += ": " + check.detail + "\n";
        if (!check.fix.empty()) text += "         " + check.fix + "\n";
    }
    return text;
}

bool any(const std::vector<Check>& checks, Status status) {
    return std::any_of(checks.begin(), checks.end(),
                       [&](const Check& check) { return check.status == status; });
}

void show_checks(const Terminal& terminal, const std::vector<Check>& checks, bool strict) {
    terminal.show(to_json(checks), [&] { return to_text(checks); });
    if (any(checks, Status::failed)) throw Ended{static_cast<int>(Category::failed)};
    if (strict && any(checks, Status::warning)) throw Ended{static_cast<int>(Category::warnings)};
}

void throw_checks(const std::string& message, const std::vector<Check>& checks) {
    std::string hint;
    for (const Check& check : checks) {
        if (check.status == Status::failed && hint.empty()) hint = check.fix;
    }
    std::string found;
    for (const Check& check : checks) {
        if (check.status == Status::failed) found += (found.empty() ? ": " : "; ") + check.detail;
    }
    CommandError error{Category::permission, "check-failed", message + found, hint};
    error.details = graph::dump_json(to_json(checks));
    throw error;
}

Check check_certificate(const graph::Certificate& certificate, timezone::Instant now) {
    Check check{"certificate", Status::ok,
                "thumbprint " + certificate.sha1_hex() + ", valid until " +
                    timezone::format_rfc3339(certificate.not_after()),
                "", ""};
    const auto left = std::chrono::floor<std::chrono::days>(certificate.not_after() - now).count();
    if (now < certificate.not_before()) {
        check.status = Status::failed;
        check.detail += "; it begins only " + timezone::format_rfc3339(certificate.not_before());
        check.fix = "wait, or set this machine's clock right";
    } else if (now > certificate.not_after()) {
        check.status = Status::failed;
        check.detail += "; it has run out";
        check.fix =
            "plazo certificate create, and upload the .cer file: an expired key cannot "
            "roll itself";
    } else if (left < certificate_days_warned) {
        check.status = Status::warning;
        check.detail += "; " + std::to_string(left) + " days are left";
        check.fix = "plazo certificate rotate";
    }
    return check;
}

Check check_roles(const std::vector<std::string>& roles, Scope scope) {
    Check check{"roles", Status::ok, "", "", ""};
    std::vector<std::string> held;
    std::vector<std::string> missing;
    std::vector<std::string> excess;
    for (const graph::AppRole& role : graph::needed_roles) {
        (holds(roles, role.name) ? held : missing).emplace_back(role.name);
    }
    for (const std::string& role : roles) {
        if (!holds(held, role) && !graph::is_welcome_role(role)) excess.push_back(role);
    }
    if (scope == Scope::rbac && !held.empty()) {
        check.status = Status::failed;
        check.detail = joined(held) +
                       " is consented for the whole tenant: it opens every "
                       "mailbox, whatever RBAC for Applications grants";
        check.fix =
            "portal: Enterprise applications > Permissions > revoke; or --scope legacy if "
            "an application access policy narrows it";
    } else if (scope == Scope::legacy && !missing.empty()) {
        check.status = Status::failed;
        check.detail = joined(missing) + " is not consented";
        check.fix = "portal: App registrations > API permissions > Grant admin consent";
    } else {
        check.detail = scope == Scope::rbac
                           ? "nothing is consented for the whole tenant, as it should be"
                           : joined(held) + " are consented; an access policy has to narrow them";
    }
    if (!excess.empty()) {
        if (check.status == Status::ok) check.status = Status::warning;
        check.detail += "; not needed: " + joined(excess);
        if (check.fix.empty()) check.fix = "portal: API permissions > remove what is not needed";
    }
    return check;
}

scheduler::Repository saved_repository(const Terminal& terminal, const std::string& name) {
    Owner owner{terminal.config(), terminal};
    return repository_from(owner.call("GET", "/v1/repositories/" + graph::percent_encode(name)));
}

std::vector<scheduler::Repository> saved_repositories(const Terminal& terminal) {
    Owner owner{terminal.config(), terminal};
    std::vector<scheduler::Repository> repositories;
    const json answer = owner.call("GET", "/v1/repositories");
    for (const json& each : answer.at("repositories")) {
        repositories.push_back(repository_from(each));
    }
    return repositories;
}

}  // namespace plazo::app
