// examples/sandbox/entra.h - the sign-in service: applications, the token endpoint, access tokens.
//
// The client credentials flow with a certificate, and device codes for one scripted administrator
// (device_sign_in.h): the assertion is really verified, the access token really signed. What Entra
// answers by cause is in the AADSTS numbers (entra_refusal.h); they are for people, so clients must
// act on the status and `error`.
//
// An application is one registration, in the directory of its tenant, and a principal - the
// "enterprise application" - in every tenant where it may sign in. Roles are consented to the
// principal, tenant by tenant. What is granted, taken away, disabled or enabled acts on the next
// token: one that is out is good until it expires, but for continuous access (entra_token.h). A
// role that was not consented is no error here, as in Entra: the token comes without it and Graph
// answers 403.
//
// With the switch `assertions_once` it is stricter than Entra: an assertion's `jti` is good once. A
// client that makes a new one each time passes; MSAL for Node.js and Python sends one for ten
// minutes.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/entra_tenant.h"
#include "examples/sandbox/entra_throttle.h"
#include "examples/sandbox/jose.h"
#include "graph/http.h"

namespace plazo::sandbox {

struct World;

/// How far the clocks of caller and sandbox may differ.
inline constexpr std::chrono::seconds clock_tolerance{300};
/// Continuous access makes tokens good for 20 to 28 hours.
inline constexpr std::chrono::hours continuous_lifetime_max{28};

/// An application in one tenant.
struct Principal {
    std::string id;
    std::vector<std::string> roles;
    bool enabled = true;
    timezone::Instant known_at;     ///< when other services than the directory know of it
    timezone::Instant tokens_from;  ///< older ones are revoked
};

struct Application {
    std::string client_id;
    std::string object_id;
    std::string display_name;
    std::vector<Certificate> certificates;
    std::string tenant;                           ///< which has the registration
    bool multi_tenant = false;                    ///< signInAudience AzureADMultipleOrgs
    std::vector<std::string> wanted_roles;        ///< requiredResourceAccess
    timezone::Instant known_at;                   ///< as of a principal
    std::map<std::string, Principal> principals;  ///< by tenant
};

/// The person at the browser, who does the same with every code that is shown.
struct Administrator {
    enum class Decision { nobody_comes, approves, declines, is_blocked };
    Decision decision = Decision::nobody_comes;
    /// What the token allows, whatever was asked for: "Application.ReadWrite.All".
    std::vector<std::string> scopes;
    /// Polls that are answered "pending" before the decision.
    int polls_before = 0;
    std::chrono::seconds interval{5};
    std::chrono::seconds code_life{900};
    /// What the person may do within the scopes (directory_roles.h).
    std::string role = "global";
};

/// A device code that was handed out.
struct DeviceCode {
    timezone::Instant expiry;
    std::optional<timezone::Instant> polled;
    int polls = 0;
    std::string tenant;
};

struct Entra {
    std::map<std::string, Application> applications;  ///< by client id
    bool assertions_once = false;
    std::map<std::string, timezone::Instant> spent_assertions;  ///< jti -> when it may be forgotten
    std::chrono::seconds token_lifetime{3600};
    std::optional<std::chrono::seconds> refresh_in;
    Administrator administrator;
    std::map<std::string, DeviceCode> device_codes;
    std::vector<Tenant> tenants;  ///< the first is the home tenant
    std::chrono::seconds continuous_lifetime = std::chrono::hours{24};
    std::uint64_t token_requests_max = 100;  ///< entra_throttle.h
    std::chrono::seconds replication_lag{0};
    std::optional<std::chrono::seconds> key_lifetime_max;  ///< a policy of the tenants'
    TokenThrottle throttle;
};

/// Who calls Graph, as the access token says.
struct Caller {
    std::string client_id;
    std::vector<std::string> roles;
    std::vector<std::string> scopes;  ///< of a person who signed in
    std::string tenant;
    std::vector<std::string> directory_roles;  ///< ids of a person's (directory_roles.h)
};

/// Nothing where the application is not there or has none in that tenant.
const Principal* find_principal(const Entra& entra, const std::string& client_id,
                                const std::string& tenant);
Principal* find_principal(Entra& entra, const std::string& client_id, const std::string& tenant);

/// POST /{tenant}/oauth2/v2.0/token. `body` is the form. `tenant` is empty where the path has none.
graph::Response issue_token(World& world, const std::string& tenant, const graph::Request& head,
                            const std::string& body);

/// POST /{tenant}/oauth2/v2.0/devicecode
graph::Response issue_device_code(World& world, const std::string& tenant,
                                  const graph::Request& head, const std::string& body);

/// The caller of a Graph request; a Refusal 401 InvalidAuthenticationToken with the challenge.
Caller authenticate(const World& world, const graph::Headers& headers);

}  // namespace plazo::sandbox
