// examples/sandbox/mail_api.cpp - POST sendMail in its JSON form.
//
// 202 means accepted: the mail is in the recipients' inboxes by then, as nothing is lost or late
// here unless a fault says so. There is no idempotency key, as in Graph: sent twice arrives twice.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/event_fields.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t recipients_max = 500;
constexpr std::size_t internet_headers_max = 5;
constexpr std::array<std::string_view, 13> members{"subject",
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
                                                   "@odata.type",
                                                   "isDeliveryReceiptRequested"};

Refusal invalid_recipients() {
    return {400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
}

Refusal malformed(const std::string& what) {
    return {400, "RequestBodyRead", what};
}

/// A member of an action's parameters, whose names match without regard to case.
const json* parameter(const json& body, std::string_view name) {
    for (const auto& [key, value] : body.items()) {
        if (graph::equal_ignoring_case(key, name)) return &value;
    }
    return nullptr;
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
        if (std::find(members.begin(), members.end(), name) == members.end()) {
            throw not_simulated("the message property " + name);
        }
    }
}

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

bool saved(const json& body) {
    const json* save = parameter(body, "saveToSentItems");
    if (!save || save->is_null()) return true;
    if (save->is_boolean()) return save->get<bool>();
    if (save->is_string() && graph::equal_ignoring_case(save->get<std::string>(), "false"))
        return false;
    if (save->is_string() && graph::equal_ignoring_case(save->get<std::string>(), "true"))
        return true;
    throw malformed("saveToSentItems must be a boolean.");
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
    if (message.contains("importance")) {
        mail.headers.emplace_back("Importance", text_of(message, "importance"));
    }
    return mail;
}

}  // namespace

graph::Response send_mail(Call& call) {
    if (call.request.method != "POST") throw not_simulated(call.request.method + " sendMail");
    const Mailbox& mailbox = reach(call, {"Mail.Send"});
    const std::string type = call.request.headers.find("Content-Type").value_or("");
    if (type.starts_with("text/plain")) throw not_simulated("sendMail in MIME form");
    const json body = json_body(call);
    const json* message = body.is_object() ? parameter(body, "message") : nullptr;
    check_members(message ? *message : json{});
    check_sender(*message, mailbox);
    Mail mail = mail_of(*message, mailbox);

    std::vector<std::string> recipients;
    for (const char* name : {"toRecipients", "ccRecipients", "bccRecipients"}) {
        const auto some = addresses(*message, name);
        recipients.insert(recipients.end(), some.begin(), some.end());
    }
    if (recipients.empty() || recipients.size() > recipients_max) throw invalid_recipients();
    const bool save = saved(body);
    mail.received = call.world.clock.now();
    mail.headers.emplace_back("Message-ID", "<" + call.world.ids.uuid() + "@sandbox>");
    for (const std::string& recipient : recipients) {
        mail.id = call.world.ids.item();
        mail.to = recipient;
        call.world.post.deliver(mail);
    }
    mail.id = call.world.ids.item();
    mail.to = joined(recipients);
    if (save) call.world.post.keep(std::move(mail));
    graph::Response response;
    response.status = 202;
    return response;
}

}  // namespace plazo::sandbox
