#include "examples/sandbox/assertion_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/times.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

SignInRefusal malformed(const std::string& why) {
    return {401, "invalid_client", 50027, "JWT token is invalid or malformed. " + why};
}

SignInRefusal unverified(const std::string& reason, const std::string& thumbprint) {
    return {401, "invalid_client", 700027,
            "The certificate with identifier used to sign the client assertion is not registered "
            "on application or cannot be used. [Reason - " +
                reason + ", Thumbprint of key used by client: '" + thumbprint + "']"};
}

json parse_part(const std::string& text) {
    json value = json::parse(text, nullptr, false);
    if (!value.is_object()) throw malformed("A part is not a JSON object.");
    return value;
}

std::string string_claim(const json& claims, const char* name) {
    const auto claim = claims.find(name);
    if (claim == claims.end() || !claim->is_string()) {
        throw malformed("The claim '" + std::string{name} + "' is missing or not a string.");
    }
    return claim->get<std::string>();
}

Instant time_claim(const json& claims, const char* name) {
    const auto claim = claims.find(name);
    if (claim == claims.end() || !claim->is_number_integer()) {
        throw malformed("The claim '" + std::string{name} + "' is missing or not a number.");
    }
    return Instant{std::chrono::seconds{claim->get<std::int64_t>()}};
}

/// The registered certificate that the header names by SHA-256 or SHA-1. One that was added a
/// moment ago may not have come here yet.
const Certificate& named_certificate(const Application& application, const json& header,
                                     Instant now) {
    if (application.certificates.empty()) {
        throw SignInRefusal{401, "invalid_client", 50003,
                            "The sign-in failed because of a missing signing key or certificate."};
    }
    const bool strong = header.contains("x5t#S256");
    if (!strong && !header.contains("x5t")) throw unverified("The key was not found.", "");
    const std::string thumbprint = string_claim(header, strong ? "x5t#S256" : "x5t");
    const auto found = std::find_if(
        application.certificates.begin(), application.certificates.end(),
        [&](const Certificate& certificate) {
            return certificate.usable_at <= now &&
                   base64url(strong ? certificate.sha256 : certificate.sha1) == thumbprint;
        });
    if (found == application.certificates.end()) {
        if (header.contains("x5c")) {
            throw SignInRefusal{401, "invalid_client", 700030,
                                "Invalid certificate - subject name in certificate is not "
                                "authorized."};
        }
        throw unverified("The key was not found.", thumbprint);
    }
    return *found;
}

void check_signature(const Application& application, const CompactToken& token, Instant now) {
    const json header = parse_part(token.header);
    const std::string algorithm = string_claim(header, "alg");
    if (algorithm.starts_with("ES")) {
        throw SignInRefusal{401, "invalid_client", 5002738,
                            "The signature algorithm '" + algorithm + "' is not supported."};
    }
    if (algorithm != "PS256" && algorithm != "RS256") {
        throw malformed("The algorithm '" + algorithm + "' is not accepted.");
    }
    const Certificate& certificate = named_certificate(application, header, now);
    if (now < certificate.not_before || now > certificate.not_after) {
        throw unverified("The key used is expired. Found key 'Start=" +
                             timezone::format_rfc3339(certificate.not_before) +
                             ", End=" + timezone::format_rfc3339(certificate.not_after) + "'",
                         base64url(certificate.sha1));
    }
    if (!verifies(certificate, algorithm, token.input, token.signature)) {
        throw unverified("The key was found, but the signature does not verify with it.",
                         base64url(certificate.sha1));
    }
}

void check_times(Instant not_before, Instant expiry, Instant now) {
    if (expiry <= not_before) throw malformed("It expires before it begins.");
    if (now + clock_tolerance < not_before || now - clock_tolerance >= expiry) {
        throw SignInRefusal{401, "invalid_client", 700024,
                            "Client assertion is not within its valid time range. Current time: " +
                                timezone::format_rfc3339(now) + ", assertion valid from " +
                                timezone::format_rfc3339(not_before) +
                                ", expiry time of assertion " + timezone::format_rfc3339(expiry) +
                                "."};
    }
}

}  // namespace

void check_assertion(Entra& entra, const Application& application, const std::string& assertion,
                     const std::string& audience, Instant now) {
    const auto token = take_apart(assertion);
    if (!token) throw malformed("It is not of the form header.payload.signature.");
    check_signature(application, *token, now);

    const json claims = parse_part(token->payload);
    const std::string issuer = string_claim(claims, "iss");
    if (issuer != string_claim(claims, "sub")) {
        throw SignInRefusal{401, "invalid_client", 50048, "Subject must match issuer claim."};
    }
    if (issuer != application.client_id) throw malformed("The issuer is not the client.");
    if (string_claim(claims, "aud") != audience) {
        throw malformed("The audience is not the token endpoint '" + audience + "'.");
    }
    const Instant expiry = time_claim(claims, "exp");
    check_times(time_claim(claims, "nbf"), expiry, now);

    const std::string id = application.client_id + " " + string_claim(claims, "jti");
    if (!entra.assertions_once) return;
    std::erase_if(entra.spent_assertions, [&](const auto& spent) { return spent.second < now; });
    if (!entra.spent_assertions.emplace(id, expiry + clock_tolerance).second) {
        throw malformed("Its jti was used before.");
    }
}

}  // namespace plazo::sandbox
