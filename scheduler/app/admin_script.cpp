#include "scheduler/app/admin_script.h"

#include <array>

#include "graph/base64.h"
#include "graph/directory.h"
#include "timezone/text.h"

namespace plazo::app {
namespace {

using Lines = std::vector<std::string>;

std::string q(std::string_view text) {
    return powershell_quoted(text);
}

std::string text_of(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

/// What PowerShell's modules call a cloud; empty for one that only its hosts are known of.
struct CloudNames {
    std::string_view cloud, graph, exchange, portal;
};
CloudNames names_of(const std::string& cloud) {
    constexpr std::array<CloudNames, 4> known{{
        {"global", "Global", "O365Default", "https://entra.microsoft.com"},
        {"gcc-high", "USGov", "O365USGovGCCHigh", "https://entra.microsoft.us"},
        {"dod", "USGovDoD", "O365USGovDoD", "https://entra.microsoft.us"},
        {"china", "China", "O365China", "https://entra.microsoftonline.cn"},
    }};
    for (const CloudNames& each : known) {
        if (each.cloud == cloud) return each;
    }
    throw std::invalid_argument{"there are no PowerShell modules for the cloud \"" + cloud + "\""};
}

std::string connect_graph(const CloudNames& cloud, const std::string& tenant,
                          std::string_view scopes) {
    std::string line = "Connect-MgGraph -NoWelcome -Environment " + q(cloud.graph);
    if (!tenant.empty()) line += " -TenantId " + q(tenant);
    return line + " -Scopes " + std::string{scopes};
}

Lines key_lines(const graph::Certificate& certificate) {
    return {
        "$key = @{",
        "    Type = 'AsymmetricX509Cert'; Usage = 'Verify'",
        "    DisplayName = " + q(certificate.subject()),
        "    StartDateTime = [DateTimeOffset]" +
            q(timezone::format_rfc3339(certificate.not_before())),
        "    EndDateTime = [DateTimeOffset]" + q(timezone::format_rfc3339(certificate.not_after())),
        "    Key = [Convert]::FromBase64String(" + q(graph::base64_encode(certificate.der())) + ")",
        "}"};
}

void append(Lines& lines, const Lines& more) {
    lines.insert(lines.end(), more.begin(), more.end());
}

Lines group_lines(const PolicyScript& wish, const std::string& name) {
    Lines lines = {
        "$group = Get-DistributionGroup -Identity " + q(name) + " -ErrorAction SilentlyContinue",
        "if (-not $group) { $group = New-DistributionGroup -Type Security -Name " + q(name) + " }"};
    lines.push_back(
        "$present = @(Get-DistributionGroupMember -Identity $group.Identity -ResultSize Unlimited "
        "| ForEach-Object { $_.PrimarySmtpAddress })");
    std::string list;
    for (const std::string& each : wish.mailboxes) list += (list.empty() ? "" : ", ") + q(each);
    append(lines, {"foreach ($mailbox in @(" + list + ")) {",
                   "    if ($present -notcontains $mailbox) { Add-DistributionGroupMember "
                   "-Identity $group.Identity -Member $mailbox }",
                   "}"});
    return lines;
}

Lines rbac_lines(const PolicyScript& wish, const std::string& name) {
    return {
        "# The object id of the enterprise application, which is not that of its registration.",
        connect_graph(names_of(wish.cloud), "", "'Application.Read.All'"),
        "$principal = Get-MgServicePrincipal -Filter (\"appId eq '{0}'\" -f $clientId)",
        "if (-not (Get-ServicePrincipal -Identity $principal.Id -ErrorAction SilentlyContinue)) {",
        "    New-ServicePrincipal -AppId $clientId -ObjectId $principal.Id -DisplayName " +
            q(name) + " | Out-Null",
        "}",
        "$filter = \"MemberOfGroup -eq '{0}'\" -f $group.DistinguishedName.Replace(\"'\", \"''\")",
        "New-ManagementScope -Name " + q(name) + " -RecipientRestrictionFilter $filter | Out-Null",
        "foreach ($role in @('Application Calendars.ReadWrite', 'Application Mail.Send')) {",
        "    New-ManagementRoleAssignment -App $principal.Id -Role $role -CustomResourceScope " +
            q(name) + " | Out-Null",
        "}",
        "",
        "# InScope has to be True for the first mailbox and False for the second. This test does",
        "# not wait for the propagation, which takes up to two hours.",
        "Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource " + q(wish.allowed) +
            " | Format-Table",
        "Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource " + q(wish.denied) +
            " | Format-Table"};
}

Lines access_policy_lines(const PolicyScript& wish, const std::string& name) {
    return {
        "New-ApplicationAccessPolicy -AppId $clientId -PolicyScopeGroupId "
        "$group.PrimarySmtpAddress -AccessRight RestrictAccess -Description " +
            q(name) + " | Out-Null",
        "",
        "# Granted for the first mailbox, Denied for the second. It takes effect after up to",
        "# two hours.",
        "Test-ApplicationAccessPolicy -AppId $clientId -Identity " + q(wish.allowed),
        "Test-ApplicationAccessPolicy -AppId $clientId -Identity " + q(wish.denied)};
}

}  // namespace

std::string powershell_quoted(std::string_view text) {
    std::string quoted = "'";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) {
            throw std::invalid_argument{"a control character cannot be part of a script's value"};
        }
        // U+2018 to U+201B are E2 80 98 to E2 80 9B.
        const std::string_view three = text.substr(i, 3);
        const bool typographic =
            three.size() == 3 && three >= "\xe2\x80\x98" && three <= "\xe2\x80\x9b";
        if (typographic) {
            quoted += std::string{three} + std::string{three};
            i += 2;
            continue;
        }
        if (text[i] == '\'') quoted += '\'';
        quoted += text[i];
    }
    return quoted + "'";
}

