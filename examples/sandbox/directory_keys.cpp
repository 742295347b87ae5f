#include "examples/sandbox/directory_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_calls.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// The date that the credential gives, else the certificate's own.
Instant date_in(const json& key, const char* name, Instant own) {
    const std::string text = text_of(key, name);
    if (text.empty()) return own;
    const auto instant = timezone::parse_rfc3339(text);
    if (!instant) throw bad_directory_request(std::string{name} + " is not a date.");
    return *instant;
}

void set_dates(Certificate& certificate, const json& key) {
    const Instant start = date_in(key, "startDateTime", certificate.not_before);
    const Instant end = date_in(key, "endDateTime", certificate.not_after);
    if (start < certificate.not_before || start > end) {
        throw bad_directory_request("Key credential start date is invalid.");
    }
    if (end > certificate.not_after) {
        throw bad_directory_request("Key credential end date is invalid.");
    }
    certificate.not_before = start;
    certificate.not_after = end;
}

void check_policy(const Entra& entra, const Certificate& certificate) {
    if (!entra.key_lifetime_max) return;
    if (certificate.not_after - certificate.not_before <= *entra.key_lifetime_max) return;
    throw Refusal{400, "CredentialInvalidLifetimeAsPerAppPolicy",
                  "Credential lifetime exceeds the max value allowed as per assigned policy."};
}

}  // namespace

json key_json(const Certificate& certificate, bool with_bytes) {
    return {{"keyId", certificate.key_id},
            {"type", "AsymmetricX509Cert"},
            {"usage", "Verify"},
            {"displayName", certificate.display_name},
            {"customKeyIdentifier", base64(certificate.sha1)},
            {"startDateTime", timezone::format_rfc3339(certificate.not_before)},
            {"endDateTime", timezone::format_rfc3339(certificate.not_after)},
            {"key", with_bytes ? json(base64(certificate.der)) : json{}}};
}

Certificate new_key(World& world, const json& key) {
    if (!key.is_object() || text_of(key, "type") != "AsymmetricX509Cert" ||
        text_of(key, "usage") != "Verify") {
        throw bad_directory_request(
            "A key credential needs the type AsymmetricX509Cert and usage Verify.");
    }
    const auto der = from_base64(text_of(key, "key"));
    auto certificate = der ? read_certificate(*der) : std::nullopt;
    if (!certificate) {
        throw bad_directory_request("New key credential must have a valid key value.");
    }
    set_dates(*certificate, key);
    check_policy(world.entra, *certificate);
    certificate->key_id = world.ids.uuid();
    certificate->display_name = text_of(key, "displayName");
    certificate->usable_at = world.clock.now() + world.entra.replication_lag;
    return *certificate;
}

std::vector<Certificate> keys_of(World& world, const json& list,
                                 const std::vector<Certificate>& present) {
    if (!list.is_array()) throw bad_directory_request("keyCredentials must be a collection.");
    std::vector<Certificate> keys;
    for (const json& each : list) {
        const std::string id = each.is_object() ? text_of(each, "keyId") : "";
        const auto same = std::find_if(present.begin(), present.end(),
                                       [&](const Certificate& key) { return key.key_id == id; });
        keys.push_back(same == present.end() ? new_key(world, each) : *same);
    }
    return keys;
}

}  // namespace plazo::sandbox
