#include "graph/directory_sign_in.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"

namespace plazo::graph {
namespace {

using boost::asio::awaitable;
using nlohmann::json;
using std::chrono::seconds;

Request form_request(const Account& account, const std::string& page, const std::string& form,
                     const std::string& request_id) {
    Request request;
    request.method = "POST";
    request.origin = account.login_host;
    request.target = "/" + account.tenant + "/oauth2/v2.0/" + page;
    request.headers.set("Accept", "application/json");
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.set("client-request-id", request_id);
    request.body = Body{form};
    return request;
}

json object_of(const Response& response) {
    try {
        return parse_json(response.body);
    } catch (const JsonError&) {
        return nullptr;
    }
}

SignInError refused(const Response& response, const json& body) {
    const std::string description = text_or_empty(body, "error_description");
    std::string text = "HTTP " + std::to_string(response.status);
    if (!description.empty())
        text += ", " + description.substr(0, description.find_first_of("\r\n"));
    return {"the sign-in service refused: " + text, false};
}

seconds seconds_or(const json& body, const char* name, seconds otherwise) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_number_integer()) return otherwise;
    const auto count =
        std::clamp<std::int64_t>(found->get<std::int64_t>(), 0, device_code_life_max.count());
    return seconds{count};
}

/// A poll that gets no answer counts as one that came too soon (RFC 8628, 3.5).
awaitable<DeviceAnswer> poll(Handler& network, Request request) {
    try {
        const Response response = co_await network(std::move(request));
        co_return read_device_token(response);
    } catch (const TransportError&) {
        co_return DeviceAnswer{NotYet{true}};
    }
}

}  // namespace

Request device_code_request(const Account& account, const std::string& scopes,
                            const std::string& request_id) {
    return form_request(
        account, "devicecode",
        "client_id=" + percent_encode(account.client_id) + "&scope=" + percent_encode(scopes),
        request_id);
}

DeviceCode read_device_code(const Response& response) {
    const json body = object_of(response);
    DeviceCode code;
    code.device_code = text_or_empty(body, "device_code");
    code.user_code = text_or_empty(body, "user_code");
    code.page = text_or_empty(body, "verification_uri");
    if (response.status != 200 || code.device_code.empty() || code.user_code.empty() ||
        !code.page.starts_with("https://")) {
        throw refused(response, body);
    }
    code.life = seconds_or(body, "expires_in", device_code_life_max);
    code.interval = std::max(seconds{1}, seconds_or(body, "interval", device_poll_interval));
    return code;
}

Request device_token_request(const Account& account, const std::string& device_code,
                             const std::string& request_id) {
    return form_request(
        account, "token",
        "grant_type=" + percent_encode("urn:ietf:params:oauth:grant-type:device_code") +
            "&client_id=" + percent_encode(account.client_id) +
            "&device_code=" + percent_encode(device_code),
        request_id);
}

DeviceAnswer read_device_token(const Response& response) {
    const json body = object_of(response);
    const std::string token = text_or_empty(body, "access_token");
    if (response.status == 200 && !token.empty()) return "Bearer " + token;
    const std::string error = text_or_empty(body, "error");
    if (error == "authorization_pending") return NotYet{};
    if (error == "slow_down" || response.status == 429 || response.status >= 500) {
        return NotYet{true};
    }
    if (error == "authorization_declined" || error == "access_denied") {
        throw SignInError{"the sign-in was declined on Microsoft's page", true};
    }
    if (error == "expired_token") {
        throw SignInError{"the code ran out before anybody had signed in with it", false};
    }
    throw refused(response, body);
}

awaitable<std::string> sign_in_by_device_code(Handler network, Account account, std::string scopes,
                                              Clock& clock, Random& random,
                                              std::function<void(const DeviceCode&)> show) {
    Request asked = device_code_request(account, scopes, random.uuid());
    const Response response = co_await network(std::move(asked));
    const DeviceCode code = read_device_code(response);
    show(code);
    const SteadyTime end = clock.steady() + code.life;
    seconds interval = code.interval;
    const std::unique_ptr<Alarm> alarm = clock.make_alarm();
    while (clock.steady() + interval < end) {
        co_await alarm->wait_until(clock.steady() + interval);
        Request request = device_token_request(account, code.device_code, random.uuid());
        const DeviceAnswer answer = co_await poll(network, std::move(request));
        if (const auto* authorization = std::get_if<std::string>(&answer)) {
            co_return *authorization;
        }
        if (std::get<NotYet>(answer).slower) interval += device_poll_slower;
    }
    throw SignInError{"the code ran out before anybody had signed in with it", false};
}

}  // namespace plazo::graph
