#include "scheduler/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "graph/base64.h"

namespace plazo::scheduler {
namespace {

/// The namespace UUID of every name that Plazo derives: 5c1f0b62-3b0e-4f6a-9c57-2f6f0c8f1d43.
constexpr std::array<unsigned char, 16> plazo_namespace = {
    0x5c, 0x1f, 0x0b, 0x62, 0x3b, 0x0e, 0x4f, 0x6a, 0x9c, 0x57, 0x2f, 0x6f, 0x0c, 0x8f, 0x1d, 0x43};

std::string digest(std::string_view bytes, const EVP_MD* kind) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, kind, nullptr) != 1) {
        throw std::runtime_error{"OpenSSL cannot compute a digest"};
    }
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    return hex(digest(bytes, EVP_sha256()));
}

std::string uuid_v5(std::string_view name) {
    std::string input{plazo_namespace.begin(), plazo_namespace.end()};
    input += name;
    std::string uuid = digest(input, EVP_sha1()).substr(0, 16);
    uuid[6] = static_cast<char>((uuid[6] & 0x0f) | 0x50);
    uuid[8] = static_cast<char>((uuid[8] & 0x3f) | 0x80);
    std::string text = hex(uuid);
    for (const std::size_t at : {20u, 16u, 12u, 8u}) text.insert(at, "-");
    return text;
}

std::string random_secret(std::size_t bytes) {
    std::string raw(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) != 1) {
        throw std::runtime_error{"the operating system gives no random bytes"};
    }
    return graph::base64url_encode(raw);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace plazo::scheduler
