#include "examples/sandbox/entra.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "examples/sandbox/assertion_check.h"
#include "examples/sandbox/device_sign_in.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/times.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view assertion_type =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

SignInRefusal bad_request(int number, const std::string& text) {
    return {400, "invalid_request", number, text};
}

/// The form fields, decoded once; a form is a query string without its question mark.
class Form {
  public:
    explicit Form(const std::string& body) : query_{"?" + body} {}
    std::string required(const char* name) const {
        const auto value = graph::query_parameter(query_, name);
        if (!value || value->empty()) {
            throw bad_request(900144, "The request body must contain the following parameter: '" +
                                          std::string{name} + "'.");
        }
        return *value;
    }
    std::optional<std::string> find(const char* name) const {
        return graph::query_parameter(query_, name);
    }

  private:
    std::string query_;
};

void check_tenant(const World& world, const std::string& tenant) {
    if (graph::equal_ignoring_case(tenant, world.options.tenant)) return;
    if (tenant == "common" || tenant == "organizations" || tenant == "consumers") {
        throw bad_request(9001023, "The grant type is not supported over the /" + tenant +
                                       " endpoint. Use the tenant-specific endpoint.");
    }
    const bool well_formed = std::all_of(tenant.begin(), tenant.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '.' || c == '-';
    });
    if (!well_formed) {
        throw bad_request(900023,
                          "Specified tenant identifier '" + tenant +
                              "' is neither a valid DNS name, nor a valid external domain.");
    }
    throw bad_request(90002, "Tenant '" + tenant + "' not found. Check to make sure you have the " +
                                 "correct tenant ID and are signing into the correct cloud.");
}

void check_scope(const std::string& scope, const std::string& origin) {
    const auto refuse = [](int number, const std::string& text) {
        return SignInRefusal{400, "invalid_scope", number, text};
    };
    if (scope.find('%') != scope.npos) {
        throw refuse(1002012,
                     "The provided value for scope " + scope +
                         " is not valid. Client credential flows must have a scope value " +
                         "with /.default suffixed to the resource identifier.");
    }
    if (scope.find(' ') != scope.npos || !scope.ends_with("/.default")) {
        throw refuse(70011,
                     "The provided request must include a 'scope' input parameter. The "
                     "provided value for the input parameter 'scope' is not valid. The "
                     "scope " +
                         scope + " is not valid.");
    }
    if (scope != origin + "/.default") {
        throw SignInRefusal{
            400, "invalid_resource", 500011,
            "The resource principal named " + scope + " was not found in the tenant."};
    }
}

const Application& check_client(World& world, const Form& form, const std::string& audience) {
    const std::string client_id = form.required("client_id");
    const auto found = world.entra.applications.find(client_id);
    if (found == world.entra.applications.end()) {
        throw SignInRefusal{
            400, "unauthorized_client", 700016,
            "Application with identifier '" + client_id + "' was not found in the directory."};
    }
    if (form.find("client_secret")) {
        throw SignInRefusal{401, "invalid_client", 7000215, "Invalid client secret provided."};
    }
    const auto assertion = form.find("client_assertion");
    if (!assertion || form.find("client_assertion_type") != assertion_type) {
        throw SignInRefusal{401, "invalid_client", 7000218,
                            "The request body must contain the following parameter: "
                            "'client_assertion' or 'client_secret'."};
    }
    check_assertion(world.entra, found->second, *assertion, audience, world.clock.now());
    if (found->second.principal_id.empty()) {
        throw SignInRefusal{400, "unauthorized_client", 7000229,
                            "The client application '" + client_id +
                                "' is missing service principal in the tenant."};
    }
    return found->second;
}

/// Signs claims together with those that every token has.
std::string access_token(const World& world, json claims) {
    const Instant now = world.clock.now();
    const auto at = [&](std::chrono::seconds after) {
        return (now + after).time_since_epoch().count();
    };
    claims.update(json{{"aud", world.options.origin()},
                       {"iss", "https://sts.windows.net/" + world.options.tenant + "/"},
                       {"iat", at(std::chrono::seconds{0})},
                       {"nbf", at(std::chrono::seconds{0})},
                       {"exp", at(world.entra.token_lifetime)},
                       {"tid", world.options.tenant},
                       {"ver", "1.0"}});
    const json header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", "sandbox"}};
    const std::string input = base64url(header.dump()) + "." + base64url(claims.dump());
    return input + "." + base64url(signing_key().sign(input));
}

json application_claims(const Application& application) {
    json claims{{"appid", application.client_id},
                {"app_displayname", application.display_name},
                {"appidacr", "2"},
                {"idtyp", "app"},
                {"oid", application.principal_id}};
    if (!application.roles.empty()) claims["roles"] = application.roles;
    return claims;
}

json token_answer(const World& world, json claims) {
    const auto lifetime = world.entra.token_lifetime.count();
    return {{"token_type", "Bearer"},
            {"expires_in", lifetime},
            {"ext_expires_in", lifetime},
            {"access_token", access_token(world, std::move(claims))}};
}

