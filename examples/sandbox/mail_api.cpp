// examples/sandbox/mail_api.cpp - POST sendMail, in JSON and in MIME.
//
// 202 means accepted, not delivered: what follows is mail_transport.h's. There is no idempotency
// key, as in Graph: sent twice arrives twice.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/draft.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/mail_message.h"
#include "examples/sandbox/mail_transport.h"
#include "examples/sandbox/mime.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

/// A member of an action's parameters, whose names match without regard to case.
const json* parameter(const json& body, std::string_view name) {
    for (const auto& [key, value] : body.items()) {
        if (graph::equal_ignoring_case(key, name)) return &value;
    }
    return nullptr;
}

bool saved(const json& body) {
    const json* save = parameter(body, "saveToSentItems");
    if (!save || save->is_null()) return true;
    if (save->is_boolean()) return save->get<bool>();
    if (save->is_string() && graph::equal_ignoring_case(save->get<std::string>(), "false"))
        return false;
    if (save->is_string() && graph::equal_ignoring_case(save->get<std::string>(), "true"))
        return true;
    throw Refusal{400, "RequestBodyRead", "saveToSentItems must be a boolean."};
}

json recipient(const std::string& address) {
    return {{"emailAddress", {{"address", address}}}};
}

/// The message that Sent Items shows for what came as MIME.
json shown(const Letter& letter) {
    json to = json::array();
    for (const std::string& address : letter.recipients) to.push_back(recipient(address));
    return {
        {"subject", letter.mail.subject},
        {"body", {{"contentType", letter.mail.body.type}, {"content", letter.mail.body.content}}},
        {"toRecipients", to}};
}

Letter read_mime_form(Call& call, const Mailbox& mailbox) {
    std::string text = call.body;
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
    const auto message = from_base64(text);
    if (!message || message->empty()) {
        throw Refusal{400, "ErrorMimeContentInvalidBase64String",
                      "Invalid base64 string for MIME content."};
    }
    MimeMessage mime = read_mime(*message);
    if (!mime.from.empty()) check_sender({{"from", recipient(mime.from)}}, mailbox);
    mime.mail.kind = "mail";
    mime.mail.from = mailbox.address;
    return {std::move(mime.mail), std::move(mime.recipients)};
}

}  // namespace

std::string name_letter(World& world, Letter& letter) {
    auto& headers = letter.mail.headers;
    const auto own = std::find_if(headers.begin(), headers.end(), [](const auto& field) {
        return graph::equal_ignoring_case(field.first, "Message-ID");
    });
    if (own != headers.end() && world.mail_rules.own_message_ids_survive) return own->second;
    if (own != headers.end()) headers.erase(own);
    headers.emplace_back("Message-ID", "<" + world.ids.uuid() + "@sandbox>");
    return headers.back().second;
}

void send_letter(Call& call, const Mailbox& mailbox, const Letter& letter) {
    World& world = call.world;
    const auto most = static_cast<std::size_t>(world.mail_rules.recipients_per_message);
    if (letter.recipients.empty() || letter.recipients.size() > most) {
        throw Refusal{400, "ErrorInvalidRecipients", "At least one recipient isn't valid."};
    }
    Mail mail = letter.mail;
    const auto compose = [&](const std::string&) {
        mail.id = world.ids.item();
        return mail;
    };
    submit(world, mailbox, letter.recipients, compose, Traffic::mail);
}

graph::Response send_mail(Call& call) {
    if (call.request.method != "POST") throw not_simulated(call.request.method + " sendMail");
    const Mailbox& mailbox = reach(call, {"Mail.Send"});
    need_room(call.world, mailbox);
    const std::string type = call.request.headers.find("Content-Type").value_or("");
    Letter letter;
    json message;
    bool save = true;
    if (type.starts_with("text/plain")) {
        letter = read_mime_form(call, mailbox);
        message = shown(letter);
    } else {
        const json body = json_body(call);
        const json* found = body.is_object() ? parameter(body, "message") : nullptr;
        if (found) message = *found;
        letter = read_message(message, mailbox);
        check_sender(message, mailbox);
        save = saved(body);
    }
    const std::string message_id = name_letter(call.world, letter);
    send_letter(call, mailbox, letter);
    if (save) keep_sent(call.world, mailbox, letter, message_id, message);
    graph::Response response;
    response.status = 202;
    return response;
}

}  // namespace plazo::sandbox
