#include "tests/graph/keys.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

#include "tests/graph/run.h"

namespace plazo::graph::testing {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* x509) const { X509_free(x509); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

enum class Form { plain, encrypted, legacy };

std::string pem_of(EVP_PKEY* key, Form form, std::string passphrase = {}) {
    const Owned<BIO> bio{BIO_new(BIO_s_mem())};
    auto* secret = reinterpret_cast<unsigned char*>(passphrase.data());
    const int size = static_cast<int>(passphrase.size());
    int written = 0;
    if (form == Form::legacy) {
        written = PEM_write_bio_PrivateKey_traditional(bio.get(), key, EVP_aes_256_cbc(), secret,
                                                       size, nullptr, nullptr);
    } else {
        const EVP_CIPHER* cipher = form == Form::encrypted ? EVP_aes_256_cbc() : nullptr;
        written = PEM_write_bio_PKCS8PrivateKey(bio.get(), key, cipher, passphrase.data(), size,
                                                nullptr, nullptr);
    }
    if (written != 1) throw std::runtime_error{"a test's key cannot be written"};
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

}  // namespace

CertificatePtr shared_access_certificate() {
    static const CertificatePtr made = std::make_shared<const Certificate>(
        Certificate::create({.common_name = "plazo test", .now = at("2026-11-25T08:00:00Z")}));
    return made;
}

const Certificate& access_certificate() {
    return *shared_access_certificate();
}

bool verifies_pss(std::string_view der, std::string_view bytes, std::string_view signature,
                  int salt_bytes) {
    const unsigned char* position = bytes_of(der);
    const Owned<X509> x509{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    if (!x509) throw std::runtime_error{"no certificate in these bytes"};
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* settings = nullptr;
    EVP_DigestVerifyInit(context.get(), &settings, EVP_sha256(), nullptr,
                         X509_get0_pubkey(x509.get()));
    EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, salt_bytes);
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes),
                            bytes.size()) == 1;
}

std::string digest_hex(const char* name, std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_get_digestbyname(name), nullptr);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        char two[3];
        std::snprintf(two, sizeof two, "%02X", digest[i]);
        hex += two;
    }
    return hex;
}

std::string ec_key_pem() {
    const Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    return pem_of(key.get(), Form::plain);
}

std::string rsa_key_pem(unsigned bits) {
    const Owned<EVP_PKEY> key{EVP_RSA_gen(bits)};
    return pem_of(key.get(), Form::plain);
}

std::string encrypted_key_pem(const std::string& passphrase) {
    const Owned<EVP_PKEY> key{EVP_RSA_gen(2048)};
    return pem_of(key.get(), Form::encrypted, passphrase);
}

std::string legacy_encrypted_key_pem(const std::string& passphrase) {
    const Owned<EVP_PKEY> key{EVP_RSA_gen(2048)};
    return pem_of(key.get(), Form::legacy, passphrase);
}

}  // namespace plazo::graph::testing
