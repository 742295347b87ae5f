// graph/key_pair.h - what stands in the files of a certificate, whatever their form: the inside of
// graph/certificate.h, which is what everybody else reads.
//
//     PrivateKey key = read_key(bytes, "plazo.pfx", passphrase);
//     PublicCertificate own = certificate_of(*key, read_certificates(bytes, "plazo.pfx",
//     passphrase),
//                                            "plazo.pfx");
//
// Forms are told by the bytes, never by the file's name: PEM (blocks in any order, other text
// between them), DER, PKCS#12. A key may be encrypted in each of them; the passphrase is the one
// that is handed in, and nobody is ever asked for one.
//
// Failure: CertificateError. `name` is the file, for its text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/key_file.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY
struct x509_st;      // OpenSSL's X509

namespace plazo::graph {

struct FreeKey {
    void operator()(evp_pkey_st* key) const;
};
struct FreeCertificate {
    void operator()(x509_st* certificate) const;
};
using PrivateKey = std::unique_ptr<evp_pkey_st, FreeKey>;
using PublicCertificate = std::unique_ptr<x509_st, FreeCertificate>;

/// The passphrase of a key, or the PIN of a token, as configured.
struct Passphrase {
    /// Where it was read; empty when none is configured.
    std::string file;
    Secret secret;

    bool configured() const { return !file.empty(); }
};

/// An RSA key of enough bits; any other is refused.
PrivateKey read_key(std::string_view bytes, const std::string& name, const Passphrase& passphrase);

/// Every certificate in it; at least one.
std::vector<PublicCertificate> read_certificates(std::string_view bytes, const std::string& name,
                                                 const Passphrase& passphrase);

/// The first one that belongs to the key; what else is there is its chain, which Entra does not
/// want.
PublicCertificate certificate_of(const evp_pkey_st& key, std::vector<PublicCertificate> found,
                                 const std::string& name);

/// Throws unless it is RSA of rsa_bits_min or more.
void check_kind(const evp_pkey_st& key, const std::string& name);

/// Whether the key of this PEM is encrypted in the way of before PKCS#8 (DEK-Info), whose
/// passphrase is hashed once, with MD5.
bool weakly_encrypted(std::string_view bytes);

}  // namespace plazo::graph
