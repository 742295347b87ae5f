// examples/sandbox/device_sign_in.h - the device code flow (RFC 8628) with one scripted
// administrator, whom POST /_sandbox/administrator instructs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "examples/sandbox/entra.h"

namespace plazo::sandbox {

inline constexpr std::string_view device_grant = "urn:ietf:params:oauth:grant-type:device_code";
/// The one public client that is known: Microsoft Graph Command Line Tools.
inline constexpr std::string_view public_client_id = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// The answer with a new code for a person of that tenant. Throws SignInRefusal.
nlohmann::json new_device_code(World& world, const std::string& tenant,
                               const std::string& client_id);

/// One poll: the answer with the administrator's token, else a SignInRefusal, which is "pending"
/// most of the time. A code is good for one token. Where a policy of the tenant forbids this way of
/// signing in, the person learns it on the page, and the poll that comes next AADSTS53003.
nlohmann::json check_device_code(World& world, const std::string& device_code);

}  // namespace plazo::sandbox
