// graph/directory.h - the application in the customer's directory: registering it, its keys, its
// roles.
//
// Pure functions: they build requests for Graph and read its answers. An administrator's token
// registers and consents; the application's own token rolls its keys.
//
//     Request made = create_application({"Plazo", {}, &certificate}, request_id);     // 201
//     Registration registered = *read_registration(body);
//     Request principal = create_service_principal(registered.client_id, request_id);
//
//     std::string proof = key_proof(certificate, registered.object_id, now);
//     Request rolled = add_key(registered.object_id, next, proof, request_id);
//
// Two kinds of id: the *client* id (appId) is what everybody else calls the application by, the
// *object* id is its row in the directory, which keys are added to and which signs proofs. The
// service principal (the "enterprise application") has an object id of its own.
//
// Sources: Graph v1.0 "Create application", "Create servicePrincipal", "Grant an
// appRoleAssignment", "application: addKey", "Generate proof-of-possession tokens for rolling
// keys".
#pragma once

#include <array>
#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/certificate.h"
#include "graph/http.h"

namespace plazo::graph {

/// Microsoft Graph, as every tenant knows it.
inline constexpr std::string_view graph_client_id = "00000003-0000-0000-c000-000000000000";
/// Whom a key proof is for.
inline constexpr std::string_view directory_audience = "00000002-0000-0000-c000-000000000000";
/// Longer is refused (Authentication_MissingOrMalformed).
inline constexpr std::chrono::seconds key_proof_validity{600};

/// A permission of Graph that applications can have, by its name in the `roles` claim.
struct AppRole {
    std::string_view name;
    std::string_view id;
};

/// What Plazo works with, when the whole tenant is consented to.
inline constexpr std::array<AppRole, 2> needed_roles{{
    {"Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"},
    {"Calendars.ReadWrite", "ef54d2bf-783f-4e0f-bca1-3210c0444d99"},
}};

/// A role that Plazo uses where it has been granted, and does without otherwise.
bool is_welcome_role(std::string_view name);

struct NewApplication {
    std::string display_name;
    /// Asked for in the registration; consent is another step. Empty for RBAC for Applications,
    /// where a consent that somebody presses later would open every mailbox.
    std::vector<AppRole> roles;
    const Certificate* certificate = nullptr;
};

/// 201 with the registration. One tenant, no secrets, no redirect addresses.
Request create_application(const NewApplication& wish, const std::string& request_id);

/// 200 with the registration and its keys; 404. The application's own token gets 403 unless
/// Application.Read.All was granted.
Request find_application(const std::string& client_id, const std::string& request_id);

/// 204. PATCH replaces the whole collection, so the keys that `registration` (as Graph answered)
/// has are sent along. For an application without a valid certificate; add_key is better.
Request upload_key(const nlohmann::json& registration, const Certificate& added,
                   const std::string& request_id);

/// 201 with the enterprise application; 400 or 404 for the first seconds of a registration's life.
Request create_service_principal(const std::string& client_id, const std::string& request_id);

/// 200 with {"id"}; 404.
Request find_service_principal(const std::string& client_id, const std::string& request_id);

/// 201. `principal` gets the role of `resource`; both are service principals' object ids. The
/// administrator's token needs AppRoleAssignment.ReadWrite.All.
Request grant_role(const std::string& principal, const std::string& resource, const AppRole& role,
                   const std::string& request_id);

/// 200 with the new key credential. By the application's own token, which needs no role for it.
Request add_key(const std::string& object_id, const Certificate& added, const std::string& proof,
                const std::string& request_id);

/// 204.
Request remove_key(const std::string& object_id, const std::string& key_id,
                   const std::string& proof, const std::string& request_id);

/// The signed statement "I hold a key of this application": what add_key and remove_key ask for.
/// `signer` must be a certificate that the application has and that is valid now. Begins at `now`,
/// so a clock that is ahead of Microsoft's makes one that is not valid yet.
std::string key_proof(const Certificate& signer, const std::string& object_id,
                      timezone::Instant now);

/// A certificate that an application may sign in with.
struct KeyCredential {
    std::string key_id;
    std::string display_name;
    /// Upper-case hexadecimal SHA-1, the portal's "thumbprint". Empty when Graph gave none.
    std::string thumbprint;
    timezone::Instant not_before;
    timezone::Instant not_after;
};

struct Registration {
    std::string object_id;
    std::string client_id;
    std::string display_name;
    std::vector<KeyCredential> keys;
};

/// Nothing when the answer is not an application.
std::optional<Registration> read_registration(std::string_view body);
std::optional<KeyCredential> read_key_credential(std::string_view body);
/// "id" of an answer; empty when there is none.
std::string read_id(std::string_view body);

/// The `roles` of an access token, from the header value "Bearer eyJ...". Access tokens are meant
/// for Graph alone and may stop being readable: then there is no answer, and nothing but a check
/// may depend on one. A token without the claim has no roles: {}.
std::optional<std::vector<std::string>> roles_in_token(std::string_view authorization);

/// A message that nobody can get, for POST sendMail: it is well-formed and has no recipient. 400
/// says that the application may send from the mailbox, 403 that it may not; nothing is sent
/// either way.
Request probe_mail(const std::string& mailbox, const std::string& request_id);

}  // namespace plazo::graph
