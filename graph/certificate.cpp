#include "graph/certificate.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include "graph/base64.h"

namespace plazo::graph {
namespace {

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const {
        Free(object);
    }
};

using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;

/// A passphrase question that is always answered with "none": a service must never prompt.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

Bio reader(std::string_view text) {
    return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string contents(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

[[noreturn]] void fail(const std::string& what) {
    ERR_clear_error();
    throw CertificateError{what};
}

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) fail(path + ": cannot be read: " + std::strerror(errno));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Key read_key(std::string_view pem, const std::string& name) {
    const Bio bio = reader(pem);
    Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
    if (!key && pem.find("ENCRYPTED") != std::string_view::npos) {
        fail(name +
             ": the private key is encrypted; Plazo reads keys without a passphrase, "
             "protected by the file's mode: openssl pkey -in " +
             name + " -out plain.key");
    }
    if (!key && pem.find("CERTIFICATE") != std::string_view::npos) {
        fail(name + ": this is the public certificate; the private key is wanted here");
    }
    if (!key) fail(name + ": no private key in PEM form (-----BEGIN PRIVATE KEY-----) found");
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
        fail(name + ": the key is not RSA; Microsoft Entra accepts RSA keys only");
    }
    if (EVP_PKEY_get_bits(key.get()) < rsa_bits_min) {
        fail(name + ": the RSA key is shorter than " + std::to_string(rsa_bits_min) + " bits");
    }
    return key;
}

/// The certificate of the file that belongs to the key.
X509Ptr read_certificate(std::string_view pem, EVP_PKEY* key, const std::string& name) {
    const Bio bio = reader(pem);
    int found = 0;
    while (X509Ptr x509{PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr)}) {
        ++found;
        if (X509_check_private_key(x509.get(), key) == 1) return x509;
    }
    if (found == 0) {
        fail(name + ": no certificate in PEM form (-----BEGIN CERTIFICATE-----) found");
    }
    fail(name + ": the certificate and the private key do not belong together");
}

std::string digest(X509* x509, const EVP_MD* kind) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (X509_digest(x509, kind, bytes, &size) != 1) fail("the certificate's digest failed");
    return {reinterpret_cast<const char*>(bytes), size};
}

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

timezone::Instant instant(const ASN1_TIME* time) {
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) fail("the certificate's validity cannot be read");
    return timezone::Instant{std::chrono::seconds{timegm(&fields)}};
}

void add_extension(X509* x509, int nid, const char* value) {
    const std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>> extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value)};
    if (!extension || X509_add_ext(x509, extension.get(), -1) != 1) {
        fail("the certificate cannot be made");
    }
}

X509Ptr self_signed(EVP_PKEY* key, const CertificateWish& wish) {
    X509Ptr x509{X509_new()};
    X509_set_version(x509.get(), X509_VERSION_3);
    unsigned char serial[16];
    RAND_bytes(serial, sizeof serial);
    serial[0] &= 0x7f;  // RFC 5280, 4.1.2.2: a positive number
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number{BN_bin2bn(serial, sizeof serial, nullptr)};
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509.get()));
    const std::time_t from = wish.now.time_since_epoch().count();
    ASN1_TIME_set(X509_getm_notBefore(x509.get()), from);
    ASN1_TIME_adj(X509_getm_notAfter(x509.get()), from, wish.days, 0);
    X509_NAME* name = X509_get_subject_name(x509.get());
    if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(wish.common_name.data()),
                                   static_cast<int>(wish.common_name.size()), -1, 0) != 1) {
        fail("\"" + wish.common_name + "\" cannot be the common name of a certificate");
    }
    X509_set_issuer_name(x509.get(), name);
    X509_set_pubkey(x509.get(), key);
    add_extension(x509.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509.get(), NID_key_usage, "critical,digitalSignature");
    if (X509_sign(x509.get(), key, EVP_sha256()) == 0) fail("the certificate cannot be signed");
    return x509;
}

}  // namespace

struct Certificate::Parts {
    Key key;
    X509Ptr x509;
};

