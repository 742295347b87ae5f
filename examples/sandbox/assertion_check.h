// examples/sandbox/assertion_check.h - whether a client assertion proves what it says (RFC 7523,
// section 3, with Entra's own header fields).
//
// The checks go in this order, and the first that fails is the answer: form, algorithm, thumbprint,
// the certificate's dates, signature, issuer and subject, audience, times, one-time use.
#pragma once

#include <stdexcept>
#include <string>

#include "examples/sandbox/entra.h"

namespace plazo::sandbox {

/// The sign-in service says no: `{"error", "error_description": "AADSTS...", ...}`.
struct SignInRefusal : std::runtime_error {
    SignInRefusal(int status_, std::string error_, int number_, const std::string& text)
        : std::runtime_error{text}, status{status_}, error{std::move(error_)}, number{number_} {}
    int status;
    std::string error;
    int number;  ///< AADSTS
};

/// Throws SignInRefusal unless `assertion` was made by `application` for `audience` and is new.
void check_assertion(Entra& entra, const Application& application, const std::string& assertion,
                     const std::string& audience, timezone::Instant now);

}  // namespace plazo::sandbox
