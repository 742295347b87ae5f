// scheduler/app/check.h - one question about the set-up, what was found, and what to do about it:
// for plazo doctor and plazo app verify.
//
//     {"name":"roles","status":"failed","detail":"...","fix":"...","repository":"acme"}
//
// Scripts read this: members may be added, none changed.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/certificate.h"
#include "scheduler/app/admin_script.h"
#include "scheduler/app/command.h"
#include "scheduler/repository.h"

namespace plazo::app {

/// Days before a certificate's end from which it is warned of.
inline constexpr int certificate_days_warned = 30;

struct Check {
    enum class Status { ok, warning, failed, skipped };
    std::string name;
    Status status = Status::ok;
    std::string detail;
    std::string fix;
    /// Of a check that is made once a repository.
    std::string repository;
};

nlohmann::json to_json(const std::vector<Check>& checks);
std::string to_text(const std::vector<Check>& checks);
bool any(const std::vector<Check>& checks, Check::Status status);

/// Shows the checks as the command's document and ends it: 0, 1 when one failed, 3 when one warned
/// and `strict`.
void show_checks(const Terminal& terminal, const std::vector<Check>& checks, bool strict);

/// Ends a command whose exit code for it is "permission", with the checks in the error's details.
[[noreturn]] void throw_checks(const std::string& message, const std::vector<Check>& checks);

/// Dates and length of a certificate.
Check check_certificate(const graph::Certificate& certificate, timezone::Instant now);

/// The roles in a token as they should be: none of the two under RBAC for Applications, both
/// under consent.
Check check_roles(const std::vector<std::string>& roles, Scope scope);

/// A saved repository, asked of the store's owner. Throws CommandError for an unknown name.
scheduler::Repository saved_repository(const Terminal& terminal, const std::string& name);
std::vector<scheduler::Repository> saved_repositories(const Terminal& terminal);

}  // namespace plazo::app
