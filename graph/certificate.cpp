#include "graph/certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>

#include "graph/base64.h"
#include "graph/key_making.h"
#include "graph/key_pair.h"
#include "graph/pkcs11.h"
#include "timezone/text.h"

namespace plazo::graph {
namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> writer() {
    return Owned<BIO>{BIO_new(BIO_s_mem())};
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

std::string digest(const X509* x509, const EVP_MD* kind) {
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

/// Nothing when the key cannot sign so.
std::optional<std::string> try_sign(EVP_PKEY* key, SignatureAlgorithm algorithm,
                                    std::string_view bytes) {
    const Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* settings = nullptr;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    bool ready = EVP_DigestSignInit(context.get(), &settings, EVP_sha256(), nullptr, key) == 1;
    if (ready && algorithm == SignatureAlgorithm::ps256) {
        // OpenSSL's own choice of a salt is the longest, which strict servers refuse.
        ready = EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1;
    }
    ready = ready && EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1;
    std::string signature(size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    ready = ready && EVP_DigestSign(context.get(), out, &size, data, bytes.size()) == 1;
    ERR_clear_error();
    if (!ready) return std::nullopt;
    signature.resize(size);
    return signature;
}

/// Reads a file with a secret, and notes when its group may do so too.
Secret read_noted(const std::string& path, SecretFile (*read)(const std::string&),
                  std::vector<std::string>& notes) {
    SecretFile file = read(path);
    if (file.group_readable) notes.push_back(path + ": its group can read this secret");
    return std::move(file.bytes);
}

Passphrase passphrase_of(const CertificateSource& source, std::vector<std::string>& notes) {
    std::string path = source.passphrase_file;
    if (path.empty() && source.key_in_token()) path = pin_source(source.key_path);
    if (path.empty()) return {};
    Secret secret = read_noted(path, read_passphrase, notes);
    return {std::move(path), std::move(secret)};
}

/// Hardware of before PKCS#11 2.11 and many smart cards know no PSS, and say so only when they are
/// to sign.
SignatureAlgorithm algorithm_of_token(EVP_PKEY* key, const CertificateSource& source,
                                      std::vector<std::string>& notes) {
    constexpr std::string_view trial = "plazo";
    if (source.algorithm == SignatureAlgorithm::ps256) {
        if (try_sign(key, SignatureAlgorithm::ps256, trial)) return SignatureAlgorithm::ps256;
        notes.push_back(source.key_path + ": cannot sign PS256 and signs RS256 instead");
    }
    if (!try_sign(key, SignatureAlgorithm::rs256, trial)) {
        fail(source.key_path + ": the token does not sign with this key");
    }
    return SignatureAlgorithm::rs256;
}

}  // namespace

struct Certificate::Parts {
    PrivateKey key;
    PublicCertificate x509;
    std::string sha256_hex;
    SignatureAlgorithm algorithm = SignatureAlgorithm::ps256;
    std::string key_id;
    bool key_in_token = false;
    std::vector<std::string> notes;

    Parts(PrivateKey key_, PublicCertificate x509_)
        : key{std::move(key_)},
          x509{std::move(x509_)},
          sha256_hex{hex(digest(x509.get(), EVP_sha256()))} {}
};

const char* name_of(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm::ps256 ? "PS256" : "RS256";
}

Certificate::Certificate(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Certificate::Certificate(Certificate&&) noexcept = default;
Certificate& Certificate::operator=(Certificate&&) noexcept = default;
Certificate::~Certificate() = default;

Certificate Certificate::create(const CertificateWish& wish) {
    KeyPair made = make_key_pair(wish);
    return Certificate{std::make_unique<Parts>(std::move(made.key), std::move(made.certificate))};
}

Certificate Certificate::load(const CertificateSource& source) {
    std::vector<std::string> notes;
    const Passphrase passphrase = passphrase_of(source, notes);
    const std::string& key_path = source.key_path.empty() ? source.path : source.key_path;
    PrivateKey key;
    std::vector<PublicCertificate> found;
    if (source.key_in_token()) {
        found = read_certificates(read_public_file(source.path).view(), source.path, {});
        key = load_pkcs11_key(source.key_path, passphrase);
    } else {
        const Secret bytes = read_noted(key_path, read_secret_file, notes);
        key = read_key(bytes.view(), key_path, passphrase);
        if (weakly_encrypted(bytes.view())) {
            notes.push_back(key_path +
                            ": is encrypted in an outdated way; openssl pkcs8 -topk8 "
                            "makes a better one of it");
        }
        const Secret beside = key_path == source.path ? Secret{} : read_public_file(source.path);
        found = read_certificates(key_path == source.path ? bytes.view() : beside.view(),
                                  source.path, passphrase);
    }
    PublicCertificate own = certificate_of(*key, std::move(found), source.path);
    auto parts = std::make_unique<Parts>(std::move(key), std::move(own));
    parts->key_in_token = source.key_in_token();
    parts->algorithm = parts->key_in_token ? algorithm_of_token(parts->key.get(), source, notes)
                                           : source.algorithm;
    parts->notes = std::move(notes);
    parts->key_id = source.key_id;
    return Certificate{std::move(parts)};
}

Certificate Certificate::from_pem(std::string_view certificate_pem, std::string_view key_pem,
                                  const std::string& certificate_name,
                                  const std::string& key_name) {
    PrivateKey key = read_key(key_pem, key_name, {});
    PublicCertificate own = certificate_of(
        *key, read_certificates(certificate_pem, certificate_name, {}), certificate_name);
    return Certificate{std::make_unique<Parts>(std::move(key), std::move(own))};
}

std::string Certificate::certificate_pem() const {
    const Owned<BIO> bio = writer();
    PEM_write_bio_X509(bio.get(), parts_->x509.get());
    return contents(bio.get());
}

std::string Certificate::private_key_pem() const {
    if (parts_->key_in_token) fail("a key does not leave its PKCS#11 token");
    const Owned<BIO> bio = writer();
    PEM_write_bio_PKCS8PrivateKey(bio.get(), parts_->key.get(), nullptr, nullptr, 0, nullptr,
                                  nullptr);
    return contents(bio.get());
}

std::string Certificate::der() const {
    const Owned<BIO> bio = writer();
    i2d_X509_bio(bio.get(), parts_->x509.get());
    return contents(bio.get());
}

std::string Certificate::sha1_hex() const {
    return hex(digest(parts_->x509.get(), EVP_sha1()));
}

const std::string& Certificate::sha256_hex() const {
    return parts_->sha256_hex;
}

std::string Certificate::x5t() const {
    return base64url_encode(digest(parts_->x509.get(), EVP_sha1()));
}

std::string Certificate::x5t_s256() const {
    return base64url_encode(digest(parts_->x509.get(), EVP_sha256()));
}

std::string Certificate::subject() const {
    const Owned<BIO> bio = writer();
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

const std::vector<std::string>& Certificate::notes() const {
    return parts_->notes;
}

SignatureAlgorithm Certificate::algorithm() const {
    return parts_->algorithm;
}

std::string Certificate::key_id() const {
    return parts_->key_id == "sha1" ? sha1_hex() : parts_->key_id;
}

std::string Certificate::sign(std::string_view bytes) const {
    std::optional<std::string> signature = try_sign(parts_->key.get(), parts_->algorithm, bytes);
    if (!signature) fail("the access key of " + subject() + " cannot sign");
    return *std::move(signature);
}

std::optional<ValidityWarning> validity_warning(const Certificate& certificate,
                                                timezone::Instant now) {
    using std::chrono::days;
    const std::string which =
        "the certificate " + certificate.subject() + " (SHA-1 " + certificate.sha1_hex() + ") ";
    const timezone::Instant begin = certificate.not_before();
    const timezone::Instant end = certificate.not_after();
    if (now < begin) {
        return ValidityWarning{expiry_warning_days.front() + 1,
                               which + "is not valid before " + timezone::format_rfc3339(begin)};
    }
    if (now > end) {
        const auto since = std::chrono::floor<days>(now - end).count();
        return ValidityWarning{-static_cast<int>(since), which + "ran out on " +
                                                             timezone::format_rfc3339(end) +
                                                             ": make a new one and upload it"};
    }
    const auto left = end - now;
    const auto step = std::find_if(expiry_warning_days.rbegin(), expiry_warning_days.rend(),
                                   [&](int each) { return left <= days{each}; });
    if (step == expiry_warning_days.rend()) return std::nullopt;
    const auto whole = std::chrono::floor<days>(left).count();
    return ValidityWarning{*step, which + "runs out on " + timezone::format_rfc3339(end) + ", in " +
                                      std::to_string(whole) + (whole == 1 ? " day" : " days") +
                                      ": make a new one and upload it beside this one"};
}

}  // namespace plazo::graph
