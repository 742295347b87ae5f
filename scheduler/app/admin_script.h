// scheduler/app/admin_script.h - what an administrator runs in PowerShell, written for one
// application. Pure functions.
//
// A script is read before it is run, and holds nothing secret: the certificate in it is the public
// one. Every value that came from outside stands in single quotes, where PowerShell expands
// nothing.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "graph/certificate.h"

namespace plazo::app {

/// How the application is let in: by RBAC for Applications, which consents nothing for the whole
/// tenant, or by consent that an application access policy narrows.
enum class Scope { rbac, legacy };

/// 'text' as one PowerShell word. Quotes are doubled, the typographic ones too, which PowerShell
/// takes for quotes. Throws std::invalid_argument for control characters.
std::string powershell_quoted(std::string_view text);

struct RegisterScript {
    std::string display_name;
    std::string cloud;
    /// Empty: whatever tenant the administrator signs in to.
    std::string tenant;
    Scope scope = Scope::rbac;
};
std::string register_script(const RegisterScript& wish, const graph::Certificate& certificate);

/// The same by hand: which pages of the portal, in which order.
std::string portal_steps(const RegisterScript& wish, const graph::Certificate& certificate);

struct PolicyScript {
    /// Names what is made: group, scope, assignments.
    std::string repository;
    std::string cloud;
    std::string client_id;
    /// Who may be used as sender and organiser: members of the group.
    std::vector<std::string> mailboxes;
    std::string allowed;
    std::string denied;
    Scope scope = Scope::rbac;
};
std::string policy_script(const PolicyScript& wish);

}  // namespace plazo::app
