#include "graph/token.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/json.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using std::chrono::seconds;

struct Advice {
    int code;
    std::string_view text;
};

/// AADSTS numbers of this grant and what mends them (Entra, "authentication and authorization error
/// codes").
constexpr std::array advices = std::to_array<Advice>({
    {90002, "the tenant was not found: check the tenant id and the cloud"},
    {900023, "the tenant is neither a GUID nor a domain name: check --tenant"},
    {50059, "the request names no tenant: check --tenant"},
    {9001023, "/common cannot be used: give the tenant's own id"},
    {90038, "the tenant lives in another national cloud: check --cloud"},
    {700016,
     "the application is not in this tenant: check client id and tenant, or grant admin consent"},
    {7000229, "the application has no service principal here: create the enterprise application"},
    {7000112, "the application is disabled in this tenant: enable it"},
    {700025, "\"Allow public client flows\" is on: switch it off"},
    {700027,
     "the certificate was not accepted: upload this service's .cer under Certificates & secrets "
     "and compare the thumbprints (plazo certificate show)"},
    {7000274, "the private key does not belong to the uploaded certificate"},
    {1000502, "the certificate is outside its validity: make and upload a new one"},
    {7000214, "the certificate was revoked: make and upload a new one"},
    {50003, "the application has no certificate: upload the .cer"},
    {50027, "the assertion was not accepted: check the cloud's hosts"},
    {700024, "the assertion is outside its time range: set this machine's clock (NTP)"},
    {70011, "the scope is not valid: check the cloud's Graph root"},
    {1002012, "the scope is not valid: check the cloud's Graph root"},
    {500011, "Graph's root belongs to another cloud: check --cloud"},
    {65001, "grant admin consent"},
    {53003, "a Conditional Access policy blocked the sign-in"},
    {50196, "too many equal requests: another instance asks for tokens without keeping them"},
});

std::string_view advice_for(int code) {
    const auto found = std::find_if(advices.begin(), advices.end(),
                                    [&](const Advice& advice) { return advice.code == code; });
    return found == advices.end() ? std::string_view{} : found->text;
}

/// A count of seconds that may come as a number or as text; nullopt for negative and absurd ones.
std::optional<seconds> read_seconds(const json& object, const char* name) {
    const auto member = object.find(name);
    if (member == object.end()) return std::nullopt;
    double value = -1;
    if (member->is_number()) {
        value = member->get<double>();
    } else if (member->is_string()) {
        const std::string text = member->get<std::string>();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    }
    constexpr double lifetime_seconds_max = 31 * 24 * 3600.0;
    if (!(value >= 0 && value <= lifetime_seconds_max)) return std::nullopt;
    return seconds{static_cast<std::int64_t>(std::floor(value))};
}

int aadsts_number(const json& body) {
    const auto codes = body.find("error_codes");
    if (codes == body.end() || !codes->is_array() || codes->empty()) return 0;
    return codes->front().is_number_integer() ? codes->front().get<int>() : 0;
}

std::string first_line(std::string_view text) {
    constexpr std::size_t description_bytes_max = 300;
    return std::string{text.substr(0, std::min(text.find_first_of("\r\n"), description_bytes_max))};
}

TokenFailure read_failure(const Account& account, const Response& response, const json& body,
                          Instant now) {
    TokenFailure failure;
    failure.status = response.status;
    failure.error = text_or_empty(body, "error");
    if (body.is_object()) failure.code = aadsts_number(body);
    failure.retry_after = retry_after(response, now);
    if (response.status == 429 && failure.retry_after == seconds{0}) {
        failure.retry_after = throttle_default;
    }
    if (failure.retry_after > seconds{0}) {
        failure.kind = TokenFailure::Kind::told_to_wait;
    } else if (response.status == 408 || response.status >= 500 ||
               failure.error == "temporarily_unavailable") {
        failure.kind = TokenFailure::Kind::transient;
    } else {
        failure.kind = TokenFailure::Kind::configuration;
    }
    failure.message = "no token for application " + account.client_id + " in tenant " +
                      account.tenant + ": HTTP " + std::to_string(response.status);
    const std::string description = first_line(text_or_empty(body, "error_description"));
    if (!description.empty()) failure.message += ", " + description;
    const std::string_view advice = advice_for(failure.code);
    if (!advice.empty()) failure.message += " - " + std::string{advice};
    return failure;
}

std::optional<Instant> parse_http_date(const std::string& text) {
    std::tm fields{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return Instant{seconds{timegm(&fields)}};
}

}  // namespace

