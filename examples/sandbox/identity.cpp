#include "examples/sandbox/identity.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace plazo::sandbox {
namespace {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;

void must(bool done, const char* what) {
    if (!done)
        throw std::runtime_error{std::string{"cannot make the sandbox's certificate: "} + what};
}

Key make_key() {
    Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
    must(key != nullptr, "no key");
    return key;
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
    must(extension && X509_add_ext(certificate, extension.get(), -1) == 1, value);
}

Certificate begin(const char* name, long serial, EVP_PKEY* key, timezone::Instant now) {
    Certificate certificate{X509_new()};
    const auto time = [&](timezone::days after) {
        return static_cast<time_t>((now + after).time_since_epoch().count());
    };
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    must(X509_set_version(certificate.get(), 2) == 1 &&
             ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial) == 1 &&
             ASN1_TIME_set(X509_getm_notBefore(certificate.get()), time(timezone::days{-1})) &&
             ASN1_TIME_set(X509_getm_notAfter(certificate.get()), time(timezone::days{365})) &&
             X509_set_pubkey(certificate.get(), key) == 1 &&
             X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                        reinterpret_cast<const unsigned char*>(name), -1, -1,
                                        0) == 1,
         name);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
    must(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
             X509_sign(certificate, key, EVP_sha256()) > 0,
         "no signature");
}

void write(const std::filesystem::path& file, const Memory& pem, mode_t mode) {
    char* bytes = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(pem.get(), &bytes));
    std::filesystem::remove(file);
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) throw std::runtime_error{"cannot write " + file.string()};
    const bool written = ::write(descriptor, bytes, size) == static_cast<ssize_t>(size);
    if (::close(descriptor) != 0 || !written) {
        throw std::runtime_error{"cannot write " + file.string()};
    }
}

Memory pem_of(X509* certificate) {
    Memory memory{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_X509(memory.get(), certificate) == 1, "no PEM");
    return memory;
}

}  // namespace

Identity make_identity(const std::filesystem::path& folder, timezone::Instant now) {
    const Key authority_key = make_key();
    const Certificate authority = begin("Plazo sandbox authority", 1, authority_key.get(), now);
    extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign");
    extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
    sign(authority.get(), authority.get(), authority_key.get());

    const Key key = make_key();
    const Certificate own = begin("localhost", 2, key.get(), now);
    extend(own.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(own.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
    extend(own.get(), authority.get(), NID_ext_key_usage, "serverAuth");
    extend(own.get(), authority.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    extend(own.get(), authority.get(), NID_authority_key_identifier, "keyid");
    sign(own.get(), authority.get(), authority_key.get());

    Memory key_pem{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                  nullptr) == 1,
         "no PEM");
    std::filesystem::create_directories(folder);
    Identity identity{folder / "ca.pem", folder / "localhost.pem", folder / "localhost-key.pem"};
    write(identity.authority_file, pem_of(authority.get()), 0644);
    write(identity.certificate_file, pem_of(own.get()), 0644);
    write(identity.key_file, key_pem, 0600);
    return identity;
}

}  // namespace plazo::sandbox
