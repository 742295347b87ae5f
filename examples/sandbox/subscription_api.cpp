#include "examples/sandbox/subscription_api.h"

#include <algorithm>
#include <array>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/query.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

const std::vector<std::string> may_read{"Calendars.Read", "Calendars.ReadWrite"};

Refusal not_valid(const std::string& message) {
    return {400, "InvalidRequest", message};
}

Refusal not_found() {
    return {404, "ResourceNotFound", "The object was not found."};
}

json to_json(const Subscription& subscription) {
    const auto text = [](const std::string& value) { return value.empty() ? json{} : json(value); };
    return {{"id", subscription.id},
            {"resource", subscription.resource},
            {"applicationId", subscription.application},
            {"creatorId", subscription.principal},
            {"changeType", subscription.change_type},
            {"clientState", text(subscription.client_state)},
            {"notificationUrl", subscription.notification_url},
            {"lifecycleNotificationUrl", text(subscription.lifecycle_url)},
            {"expirationDateTime", timezone::format_rfc3339(subscription.expiry)},
            {"latestSupportedTlsVersion", "v1_2"},
            {"includeResourceData", nullptr},
            {"encryptionCertificate", nullptr},
            {"encryptionCertificateId", nullptr},
            {"notificationQueryOptions", nullptr},
            {"notificationUrlAppId", nullptr}};
}

graph::Response one(const World& world, int status, const Subscription& subscription) {
    json body = to_json(subscription);
    body["@odata.context"] = world.options.origin() + "/v1.0/$metadata#subscriptions/$entity";
    return reply(status, body);
}

json json_of(const graph::Request& request, const std::string& body) {
    const std::string type = request.headers.find("Content-Type").value_or("");
    if (!lower_case(type).starts_with("application/json")) {
        throw Refusal{415, "RequestBodyRead", "The content type is not application/json."};
    }
    json read = parse_json(body);
    if (!read.is_object()) throw not_valid("A JSON object is expected.");
    return read;
}

Instant read_expiry(const World& world, const json& body, const std::string& operation) {
    const auto expiry = timezone::parse_rfc3339(text_of(body, "expirationDateTime"));
    if (!expiry) throw not_valid("The property 'expirationDateTime' is missing or not valid.");
    const Instant now = world.clock.now();
    if (*expiry <= now) throw not_valid("Subscription expiration must be in the future.");
    if (*expiry > now + subscription_life_max) {
        throw Refusal{400, "ExtensionError",
                      "Operation: " + operation +
                          "; Exception: [Status Code: BadRequest; Reason: Subscription expiration "
                          "can only be " +
                          std::to_string(subscription_life_max.count()) +
                          " minutes in the future.]"};
    }
    return std::max<Instant>(*expiry, now + subscription_life_min);
}

/// "updated,created" in the order of the words, so that equal wishes compare equal.
std::string read_change_type(const json& body) {
    const std::string asked = lower_case(text_of(body, "changeType"));
    std::string out;
    std::size_t words = 0;
    for (const std::string word : {"created", "updated", "deleted"}) {
        if (("," + asked + ",").find("," + word + ",") == std::string::npos) continue;
        out += (out.empty() ? "" : ",") + word;
        ++words;
    }
    const auto commas = static_cast<std::size_t>(std::count(asked.begin(), asked.end(), ','));
    if (words == 0 || commas + 1 != words) {
        throw not_valid("The property 'changeType' is missing or not valid.");
    }
    return out;
}

/// The mailbox whose events are meant.
const Mailbox& read_resource(World& world, const Caller& caller, const std::string& resource,
                             Entry& entry) {
    if (resource.empty()) throw not_valid("The property 'resource' is missing.");
    std::vector<std::string> path = graph_segments(resource);
    if (path.size() == 4 && path[2] == "calendar") path.erase(path.begin() + 2);
    if (path.size() != 3 || path[0] != "users" || path[2] != "events" ||
        resource.find('?') != resource.npos) {
        throw not_simulated("subscriptions to '" + resource + "'");
    }
    entry.needed = may_read.front();
    const Mailbox& mailbox = reach_mailbox(world, caller, path[1], may_read);
    entry.mailbox = mailbox.address;
    return mailbox;
}

void check_members(const json& body) {
    constexpr std::array known{"changeType",
                               "clientState",
                               "expirationDateTime",
                               "includeResourceData",
                               "latestSupportedTlsVersion",
                               "lifecycleNotificationUrl",
                               "notificationUrl",
                               "resource"};
    for (const auto& [name, value] : body.items()) {
        if ((name == "includeResourceData" && value != false && !value.is_null()) ||
            name.starts_with("encryption") || name == "notificationQueryOptions" ||
            name == "notificationUrlAppId") {
            throw not_simulated("subscriptions with " + name);
        }
        if (name.find('@') != name.npos) continue;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw not_valid("The property '" + name +
                            "' does not exist on type 'microsoft.graph.subscription'.");
        }
    }
}

void check_room(const World& world, const Subscription& wanted) {
    std::size_t of_mailbox = 0;
    for (const auto& [id, other] : world.subscriptions.all) {
        if (other.mailbox != wanted.mailbox) continue;
        ++of_mailbox;
        if (other.application == wanted.application && other.change_type == wanted.change_type) {
            throw Refusal{
                409, "ExtensionError",
                "Subscription Id " + id + " already exists for the requested combination"};
        }
    }
    if (of_mailbox >= subscriptions_per_mailbox_max) {
        throw Refusal{403, "ExtensionError", "The mailbox has too many subscriptions."};
    }
}

