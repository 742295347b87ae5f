#include "examples/sandbox/key_proof_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* directory_service = "00000002-0000-0000-c000-000000000000";
constexpr std::int64_t validity_max = 600;

void must(bool right, const std::string& what) {
    if (right) return;
    throw Refusal{401, "Authentication_MissingOrMalformed",
                  "Access Token missing or malformed. The proof's " + what};
}

const Certificate* named_by(const Application& application, const json& header) {
    const std::string strong = header.value("x5t#S256", "");
    const std::string weak = header.value("x5t", "");
    const auto found = std::find_if(
        application.certificates.begin(), application.certificates.end(), [&](const auto& each) {
            return strong.empty() ? base64url(each.sha1) == weak : base64url(each.sha256) == strong;
        });
    return found == application.certificates.end() ? nullptr : &*found;
}

}  // namespace

void check_key_proof(const Application& application, const std::string& proof,
                     timezone::Instant now) {
    const auto token = take_apart(proof);
    must(token.has_value(), "form is not header.payload.signature without padding.");
    const json header = json::parse(token->header, nullptr, false);
    const json claims = json::parse(token->payload, nullptr, false);
    must(header.is_object() && claims.is_object(), "parts are not JSON objects.");
    const Certificate* signer = named_by(application, header);
    must(signer != nullptr, "key is not one of the application's.");
    must(signer->not_before <= now && now <= signer->not_after, "key is not valid now.");
    must(verifies(*signer, header.value("alg", ""), token->input, token->signature),
         "signature does not verify.");
    must(claims.value("aud", json{}) == directory_service, "audience is not the directory.");
    must(claims.value("iss", json{}) == application.object_id,
         "issuer is not the application's object id.");
    const json from = claims.value("nbf", json{});
    const json until = claims.value("exp", json{});
    must(from.is_number_integer() && until.is_number_integer(), "times are missing.");
    const auto begin = from.get<std::int64_t>();
    const auto end = until.get<std::int64_t>();
    const auto moment = now.time_since_epoch().count();
    must(end > begin && end - begin <= validity_max, "validity is longer than ten minutes.");
    must(begin <= moment + clock_tolerance.count() && moment < end, "validity is not now.");
}

}  // namespace plazo::sandbox
