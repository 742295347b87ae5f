#include "tests/graph/keys.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "tests/graph/run.h"

namespace plazo::graph::testing {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* x509) const { X509_free(x509); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(PKCS12* file) const { PKCS12_free(file); }
    void operator()(OSSL_LIB_CTX* context) const { OSSL_LIB_CTX_free(context); }
    void operator()(OSSL_PROVIDER* provider) const { OSSL_PROVIDER_unload(provider); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string contents(BIO* bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(length)};
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
    return contents(bio.get());
}

Owned<EVP_PKEY> key_of(const Certificate& certificate) {
    const std::string pem = certificate.private_key_pem();
    const Owned<BIO> bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    return Owned<EVP_PKEY>{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
}

std::string pfx_of(const Certificate& certificate, EVP_PKEY* key, const char* passphrase,
                   PfxKind kind) {
    const std::string der = certificate.der();
    const unsigned char* position = bytes_of(der);
    const Owned<X509> x509{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    const Owned<OSSL_LIB_CTX> context{OSSL_LIB_CTX_new()};
    const Owned<OSSL_PROVIDER> standard{OSSL_PROVIDER_load(context.get(), "default")};
    const Owned<OSSL_PROVIDER> legacy{OSSL_PROVIDER_load(context.get(), "legacy")};
    const bool old = kind == PfxKind::rc2;
    const int key_cipher = old ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : 0;
    const int cipher = old ? NID_pbe_WithSHA1And40BitRC2_CBC : 0;
    const Owned<PKCS12> file{PKCS12_create_ex(passphrase, "plazo", key, x509.get(), nullptr,
                                              key_cipher, cipher, 0, 0, 0, context.get(), nullptr)};
    if (!file) throw std::runtime_error{"a test's PKCS#12 file cannot be made"};
    const Owned<BIO> bio{BIO_new(BIO_s_mem())};
    i2d_PKCS12_bio(bio.get(), file.get());
    return contents(bio.get());
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

namespace {

bool verifies(std::string_view der, std::string_view bytes, std::string_view signature,
              std::optional<int> salt_bytes) {
    const unsigned char* position = bytes_of(der);
    const Owned<X509> x509{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    if (!x509) throw std::runtime_error{"no certificate in these bytes"};
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* settings = nullptr;
    EVP_DigestVerifyInit(context.get(), &settings, EVP_sha256(), nullptr,
                         X509_get0_pubkey(x509.get()));
    if (salt_bytes) {
        EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, *salt_bytes);
    }
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes),
                            bytes.size()) == 1;
}

}  // namespace

bool verifies_pss(std::string_view der, std::string_view bytes, std::string_view signature,
                  int salt_bytes) {
    return verifies(der, bytes, signature, salt_bytes);
}

bool verifies_pkcs1(std::string_view der, std::string_view bytes, std::string_view signature) {
    return verifies(der, bytes, signature, std::nullopt);
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

std::string encrypted_key_pem(const Certificate& certificate, const std::string& passphrase) {
    return pem_of(key_of(certificate).get(), Form::encrypted, passphrase);
}

std::string legacy_encrypted_key_pem(const Certificate& certificate,
                                     const std::string& passphrase) {
    return pem_of(key_of(certificate).get(), Form::legacy, passphrase);
}

std::string encrypted_key_der(const Certificate& certificate, const std::string& passphrase) {
    const Owned<BIO> bio{BIO_new(BIO_s_mem())};
    i2d_PKCS8PrivateKey_bio(bio.get(), key_of(certificate).get(), EVP_aes_256_cbc(),
                            passphrase.data(), static_cast<int>(passphrase.size()), nullptr,
                            nullptr);
    return contents(bio.get());
}

std::string key_der(const Certificate& certificate) {
    const Owned<BIO> bio{BIO_new(BIO_s_mem())};
    i2d_PKCS8PrivateKeyInfo_bio(bio.get(), key_of(certificate).get());
    return contents(bio.get());
}

std::string pfx(const Certificate& certificate, const char* passphrase, PfxKind kind) {
    return pfx_of(certificate, key_of(certificate).get(), passphrase, kind);
}

std::string pfx_without_key(const Certificate& certificate, const char* passphrase) {
    return pfx_of(certificate, nullptr, passphrase, PfxKind::modern);
}

bool knows_rc2() {
    EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "RC2-40-CBC", nullptr);
    EVP_CIPHER_free(cipher);
    return cipher != nullptr;
}

}  // namespace plazo::graph::testing
