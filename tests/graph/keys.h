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

/// Whether it is RSASSA-PKCS1-v1_5 over SHA-256.
bool verifies_pkcs1(std::string_view der, std::string_view bytes, std::string_view signature);

/// Upper-case hexadecimal of a digest ("SHA1", "SHA256") of the bytes.
std::string digest_hex(const char* name, std::string_view bytes);

/// Keys that Plazo refuses, in PEM.
std::string ec_key_pem();
std::string rsa_key_pem(unsigned bits);

/// The certificate's own key in other forms. PKCS#8, encrypted under `passphrase`:
std::string encrypted_key_pem(const Certificate& certificate, const std::string& passphrase);
std::string encrypted_key_der(const Certificate& certificate, const std::string& passphrase);
/// The older form, with DEK-Info.
std::string legacy_encrypted_key_pem(const Certificate& certificate, const std::string& passphrase);
std::string key_der(const Certificate& certificate);

/// PKCS#12: as OpenSSL 3 makes it, or as Windows did, with RC2-40.
enum class PfxKind { modern, rc2 };
/// Key and certificate; a null pointer is the absent passphrase, which is not the empty one.
std::string pfx(const Certificate& certificate, const char* passphrase,
                PfxKind kind = PfxKind::modern);
/// Whether OpenSSL knows RC2 where everybody else uses it.
bool knows_rc2();
/// The certificate alone.
std::string pfx_without_key(const Certificate& certificate, const char* passphrase);

}  // namespace plazo::graph::testing
