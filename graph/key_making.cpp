#include "graph/key_making.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace plazo::graph {
namespace {

struct Free {
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIGNUM* number) const { BN_free(number); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

void add_extension(X509* x509, int nid, const char* value) {
    const Owned<X509_EXTENSION> extension{X509V3_EXT_conf_nid(nullptr, nullptr, nid, value)};
    if (!extension || X509_add_ext(x509, extension.get(), -1) != 1) {
        throw CertificateError{"the certificate cannot be made"};
    }
}

void add_serial_number(X509* x509) {
    unsigned char serial[16];
    if (RAND_bytes(serial, sizeof serial) != 1) {
        throw CertificateError{"the system gives no random numbers"};
    }
    serial[0] &= 0x7f;  // RFC 5280, 4.1.2.2: a positive number
    const Owned<BIGNUM> number{BN_bin2bn(serial, sizeof serial, nullptr)};
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509));
}

PublicCertificate self_signed(EVP_PKEY* key, const CertificateWish& wish) {
    PublicCertificate made{X509_new()};
    X509* x509 = made.get();
    X509_set_version(x509, X509_VERSION_3);
    add_serial_number(x509);
    const std::time_t from = wish.now.time_since_epoch().count();
    ASN1_TIME_set(X509_getm_notBefore(x509), from);
    ASN1_TIME_adj(X509_getm_notAfter(x509), from, wish.days, 0);
    X509_NAME* name = X509_get_subject_name(x509);
    if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(wish.common_name.data()),
                                   static_cast<int>(wish.common_name.size()), -1, 0) != 1) {
        throw CertificateError{"\"" + wish.common_name +
                               "\" cannot be the common name of a certificate"};
    }
    X509_set_issuer_name(x509, name);
    X509_set_pubkey(x509, key);
    add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509, NID_key_usage, "critical,digitalSignature");
    if (X509_sign(x509, key, EVP_sha256()) == 0) {
        throw CertificateError{"the certificate cannot be signed"};
    }
    return made;
}

}  // namespace

KeyPair make_key_pair(const CertificateWish& wish) {
    if (wish.rsa_bits < rsa_bits_min || wish.rsa_bits > rsa_bits_max) {
        throw CertificateError{"an RSA key has " + std::to_string(rsa_bits_min) + " to " +
                               std::to_string(rsa_bits_max) + " bits"};
    }
    if (wish.days < 1 || wish.days > validity_days_max) {
        throw CertificateError{"a certificate is valid for 1 to " +
                               std::to_string(validity_days_max) + " days"};
    }
    PrivateKey key{EVP_RSA_gen(static_cast<unsigned>(wish.rsa_bits))};
    if (!key) throw CertificateError{"the RSA key cannot be made"};
    PublicCertificate certificate = self_signed(key.get(), wish);
    return {std::move(key), std::move(certificate)};
}

}  // namespace plazo::graph
