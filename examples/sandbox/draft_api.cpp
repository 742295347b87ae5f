#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/draft.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/mail_message.h"
#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* named_properties = "singleValueExtendedProperties";

const Mailbox& may_write(Call& call) {
    return reach(call, {"Mail.ReadWrite"});
}

const Mailbox& may_read(Call& call) {
    return reach(call, {"Mail.Read", "Mail.ReadWrite"});
}

Message& find(Call& call, const Mailbox& mailbox, const std::string& id) {
    const Instant now = call.world.clock.now();
    for (Message& message : call.world.messages[mailbox.id]) {
        const std::string& own = message.is_draft(now) ? message.id : message.sent_id;
        if (message.created > now) continue;
        if (id == own || id == message.immutable_id) return message;
    }
    throw Refusal{404, "ErrorItemNotFound", "The specified object was not found in the store."};
}

bool has(const json& content, const Condition& wanted) {
    if (wanted.id.empty()) throw not_simulated("a filter of messages on " + wanted.property);
    const json properties = content.value(named_properties, json::array());
    return std::any_of(properties.begin(), properties.end(), [&](const json& property) {
        const std::string value = text_of(property, "value");
        if (text_of(property, "id") != wanted.id) return false;
        if (wanted.test == Test::begins) return value.starts_with(wanted.value);
        if (wanted.test == Test::contains) return value.find(wanted.value) != value.npos;
        return graph::equal_ignoring_case(value, wanted.value);
    });
}

json message_json(const Call& call, const Message& message, const Query& query) {
    const bool draft = message.is_draft(call.world.clock.now());
    const bool immutable = read_preferences(call.request.headers).immutable_ids;
    json out = json::parse(message.content);
    for (const char* hidden : {named_properties, "internetMessageHeaders", "@odata.type"}) {
        out.erase(hidden);
    }
    const std::string& own = draft ? message.id : message.sent_id;
    out["id"] = immutable ? message.immutable_id : own;
    out["isDraft"] = draft;
    out["createdDateTime"] = timezone::format_rfc3339(message.created);
    if (query.selected.empty()) return out;
    json selected{{"id", out["id"]}};
    for (const std::string& name : query.selected) {
        if (out.contains(name)) selected[name] = out[name];
    }
    return selected;
}

graph::Response answered(const Call& call, int status, const json& body) {
    graph::Response response = reply(status, body);
    const std::string applied = read_preferences(call.request.headers).applied;
    if (!applied.empty()) response.headers.set("Preference-Applied", applied);
    return response;
}

graph::Response create(Call& call) {
    const Mailbox& mailbox = may_write(call);
    need_room(call.world, mailbox);
    const json body = json_body(call);
    read_message(body, mailbox);
    World& world = call.world;
    const Message message{world.ids.item(), world.ids.item(),  world.ids.item(),
                          body.dump(),      world.clock.now(), std::nullopt};
    world.messages[mailbox.id].push_back(message);
    return answered(call, 201, message_json(call, message, {}));
}

graph::Response change(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    Message& message = find(call, mailbox, id);
    if (message.moves) throw invalid("Only drafts can be changed.");
    const json patch = json_body(call);
    if (patch.is_object() && patch.contains("internetMessageHeaders")) {
        throw invalid("internetMessageHeaders can only be set when a message is created.");
    }
    json content = json::parse(message.content);
    if (patch.is_object()) content.update(patch);
    read_message(patch.is_object() ? content : patch, mailbox);
    message.content = content.dump();
    return answered(call, 200, message_json(call, message, {}));
}

graph::Response show(Call& call, const std::string& id) {
    const Message& message = find(call, may_read(call), id);
    return answered(call, 200, message_json(call, message, read_query(call.request.target)));
}

enum class Folder { all, drafts, sent };

/// The page's successor, with the same options.
std::string next_link(const Call& call, const Query& query, std::size_t skip) {
    std::string out =
        call.world.options.origin() + std::string{graph::path_of(call.request.target)};
    out += "?$top=" + std::to_string(query.top) + "&$skip=" + std::to_string(skip);
    for (const char* name : {"$filter", "$select"}) {
        const auto value = graph::query_parameter(call.request.target, name);
        if (value) out += "&" + std::string{name} + "=" + graph::percent_encode(*value);
    }
    return out;
}

