#include "graph/assertion.h"

#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/json.h"

namespace plazo::graph {

std::string client_assertion(const Certificate& certificate, const AssertionClaims& claims) {
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
    return signed_jwt(certificate, payload);
}

std::string signed_jwt(const Certificate& certificate, const nlohmann::json& claims) {
    nlohmann::json header = {{"alg", name_of(certificate.algorithm())}, {"typ", "JWT"}};
    if (certificate.algorithm() == SignatureAlgorithm::ps256) {
        header["x5t#S256"] = certificate.x5t_s256();
    } else {
        header["x5t"] = certificate.x5t();
    }
    if (const std::string kid = certificate.key_id(); !kid.empty()) header["kid"] = kid;
    const std::string signed_part =
        base64url_encode(dump_json(header)) + "." + base64url_encode(dump_json(claims));
    return signed_part + "." + base64url_encode(certificate.sign(signed_part));
}

}  // namespace plazo::graph
