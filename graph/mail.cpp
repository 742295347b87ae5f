#include "graph/mail.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "graph/base64.h"
#include "graph/https.h"
#include "graph/odata.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

json recipient(const std::string& address, const std::string& name) {
    json email = {{"address", address}};
    if (!name.empty()) email["name"] = name;
    return {{"emailAddress", std::move(email)}};
}

/// RFC 5322, 3.6.8: printable ASCII without the colon.
bool is_field_name(const std::string& name) {
    return name.size() <= mail_header_name_bytes_max && name.find(':') == std::string::npos &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

bool has_control_character(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == 0x7F;
    });
}

void insist_on_a_fresh_connection(Request& request) {
    request.headers.set(std::string{connection_field}, std::string{connection_fresh});
}

}  // namespace

std::vector<MailHeader> headers_of(const Mail& mail) {
    std::vector<MailHeader> headers = {{"X-Auto-Response-Suppress", "OOF, AutoReply"},
                                       {"x-plazo-message-id", mail.message_id}};
    headers.insert(headers.end(), mail.headers.begin(), mail.headers.end());
    if (headers.size() > mail_headers_max) {
        throw std::invalid_argument{"a mail takes " + std::to_string(mail_headers_max) +
                                    " header fields of one's own, and no more"};
    }
    for (const auto& [name, value] : headers) {
        const bool own = name.size() > 2 && equal_ignoring_case(name.substr(0, 2), "x-");
        if (!own || !is_field_name(name)) {
            throw std::invalid_argument{"\"" + name +
                                        "\" is no name of a header field of one's own"};
        }
        if (has_control_character(value)) {
            throw std::invalid_argument{"the header field " + name + " holds a control character"};
        }
    }
    return headers;
}

json message_json(const Mail& mail) {
    json message = {
        {"subject", mail.subject},
        {"body", {{"contentType", "html"}, {"content", mail.body_html}}},
        {"toRecipients", json::array({recipient(mail.to_address, mail.to_name)})},
    };
    for (const auto& [name, value] : headers_of(mail)) {
        message["internetMessageHeaders"].push_back({{"name", name}, {"value", value}});
    }
    if (!mail.reply_to.empty()) {
        message["replyTo"] = json::array({recipient(mail.reply_to, "")});
    }
    return message;
}

json send_mail_json(const Mail& mail) {
    return {{"message", message_json(mail)}, {"saveToSentItems", true}};
}

Request send_mail(const std::string& mailbox, const json& mail, const std::string& request_id) {
    Request made = call("POST", user_path(mailbox) + "/sendMail", request_id, mail);
    insist_on_a_fresh_connection(made);
    return made;
}

Request send_mime(const std::string& mailbox, const std::string& message,
                  const std::string& request_id) {
    if (message.size() > mime_bytes_max) {
        throw std::invalid_argument{"a mail of " + std::to_string(message.size()) +
                                    " bytes is more than Graph takes at once"};
    }
    Request made = call("POST", user_path(mailbox) + "/sendMail", request_id);
    made.headers.set("Content-Type", "text/plain");
    made.body = Body{base64_encode(message)};
    insist_on_a_fresh_connection(made);
    return made;
}

}  // namespace plazo::graph
