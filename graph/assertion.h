// graph/assertion.h - the signed statement "I am this application", which a token is given for.
//
// A JWT (RFC 7523) with the header {"alg":"PS256","typ":"JWT","x5t#S256":...} and the claims that
// Microsoft Entra asks for ("Certificate credentials for application authentication").
//
//     client_assertion(certificate, {.audience = token_url, .client_id = id, .jti = uuid, .now =
//     now});
//
// It is valid from five minutes before `now` until five minutes after: a clock that is up to five
// minutes wrong either way still signs in. Make a new one for each request, with a fresh jti.
#pragma once

#include <chrono>
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

}  // namespace plazo::graph
