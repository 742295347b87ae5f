#include "graph/outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "graph/json.h"
#include "graph/token.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

/// What a code says beyond its status.
struct Rule {
    std::string_view code;
    bool throttles;
    std::string_view advice;
};

constexpr std::string_view no_mailbox = "there is no such mailbox";
constexpr std::string_view full = "the mailbox is full: its owner has to make room";
constexpr std::string_view own_mistake = "Plazo asked for something that Exchange does not take";
constexpr std::string_view resync = "the calendar has to be read anew";
constexpr std::string_view passing = "it passes by itself";

constexpr std::array rules = std::to_array<Rule>({
    {"InvalidAuthenticationToken", false, "Graph does not accept the token"},
    {"ErrorAccessDenied", false,
     "the application may not use this mailbox: check its roles, and whether the "
     "policy that limits it includes the mailbox (a change takes up to two hours)"},
    {"Authorization_RequestDenied", false, "the application lacks a directory permission"},
    {"NoPermissionsInAccessToken", false,
     "the application has no role: an administrator has to grant it"},
    {"ErrorSendAsDenied", false, "the mailbox may not send in that name"},
    {"ErrorItemNotFound", false, "it was deleted"},
    {"ErrorInvalidUser", false, no_mailbox},
    {"ResourceNotFound", false, no_mailbox},
    {"Request_ResourceNotFound", false, no_mailbox},
    {"MailboxNotEnabledForRESTAPI", false,
     "the mailbox has no Exchange Online licence, or is on-premises (a new licence takes 15 "
     "minutes)"},
    {"ErrorInvalidRequest", false, own_mistake},
    {"ErrorPropertyValidationFailure", false, own_mistake},
    {"ErrorInvalidParameter", false, own_mistake},
    {"ErrorInvalidIdMalformed", false, own_mistake},
    {"RequestBodyRead", false, own_mistake},
    {"UnableToDeserializePostBody", false, own_mistake},
    {"BadRequest", false, {}},
    {"ErrorInvalidProperty", false, own_mistake},
    {"InefficientFilter", false, own_mistake},
    {"InvalidInternetMessageHeader", false, own_mistake},
    {"ErrorMimeContentInvalidBase64String", false, own_mistake},
    {"ErrorInvalidRecipients", false, "an address of the attendees or recipients is not valid"},
    {"TimeZoneNotSupportedException", false, "the mailbox's server does not know this time zone"},
    {"ErrorOccurrenceCrossingBoundary", false,
     "an occurrence cannot move onto or past its neighbour"},
    {"ErrorRecurrenceHasNoOccurrence", false, "the series has no occurrence"},
    {"ErrorRecurrenceEndDateTooBig", false, "the series ends later than Exchange's calendar"},
    {"ErrorCalendarDurationIsTooLong", false, "an event lasts five years at most"},
    {"ErrorCalendarViewRangeTooBig", false, "a view of the calendar spans two years at most"},
    {"ErrorDuplicateTransactionId", false, "the event is there already, with other content"},
    {"SyncStateNotFound", false, resync},
    {"SyncStateInvalid", false, resync},
    {"resyncRequired", false, resync},
    {"ErrorIrresolvableConflict", false, "it was changed meanwhile"},
    {"ErrorMessageSizeExceeded", false, "it is too large"},
    {"TooManyRequests", true, {}},
    {"ApplicationThrottled", true, {}},
    {"activityLimitReached", true, {}},
    {"ErrorTooManyObjectsOpened", true, {}},
    {"ErrorServerBusy", false, passing},
    {"ErrorInternalServerError", false, passing},
    {"ErrorInternalServerTransientError", false, passing},
    {"ErrorMailboxStoreUnavailable", false, passing},
    {"ErrorMailboxMoveInProgress", false, passing},
    {"ErrorTimeoutExpired", false, passing},
    {"ErrorQuotaExceeded", false, full},
    {"QuotaExceededException", false, full},
    {"quotaLimitReached", false, full},
    {"ErrorSubmissionQuotaExceeded", false, "the mailbox has sent its share of mails for today"},
});

