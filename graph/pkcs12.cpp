#include "graph/pkcs12.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#include <algorithm>

namespace plazo::graph {
namespace {

struct Free {
    void operator()(OSSL_LIB_CTX* context) const { OSSL_LIB_CTX_free(context); }
    void operator()(OSSL_PROVIDER* provider) const { OSSL_PROVIDER_unload(provider); }
    void operator()(PKCS12* file) const { PKCS12_free(file); }
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

/// A library context that knows RC2, if the machine has the legacy provider. The rest of the
/// process has its own.
struct OldAlgorithms {
    Owned<OSSL_LIB_CTX> context{OSSL_LIB_CTX_new()};
    Owned<OSSL_PROVIDER> standard{OSSL_PROVIDER_load(context.get(), "default")};
    Owned<OSSL_PROVIDER> legacy{OSSL_PROVIDER_load(context.get(), "legacy")};
};

Owned<PKCS12> parse(std::string_view bytes, OSSL_LIB_CTX* context) {
    const Owned<BIO> bio{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
    PKCS12* file = PKCS12_init_ex(NID_pkcs7_data, context, nullptr);
    const bool parsed = d2i_PKCS12_bio(bio.get(), &file) != nullptr;
    Owned<PKCS12> owned{file};  // null when the parser has freed it, which it does not always
    return parsed ? std::move(owned) : nullptr;
}

[[noreturn]] void fail(const std::string& name, const Passphrase& passphrase, bool knows_legacy) {
    const bool wrong = ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_PKCS12 &&
                       ERR_GET_REASON(ERR_peek_last_error()) == PKCS12_R_MAC_VERIFY_FAILURE;
    ERR_clear_error();
    if (wrong && passphrase.configured()) {
        throw CertificateError{name + ": the passphrase in " + passphrase.file +
                               " does not open it"};
    }
    if (wrong) {
        throw CertificateError{name +
                               ": it is encrypted: put its passphrase into a file of mode 0600, "
                               "and name that as passphrase_file"};
    }
    throw CertificateError{
        name + ": it is damaged, cut off, or encrypted in a way that " +
        (knows_legacy ? "OpenSSL does not read here" : "wants OpenSSL's legacy provider") +
        ". A new file of an old one: openssl pkcs12 -legacy -in old.pfx -nodes | openssl pkcs12 "
        "-export -out new.pfx"};
}

/// The same key in the process's own library context.
PrivateKey moved_home(EVP_PKEY* key) {
    unsigned char* bytes = nullptr;
    const int size = i2d_PrivateKey(key, &bytes);
    if (size <= 0) return nullptr;
    const unsigned char* position = bytes;
    PrivateKey moved{d2i_AutoPrivateKey(nullptr, &position, size)};
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return moved;
}

PublicCertificate moved_home(X509* certificate) {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    if (size <= 0) return nullptr;
    const unsigned char* position = bytes;
    PublicCertificate moved{d2i_X509(nullptr, &position, size)};
    OPENSSL_free(bytes);
    return moved;
}

}  // namespace

std::optional<Pkcs12Contents> read_pkcs12(std::string_view bytes, const std::string& name,
                                          const Passphrase& passphrase) {
    const OldAlgorithms old;
    const Owned<PKCS12> file = parse(bytes, old.context.get());
    ERR_clear_error();
    if (!file) return std::nullopt;
    // The null pointer has OpenSSL try both the absent and the empty passphrase.
    const Secret& secret = passphrase.secret;
    const char* given = secret.view().empty() ? nullptr : secret.c_str();
    EVP_PKEY* key = nullptr;
    X509* own = nullptr;
    STACK_OF(X509)* chain = nullptr;
    const bool parsed = PKCS12_parse(file.get(), given, &key, &own, &chain) == 1;
    const PrivateKey foreign_key{key};
    const PublicCertificate foreign_own{own};
    const Owned<STACK_OF(X509)> foreign_chain{chain};
    if (!parsed) fail(name, passphrase, old.legacy != nullptr);
    Pkcs12Contents contents;
    if (key != nullptr) contents.key = moved_home(key);
    if (own != nullptr) contents.certificates.push_back(moved_home(own));
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        contents.certificates.push_back(moved_home(sk_X509_value(chain, i)));
    }
    const bool moved = (key == nullptr || contents.key) &&
                       std::find(contents.certificates.begin(), contents.certificates.end(),
                                 nullptr) == contents.certificates.end();
    if (!moved) fail(name, passphrase, true);
    ERR_clear_error();
    return contents;
}

}  // namespace plazo::graph
