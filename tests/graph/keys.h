// tests/graph/keys.h - certificates for the tests, and OpenSSL as the other party who checks them.
#pragma once

#include <string>
#include <string_view>

#include "graph/credentials.h"

namespace plazo::graph::testing {

/// One key for all who do not care which: making one takes a while.
const Certificate& access_certificate();
CertificatePtr shared_access_certificate();

/// Whether `signature` is RSASSA-PSS over SHA-256 of `bytes`, with a salt of exactly
/// `salt_bytes`, by the certificate of `der`.
bool verifies_pss(std::string_view der, std::string_view bytes, std::string_view signature,
                  int salt_bytes);

/// Upper-case hexadecimal of a digest ("SHA1", "SHA256") of the bytes.
std::string digest_hex(const char* name, std::string_view bytes);

/// Keys that Plazo refuses, in PEM.
std::string ec_key_pem();
std::string rsa_key_pem(unsigned bits);
/// PKCS#8, encrypted under `passphrase`.
std::string encrypted_key_pem(const std::string& passphrase);
/// The older form, with DEK-Info.
std::string legacy_encrypted_key_pem(const std::string& passphrase);

}  // namespace plazo::graph::testing