const Rule* rule_of(std::string_view code) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const Rule& rule) { return rule.code == code; });
    return found == rules.end() ? nullptr : &*found;
}

bool is_throttling(int status, std::string_view code) {
    const Rule* rule = rule_of(code);
    return status == 429 || status == 509 || (rule != nullptr && rule->throttles);
}

/// The error and those nested in it, from the outside in; nothing where the body has none.
std::vector<json> errors_of(const Response& response) {
    std::vector<json> errors;
    if (response.body.size() > error_body_bytes_max) return errors;
    try {
        json level = parse_json(response.body);
        const char* name = "error";
        for (int depth = 0; depth < error_depth_max && level.is_object(); ++depth) {
            auto inner = level.find(name);
            if (inner == level.end() && depth > 0) inner = level.find("innererror");
            if (inner == level.end() || !inner->is_object()) break;
            json taken = std::move(*inner);
            errors.push_back(taken);
            level = std::move(taken);
            name = "innerError";
        }
    } catch (const JsonError&) {
        errors.clear();  // gateways answer in HTML: the status has to do
    }
    return errors;
}

/// The innermost text that `is_wanted`.
template <typename Wanted>
std::string innermost(const std::vector<json>& errors, const char* name, const Wanted& is_wanted) {
    for (auto error = errors.rbegin(); error != errors.rend(); ++error) {
        std::string text = text_or_empty(*error, name);
        if (!text.empty() && is_wanted(text)) return text;
    }
    return {};
}

std::string code_of(const std::vector<json>& errors) {
    std::string known =
        innermost(errors, "code", [](const std::string& code) { return rule_of(code) != nullptr; });
    if (!known.empty() || errors.empty()) return known;
    return text_or_empty(errors.front(), "code");
}

/// Of the header field, else of the body.
std::string id_of(const Response& response, const std::vector<json>& errors, const char* name) {
    const std::optional<std::string> field = response.headers.find(name);
    if (field) return *field;
    return innermost(errors, name, [](const std::string&) { return true; });
}

std::optional<std::string> existing_event(const std::vector<json>& errors) {
    for (const json& error : errors) {
        for (const auto& [name, value] : error.items()) {
            const bool annotation = name == "existingEventId" || name.ends_with(".existingEventId");
            if (annotation && value.is_string() && !value.get_ref<const std::string&>().empty()) {
                return value.get<std::string>();
            }
        }
    }
    return std::nullopt;
}

std::string message_for(const Outcome& outcome, const std::vector<json>& errors) {
    std::string message = "HTTP " + std::to_string(outcome.status);
    if (!outcome.code.empty()) message += " " + outcome.code;
    const std::string said = errors.empty() ? "" : text_or_empty(errors.front(), "message");
    if (!said.empty()) message.append(": ").append(beginning(said, error_words_bytes_max));
    const Rule* rule = rule_of(outcome.code);
    if (rule != nullptr && !rule->advice.empty()) message += " - " + std::string{rule->advice};
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
    const bool success = response.status >= 200 && response.status < 300;
    const std::vector<json> errors = success ? std::vector<json>{} : errors_of(response);
    outcome.request_id = id_of(response, errors, "request-id");
    outcome.client_request_id = id_of(response, errors, "client-request-id");
    // Also one with Retry-After: repeating what was done sends a mail twice.
    if (success) return outcome;

    outcome.code = code_of(errors);
    outcome.message = message_for(outcome, errors);
    outcome.wait = retry_after(response, now);
    if (outcome.duplicate()) outcome.existing_event_id = existing_event(errors);
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

Outcome outcome_of(const TokenError& error) {
    using Why = TokenFailure::Kind;
    Outcome outcome;
    outcome.kind = Outcome::Kind::unavailable;
    outcome.message = error.what();
    if (error.failure.kind == Why::told_to_wait) {
        outcome.kind = Outcome::Kind::throttled;
        outcome.wait = error.failure.retry_after;
    } else if (error.failure.kind == Why::configuration) {
        outcome.kind = Outcome::Kind::refused;
        outcome.status = 401;
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