std::string register_script(const RegisterScript& wish, const graph::Certificate& certificate) {
    const bool legacy = wish.scope == Scope::legacy;
    const CloudNames cloud = names_of(wish.cloud);
    Lines lines = {
        "# Registers " + q(wish.display_name) + " in Microsoft Entra. For PowerShell 7 with",
        "#     Install-Module Microsoft.Graph.Applications",
        legacy ? "# Run as Global Administrator or Privileged Role Administrator: it consents to "
                 "Mail.Send and Calendars.ReadWrite."
               : "# Run as Application Administrator: it consents to nothing.",
        "$ErrorActionPreference = 'Stop'",
        connect_graph(cloud, wish.tenant,
                      legacy ? "'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'"
                             : "'Application.ReadWrite.All'")};
    append(lines, key_lines(certificate));
    std::string create = "$application = New-MgApplication -DisplayName " + q(wish.display_name) +
                         " -SignInAudience 'AzureADMyOrg' -KeyCredentials @($key)";
    if (legacy) {
        std::string roles;
        for (const graph::AppRole& role : graph::needed_roles) {
            roles += (roles.empty() ? "" : ", ") + q(role.id);
        }
        lines.push_back("$roles = @(" + roles + ")  # Mail.Send, Calendars.ReadWrite");
        lines.push_back("$access = @{ ResourceAppId = " + q(graph::graph_client_id) +
                        "; ResourceAccess = @($roles | ForEach-Object { @{ Id = $_; Type = "
                        "'Role' } }) }");
        create += " -RequiredResourceAccess @($access)";
    }
    append(lines,
           {create, "$principal = $null",
            "foreach ($try in 1..10) {  # the directory takes a moment to know it everywhere",
            "    try { $principal = New-MgServicePrincipal -AppId $application.AppId; break "
            "} catch { if ($try -eq 10) { throw }; Start-Sleep -Seconds 3 }",
            "}"});
    if (legacy) {
        append(lines,
               {"$graph = Get-MgServicePrincipal -Filter \"appId eq '" +
                    std::string{graph::graph_client_id} + "'\"",
                "foreach ($role in $roles) {",
                "    New-MgServicePrincipalAppRoleAssignedTo -ServicePrincipalId $graph.Id "
                "-PrincipalId $principal.Id -ResourceId $graph.Id -AppRoleId $role | Out-Null",
                "}"});
    }
    append(lines, {"\"tenant      $((Get-MgContext).TenantId)\"",
                   "\"client id   $($application.AppId)\"", "\"object id   $($application.Id)\""});
    return text_of(lines);
}

std::string portal_steps(const RegisterScript& wish, const graph::Certificate& certificate) {
    const bool legacy = wish.scope == Scope::legacy;
    Lines lines = {
        "By hand instead, in " + std::string{names_of(wish.cloud).portal} + ":",
        "1. App registrations > New registration: name \"" + wish.display_name +
            "\", accounts in this organizational directory only, no redirect URI.",
        "2. Certificates & secrets > Certificates > Upload certificate: the .cer file (plazo "
        "certificate export --output plazo.cer).",
        "   Its thumbprint has to be " + certificate.sha1_hex() + ".",
        "   SHA-256: " + certificate.sha256_hex(),
    };
    if (legacy) {
        append(lines, {"3. API permissions > Add a permission > Microsoft Graph > Application "
                       "permissions: Mail.Send and Calendars.ReadWrite; then Grant admin consent.",
                       "4. At once: plazo policy script NAME --legacy. Until its policy is in "
                       "force the application reaches every mailbox."});
    } else {
        append(lines, {"3. API permissions: remove what is there, and consent to nothing. Consent "
                       "would open every mailbox.",
                       "4. plazo policy script NAME grants the two roles on listed mailboxes."});
    }
    lines.push_back("5. Overview: note Application (client) ID and Object ID.");
    return text_of(lines);
}

std::string policy_script(const PolicyScript& wish) {
    const CloudNames cloud = names_of(wish.cloud);
    const std::string name = "Plazo " + wish.repository;
    const bool legacy = wish.scope == Scope::legacy;
    Lines lines = {
        "# Lets one application use the mailboxes of one group, and no others.",
        "#     Install-Module ExchangeOnlineManagement" +
            std::string{legacy ? "" : ", Microsoft.Graph.Applications"},
        "# Run as Exchange Administrator.",
        "$ErrorActionPreference = 'Stop'",
        "Connect-ExchangeOnline -ShowBanner:$false -ExchangeEnvironmentName " + q(cloud.exchange),
        "$clientId = " + q(wish.client_id)};
    append(lines, group_lines(wish, name));
    append(lines, legacy ? access_policy_lines(wish, name) : rbac_lines(wish, name));
    append(lines, {"# Then: plazo policy verify " + wish.repository + " --allowed " + wish.allowed +
                   " --denied " + wish.denied});
    return text_of(lines);
}

}  // namespace plazo::app
