#include "graph/key_pair.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>

#include "graph/certificate.h"
#include "graph/pkcs12.h"

namespace plazo::graph {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio reader(std::string_view bytes) {
    return Bio{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
}

[[noreturn]] void fail(const std::string& name, const std::string& what) {
    ERR_clear_error();
    throw CertificateError{name + ": " + what};
}

bool contains(std::string_view bytes, std::string_view part) {
    return bytes.find(part) != std::string_view::npos;
}

bool is_pem(std::string_view bytes) {
    return contains(bytes, "-----BEGIN ");
}

/// OpenSSL's question for a passphrase. Without an answer of ours it would ask at the terminal, or
/// read standard input: a service must never do that.
int answer(char* buffer, int size, int, void* data) {
    const auto& passphrase = *static_cast<const Passphrase*>(data);
    const std::string_view text = passphrase.secret.view();
    if (!passphrase.configured() || text.size() > static_cast<std::size_t>(size)) return -1;
    std::copy(text.begin(), text.end(), buffer);
    return static_cast<int>(text.size());
}

void* question(const Passphrase& passphrase) {
    return const_cast<Passphrase*>(&passphrase);  // `answer` does not change it
}

[[noreturn]] void fail_locked(const std::string& name, const Passphrase& passphrase) {
    if (passphrase.configured()) {
        fail(name, "the passphrase in " + passphrase.file + " does not open the private key");
    }
    fail(name,
         "the private key is encrypted: put its passphrase into a file of mode 0600, and name that "
         "as passphrase_file");
}

PrivateKey key_of_pem(std::string_view pem, const std::string& name, const Passphrase& passphrase) {
    const Bio bio = reader(pem);
    PrivateKey key{PEM_read_bio_PrivateKey(bio.get(), nullptr, answer, question(passphrase))};
    if (key) return key;
    if (contains(pem, "ENCRYPTED")) fail_locked(name, passphrase);
    if (contains(pem, "PRIVATE KEY-----")) {
        fail(name, "the private key in it is damaged, cut off, or of an unknown kind");
    }
    if (contains(pem, "CERTIFICATE-----")) {
        fail(name, "this is the public certificate; the private key is wanted here");
    }
    fail(name, "no private key in it (-----BEGIN PRIVATE KEY-----)");
}

bool is_der_certificate(std::string_view der) {
    const auto* position = reinterpret_cast<const unsigned char*>(der.data());
    return PublicCertificate{d2i_X509(nullptr, &position, static_cast<long>(der.size()))} !=
           nullptr;
}

/// RFC 5958, 3: EncryptedPrivateKeyInfo.
bool is_encrypted_der(std::string_view der) {
    const auto* position = reinterpret_cast<const unsigned char*>(der.data());
    X509_SIG* encrypted = d2i_X509_SIG(nullptr, &position, static_cast<long>(der.size()));
    X509_SIG_free(encrypted);
    return encrypted != nullptr;
}

PrivateKey key_of_der(std::string_view der, const std::string& name, const Passphrase& passphrase) {
    if (std::optional<Pkcs12Contents> contents = read_pkcs12(der, name, passphrase)) {
        if (contents->key) return std::move(contents->key);
        fail(name, "holds certificates and no private key: export it again, with the key");
    }
    if (is_encrypted_der(der)) {
        const Bio bio = reader(der);
        PrivateKey key{d2i_PKCS8PrivateKey_bio(bio.get(), nullptr, answer, question(passphrase))};
        if (!key) fail_locked(name, passphrase);
        return key;
    }
    const auto* position = reinterpret_cast<const unsigned char*>(der.data());
    PrivateKey key{d2i_AutoPrivateKey(nullptr, &position, static_cast<long>(der.size()))};
    if (key) return key;
    if (is_der_certificate(der)) {
        fail(name, "this is the public certificate (.cer); the private key is wanted here");
    }
    fail(name, "no private key in it: PEM, DER and PKCS#12 (.pfx) are read");
}

std::vector<PublicCertificate> certificates_of_pem(std::string_view pem, const std::string& name) {
    const Bio bio = reader(pem);
    std::vector<PublicCertificate> found;
    static Passphrase none;
    while (PublicCertificate each{PEM_read_bio_X509(bio.get(), nullptr, answer, &none)}) {
        found.push_back(std::move(each));
    }
    ERR_clear_error();  // the end of the text is an error to OpenSSL
    if (!found.empty()) return found;
    if (contains(pem, "BEGIN CERTIFICATE-----")) {
        fail(name, "the certificate in it is damaged or cut off");
    }
    if (contains(pem, "PRIVATE KEY-----")) {
        fail(name, "this is a private key; the certificate is wanted here, in it or beside it");
    }
    fail(name, "no certificate in it (-----BEGIN CERTIFICATE-----)");
}

}  // namespace

void FreeKey::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

void FreeCertificate::operator()(x509_st* certificate) const {
    X509_free(certificate);
}

PrivateKey read_key(std::string_view bytes, const std::string& name, const Passphrase& passphrase) {
    PrivateKey key =
        is_pem(bytes) ? key_of_pem(bytes, name, passphrase) : key_of_der(bytes, name, passphrase);
    ERR_clear_error();
    check_kind(*key, name);
    return key;
}

std::vector<PublicCertificate> read_certificates(std::string_view bytes, const std::string& name,
                                                 const Passphrase& passphrase) {
    if (is_pem(bytes)) return certificates_of_pem(bytes, name);
    if (std::optional<Pkcs12Contents> contents = read_pkcs12(bytes, name, passphrase)) {
        if (contents->certificates.empty()) fail(name, "holds a private key and no certificate");
        return std::move(contents->certificates);
    }
    const auto* position = reinterpret_cast<const unsigned char*>(bytes.data());
    std::vector<PublicCertificate> found;
    found.emplace_back(d2i_X509(nullptr, &position, static_cast<long>(bytes.size())));
    if (!found.front()) {
        fail(name, "no certificate in it: PEM, DER (.cer) and PKCS#12 (.pfx) are read");
    }
    return found;
}

PublicCertificate certificate_of(const evp_pkey_st& key, std::vector<PublicCertificate> found,
                                 const std::string& name) {
    const auto own = std::find_if(found.begin(), found.end(), [&](const auto& each) {
        return X509_check_private_key(each.get(), &key) == 1;
    });
    if (own == found.end()) {
        fail(name, "the certificate and the private key do not belong together");
    }
    ERR_clear_error();
    return std::move(*own);
}

void check_kind(const evp_pkey_st& key, const std::string& name) {
    if (EVP_PKEY_get_base_id(&key) != EVP_PKEY_RSA) {
        fail(name, "the key is not RSA; Microsoft Entra accepts RSA keys only");
    }
    if (EVP_PKEY_get_bits(&key) < rsa_bits_min) {
        fail(name, "the RSA key is shorter than " + std::to_string(rsa_bits_min) + " bits");
    }
}

bool weakly_encrypted(std::string_view bytes) {
    return contains(bytes, "\nDEK-Info:");
}

}  // namespace plazo::graph
