// scheduler/web/access.h - API keys: how one is made, and whom one lets in.
//
//     NewKey made = make_key("acme", "workflow engine", now);
//     made.text                        "plz_1f0c..._Zk3...": shown once, stored nowhere
//     made.key                         what is stored: its id and the SHA-256 of its text
//
// A key opens one repository. It travels in `Authorization: Bearer plz_...` and nowhere else.
#pragma once

#include <optional>
#include <string>

#include "scheduler/repository.h"

namespace plazo::web {

inline constexpr std::size_t key_secret_bytes = 32;

struct NewKey {
    scheduler::ApiKey key;
    std::string text;
};

NewKey make_key(const std::string& repository, const std::string& note, timezone::Instant now);

/// The id inside an Authorization header's key; nullopt when the header holds none of ours.
std::optional<std::string> key_id(const std::string& authorization);

/// Whether the header's key is the stored one and has not been revoked. Compares in constant time.
bool opens(const scheduler::ApiKey& key, const std::string& authorization);

}  // namespace plazo::web
