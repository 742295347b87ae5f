// examples/sandbox/directory_keys.h - certificates of an application as the directory's
// keyCredentials.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// The key's bytes are given only where one object's keyCredentials are selected.
nlohmann::json key_json(const Certificate& certificate, bool with_bytes);

/// A key credential that is new. A Refusal for one that is no certificate, whose dates are not
/// within the certificate's, or that lives longer than the tenant's policy allows.
Certificate new_key(World& world, const nlohmann::json& key);

/// Keys as the whole collection: those with a keyId stay, those with a key are new.
std::vector<Certificate> keys_of(World& world, const nlohmann::json& list,
                                 const std::vector<Certificate>& present);

}  // namespace plazo::sandbox
