#include "examples/sandbox/entra_token.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "examples/sandbox/directory_principal.h"
#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/times.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* capability = "cp1";
/// By how much tokens are dated back.
constexpr std::chrono::seconds dated_back{300};

std::int64_t seconds(Instant at) {
    return at.time_since_epoch().count();
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream{text};
    return {std::istream_iterator<std::string>{stream}, {}};
}

SignInRefusal malformed_claims() {
    return {400, "invalid_request", 9002313,
            "Invalid request. Request is malformed or invalid: claims."};
}

std::string issuer(const World& world, const std::string& tenant) {
    return "https://" + std::string{cloud_of(world).issuer_host} + "/" + tenant + "/";
}

std::string challenge_field(const World& world, const std::string& more) {
    return "Bearer realm=\"\", authorization_uri=\"https://" +
           std::string{cloud_of(world).login_host} + "/common/oauth2/authorize\", client_id=\"" +
           std::string{graph_client_id} + "\"" + more;
}

bool knows_continuous_access(const json& claims) {
    const json declared = claims.value("xms_cc", json::array());
    return std::find(declared.begin(), declared.end(), capability) != declared.end();
}

/// Continuous access evaluation, which looks at the application as it is now.
void evaluate(const World& world, const json& claims) {
    if (!knows_continuous_access(claims)) return;
    const Principal* principal = find_principal(world.entra, claims.at("appid"), claims.at("tid"));
    if (!principal || !principal->enabled) throw access_challenge(world, world.clock.now());
    if (claims.at("nbf").get<std::int64_t>() < seconds(principal->tokens_from)) {
        throw access_challenge(world, principal->tokens_from);
    }
}

/// The claims of a token that was signed here; every claim is there and of its type.
json signed_claims(const World& world, const graph::Headers& headers) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string authorization = headers.find("Authorization").value_or("");
    if (!authorization.starts_with(scheme)) throw unauthorized(world, "Access token is empty.");
    const auto token = take_apart(std::string_view{authorization}.substr(scheme.size()));
    json claims = token ? json::parse(token->payload, nullptr, false) : json{};
    const json header = token ? json::parse(token->header, nullptr, false) : json{};
    if (!claims.is_object() || !header.is_object()) {
        throw unauthorized(world, "CompactToken parsing failed with error code: 80049217");
    }
    if (header.value("kid", json{}) != key_id(world) ||
        !signing_key().verifies(token->input, token->signature)) {
        throw unauthorized(world, "Access token validation failure. Invalid signature.");
    }
    return claims;
}

}  // namespace

ClaimsRequest read_claims_request(std::string_view text) {
    ClaimsRequest wish;
    if (text.empty()) return wish;
    const json parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object()) throw malformed_claims();
    const json wanted = parsed.value("access_token", json::object());
    if (!wanted.is_object()) throw malformed_claims();
    if (wanted.contains("xms_cc")) {
        const json& declared = wanted["xms_cc"];
        if (!declared.is_object()) throw malformed_claims();
        const json values = declared.value("values", json::array());
        wish.continuous_access =
            std::find(values.begin(), values.end(), capability) != values.end();
    }
    if (wanted.contains("nbf")) {
        const json& demanded = wanted["nbf"];
        if (!demanded.is_object()) throw malformed_claims();
        const json value = demanded.value("value", json{});
        const std::string digits = value.is_string() ? value.get<std::string>() : value.dump();
        std::int64_t at = 0;
        const char* end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, at);
        if (read.ec != std::errc{} || read.ptr != end) throw malformed_claims();
        wish.not_before = Instant{std::chrono::seconds{at}};
    }
    return wish;
}

json application_claims(const Application& application, const Principal& principal) {
    json claims{{"appid", application.client_id},
                {"app_displayname", application.display_name},
                {"appidacr", "2"},
                {"idtyp", "app"},
                {"oid", principal.id}};
    if (!principal.roles.empty()) claims["roles"] = principal.roles;
    return claims;
}

json token_answer(const World& world, const std::string& tenant, json claims,
                  const ClaimsRequest& wish) {
    const Entra& entra = world.entra;
    const Instant now = world.clock.now();
    const auto lifetime = wish.continuous_access ? entra.continuous_lifetime : entra.token_lifetime;
    const Instant from = std::clamp(wish.not_before, now - dated_back, now + clock_tolerance);
    claims.update(json{{"aud", world.options.origin()},
                       {"iss", issuer(world, tenant)},
                       {"iat", seconds(from)},
                       {"nbf", seconds(from)},
                       {"exp", seconds(now + lifetime)},
                       {"tid", tenant},
                       {"ver", "1.0"}});
    if (wish.continuous_access) claims["xms_cc"] = {capability};
    const json header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key_id(world)}};
    const std::string input = base64url(header.dump()) + "." + base64url(claims.dump());
    json answer{{"token_type", "Bearer"},
                {"expires_in", lifetime.count()},
                {"ext_expires_in", lifetime.count()},
                {"access_token", input + "." + base64url(signing_key().sign(input))}};
    if (wish.continuous_access) answer["refresh_in"] = lifetime.count() / 2;
    if (entra.refresh_in) answer["refresh_in"] = entra.refresh_in->count();
    return answer;
}

std::string key_id(const World& world) {
    return "sandbox-" + std::string{cloud_of(world).name};
}

void revoke_tokens(Principal& principal, Instant now) {
    principal.tokens_from = now;
}

Refusal unauthorized(const World& world, const std::string& message) {
    Refusal refusal{401, "InvalidAuthenticationToken", message};
    refusal.headers.set("WWW-Authenticate", challenge_field(world, ""));
    return refusal;
}

Refusal access_challenge(const World& world, Instant from) {
    const json claims{{"access_token",
                       {{"nbf", {{"essential", true}, {"value", std::to_string(seconds(from))}}}}}};
    Refusal refusal = unauthorized(
        world,
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and "
        "code: TokenIssuedBeforeRevocationTimestamp");
    refusal.headers.set("WWW-Authenticate",
                        challenge_field(world, ", error=\"insufficient_claims\", claims=\"" +
                                                   base64(claims.dump()) + "\""));
    return refusal;
}

Refusal challenge_caller(World& world, const graph::Headers& headers) {
    const Instant now = world.clock.now();
    try {
        const json claims = signed_claims(world, headers);
        Principal* principal = find_principal(world.entra, claims.at("appid"), claims.at("tid"));
        if (principal) revoke_tokens(*principal, now);
    } catch (const Refusal& refusal) {
        return refusal;
    }
    return access_challenge(world, now);
}

Caller authenticate(const World& world, const graph::Headers& headers) {
    const json claims = signed_claims(world, headers);
    if (claims.at("aud") != world.options.origin()) {
        throw unauthorized(world, "Access token validation failure. Invalid audience.");
    }
    if (claims.at("iss") != issuer(world, claims.at("tid"))) {
        throw unauthorized(world, "Access token validation failure. Invalid issuer.");
    }
    if (seconds(world.clock.now()) >= claims.at("exp").get<std::int64_t>()) {
        throw unauthorized(world, "Lifetime validation failed, the token is expired.");
    }
    evaluate(world, claims);
    return {claims.at("appid").get<std::string>(),
            claims.value("roles", std::vector<std::string>{}), words(claims.value("scp", "")),
            claims.at("tid").get<std::string>(), claims.value("wids", std::vector<std::string>{})};
}

}  // namespace plazo::sandbox
