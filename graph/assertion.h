// graph/assertion.h - the signed statement "I am this application", which a token is given for.
//
// A JWT (RFC 7523) with the claims that Microsoft Entra asks for ("Certificate credentials for
// application authentication"):
//
//     const AssertionClaims claims{token_url(account), client_id, random.uuid(), clock.wall()};
//     const std::string assertion = client_assertion(certificate, claims);
//
// The header names the algorithm and the certificate, {"alg":"PS256","typ":"JWT","x5t#S256":...};
// for a key that signs RS256 the whole of it differs, {"alg":"RS256","typ":"JWT","x5t":...}, since
// header and signature have to agree. A kid is in it only when the certificate was configured so.
//
// It is valid from five minutes before `now` until five minutes after: a clock that is up to five
// minutes wrong either way still signs in. Make a new one for each request, with a fresh jti.
//
// Failure: CertificateError, when the key cannot sign now.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "graph/certificate.h"

namespace plazo::graph {

inline constexpr std::chrono::seconds assertion_validity_each_way{300};

struct AssertionClaims {
    /// The token URL to the letter, the port included.
    std::string audience;
    std::string client_id;
    /// A UUID never used before.
    std::string jti;
    timezone::Instant now;
};

std::string client_assertion(const Certificate& certificate, const AssertionClaims& claims);

/// Any claims under the certificate's header and signature (RFC 7515, compact form).
std::string signed_jwt(const Certificate& certificate, const nlohmann::json& claims);

}  // namespace plazo::graph