Subscription read_subscription(World& world, const Caller& caller, const graph::Request& request,
                               const std::string& text, Entry& entry) {
    const json body = json_of(request, text);
    check_members(body);
    Subscription out;
    out.resource = text_of(body, "resource");
    out.mailbox = read_resource(world, caller, out.resource, entry).id;
    out.change_type = read_change_type(body);
    out.notification_url = text_of(body, "notificationUrl");
    out.lifecycle_url = text_of(body, "lifecycleNotificationUrl");
    out.client_state = text_of(body, "clientState");
    if (out.client_state.size() > client_state_characters_max) {
        throw not_valid("The property 'clientState' is longer than 128 characters.");
    }
    out.expiry = read_expiry(world, body, "Create");
    out.application = caller.client_id;
    out.tenant = caller.tenant;
    const Principal* principal = find_principal(world.entra, caller.client_id, caller.tenant);
    if (principal) out.principal = principal->id;
    out.immutable_ids = read_preferences(request.headers).immutable_ids;
    check_room(world, out);
    return out;
}

Refusal unreachable(const std::string& what) {
    return {400, "ValidationError", "Subscription validation request failed. " + what};
}

/// Asks an endpoint whether it wants notifications; a Refusal when it does not say yes.
awaitable<void> shake_hands(World& world, const std::string& url) {
    std::optional<graph::Request> request = post_to(url);
    if (!request) throw unreachable("The notification URL must be https.");
    const std::string token =
        "Validation: Testing client application reachability for subscription Request-Id: " +
        world.ids.uuid();
    const char separator = request->target.find('?') == std::string::npos ? '?' : '&';
    request->target += separator + ("validationToken=" + graph::percent_encode(token));
    request->headers.set("Content-Type", "text/plain; charset=utf-8");
    graph::Response response;
    try {
        response = co_await world.options.network(std::move(*request));
    } catch (const graph::TransportError&) {
        throw unreachable("Notification endpoint could not be reached in time.");
    }
    if (response.status != 200) {
        throw unreachable("Notification endpoint must respond with 200 OK to validation request.");
    }
    const std::string type = response.headers.find("Content-Type").value_or("");
    if (!lower_case(type).starts_with("text/plain") || response.body != token) {
        throw unreachable("Must respond with the validation token in plain text.");
    }
}

awaitable<graph::Response> create(std::shared_ptr<World> world, const Caller& caller,
                                  const graph::Request& request, const std::string& body,
                                  Entry& entry) {
    if (!world->options.network) throw not_simulated("subscriptions without a network");
    Subscription subscription = read_subscription(*world, caller, request, body, entry);
    co_await shake_hands(*world, subscription.notification_url);
    if (!subscription.lifecycle_url.empty()) {
        co_await shake_hands(*world, subscription.lifecycle_url);
    }
    check_room(*world, subscription);  // another may have been quicker
    subscription.id = world->ids.uuid();
    watch(*world, subscription.mailbox);
    graph::Response response = one(*world, 201, subscription);
    world->subscriptions.all[subscription.id] = std::move(subscription);
    co_return response;
}

Subscription& own(World& world, const Caller& caller, const std::string& id) {
    const auto found = world.subscriptions.all.find(id);
    if (found == world.subscriptions.all.end() || found->second.application != caller.client_id) {
        throw not_found();
    }
    return found->second;
}

graph::Response list(const World& world, const Caller& caller) {
    json all = json::array();
    for (const auto& [id, subscription] : world.subscriptions.all) {
        if (subscription.application == caller.client_id) all.push_back(to_json(subscription));
    }
    return reply(200, {{"@odata.context", world.options.origin() + "/v1.0/$metadata#subscriptions"},
                       {"value", all}});
}

graph::Response renew(World& world, Subscription& subscription, const graph::Request& request,
                      const std::string& text) {
    const json body = json_of(request, text);
    for (const auto& [name, value] : body.items()) {
        if (name == "expirationDateTime") continue;
        if (name == "notificationUrl") throw not_simulated("changing the notificationUrl");
        throw not_valid("The property '" + name + "' can only be set when it is created.");
    }
    subscription.expiry = read_expiry(world, body, "Update");
    reauthorize(world, subscription);
    return one(world, 200, subscription);
}

}  // namespace

bool is_subscription_call(const graph::Request& request) {
    const auto path = graph_segments(request.target);
    return path.size() >= 2 && path[0] == "v1.0" && path[1] == "subscriptions";
}

awaitable<graph::Response> subscription_api(std::shared_ptr<World> world,
                                            const graph::Request& request, const std::string& body,
                                            Entry& entry) {
    const Caller caller = authenticate(*world, request.headers);
    entry.client_id = caller.client_id;
    entry.roles = caller.roles;
    drop_expired(*world);
    const auto path = graph_segments(request.target);
    const std::string& method = request.method;
    if (path.size() == 2 && method == "POST") {
        co_return co_await create(world, caller, request, body, entry);
    }
    if (path.size() == 2 && method == "GET") co_return list(*world, caller);
    graph::Response empty;
    empty.status = 204;
    if (path.size() == 3 && method == "GET") {
        co_return one(*world, 200, own(*world, caller, path[2]));
    }
    if (path.size() == 3 && method == "PATCH") {
        co_return renew(*world, own(*world, caller, path[2]), request, body);
    }
    if (path.size() == 3 && method == "DELETE") {
        const std::string id = own(*world, caller, path[2]).id;
        world->subscriptions.all.erase(id);
        co_return empty;
    }
    if (path.size() == 4 && path[3] == "reauthorize" && method == "POST") {
        reauthorize(*world, own(*world, caller, path[2]));
        co_return empty;
    }
    throw not_simulated(method + " " + std::string{graph::path_of(request.target)});
}

}  // namespace plazo::sandbox
