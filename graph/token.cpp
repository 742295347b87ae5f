#include "graph/token.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>

#include "graph/aadsts.h"
#include "graph/json.h"

namespace plazo::graph {
namespace {

using nlohmann::json;
using std::chrono::seconds;

/// A count of seconds that may come as a number or as text; nullopt for negative and absurd ones.
std::optional<seconds> read_seconds(const json& object, const char* name) {
    if (!object.is_object()) return std::nullopt;
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

/// The first of `error_codes`, a number or a text; 0 when there is none that can be read.
int aadsts_number(const json& body) {
    if (!body.is_object()) return 0;
    const auto codes = body.find("error_codes");
    if (codes == body.end() || !codes->is_array() || codes->empty()) return 0;
    const json& first = codes->front();
    if (!first.is_number_integer() && !first.is_string()) return 0;
    const std::string text = first.is_string() ? first.get<std::string>() : first.dump();
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? number : 0;
}

/// A token is opaque, but it has to pass through a header field: visible ASCII (RFC 6750, 2.1).
bool fits_a_header(std::string_view token) {
    return !token.empty() &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string first_line(std::string_view text) {
    constexpr std::size_t description_bytes_max = 300;
    return std::string{
        beginning(text.substr(0, text.find_first_of("\r\n")), description_bytes_max)};
}

std::optional<Instant> parse_http_date(const std::string& text) {
    std::tm fields{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (end == nullptr || *end != '\0') return std::nullopt;
    return Instant{seconds{timegm(&fields)}};
}

std::optional<Instant> date_of(const Response& response) {
    const std::optional<std::string> field = response.headers.find("Date");
    return field ? parse_http_date(*field) : std::nullopt;
}

void note_skew(TokenFailure& failure, const Response& response, Instant now) {
    failure.skew = clock_skew(response, now);
    if (!failure.skew || std::chrono::abs(*failure.skew) <= clock_skew_max) return;
    const bool behind = *failure.skew > seconds{0};
    failure.message += "; this machine's clock is " +
                       std::to_string(std::chrono::abs(*failure.skew).count()) + " s " +
                       (behind ? "behind" : "ahead of") + " the sign-in service's: set it (NTP)";
}

TokenFailure read_failure(const Account& account, const Response& response, const json& body,
                          Instant now) {
    TokenFailure failure;
    failure.status = response.status;
    failure.error = text_or_empty(body, "error");
    failure.code = aadsts_number(body);
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
        failure.about_certificate =
            failure.error == "invalid_client" && is_about_certificate(failure.code);
    }
    failure.message = "no token for application " + account.client_id + " in tenant " +
                      account.tenant + ": HTTP " + std::to_string(response.status);
    const std::string description = first_line(text_or_empty(body, "error_description"));
    if (!description.empty()) failure.message += ", " + description;
    const std::string_view advice = advice_for(failure.code);
    if (!advice.empty()) failure.message += " - " + std::string{advice};
    note_skew(failure, response, now);
    return failure;
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
                      const std::string& request_id, const std::string& claims) {
    const std::array<std::pair<std::string_view, std::string>, 6> fields = {{
        {"grant_type", "client_credentials"},
        {"client_id", account.client_id},
        {"scope", account.graph_root + "/.default"},
        {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
        {"client_assertion", assertion},
        {"claims", claims},
    }};
    std::string form;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
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
    const std::optional<seconds> lifetime = read_seconds(body, "expires_in");
    if (!fits_a_header(access_token) || !bearer || !lifetime || *lifetime <= token_remainder_min) {
        TokenFailure failure;
        failure.kind = TokenFailure::Kind::protocol;
        failure.status = response.status;
        failure.message = token_url(account) + " answered 200, but not with a token";
        note_skew(failure, response, now);
        return failure;
    }
    std::optional<seconds> refresh = read_seconds(body, "refresh_in");
    // 0 would mean a renewal with every call, and one in the last minute comes too late
    if (refresh == seconds{0} || refresh >= *lifetime - token_remainder_min) refresh.reset();
    const auto early = std::chrono::duration_cast<seconds>(*lifetime * refresh_fraction);
    Token token;
    token.authorization = "Bearer " + access_token;
    token.asked_at = sent_at;
    token.refresh_at = sent_at + refresh.value_or(std::min(early, *lifetime - token_remainder_min));
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
    if (!date) return seconds{0};
    const Instant asked = date_of(response).value_or(now);
    return std::clamp(*date - asked, retry_after_min, retry_after_max);
}

std::optional<seconds> clock_skew(const Response& response, Instant now) {
    const std::optional<Instant> date = date_of(response);
    return date ? std::optional{*date - now} : std::nullopt;
}

}  // namespace plazo::graph
