#include "graph/drafts.h"

#include <nlohmann/json.hpp>

#include "graph/event.h"
#include "graph/https.h"
#include "graph/json.h"
#include "graph/odata.h"
#include "graph/paging.h"

namespace plazo::graph {

using nlohmann::json;

namespace {

constexpr const char* what_is_read = "$select=id,isDraft";

std::string message_path(const std::string& mailbox, const std::string& message) {
    return user_path(mailbox) + "/messages/" + percent_encode(message);
}

}  // namespace

Request create_draft(const std::string& mailbox, const Mail& mail, const std::string& request_id) {
    json message = message_json(mail);
    message["singleValueExtendedProperties"] =
        json::array({{{"id", property_id(key_property)}, {"value", mail.message_id}}});
    return call("POST", user_path(mailbox) + "/messages", request_id, message);
}

Request find_draft(const std::string& mailbox, const std::string& message_id,
                   const std::string& request_id) {
    return call("GET",
                user_path(mailbox) + "/messages?$filter=" +
                    percent_encode(property_is(key_property, message_id)) + "&" + what_is_read,
                request_id);
}

Request get_draft(const std::string& mailbox, const std::string& draft,
                  const std::string& request_id) {
    return call("GET", message_path(mailbox, draft) + "?" + what_is_read, request_id);
}

Request send_draft(const std::string& mailbox, const std::string& draft,
                   const std::string& request_id) {
    Request made = call("POST", message_path(mailbox, draft) + "/send", request_id);
    made.headers.set(std::string{connection_field}, std::string{connection_fresh});
    return made;
}

Request delete_draft(const std::string& mailbox, const std::string& draft,
                     const std::string& request_id) {
    return call("DELETE", message_path(mailbox, draft), request_id);
}

std::optional<Draft> read_draft(const json& message) {
    Draft draft;
    draft.id = text_or_empty(message, "id");
    if (draft.id.empty()) return std::nullopt;
    const auto waiting = message.find("isDraft");
    if (waiting == message.end() || !waiting->is_boolean()) return std::nullopt;
    draft.waiting = waiting->get<bool>();
    return draft;
}

std::optional<Draft> read_draft_answer(const std::string& body) {
    try {
        return read_draft(parse_json(body));
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

std::optional<Draft> read_found_draft(const std::string& body) {
    const std::optional<Page> page = read_page(body);
    if (!page) return std::nullopt;
    std::optional<Draft> found;
    for (const json& message : page->items) {
        const std::optional<Draft> each = read_draft(message);
        if (each && (!found || !each->waiting)) found = each;
    }
    return found;
}

DraftFate fate_of(const Outcome& outcome, const std::string& body) {
    if (outcome.gone()) return DraftFate::missing;
    const std::optional<Draft> draft = outcome.done() ? read_draft_answer(body) : std::nullopt;
    if (!draft) return DraftFate::unknown;
    return draft->waiting ? DraftFate::waiting : DraftFate::sent;
}

}  // namespace plazo::graph
