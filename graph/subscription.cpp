#include "graph/subscription.h"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "graph/json.h"
#include "graph/odata.h"
#include "timezone/text.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

std::string end_of(timezone::Instant now, std::chrono::minutes life) {
    if (life < subscription_life_min || life > subscription_life_max) {
        throw std::invalid_argument{"a subscription lasts " +
                                    std::to_string(subscription_life_min.count()) + " to " +
                                    std::to_string(subscription_life_max.count()) + " minutes"};
    }
    return timezone::format_rfc3339(now + life);
}

void check_url(const std::string& url) {
    if (url.starts_with("https://")) return;
    throw std::invalid_argument{"Graph notifies by https only, not \"" + url + "\""};
}

/// RFC 3629's characters, however many bytes they have.
std::size_t characters_of(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    return count;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    }
    return difference == 0;
}

Notification::Kind kind_of(const json& entry) {
    using Kind = Notification::Kind;
    struct Word {
        std::string_view text;
        Kind kind;
    };
    constexpr std::array words = std::to_array<Word>({
        {"created", Kind::created},
        {"updated", Kind::updated},
        {"deleted", Kind::deleted},
        {"reauthorizationRequired", Kind::reauthorization_required},
        {"subscriptionRemoved", Kind::subscription_removed},
        {"missed", Kind::missed},
    });
    const std::string lifecycle = text_or_empty(entry, "lifecycleEvent");
    const std::string said = lifecycle.empty() ? text_or_empty(entry, "changeType") : lifecycle;
    for (const auto& [text, kind] : words) {
        if (equal_ignoring_case(text, said)) return kind;
    }
    return Kind::unknown;
}

}  // namespace

Request create_subscription(const Subscription& subscription, timezone::Instant now,
                            std::chrono::minutes life, const std::string& request_id) {
    check_url(subscription.notification_url);
    const std::size_t characters = characters_of(subscription.client_state);
    if (characters == 0 || characters > client_state_characters_max) {
        throw std::invalid_argument{"a clientState has 1 to " +
                                    std::to_string(client_state_characters_max) + " characters"};
    }
    json body = {{"changeType", "created,updated,deleted"},
                 {"notificationUrl", subscription.notification_url},
                 {"resource", "/users/" + subscription.mailbox + "/events"},
                 {"expirationDateTime", end_of(now, life)},
                 {"clientState", subscription.client_state}};
    if (!subscription.lifecycle_url.empty()) {
        check_url(subscription.lifecycle_url);
        body["lifecycleNotificationUrl"] = subscription.lifecycle_url;
    }
    return call("POST", "/v1.0/subscriptions", request_id, body);
}

Request renew_subscription(const std::string& id, timezone::Instant now, std::chrono::minutes life,
                           const std::string& request_id) {
    const json body = {{"expirationDateTime", end_of(now, life)}};
    return call("PATCH", "/v1.0/subscriptions/" + percent_encode(id), request_id, body);
}

Request delete_subscription(const std::string& id, const std::string& request_id) {
    return call("DELETE", "/v1.0/subscriptions/" + percent_encode(id), request_id);
}

std::optional<Response> answer_handshake(const Request& request) {
    if (request.method != "POST") return std::nullopt;
    const std::optional<std::string> token = query_parameter(request.target, "validationToken");
    if (!token) return std::nullopt;
    Response response;
    response.headers.set("Content-Type", "text/plain; charset=utf-8");
    response.headers.set("X-Content-Type-Options", "nosniff");
    if (token->empty() || token->size() > validation_token_bytes_max) {
        response.status = 400;
        response.body =
            "validationToken has 1 to " + std::to_string(validation_token_bytes_max) + " bytes\n";
        return response;
    }
    response.body = *token;
    return response;
}

Notifications read_notifications(const std::string& body, std::string_view client_state) {
    Notifications read;
    json answer;
    try {
        if (body.size() <= notifications_body_bytes_max) answer = parse_json(body);
    } catch (const JsonError&) {
        answer = nullptr;
    }
    const auto list = answer.is_object() ? answer.find("value") : answer.end();
    if (!answer.is_object() || list == answer.end() || !list->is_array()) {
        read.refused = 1;
        return read;
    }
    for (const json& entry : *list) {
        Notification each;
        each.subscription = text_or_empty(entry, "subscriptionId");
        const bool ours = equal_in_constant_time(text_or_empty(entry, "clientState"), client_state);
        const bool room = read.notifications.size() < notifications_max;
        if (!ours || client_state.empty() || each.subscription.empty() || !room) {
            ++read.refused;
            continue;
        }
        each.kind = kind_of(entry);
        const auto data = entry.find("resourceData");
        if (data != entry.end()) each.event = text_or_empty(*data, "id");
        read.notifications.push_back(std::move(each));
    }
    return read;
}

}  // namespace plazo::graph
