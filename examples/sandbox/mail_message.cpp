#include "examples/sandbox/mail_message.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory.h"
#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t internet_headers_max = 5;
// Of Graph's message: what is taken, what is Exchange's own and so passed over, what is 501.
constexpr std::array taken{"subject",
                           "body",
                           "toRecipients",
                           "ccRecipients",
                           "bccRecipients",
                           "replyTo",
                           "from",
                           "sender",
                           "importance",
                           "internetMessageHeaders",
                           "categories",
                           "isDeliveryReceiptRequested",
                           "singleValueExtendedProperties"};
constexpr std::array passed_over{"id",
                                 "changeKey",
                                 "createdDateTime",
                                 "lastModifiedDateTime",
                                 "receivedDateTime",
                                 "sentDateTime",
                                 "hasAttachments",
                                 "bodyPreview",
                                 "parentFolderId",
                                 "conversationId",
                                 "conversationIndex",
                                 "isDraft",
                                 "webLink"};
constexpr std::array not_taken{"attachments",
                               "extensions",
                               "flag",
                               "inferenceClassification",
                               "internetMessageId",
                               "isRead",
                               "isReadReceiptRequested",
                               "multiValueExtendedProperties",
                               "uniqueBody"};
constexpr std::array importances{"low", "normal", "high"};

bool is_in(const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Refusal invalid_recipients() {
    return {400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
}

Refusal malformed(const std::string& what) {
    return {400, "RequestBodyRead", what};
}

std::string address_of(const json& recipient) {
    if (!recipient.is_object() || !recipient.contains("emailAddress")) throw invalid_recipients();
    const std::string address = text_of(recipient["emailAddress"], "address");
    if (!valid_address(address)) throw invalid_recipients();
    return address;
}

std::vector<std::string> addresses(const json& message, const char* name) {
    std::vector<std::string> out;
    if (!message.contains(name) || message[name].is_null()) return out;
    if (!message[name].is_array()) throw malformed(std::string{name} + " must be an array.");
    for (const json& recipient : message[name]) out.push_back(address_of(recipient));
    return out;
}

std::string joined(const std::vector<std::string>& addresses) {
    std::string out;
    for (const std::string& address : addresses) out += (out.empty() ? "" : ", ") + address;
    return out;
}

std::vector<std::pair<std::string, std::string>> internet_headers(const json& message) {
    std::vector<std::pair<std::string, std::string>> out;
    if (!message.contains("internetMessageHeaders")) return out;
    const json& headers = message["internetMessageHeaders"];
    if (!headers.is_array() || headers.empty() || headers.size() > internet_headers_max) {
        throw Refusal{400, "InvalidInternetMessageHeaderCollection",
                      "The internetMessageHeaders must be one to five."};
    }
    for (const json& header : headers) {
        const std::string name = text_of(header, "name");
        const std::string value = text_of(header, "value");
        if (!name.starts_with("x-") && !name.starts_with("X-")) {
            throw Refusal{
                400, "InvalidInternetMessageHeader",
                "The internet message header name '" + name + "' should start with 'x-' or 'X-'."};
        }
        if ((name + value).find_first_of("\r\n") != std::string::npos) {
            throw malformed("A header must not contain line breaks.");
        }
        out.emplace_back(name, value);
    }
    return out;
}

Body body_of(const json& message) {
    if (!message.contains("body") || message["body"].is_null()) return {"text", ""};
    const std::string type = text_of(message["body"], "contentType", "text");
    const bool html = graph::equal_ignoring_case(type, "html");
    if (!html && !graph::equal_ignoring_case(type, "text")) throw malformed("Unknown contentType.");
    return {html ? "html" : "text", text_of(message["body"], "content")};
}

void check_members(const json& message) {
    if (!message.is_object()) throw malformed("The parameter 'message' is missing.");
    for (const auto& [name, value] : message.items()) {
        if (name == "attachments" && value.is_array() && value.empty()) continue;
        if (is_in(not_taken, name)) throw not_simulated("the message property " + name);
        if (name.find('@') != name.npos || is_in(taken, name) || is_in(passed_over, name)) continue;
        throw unknown_property(name, "Message");
    }
}

/// What is kept as it came, and shown again.
void check_types(const json& message) {
    const auto is = [&](const char* name, const auto& right) {
        const auto member = message.find(name);
        if (member == message.end() || member->is_null() || right(*member)) return;
        throw malformed("The property '" + std::string{name} + "' has a value of another type.");
    };
    const auto all = [](const json& list, const auto& right) {
        return list.is_array() && std::all_of(list.begin(), list.end(), right);
    };
    const auto text = [](const json& value) { return value.is_string(); };
    is("importance", [](const json& value) {
        return value.is_string() && is_in(importances, lower_case(value.get<std::string>()));
    });
    is("isDeliveryReceiptRequested", [](const json& value) { return value.is_boolean(); });
    is("categories", [&](const json& value) { return all(value, text); });
    is("singleValueExtendedProperties", [&](const json& value) {
        return all(value, [&](const json& each) {
            return each.is_object() && each.contains("id") && text(each["id"]) &&
                   each.contains("value") && text(each["value"]);
        });
    });
}

Mail mail_of(const json& message, const Mailbox& mailbox) {
    Mail mail;
    mail.kind = "mail";
    mail.from = mailbox.address;
    mail.subject = text_of(message, "subject");
    mail.body = body_of(message);
    mail.headers = internet_headers(message);
    for (const auto& [member, header] :
         {std::pair{"toRecipients", "To"}, {"ccRecipients", "Cc"}, {"replyTo", "Reply-To"}}) {
        const auto list = addresses(message, member);
        if (!list.empty()) mail.headers.emplace_back(header, joined(list));
    }
    const std::string importance = text_of(message, "importance");
    if (!importance.empty()) mail.headers.emplace_back("Importance", importance);
    return mail;
}

}  // namespace

void check_sender(const json& message, const Mailbox& mailbox) {
    for (const char* name : {"from", "sender"}) {
        if (!message.contains(name) || message[name].is_null()) continue;
        if (graph::equal_ignoring_case(address_of(message[name]), mailbox.address)) continue;
        throw Refusal{
            403, "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the "
            "right to send mail on behalf of the specified sending account., Cannot submit "
            "message."};
    }
}

Letter read_message(const json& message, const Mailbox& mailbox) {
    check_members(message);
    check_types(message);
    Letter letter{mail_of(message, mailbox), {}};
    for (const char* name : {"toRecipients", "ccRecipients", "bccRecipients"}) {
        const auto some = addresses(message, name);
        letter.recipients.insert(letter.recipients.end(), some.begin(), some.end());
    }
    return letter;
}

}  // namespace plazo::sandbox
