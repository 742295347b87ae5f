#include "examples/sandbox/jose.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

namespace plazo::sandbox {
namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::string> decode(std::string_view text, std::string_view alphabet) {
    std::string out;
    unsigned held = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        held = (held << 6 | static_cast<unsigned>(digit)) & 0xffffU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(held >> bits & 255U);
    }
    if (bits >= 6 || (held & ((1U << bits) - 1U)) != 0) return std::nullopt;
    return out;
}

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using X509Pointer = std::unique_ptr<X509, Deleter<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using DigestPointer = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;

X509Pointer x509(std::string_view der) {
    const unsigned char* position = octets(der);
    X509Pointer certificate{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    if (certificate && position != octets(der) + der.size()) return nullptr;
    return certificate;
}

std::string digest(std::string_view bytes, const EVP_MD* algorithm) {
    std::string out(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &size,
               algorithm, nullptr);
    out.resize(size);
    return out;
}

timezone::Instant instant(const ASN1_TIME* time) {
    std::tm broken_down{};
    ASN1_TIME_to_tm(time, &broken_down);
    return timezone::Instant{timezone::seconds{timegm(&broken_down)}};
}

bool verify(EVP_PKEY* key, bool pss, std::string_view input, std::string_view signature) {
    const DigestPointer context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* options = nullptr;
    if (EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key) != 1)
        return false;
    if (pss && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
        return false;
    }
    return EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(input),
                            input.size()) == 1;
}

std::string number(const EVP_PKEY* key, const char* name) {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &value) != 1) throw std::runtime_error{"no RSA number"};
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(value);
    return base64url(bytes);
}

}  // namespace

std::string sha256(std::string_view bytes) {
    return digest(bytes, EVP_sha256());
}

std::string base64url(std::string_view bytes) {
    std::string out;
    unsigned held = 0;
    int bits = 0;
    for (const char c : bytes) {
        held = (held << 8 | static_cast<unsigned char>(c)) & 0xffffU;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out += url_alphabet[held >> bits & 63U];
        }
    }
    if (bits > 0) out += url_alphabet[held << (6 - bits) & 63U];
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out = base64url(bytes);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return out.append((4 - out.size() % 4) % 4, '=');
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, url_alphabet);
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string compact;
    std::copy_if(text.begin(), text.end(), std::back_inserter(compact),
                 [](char c) { return c != '\r' && c != '\n'; });
    if (compact.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && !compact.empty() && compact.back() == '='; ++i) compact.pop_back();
    return decode(compact, standard_alphabet);
}

std::optional<Certificate> read_certificate(std::string_view der) {
    const X509Pointer certificate = x509(der);
    if (!certificate) return std::nullopt;
    const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    if (!key || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) return std::nullopt;
    return Certificate{std::string{der}, digest(der, EVP_sha1()), digest(der, EVP_sha256()),
                       instant(X509_get0_notBefore(certificate.get())),
                       instant(X509_get0_notAfter(certificate.get()))};
}

bool verifies(const Certificate& certificate, std::string_view algorithm, std::string_view input,
              std::string_view signature) {
    if (algorithm != "PS256" && algorithm != "RS256") return false;
    const X509Pointer parsed = x509(certificate.der);
    return parsed && verify(X509_get0_pubkey(parsed.get()), algorithm == "PS256", input, signature);
}

std::optional<CompactToken> take_apart(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = token.find('.', first == token.npos ? first : first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;
    const auto header = from_base64url(token.substr(0, first));
    const auto payload = from_base64url(token.substr(first + 1, second - first - 1));
    const auto signature = from_base64url(token.substr(second + 1));
    if (!header || !payload || !signature) return std::nullopt;
    return CompactToken{*header, *payload, *signature, std::string{token.substr(0, second)}};
}

SigningKey::SigningKey()
    : key_{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}),
           [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }} {
    if (!key_) throw std::runtime_error{"OpenSSL could not make an RSA key"};
}

std::string SigningKey::sign(std::string_view input) const {
    const DigestPointer context{EVP_MD_CTX_new()};
    auto* key = static_cast<EVP_PKEY*>(key_.get());
    std::size_t size = 0;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
    size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       octets(input), input.size()) != 1) {
        throw std::runtime_error{"OpenSSL could not sign"};
    }
    signature.resize(size);
    return signature;
}

bool SigningKey::verifies(std::string_view input, std::string_view signature) const {
    return verify(static_cast<EVP_PKEY*>(key_.get()), false, input, signature);
}

std::string SigningKey::modulus() const {
    return number(static_cast<EVP_PKEY*>(key_.get()), OSSL_PKEY_PARAM_RSA_N);
}

std::string SigningKey::exponent() const {
    return number(static_cast<EVP_PKEY*>(key_.get()), OSSL_PKEY_PARAM_RSA_E);
}

const SigningKey& signing_key() {
    static const SigningKey key;
    return key;
}

}  // namespace plazo::sandbox