Account account_in_cloud(std::string_view cloud, std::string tenant, std::string client_id) {
    struct Cloud {
        std::string_view name, login_host, graph_root;
    };
    constexpr std::array clouds = std::to_array<Cloud>({
        {"global", "https://login.microsoftonline.com", "https://graph.microsoft.com"},
        {"gcc-high", "https://login.microsoftonline.us", "https://graph.microsoft.us"},
        {"dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"},
        {"china", "https://login.partner.microsoftonline.cn",
         "https://microsoftgraph.chinacloudapi.cn"},
    });
    for (const Cloud& known : clouds) {
        if (known.name != cloud) continue;
        return {std::string{known.login_host}, std::string{known.graph_root}, std::move(tenant),
                std::move(client_id)};
    }
    throw std::invalid_argument{"unknown cloud \"" + std::string{cloud} + "\""};
}

bool valid_tenant(std::string_view tenant) {
    constexpr std::size_t tenant_bytes_max = 253;
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    if (tenant.empty() || tenant.size() > tenant_bytes_max) return false;
    if (tenant.front() == '.' || tenant.find("..") != std::string_view::npos) return false;
    for (const std::string_view shared : {"common", "organizations", "consumers"}) {
        if (equal_ignoring_case(tenant, shared)) return false;
    }
    return tenant.find_first_not_of(allowed) == std::string_view::npos;
}

std::string token_url(const Account& account) {
    return account.login_host + "/" + account.tenant + "/oauth2/v2.0/token";
}

Request token_request(const Account& account, const std::string& assertion,
                      const std::string& request_id) {
    const std::array<std::pair<std::string_view, std::string>, 5> fields = {{
        {"grant_type", "client_credentials"},
        {"client_id", account.client_id},
        {"scope", account.graph_root + "/.default"},
        {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
        {"client_assertion", assertion},
    }};
    std::string form;
    for (const auto& [name, value] : fields) {
        if (!form.empty()) form += '&';
        form += std::string{name} + "=" + percent_encode(value);
    }
    Request request;
    request.method = "POST";
    request.origin = account.login_host;
    request.target = "/" + account.tenant + "/oauth2/v2.0/token";
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.set("Accept", "application/json");
    request.headers.set("client-request-id", request_id);
    request.headers.set("return-client-request-id", "true");
    request.body = Body{std::move(form)};
    return request;
}

TokenAnswer read_token_answer(const Account& account, const Response& response, SteadyTime sent_at,
                              Instant now) {
    json body;
    try {
        if (response.body.size() <= token_answer_bytes_max) body = parse_json(response.body);
    } catch (const JsonError&) {
        // a throttled endpoint answers in plain text, a proxy in HTML: the status has to do
    }
    if (response.status != 200) return read_failure(account, response, body, now);

    const std::string access_token = text_or_empty(body, "access_token");
    const bool bearer = equal_ignoring_case(text_or_empty(body, "token_type"), "Bearer");
    const std::optional<seconds> lifetime =
        body.is_object() ? read_seconds(body, "expires_in") : std::nullopt;
    if (access_token.empty() || !bearer || !lifetime || *lifetime <= token_remainder_min) {
        TokenFailure failure;
        failure.status = response.status;
        failure.message = token_url(account) + " answered 200, but not with a token";
        return failure;
    }
    std::optional<seconds> refresh = read_seconds(body, "refresh_in");
    if (refresh == seconds{0}) refresh.reset();  // it would mean a renewal with every call
    const auto early = std::chrono::duration_cast<seconds>(*lifetime * refresh_fraction);
    Token token;
    token.authorization = "Bearer " + access_token;
    token.refresh_at = sent_at + std::min(refresh.value_or(early), *lifetime);
    token.expires_at = sent_at + *lifetime;
    return token;
}

seconds retry_after(const Response& response, Instant now) {
    const std::optional<std::string> field = response.headers.find("Retry-After");
    if (!field) return seconds{0};
    std::int64_t count = 0;
    const char* end = field->data() + field->size();
    const auto [stop, error] = std::from_chars(field->data(), end, count);
    if (error == std::errc{} && stop == end) {
        return std::clamp(seconds{count}, retry_after_min, retry_after_max);
    }
    if (error == std::errc::result_out_of_range && stop == end) return retry_after_max;
    const std::optional<Instant> date = parse_http_date(*field);
    return date ? std::clamp(*date - now, retry_after_min, retry_after_max) : seconds{0};
}

}  // namespace plazo::graph
