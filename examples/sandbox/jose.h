// examples/sandbox/jose.h - signed JSON tokens by OpenSSL alone: what Entra does with an assertion
// and what Graph does with an access token (RFC 7515, RFC 7518).
//
// It is written apart from the client's code on purpose: a mistake in one must not be forgiven by
// the other. Hence PS256 is verified with a salt of exactly the digest's length, base64url is taken
// without padding only, and a thumbprint is that of the DER bytes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"

namespace plazo::sandbox {

/// 32 bytes.
std::string sha256(std::string_view bytes);
std::string base64url(std::string_view bytes);
/// Standard alphabet with padding.
std::string base64(std::string_view bytes);
/// Nothing unless it is the canonical form: no padding, no white space, no stray bits.
std::optional<std::string> from_base64url(std::string_view text);
/// Standard alphabet with padding; line breaks are left out, as a PEM body has them.
std::optional<std::string> from_base64(std::string_view text);

/// A certificate registered with an application.
struct Certificate {
    std::string der;
    std::string sha1;    ///< 20 bytes
    std::string sha256;  ///< 32 bytes
    timezone::Instant not_before;
    timezone::Instant not_after;
    std::string key_id{};  ///< of the registration; empty until it is registered
    std::string display_name{};
    timezone::Instant usable_at{};  ///< when signing in with it begins to work
};

/// Reads DER; nothing unless it is one whole certificate with an RSA key.
std::optional<Certificate> read_certificate(std::string_view der);

/// Whether the key of `certificate` made `signature`; `algorithm` is "PS256" or "RS256".
bool verifies(const Certificate& certificate, std::string_view algorithm, std::string_view input,
              std::string_view signature);

/// A token in compact form, taken apart; header and payload are JSON text not yet parsed.
struct CompactToken {
    std::string header;
    std::string payload;
    std::string signature;
    std::string input;
};
std::optional<CompactToken> take_apart(std::string_view token);

/// The key by which the sandbox signs access tokens (RSA 2048, RS256).
class SigningKey {
  public:
    SigningKey();
    std::string sign(std::string_view input) const;
    bool verifies(std::string_view input, std::string_view signature) const;
    /// Base64url of modulus and exponent, for the key set.
    std::string modulus() const;
    std::string exponent() const;

  private:
    std::shared_ptr<void> key_;  // shared since an EVP_PKEY's deleter is hidden here with its type
};

/// One key a process, made when first needed: making one takes a tenth of a second, and a
/// simulation starts thousands of sandboxes.
const SigningKey& signing_key();

}  // namespace plazo::sandbox
