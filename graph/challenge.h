// graph/challenge.h - continuous access evaluation: what Graph demands of the next token.
//
// A client that has declared itself able ("cp1") gets tokens that live for a day, and in return
// Graph may end one at any moment: 401 with
//
//     WWW-Authenticate: Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3Nf..."
//
// The claims go to the token endpoint with the next request, once, together with the capability
// (Microsoft identity platform, "Claims challenges, claims requests, and client capabilities").
//
//     if (auto claims = claims_challenge(response)) field = claims_field(true, *claims);
//
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/http.h"

namespace plazo::graph {

/// Claims that are longer, encoded, are no challenge.
inline constexpr std::size_t challenge_bytes_max = 16 * 1024;

/// The claims, a JSON object, of the first Bearer challenge with error="insufficient_claims" whose
/// claims can be read. There may be several fields, several challenges in one, parameters in any
/// order, and either alphabet of base64 with or without padding (RFC 9110, 11.6.1; RFC 4648).
std::optional<std::string> claims_challenge(const Response& response);

/// The form field `claims` of a token request: the challenge, which may be empty, and for a client
/// with continuous access {"access_token":{"xms_cc":{"values":["cp1"]}}} merged into it. Empty
/// when there is nothing to say.
std::string claims_field(bool continuous_access, std::string_view challenge);

}  // namespace plazo::graph
