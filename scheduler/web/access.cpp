#include "scheduler/web/access.h"

#include "graph/http.h"
#include "scheduler/crypto.h"

namespace plazo::web {
namespace {

constexpr std::string_view key_prefix = "plz_";
constexpr std::size_t id_digits = 12;

/// The key's text of an Authorization header; empty when it is of another scheme.
std::string_view bearer(std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (!graph::equal_ignoring_case(authorization.substr(0, scheme.size()), scheme)) return {};
    return authorization.substr(scheme.size());
}

}  // namespace

NewKey make_key(const std::string& repository, const std::string& note, timezone::Instant now) {
    const std::string secret = scheduler::random_secret(key_secret_bytes);
    NewKey made;
    // The id is derived from the secret, so that it is unique without a look into the store.
    made.key.id = scheduler::sha256_hex("id:" + secret).substr(0, id_digits);
    made.key.repository = repository;
    made.key.note = note;
    made.key.created = now;
    made.text = std::string{key_prefix} + made.key.id + "_" + secret;
    made.key.hash = scheduler::sha256_hex(made.text);
    return made;
}

std::optional<std::string> key_id(const std::string& authorization) {
    const std::string_view text = bearer(authorization);
    const std::size_t end = key_prefix.size() + id_digits;
    if (!text.starts_with(key_prefix) || text.size() <= end || text[end] != '_')
        return std::nullopt;
    return std::string{text.substr(key_prefix.size(), id_digits)};
}

bool opens(const scheduler::ApiKey& key, const std::string& authorization) {
    const std::string hash = scheduler::sha256_hex(bearer(authorization));
    return scheduler::equal_in_constant_time(hash, key.hash) && !key.revoked;
}

}  // namespace plazo::web
