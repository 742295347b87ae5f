// graph/pkcs12.h - PKCS#12 (.pfx, .p12): key and certificates in one encrypted file, as Windows and
// Azure Key Vault hand them out.
//
//     if (const auto contents = read_pkcs12(bytes, "plazo.pfx", passphrase)) ...
//
// Files of older Windows and of OpenSSL before 3 encrypt their certificates with RC2 (and the key
// with triple DES), which OpenSSL 3 keeps in its legacy provider. That is loaded into a library
// context of this one call: nothing else in the process learns RC2.
//
// An empty passphrase and an absent one differ in PKCS#12 (RFC 7292, appendix B). Where none is
// configured, both are tried.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/key_pair.h"

namespace plazo::graph {

struct Pkcs12Contents {
    /// Null when there is none.
    PrivateKey key;
    std::vector<PublicCertificate> certificates;
};

/// Nothing when the bytes are no PKCS#12. Throws CertificateError when they are and cannot be
/// opened.
std::optional<Pkcs12Contents> read_pkcs12(std::string_view bytes, const std::string& name,
                                          const Passphrase& passphrase);

}  // namespace plazo::graph
