#include <algorithm>
#include <nlohmann/json.hpp>

#include "examples/sandbox/draft.h"
#include "examples/sandbox/draft_json.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/mail_message.h"
#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr const char* named_properties = "singleValueExtendedProperties";

const Mailbox& may_write(Call& call) {
    return reach(call, {"Mail.ReadWrite"});
}

const Mailbox& may_read(Call& call) {
    return reach(call, {"Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic.All"});
}

/// Mail.ReadBasic.All shows no body and no named properties.
bool reads_basics_only(const Call& call, const Mailbox& mailbox) {
    try {
        reach_mailbox(call.world, call.caller, mailbox.address, {"Mail.Read", "Mail.ReadWrite"});
        return false;
    } catch (const Refusal&) {
        return true;
    }
}

json shown(const Call& call, const Mailbox& mailbox, const Message& message, const Query& query) {
    const Preferences preferences = read_preferences(call.request.headers);
    json out = message_json(call.world, mailbox, message, query, preferences);
    if (!reads_basics_only(call, mailbox)) return out;
    for (const char* name : {"body", "bodyPreview", named_properties}) out.erase(name);
    return out;
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

std::string context_of(const Call& call, const char* what) {
    return call.world.options.origin() + "/v1.0/$metadata#users('" +
           graph::percent_encode(call.user) + "')/messages" + what;
}

graph::Response answered(const Call& call, int status, json body, const char* what) {
    body["@odata.context"] = context_of(call, what);
    graph::Response response = reply(status, body);
    const std::string applied = read_preferences(call.request.headers).applied;
    if (!applied.empty()) response.headers.set("Preference-Applied", applied);
    return response;
}

graph::Response one(const Call& call, int status, const Mailbox& mailbox, const Message& message,
                    const Query& query) {
    const json body = shown(call, mailbox, message, query);
    graph::Response response = answered(call, status, body, "/$entity");
    response.headers.set("ETag", etag(message));
    if (status == 201) {
        response.headers.set("Location", call.world.options.origin() + "/v1.0/users/" +
                                             graph::percent_encode(call.user) + "/messages/" +
                                             body["id"].get<std::string>());
    }
    return response;
}

/// With an id for each place that it can be in.
Message new_message(World& world, std::string internet_id, const json& content, Instant created) {
    Message out;
    for (std::string* id : {&out.id, &out.sent_id, &out.immutable_id}) *id = world.ids.item();
    out.internet_id = std::move(internet_id);
    out.change_key = world.ids.change_key();
    out.content = content.dump();
    out.created = created;
    out.modified = created;
    return out;
}

graph::Response create(Call& call) {
    const Mailbox& mailbox = may_write(call);
    need_room(call.world, mailbox);
    const json body = json_body(call);
    Letter letter = read_message(body, mailbox);
    World& world = call.world;
    world.messages[mailbox.id].push_back(
        new_message(world, name_letter(world, letter), body, world.clock.now()));
    return one(call, 201, mailbox, world.messages[mailbox.id].back(), {});
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
    message.change_key = call.world.ids.change_key();
    message.modified = call.world.clock.now();
    return one(call, 200, mailbox, message, {});
}

graph::Response show(Call& call, const std::string& id) {
    const Mailbox& mailbox = may_read(call);
    return one(call, 200, mailbox, find(call, mailbox, id), read_query(call.request.target));
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
    std::vector<const Message*> found;
    for (const Message& message : call.world.messages[mailbox.id]) {
        const bool draft = message.is_draft(now);
        if (message.created > now) continue;
        if (folder != Folder::all && draft != (folder == Folder::drafts)) continue;
        const json content = json::parse(message.content);
        if (!std::all_of(query.filter.begin(), query.filter.end(),
                         [&](const Condition& wanted) { return has(content, wanted); })) {
            continue;
        }
        found.push_back(&message);
    }
    const std::size_t begin = std::min(static_cast<std::size_t>(query.skip), found.size());
    const std::size_t end = std::min(begin + static_cast<std::size_t>(query.top), found.size());
    json page{{"value", json::array()}};
    for (std::size_t i = begin; i < end; ++i) {
        page["value"].push_back(shown(call, mailbox, *found[i], query));
    }
    if (end < found.size()) page["@odata.nextLink"] = next_link(call, query, end);
    return answered(call, 200, page, "");
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
        Letter letter = read_message(content, mailbox);
        letter.mail.headers.emplace_back("Message-ID", message.internet_id);
        send_letter(call, mailbox, letter);
        message.moves = now + call.world.mail_rules.sent_items_lag;
        keep_copy(call.world, letter);
    }
    graph::Response response;
    response.status = 202;
    return response;
}

}  // namespace

void keep_sent(World& world, const Mailbox& mailbox, const Letter& letter,
               const std::string& message_id, const json& message) {
    const Instant now = world.clock.now();
    Message kept = new_message(world, message_id, message, now + world.mail_rules.sent_items_lag);
    kept.moves = kept.created;
    world.messages[mailbox.id].push_back(std::move(kept));
    keep_copy(world, letter);
}

graph::Response messages_api(Call& call) {
    std::vector<std::string> path = call.path;
    Folder folder = Folder::all;
    if (path.size() == 3 && path[0] == "mailFolders") {
        if (graph::equal_ignoring_case(path[1], "sentitems")) folder = Folder::sent;
        if (graph::equal_ignoring_case(path[1], "drafts")) folder = Folder::drafts;
        const Mailbox* mailbox = call.world.directory.find(call.user);
        if (mailbox && path[1] == folder_id(*mailbox, "sentitems")) folder = Folder::sent;
        if (mailbox && path[1] == folder_id(*mailbox, "drafts")) folder = Folder::drafts;
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