Certificate::Certificate(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Certificate::Certificate(Certificate&&) noexcept = default;
Certificate& Certificate::operator=(Certificate&&) noexcept = default;
Certificate::~Certificate() = default;

Certificate Certificate::create(const CertificateWish& wish) {
    if (wish.rsa_bits < rsa_bits_min || wish.rsa_bits > rsa_bits_max) {
        fail("an RSA key has " + std::to_string(rsa_bits_min) + " to " +
             std::to_string(rsa_bits_max) + " bits");
    }
    if (wish.days < 1 || wish.days > validity_days_max) {
        fail("a certificate is valid for 1 to " + std::to_string(validity_days_max) + " days");
    }
    Key key{EVP_RSA_gen(static_cast<unsigned>(wish.rsa_bits))};
    if (!key) fail("the RSA key cannot be made");
    X509Ptr x509 = self_signed(key.get(), wish);
    return Certificate{std::make_unique<Parts>(Parts{std::move(key), std::move(x509)})};
}

Certificate Certificate::load(const std::string& certificate_file, const std::string& key_file) {
    check_key_file_mode(key_file);
    return from_pem(read_file(certificate_file), read_file(key_file), certificate_file, key_file);
}

Certificate Certificate::from_pem(std::string_view certificate_pem, std::string_view key_pem,
                                  const std::string& certificate_name,
                                  const std::string& key_name) {
    Key key = read_key(key_pem, key_name);
    X509Ptr x509 = read_certificate(certificate_pem, key.get(), certificate_name);
    ERR_clear_error();
    return Certificate{std::make_unique<Parts>(Parts{std::move(key), std::move(x509)})};
}

std::string Certificate::certificate_pem() const {
    const Bio bio{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(bio.get(), parts_->x509.get());
    return contents(bio.get());
}

std::string Certificate::private_key_pem() const {
    const Bio bio{BIO_new(BIO_s_mem())};
    PEM_write_bio_PKCS8PrivateKey(bio.get(), parts_->key.get(), nullptr, nullptr, 0, nullptr,
                                  nullptr);
    return contents(bio.get());
}

std::string Certificate::der() const {
    const Bio bio{BIO_new(BIO_s_mem())};
    i2d_X509_bio(bio.get(), parts_->x509.get());
    return contents(bio.get());
}

std::string Certificate::sha1_hex() const {
    return hex(digest(parts_->x509.get(), EVP_sha1()));
}

std::string Certificate::sha256_hex() const {
    return hex(digest(parts_->x509.get(), EVP_sha256()));
}

std::string Certificate::x5t_s256() const {
    return base64url_encode(digest(parts_->x509.get(), EVP_sha256()));
}

std::string Certificate::subject() const {
    const Bio bio{BIO_new(BIO_s_mem())};
    X509_NAME_print_ex(bio.get(), X509_get_subject_name(parts_->x509.get()), 0,
                       XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
    return contents(bio.get());
}

timezone::Instant Certificate::not_before() const {
    return instant(X509_get0_notBefore(parts_->x509.get()));
}

timezone::Instant Certificate::not_after() const {
    return instant(X509_get0_notAfter(parts_->x509.get()));
}

int Certificate::rsa_bits() const {
    return EVP_PKEY_get_bits(parts_->key.get());
}

std::string Certificate::sign_ps256(std::string_view bytes) const {
    const Context context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* key_context = nullptr;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    const bool ready = EVP_DigestSignInit(context.get(), &key_context, EVP_sha256(), nullptr,
                                          parts_->key.get()) == 1 &&
                       EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1 &&
                       EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
                       EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1;
    std::string signature(size, '\0');
    if (!ready || EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                                 &size, data, bytes.size()) != 1) {
        fail("the access key cannot sign");
    }
    signature.resize(size);
    return signature;
}

void write_key_file(const std::string& path, std::string_view pem) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) fail(path + ": cannot be created: " + std::strerror(errno));
    const ssize_t written = ::write(file, pem.data(), pem.size());
    const bool whole = written == static_cast<ssize_t>(pem.size()) && ::fsync(file) == 0;
    if (::close(file) != 0 || !whole) fail(path + ": cannot be written: " + std::strerror(errno));
}

bool check_key_file_mode(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        fail(path + ": cannot be read: " + std::strerror(errno));
    }
    if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
        fail(path + ": others can read or change this private key: chmod 0600 " + path);
    }
    return (status.st_mode & S_IRGRP) != 0;
}

}  // namespace plazo::graph
