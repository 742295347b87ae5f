#include "graph/mail.h"

#include <nlohmann/json.hpp>

namespace plazo::graph {

using nlohmann::json;

json send_mail_json(const Mail& mail) {
    json recipient = {{"address", mail.to_address}};
    if (!mail.to_name.empty()) recipient["name"] = mail.to_name;
    json message = {
        {"subject", mail.subject},
        {"body", {{"contentType", "html"}, {"content", mail.body_html}}},
        {"toRecipients", json::array({{{"emailAddress", std::move(recipient)}}})},
        {"internetMessageHeaders",
         json::array({{{"name", "X-Auto-Response-Suppress"}, {"value", "OOF, AutoReply"}},
                      {{"name", "x-plazo-message-id"}, {"value", mail.message_id}}})},
    };
    if (!mail.reply_to.empty()) {
        message["replyTo"] = json::array({{{"emailAddress", {{"address", mail.reply_to}}}}});
    }
    return {{"message", std::move(message)}, {"saveToSentItems", true}};
}

}  // namespace plazo::graph
