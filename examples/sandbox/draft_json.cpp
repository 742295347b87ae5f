#include "examples/sandbox/draft_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/bodies.h"
#include "examples/sandbox/jose.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* named_properties = "singleValueExtendedProperties";
constexpr const char* header_fields = "internetMessageHeaders";

json person(const std::string& name, const std::string& address) {
    return {{"emailAddress", {{"name", name}, {"address", address}}}};
}

json people(const json& content, const char* list) {
    json out = json::array();
    if (!content.contains(list) || content[list].is_null()) return out;
    for (const json& recipient : content[list]) {
        const std::string address = recipient["emailAddress"]["address"];
        out.push_back(person(text_of(recipient["emailAddress"], "name", address), address));
    }
    return out;
}

/// What the client may have said, or what is so where it did not.
json said(const json& content, const char* name, json otherwise) {
    const auto member = content.find(name);
    return member == content.end() || member->is_null() ? std::move(otherwise) : *member;
}

void add_content(json& out, const json& content, const Preferences& preferences) {
    const json body = said(content, "body", json::object());
    const std::string text = text_of(body, "content");
    const bool html = lower_case(text_of(body, "contentType", "text")) == "html";
    const bool as_it_is = preferences.text_bodies;
    out["body"] = {{"contentType", as_it_is ? "text" : "html"},
                   {"content", as_it_is ? as_text(text, html) : as_html(text, html)}};
    out["bodyPreview"] = preview(as_text(text, html));
    out["subject"] = said(content, "subject", "");
    out["importance"] = lower_case(said(content, "importance", "normal").get<std::string>());
    out["categories"] = said(content, "categories", json::array());
    out["isDeliveryReceiptRequested"] = said(content, "isDeliveryReceiptRequested", false);
    for (const char* list : {"toRecipients", "ccRecipients", "bccRecipients", "replyTo"}) {
        out[list] = people(content, list);
    }
}

/// Exchange's own, of a message that nobody has answered, flagged or filed.
void add_state(json& out, const Mailbox& mailbox, const Message& message, bool draft) {
    const std::string own = draft ? message.id : message.sent_id;
    out["changeKey"] = message.change_key;
    out["createdDateTime"] = timezone::format_rfc3339(message.created);
    out["lastModifiedDateTime"] = timezone::format_rfc3339(message.modified);
    for (const char* time : {"receivedDateTime", "sentDateTime"}) {
        out[time] = timezone::format_rfc3339(message.moves.value_or(message.created));
    }
    out["isDraft"] = draft;
    out["isRead"] = true;
    out["isReadReceiptRequested"] = false;
    out["hasAttachments"] = false;
    out["inferenceClassification"] = "focused";
    out["flag"] = {{"flagStatus", "notFlagged"}};
    out["internetMessageId"] = message.internet_id;
    out["conversationId"] = message.immutable_id;
    out["parentFolderId"] = folder_id(mailbox, draft ? "drafts" : "sentitems");
    out["webLink"] = "https://outlook.office365.com/owa/?ItemID=" + graph::percent_encode(own) +
                     "&exvsurl=1&viewmodel=ReadMessageItem";
    if (draft) return;
    for (const char* name : {"from", "sender"}) {
        out[name] = person(mailbox.display_name, mailbox.address);
    }
}

void select(json& all, const std::vector<std::string>& selected) {
    json out{{"@odata.etag", all["@odata.etag"]}, {"id", all["id"]}};
    for (const std::string& name : selected) {
        constexpr std::array rare{"from", "sender", header_fields};
        if (all.contains(name)) {
            out[name] = all[name];
        } else if (std::find(rare.begin(), rare.end(), name) == rare.end()) {
            throw Refusal{400, "RequestBroker--ParseUri",
                          "Could not find a property named '" + name +
                              "' on type 'Microsoft.OutlookServices.Message'."};
        }
    }
    all = std::move(out);
}

json expanded(const json& content, const std::vector<std::string>& ids) {
    json out = json::array();
    for (const json& property : said(content, named_properties, json::array())) {
        if (std::find(ids.begin(), ids.end(), text_of(property, "id")) == ids.end()) continue;
        out.push_back({{"id", property["id"]}, {"value", text_of(property, "value")}});
    }
    return out;
}

}  // namespace

std::string etag(const Message& message) {
    return "W/\"" + message.change_key + "\"";
}

std::string folder_id(const Mailbox& mailbox, std::string_view folder) {
    return base64url(mailbox.id + "/" + std::string{folder});
}

json message_json(const World& world, const Mailbox& mailbox, const Message& message,
                  const Query& query, const Preferences& preferences) {
    const bool draft = message.is_draft(world.clock.now());
    const json content = json::parse(message.content);
    json out{{"@odata.etag", etag(message)}};
    out["id"] = preferences.immutable_ids ? message.immutable_id
                : draft                   ? message.id
                                          : message.sent_id;
    add_state(out, mailbox, message, draft);
    add_content(out, content, preferences);
    if (!query.selected.empty()) {
        if (content.contains(header_fields)) out[header_fields] = content[header_fields];
        select(out, query.selected);
    }
    const json properties = expanded(content, query.expanded);
    if (!properties.empty()) out[named_properties] = properties;
    return out;
}

}  // namespace plazo::sandbox
