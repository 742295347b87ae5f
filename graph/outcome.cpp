#include "graph/outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "graph/token.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

struct Advice {
    std::string_view code;
    std::string_view text;
};

constexpr std::array advices = std::to_array<Advice>({
    {"ErrorAccessDenied",
     "the application may not use this mailbox: check its roles, and whether the "
     "policy that limits it includes the mailbox (a change takes up to two hours)"},
    {"Authorization_RequestDenied", "the application lacks a directory permission"},
    {"ErrorSendAsDenied", "the mailbox may not send in that name"},
    {"MailboxNotEnabledForRESTAPI",
     "the mailbox has no Exchange Online licence, or is on-premises"},
    {"ErrorInvalidUser", "there is no such mailbox"},
    {"ResourceNotFound", "there is no such mailbox"},
    {"Request_ResourceNotFound", "there is no such mailbox"},
    {"ErrorInvalidRecipients", "an address of the attendees or recipients is not valid"},
    {"TimeZoneNotSupportedException", "the mailbox's server does not know this time zone"},
    {"ErrorQuotaExceeded", "the mailbox is full"},
    {"InvalidAuthenticationToken", "Graph does not accept the token"},
});

bool is_throttling(int status, std::string_view code) {
    return status == 429 || status == 509 || code == "ApplicationThrottled" ||
           code == "TooManyRequests" || code == "activityLimitReached" ||
           code == "ErrorTooManyObjectsOpened";
}

/// The error object, whatever shape the answer has.
json error_of(const Response& response) {
    try {
        json body = parse_json(response.body);
        if (body.is_object() && body.contains("error") && body["error"].is_object()) {
            return std::move(body["error"]);
        }
    } catch (const JsonError&) {
        // gateways answer in HTML: the status has to do
    }
    return json::object();
}

std::optional<std::string> existing_event(const json& error) {
    for (const auto& [name, value] : error.items()) {
        const bool annotation = name == "existingEventId" || name.ends_with(".existingEventId");
        if (annotation && value.is_string()) return value.get<std::string>();
    }
    return std::nullopt;
}

std::string message_for(const Outcome& outcome, const json& error) {
    std::string message = "HTTP " + std::to_string(outcome.status);
    if (!outcome.code.empty()) message += " " + outcome.code;
    const std::string said = text_or_empty(error, "message");
    constexpr std::size_t message_bytes_max = 300;
    if (!said.empty()) message += ": " + said.substr(0, message_bytes_max);
    const auto advice = std::find_if(advices.begin(), advices.end(),
                                     [&](const Advice& each) { return each.code == outcome.code; });
    if (advice != advices.end()) message += " - " + std::string{advice->text};
    return message;
}

}  // namespace

std::string_view name_of(Outcome::Kind kind) {
    constexpr std::array<std::string_view, 5> names = {"done", "throttled", "refused",
                                                       "unavailable", "in_doubt"};
    return names[static_cast<std::size_t>(kind)];
}

Outcome outcome_of(const Response& response, Repeatable repeatable, timezone::Instant now) {
    Outcome outcome;
    outcome.status = response.status;
    outcome.request_id = response.headers.find("request-id").value_or("");
    if (response.status >= 200 && response.status < 300) return outcome;

    const json error = error_of(response);
    outcome.code = text_or_empty(error, "code");
    outcome.message = message_for(outcome, error);
    outcome.wait = retry_after(response, now);
    if (outcome.code == "ErrorDuplicateTransactionId") {
        outcome.existing_event_id = existing_event(error);
    }
    // 507 is a full mailbox: nothing was stored, and somebody has to make room.
    const bool server_trouble =
        (response.status >= 500 && response.status != 507) || response.status == 408;
    outcome.maybe_done = server_trouble;
    if (is_throttling(response.status, outcome.code)) {
        // Mails were delivered although the caller was told of throttling with a 5xx; a 429 refuses
        // beforehand.
        const bool doubt = repeatable == Repeatable::no && response.status != 429;
        outcome.kind = doubt ? Outcome::Kind::in_doubt : Outcome::Kind::throttled;
        if (outcome.wait == std::chrono::seconds{0}) outcome.wait = throttle_wait_default;
    } else if (server_trouble && repeatable == Repeatable::no) {
        outcome.kind = Outcome::Kind::in_doubt;
    } else if (server_trouble && outcome.wait > std::chrono::seconds{0}) {
        outcome.kind = Outcome::Kind::throttled;
    } else if (server_trouble || response.status == 401) {
        outcome.kind = Outcome::Kind::unavailable;
    } else {
        outcome.kind = Outcome::Kind::refused;
    }
    return outcome;
}

Outcome outcome_of(const TransportError& error, Repeatable repeatable) {
    Outcome outcome;
    const bool doubt = error.sent == Sent::maybe && repeatable == Repeatable::no;
    outcome.kind = doubt ? Outcome::Kind::in_doubt : Outcome::Kind::unavailable;
    outcome.maybe_done = error.sent == Sent::maybe;
    outcome.message = error.what();
    return outcome;
}

}  // namespace plazo::graph
