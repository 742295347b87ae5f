// examples/sandbox/entra_refusal.h - how the sign-in service says no.
//
//     throw SignInRefusal{400, "invalid_scope", 70011, "The scope is not valid."};
//
// Most numbers come by their cause. What the sandbox has no cause for - a policy of the tenant, a
// fault of the service, a certificate's authority - comes on request:
//
//     POST /_sandbox/faults {"match": {"path": "/token"}, "aadsts": 53003}
//
// Source of numbers and texts: Microsoft Entra, "Authentication and authorization error codes".
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>

#include "graph/http.h"

namespace plazo::sandbox {

struct World;

/// `{"error", "error_description": "AADSTS...", "error_codes": [number], ...}`
struct SignInRefusal : std::runtime_error {
    SignInRefusal(int status_, std::string error_, int number_, const std::string& text)
        : std::runtime_error{text}, status{status_}, error{std::move(error_)}, number{number_} {}
    int status;
    std::string error;
    int number;  ///< AADSTS
};

/// 200 with what `answer` returns, or the SignInRefusal that it throws.
graph::Response answer_sign_in(World& world, const graph::Request& head,
                               const std::function<nlohmann::json()>& answer);

/// Whether the request is for the sign-in service.
bool is_sign_in(const graph::Request& request);

/// The refusal with a number that can be asked for; 400 BadRequest for others, which come by their
/// cause or are not known.
SignInRefusal refusal_on_request(int number);

/// 429 as plain text, which is how Entra throttles.
graph::Response too_many_requests(int retry_after_seconds);
inline constexpr int retry_after_seconds = 60;

/// What the sign-in service says with this status when it is out of order: 429 as plain text, 5xx
/// as a transient fault, any other as a request that it cannot read.
graph::Response sign_in_out_of_order(World& world, const graph::Request& head, int status);

}  // namespace plazo::sandbox
