// examples/sandbox/entra.h - the sign-in service: applications, the token endpoint, access tokens.
//
// The client credentials flow with a certificate, and device codes for one scripted administrator
// (device_sign_in.h): the assertion is really verified, the access token really signed. What Entra
// answers by cause is in the AADSTS numbers; they are for people, so clients must act on the status
// and `error`.
//
// The scope must name this sandbox's own Graph root. An assertion is good until it expires, as MSAL
// for Node.js and Python needs it; `assertions_once` makes its `jti` good once. A role that was not
// consented is no error here, as in Entra: the token comes without it and Graph answers 403.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "examples/sandbox/jose.h"
#include "graph/http.h"

namespace plazo::sandbox {

struct World;

/// How far the clocks of caller and sandbox may differ.
inline constexpr std::chrono::seconds clock_tolerance{300};

struct Application {
    std::string client_id;
    std::string object_id;
    std::string display_name;
    std::vector<std::string> roles;
    std::vector<Certificate> certificates;
    /// The object id of the enterprise application. Without one nobody can sign in.
    std::string principal_id;
};

/// The person at the browser, who does the same with every code that is shown.
struct Administrator {
    enum class Decision { nobody_comes, approves, declines };
    Decision decision = Decision::nobody_comes;
    /// What the token allows, whatever was asked for: "Application.ReadWrite.All".
    std::vector<std::string> scopes;
    /// Polls that are answered "pending" before the decision.
    int polls_before = 0;
    std::chrono::seconds interval{5};
    std::chrono::seconds code_life{900};
};

/// A device code that was handed out.
struct DeviceCode {
    timezone::Instant expiry;
    std::optional<timezone::Instant> polled;
    int polls = 0;
};

struct Entra {
    std::map<std::string, Application> applications;  ///< by client id
    bool assertions_once = false;
    std::map<std::string, timezone::Instant> spent_assertions;  ///< jti -> when it may be forgotten
    std::chrono::seconds token_lifetime{3600};
    std::optional<std::chrono::seconds> refresh_in;
    Administrator administrator;
    std::map<std::string, DeviceCode> device_codes;
};

/// Who calls Graph, as the access token says.
struct Caller {
    std::string client_id;
    std::vector<std::string> roles;
    std::vector<std::string> scopes;  ///< of a person who signed in
};

/// POST /{tenant}/oauth2/v2.0/token. `body` is the form.
graph::Response issue_token(World& world, const std::string& tenant, const graph::Request& head,
                            const std::string& body);

/// POST /{tenant}/oauth2/v2.0/devicecode
graph::Response issue_device_code(World& world, const std::string& tenant,
                                  const graph::Request& head, const std::string& body);

/// GET /{tenant}/v2.0/.well-known/openid-configuration; another tenant is 400 here already.
graph::Response openid_configuration(World& world, const std::string& tenant,
                                     const graph::Request& head);
/// GET /{tenant}/discovery/v2.0/keys
graph::Response signing_keys();

/// The caller of a Graph request; a Refusal 401 InvalidAuthenticationToken with the challenge.
Caller authenticate(const World& world, const graph::Headers& headers);

}  // namespace plazo::sandbox