json success(World& world, const graph::Request& head, const std::string& tenant,
             const std::string& body) {
    check_tenant(world, tenant);
    if (head.method != "POST") {
        throw bad_request(900561, "The endpoint only accepts POST requests. Received a " +
                                      head.method + " request.");
    }
    const Form form{body};
    const std::string grant = form.required("grant_type");
    if (grant == device_grant) {
        return token_answer(world, check_device_code(world, form.required("device_code")));
    }
    if (grant != "client_credentials") {
        throw SignInRefusal{400, "unsupported_grant_type", 70003,
                            "The app requested an unsupported grant type."};
    }
    const std::string scope = form.required("scope");
    const std::string origin = world.options.origin();
    const Application& application =
        check_client(world, form, origin + "/" + tenant + "/oauth2/v2.0/token");
    check_scope(scope, origin);
    json answer = token_answer(world, application_claims(application));
    if (world.entra.refresh_in) answer["refresh_in"] = world.entra.refresh_in->count();
    return answer;
}

json failure(World& world, const SignInRefusal& refusal, const graph::Request& head) {
    const std::string trace = world.ids.uuid();
    const std::string correlation =
        head.headers.find("client-request-id").value_or(world.ids.uuid());
    std::string timestamp = timezone::format_rfc3339(world.clock.now());
    timestamp[10] = ' ';
    return {
        {"error", refusal.error},
        {"error_description", "AADSTS" + std::to_string(refusal.number) + ": " + refusal.what() +
                                  " Trace ID: " + trace + " Correlation ID: " + correlation +
                                  " Timestamp: " + timestamp},
        {"error_codes", {refusal.number}},
        {"timestamp", timestamp},
        {"trace_id", trace},
        {"correlation_id", correlation},
        {"error_uri", world.options.origin() + "/error?code=" + std::to_string(refusal.number)}};
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream{text};
    return {std::istream_iterator<std::string>{stream}, {}};
}

/// What `answer` returns, or the refusal that it throws.
template <typename Answer>
graph::Response answered(World& world, const graph::Request& head, const Answer& answer) {
    graph::Response response;
    try {
        response = reply(200, answer());
    } catch (const SignInRefusal& refusal) {
        response = reply(refusal.status, failure(world, refusal, head));
    }
    response.headers.set("Cache-Control", "no-store, no-cache");
    response.headers.set("Pragma", "no-cache");
    return response;
}

Refusal unauthorized(const std::string& message) {
    Refusal refusal{401, "InvalidAuthenticationToken", message};
    refusal.headers.set(
        "WWW-Authenticate",
        "Bearer realm=\"\", "
        "authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
        "client_id=\"00000003-0000-0000-c000-000000000000\"");
    return refusal;
}

}  // namespace

graph::Response issue_token(World& world, const std::string& tenant, const graph::Request& head,
                            const std::string& body) {
    return answered(world, head, [&] { return success(world, head, tenant, body); });
}

graph::Response issue_device_code(World& world, const std::string& tenant,
                                  const graph::Request& head, const std::string& body) {
    return answered(world, head, [&] {
        check_tenant(world, tenant);
        const Form form{body};
        form.required("scope");
        return new_device_code(world, form.required("client_id"));
    });
}

graph::Response openid_configuration(World& world, const std::string& tenant,
                                     const graph::Request& head) {
    try {
        check_tenant(world, tenant);
    } catch (const SignInRefusal& refusal) {
        return reply(refusal.status, failure(world, refusal, head));
    }
    const std::string origin = world.options.origin();
    const std::string host = origin.substr(origin.find("://") + 3);
    const std::string endpoints = origin + "/" + tenant + "/oauth2/v2.0/";
    return reply(200, {{"token_endpoint", endpoints + "token"},
                       {"authorization_endpoint", endpoints + "authorize"},  // MSAL insists on it
                       {"device_authorization_endpoint", endpoints + "devicecode"},
                       {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
                       {"jwks_uri", origin + "/" + tenant + "/discovery/v2.0/keys"},
                       {"issuer", origin + "/" + world.options.tenant + "/v2.0"},
                       {"msgraph_host", host}});
}

graph::Response signing_keys() {
    const json key{{"kty", "RSA"},
                   {"use", "sig"},
                   {"kid", "sandbox"},
                   {"n", signing_key().modulus()},
                   {"e", signing_key().exponent()}};
    return reply(200, {{"keys", {key}}});
}

Caller authenticate(const World& world, const graph::Headers& headers) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string authorization = headers.find("Authorization").value_or("");
    if (!authorization.starts_with(scheme)) throw unauthorized("Access token is empty.");
    const auto token = take_apart(std::string_view{authorization}.substr(scheme.size()));
    const json claims = token ? json::parse(token->payload, nullptr, false) : json{};
    if (!claims.is_object()) {
        throw unauthorized("CompactToken parsing failed with error code: 80049217");
    }
    if (!signing_key().verifies(token->input, token->signature)) {
        throw unauthorized("Access token validation failure. Invalid signature.");
    }
    // signed by ourselves: every claim is there and of its type
    if (claims.at("aud") != world.options.origin()) {
        throw unauthorized("Access token validation failure. Invalid audience.");
    }
    const auto now = world.clock.now().time_since_epoch().count();
    if (now >= claims.at("exp").get<std::int64_t>()) {
        throw unauthorized("Lifetime validation failed, the token is expired.");
    }
    return {claims.at("appid").get<std::string>(),
            claims.value("roles", std::vector<std::string>{}), words(claims.value("scp", ""))};
}

}  // namespace plazo::sandbox
