// examples/sandbox/entra_token.h - access tokens: what is in them, and whether Graph takes one.
//
//     json answer = token_answer(world, application_claims(...), lifetime);
//     Caller caller = authenticate(world, request.headers);       // or 401
//
// A token is dated back by five minutes, as Entra's are, and good until it expires, whatever
// becomes of the application meanwhile. Not so with continuous access evaluation: a client that
// declares "cp1" in `claims` gets a token for a day, and when the application's tokens are revoked
// Graph answers 401 with claims that demand an `nbf`. A new token is not younger than that unless
// it was asked for with those claims or five minutes have passed. Only applications of the tenant
// itself and of no other get such tokens; the rest get ordinary ones.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "examples/sandbox/entra.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {

/// The form field `claims` of a token request.
struct ClaimsRequest {
    bool continuous_access = false;
    timezone::Instant not_before;  ///< what a challenge demands
};

/// SignInRefusal 9002313 for what is not JSON of that shape. Empty text asks for nothing.
ClaimsRequest read_claims_request(std::string_view text);

/// The claims that every token of the application has in that tenant.
nlohmann::json application_claims(const Application& application, const Principal& principal);

/// The body of a success. `claims` are completed and signed; `wish` is granted as it stands.
nlohmann::json token_answer(const World& world, const std::string& tenant, nlohmann::json claims,
                            const ClaimsRequest& wish);

/// Of the key that signs tokens: another one in each cloud.
std::string key_id(const World& world);

/// Ends the tokens that were issued until now, for those that know continuous access evaluation.
void revoke_tokens(Principal& principal, timezone::Instant now);

/// 401 that asks for a token with an `nbf` of `from` or later.
Refusal access_challenge(const World& world, timezone::Instant from);

/// Revokes the tokens of the caller's application, if it is one, and challenges this one.
Refusal challenge_caller(World& world, const graph::Headers& headers);

/// 401 InvalidAuthenticationToken with the plain challenge.
Refusal unauthorized(const World& world, const std::string& message);

}  // namespace plazo::sandbox
