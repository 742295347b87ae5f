// examples/sandbox/assertion_check.h - whether a client assertion proves what it says (RFC 7523,
// section 3, with Entra's own header fields).
//
// The checks go in this order, and the first that fails is the answer: form, algorithm, thumbprint,
// the certificate's dates, signature, issuer and subject, audience, times, one-time use.
#pragma once

#include <string>

#include "examples/sandbox/entra.h"
#include "examples/sandbox/entra_refusal.h"

namespace plazo::sandbox {

/// Throws SignInRefusal unless `assertion` was made by `application` for `audience` and is new.
void check_assertion(Entra& entra, const Application& application, const std::string& assertion,
                     const std::string& audience, timezone::Instant now);

}  // namespace plazo::sandbox
