#include "graph/directory.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/base64.h"
#include "graph/json.h"
#include "timezone/text.h"

namespace plazo::graph {
namespace {

using nlohmann::json;

Request request(std::string method, std::string target, const std::string& request_id) {
    Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers.set("Accept", "application/json");
    made.headers.set("client-request-id", request_id);
    made.headers.set("return-client-request-id", "true");
    return made;
}

Request request(std::string method, std::string target, const std::string& request_id,
                const json& body) {
    Request made = request(std::move(method), std::move(target), request_id);
    made.headers.set("Content-Type", "application/json");
    made.body = Body{dump_json(body)};
    return made;
}

/// "/v1.0/applications(appId='...')": what was typed in cannot leave the quotes.
std::string by_client_id(const char* collection, const std::string& client_id) {
    std::string quoted;
    for (const char c : client_id) quoted += c == '\'' ? std::string{"''"} : std::string{c};
    return std::string{"/v1.0/"} + collection + "(appId='" + percent_encode(quoted) + "')";
}

std::string application_path(const std::string& object_id) {
    return "/v1.0/applications/" + percent_encode(object_id);
}

json key_json(const Certificate& certificate) {
    return {{"type", "AsymmetricX509Cert"},
            {"usage", "Verify"},
            {"key", base64_encode(certificate.der())},
            {"displayName", certificate.subject()},
            {"startDateTime", timezone::format_rfc3339(certificate.not_before())},
            {"endDateTime", timezone::format_rfc3339(certificate.not_after())}};
}

json parse_or_null(std::string_view text) {
    try {
        return parse_json(text);
    } catch (const JsonError&) {
        return nullptr;
    }
}

std::string upper_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15U];
    }
    return out;
}

/// customKeyIdentifier is the SHA-1 in base64, or, in answers of older registrations, in
/// hexadecimal.
std::string thumbprint_of(const std::string& identifier) {
    constexpr std::size_t sha1_bytes = 20;
    if (identifier.size() == 2 * sha1_bytes) {
        std::string upper = identifier;
        for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        if (upper.find_first_not_of("0123456789ABCDEF") == std::string::npos) return upper;
    }
    const auto bytes = base64_decode(identifier);
    return bytes && bytes->size() == sha1_bytes ? upper_hex(*bytes) : std::string{};
}

timezone::Instant time_of(const json& value, const char* name) {
    return timezone::parse_rfc3339(text_or_empty(value, name)).value_or(timezone::Instant{});
}

KeyCredential key_of(const json& value) {
    return {text_or_empty(value, "keyId"), text_or_empty(value, "displayName"),
            thumbprint_of(text_or_empty(value, "customKeyIdentifier")),
            time_of(value, "startDateTime"), time_of(value, "endDateTime")};
}

}  // namespace

bool is_welcome_role(std::string_view name) {
    // Mail.ReadWrite ends the doubt about a mail; the others only read less than what is needed.
    constexpr std::array<std::string_view, 1> welcome{"Mail.ReadWrite"};
    return std::find(welcome.begin(), welcome.end(), name) != welcome.end();
}

Request create_application(const NewApplication& wish, const std::string& request_id) {
    json body = {{"displayName", wish.display_name}, {"signInAudience", "AzureADMyOrg"}};
    json roles = json::array();
    for (const AppRole& role : wish.roles) roles.push_back({{"id", role.id}, {"type", "Role"}});
    if (!roles.empty()) {
        json access = {{"resourceAppId", graph_client_id}, {"resourceAccess", std::move(roles)}};
        body["requiredResourceAccess"] = json::array({std::move(access)});
    }
    if (wish.certificate != nullptr) {
        body["keyCredentials"] = json::array({key_json(*wish.certificate)});
    }
    return request("POST", "/v1.0/applications", request_id, body);
}

Request find_application(const std::string& client_id, const std::string& request_id) {
    return request(
        "GET",
        by_client_id("applications", client_id) + "?$select=id,appId,displayName,keyCredentials",
        request_id);
}

Request upload_key(const json& registration, const Certificate& added,
                   const std::string& request_id) {
    const auto found = registration.find("keyCredentials");
    json keys = found != registration.end() && found->is_array() ? *found : json::array();
    keys.push_back(key_json(added));
    return request("PATCH", application_path(text_or_empty(registration, "id")), request_id,
                   {{"keyCredentials", std::move(keys)}});
}