graph::Response list(Call& call, Folder folder) {
    const Mailbox& mailbox = may_read(call);
    const Query query = read_query(call.request.target);
    if (!query.order.empty()) throw not_simulated("an order of messages");
    const Instant now = call.world.clock.now();
    json found = json::array();
    for (const Message& message : call.world.messages[mailbox.id]) {
        const bool draft = message.is_draft(now);
        if (message.created > now) continue;
        if (folder != Folder::all && draft != (folder == Folder::drafts)) continue;
        const json content = json::parse(message.content);
        if (!std::all_of(query.filter.begin(), query.filter.end(),
                         [&](const Condition& wanted) { return has(content, wanted); })) {
            continue;
        }
        found.push_back(message_json(call, message, query));
    }
    const std::size_t begin = std::min(static_cast<std::size_t>(query.skip), found.size());
    const std::size_t end = std::min(begin + static_cast<std::size_t>(query.top), found.size());
    json page{{"value", json::array()}};
    for (std::size_t i = begin; i < end; ++i) page["value"].push_back(found[i]);
    if (end < found.size()) page["@odata.nextLink"] = next_link(call, query, end);
    return answered(call, 200, page);
}

graph::Response remove(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_write(call);
    const std::string immutable = find(call, mailbox, id).immutable_id;
    std::erase_if(call.world.messages[mailbox.id],
                  [&](const Message& message) { return message.immutable_id == immutable; });
    graph::Response response;
    response.status = 204;
    return response;
}

/// For the admin call that shows what a mailbox sent.
void keep_copy(World& world, const Letter& letter) {
    Mail mail = letter.mail;
    mail.id = world.ids.item();
    mail.received = world.clock.now();
    for (const std::string& to : letter.recipients) mail.to += (mail.to.empty() ? "" : ", ") + to;
    world.post.keep(std::move(mail));
}

graph::Response send(Call& call, const std::string& id) {
    const Mailbox& mailbox = reach(call, {"Mail.Send"});
    Message& message = find(call, mailbox, id);
    const Instant now = call.world.clock.now();
    if (!message.is_draft(now)) throw invalid("The message was sent already.");
    if (!message.moves) {
        const json content = json::parse(message.content);
        check_sender(content, mailbox);
        const Letter letter = read_message(content, mailbox);
        send_letter(call, mailbox, letter);
        message.moves = now + call.world.mail_rules.sent_items_lag;
        keep_copy(call.world, letter);
    }
    graph::Response response;
    response.status = 202;
    return response;
}

}  // namespace

void keep_sent(World& world, const Mailbox& mailbox, const Letter& letter, const json& message) {
    const Instant now = world.clock.now();
    const Instant kept = now + world.mail_rules.sent_items_lag;
    world.messages[mailbox.id].push_back(
        {world.ids.item(), world.ids.item(), world.ids.item(), message.dump(), kept, kept});
    keep_copy(world, letter);
}

graph::Response messages_api(Call& call) {
    std::vector<std::string> path = call.path;
    Folder folder = Folder::all;
    if (path.size() == 3 && path[0] == "mailFolders") {
        if (graph::equal_ignoring_case(path[1], "sentitems")) folder = Folder::sent;
        if (graph::equal_ignoring_case(path[1], "drafts")) folder = Folder::drafts;
        if (folder == Folder::all) throw not_simulated("the mail folder " + path[1]);
        path = {path[2]};
    }
    const std::string& method = call.request.method;
    const bool messages = path[0] == "messages";
    if (messages && path.size() == 1 && method == "GET") return list(call, folder);
    if (messages && path.size() == 1 && method == "POST" && folder != Folder::sent) {
        return create(call);
    }
    if (messages && path.size() == 2 && method == "GET") return show(call, path[1]);
    if (messages && path.size() == 2 && method == "PATCH") return change(call, path[1]);
    if (messages && path.size() == 2 && method == "DELETE") return remove(call, path[1]);
    if (messages && path.size() == 3 && path[2] == "send" && method == "POST") {
        return send(call, path[1]);
    }
    throw not_simulated(method + " " + std::string{graph::path_of(call.request.target)});
}

}  // namespace plazo::sandbox
