#include "graph/assertion.h"

#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/json.h"

namespace plazo::graph {

std::string client_assertion(const Certificate& certificate, const AssertionClaims& claims) {
    const nlohmann::json header = {
        {"alg", "PS256"}, {"typ", "JWT"}, {"x5t#S256", certificate.x5t_s256()}};
    const auto seconds = [](timezone::Instant at) { return at.time_since_epoch().count(); };
    const nlohmann::json payload = {
        {"aud", claims.audience},
        {"iss", claims.client_id},
        {"sub", claims.client_id},
        {"jti", claims.jti},
        {"nbf", seconds(claims.now - assertion_validity_each_way)},
        {"iat", seconds(claims.now)},
        {"exp", seconds(claims.now + assertion_validity_each_way)},
    };
    const std::string signed_part =
        base64url_encode(dump_json(header)) + "." + base64url_encode(dump_json(payload));
    return signed_part + "." + base64url_encode(certificate.sign_ps256(signed_part));
}

}  // namespace plazo::graph