Request create_service_principal(const std::string& client_id, const std::string& request_id) {
    return request("POST", "/v1.0/servicePrincipals", request_id, {{"appId", client_id}});
}

Request find_service_principal(const std::string& client_id, const std::string& request_id) {
    return request("GET", by_client_id("servicePrincipals", client_id) + "?$select=id", request_id);
}

Request grant_role(const std::string& principal, const std::string& resource, const AppRole& role,
                   const std::string& request_id) {
    return request(
        "POST", "/v1.0/servicePrincipals/" + percent_encode(resource) + "/appRoleAssignedTo",
        request_id, {{"principalId", principal}, {"resourceId", resource}, {"appRoleId", role.id}});
}

Request add_key(const std::string& object_id, const Certificate& added, const std::string& proof,
                const std::string& request_id) {
    return request(
        "POST", application_path(object_id) + "/addKey", request_id,
        {{"keyCredential", key_json(added)}, {"passwordCredential", nullptr}, {"proof", proof}});
}

Request remove_key(const std::string& object_id, const std::string& key_id,
                   const std::string& proof, const std::string& request_id) {
    return request("POST", application_path(object_id) + "/removeKey", request_id,
                   {{"keyId", key_id}, {"proof", proof}});
}

std::string key_proof(const Certificate& signer, const std::string& object_id,
                      timezone::Instant now) {
    json header = {{"alg", name_of(signer.algorithm())}, {"typ", "JWT"}};
    if (signer.algorithm() == SignatureAlgorithm::ps256) {
        header["x5t#S256"] = signer.x5t_s256();
    } else {
        header["x5t"] = signer.x5t();
    }
    const auto seconds = [](timezone::Instant at) { return at.time_since_epoch().count(); };
    const json claims = {{"aud", directory_audience},
                         {"iss", object_id},
                         {"nbf", seconds(now)},
                         {"exp", seconds(now + key_proof_validity)}};
    const std::string input =
        base64url_encode(dump_json(header)) + "." + base64url_encode(dump_json(claims));
    return input + "." + base64url_encode(signer.sign(input));
}

std::optional<Registration> read_registration(std::string_view body) {
    const json value = parse_or_null(body);
    Registration read{text_or_empty(value, "id"),
                      text_or_empty(value, "appId"),
                      text_or_empty(value, "displayName"),
                      {}};
    if (read.object_id.empty() || read.client_id.empty()) return std::nullopt;
    const auto keys = value.find("keyCredentials");
    if (keys != value.end() && keys->is_array()) {
        for (const json& key : *keys) read.keys.push_back(key_of(key));
    }
    return read;
}

std::optional<KeyCredential> read_key_credential(std::string_view body) {
    KeyCredential key = key_of(parse_or_null(body));
    if (key.key_id.empty()) return std::nullopt;
    return key;
}

std::string read_id(std::string_view body) {
    return text_or_empty(parse_or_null(body), "id");
}

std::optional<std::vector<std::string>> roles_in_token(std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) return std::nullopt;
    const std::string_view token = authorization.substr(scheme.size());
    const std::size_t first = token.find('.');
    const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
    if (second == token.npos) return std::nullopt;
    const auto payload = base64_decode(token.substr(first + 1, second - first - 1));
    const json claims = payload ? parse_or_null(*payload) : json{};
    if (!claims.is_object()) return std::nullopt;
    std::vector<std::string> roles;
    const auto found = claims.find("roles");
    if (found == claims.end()) return roles;
    if (!found->is_array()) return std::nullopt;
    for (const json& role : *found) {
        if (role.is_string()) roles.push_back(role.get<std::string>());
    }
    return roles;
}

Request probe_mail(const std::string& mailbox, const std::string& request_id) {
    const json message = {{"subject", "Plazo: may this application send?"},
                          {"body", {{"contentType", "text"}, {"content", ""}}},
                          {"toRecipients", json::array()}};
    return request("POST", "/v1.0/users/" + percent_encode(mailbox) + "/sendMail", request_id,
                   {{"message", message}, {"saveToSentItems", false}});
}

}  // namespace plazo::graph
