#include "examples/sandbox/subscription.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/world.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

/// Of notification_retry_first: more than notification_retry_interval_max already.
constexpr int doublings_max = 8;

bool wants(const Subscription& subscription, const std::string& change) {
    return ("," + subscription.change_type + ",").find("," + change + ",") != std::string::npos;
}

json common(const Subscription& subscription) {
    return {{"subscriptionId", subscription.id},
            {"subscriptionExpirationDateTime", timezone::format_rfc3339(subscription.expiry)},
            {"clientState",
             subscription.client_state.empty() ? json{} : json(subscription.client_state)},
            {"tenantId", subscription.tenant}};
}

void queue(World& world, const std::string& url, const json& notification) {
    const Instant now = world.clock.now();
    const std::string body = json{{"value", json::array({notification})}}.dump();
    Subscriptions& subscriptions = world.subscriptions;
    for (int i = 0; i < (subscriptions.duplicates ? 2 : 1); ++i) {
        subscriptions.waiting.push_back({url, body, now, now, 0});
    }
}

void tell(World& world, const std::string& mailbox, const std::string& id, const Seen& seen,
          const std::string& change) {
    for (auto& [name, subscription] : world.subscriptions.all) {
        if (subscription.mailbox != mailbox || !wants(subscription, change)) continue;
        subscription.missed = subscription.missed || subscription.paused;
        if (subscription.paused) continue;
        const std::string shown = subscription.immutable_ids ? seen.immutable_id : id;
        const std::string resource = "Users/" + mailbox + "/Events/" + shown;
        json notification = common(subscription);
        notification["changeType"] = change;
        notification["resource"] = resource;
        notification["resourceData"] = {{"@odata.type", "#Microsoft.Graph.Event"},
                                        {"@odata.id", resource},
                                        {"@odata.etag", "W/\"" + seen.change_key + "\""},
                                        {"id", shown}};
        queue(world, subscription.notification_url, notification);
    }
}

std::map<std::string, Seen> standing(World& world, const std::string& mailbox) {
    std::map<std::string, Seen> out;
    for (const auto& [id, event] : world.calendars[mailbox].events) {
        out[id] = {event.change_key, event.immutable_id};
    }
    return out;
}

/// Whether the endpoint took it in time.
awaitable<bool> send(World& world, const Notification& notification) {
    std::optional<graph::Request> request = post_to(notification.url);
    if (!request) co_return false;
    request->headers.set("Content-Type", "application/json; charset=utf-8");
    request->body = notification.body;
    const auto begin = std::chrono::steady_clock::now();
    try {
        const graph::Response response = co_await world.options.network(std::move(*request));
        const auto taken = std::chrono::steady_clock::now() - begin;
        co_return response.status >= 200 && response.status < 300 &&
            taken <= world.subscriptions.answer_time_max;
    } catch (const graph::TransportError&) {
        co_return false;
    }
}

/// Takes out of the queue what is due now; what is too old is lost.
std::vector<Notification> take_due(World& world) {
    const Instant now = world.clock.now();
    auto& waiting = world.subscriptions.waiting;
    std::erase_if(waiting, [&](const Notification& each) {
        return now - each.since > notification_retry_time_max;
    });
    const auto later = std::stable_partition(
        waiting.begin(), waiting.end(), [&](const Notification& each) { return each.due <= now; });
    std::vector<Notification> due(waiting.begin(), later);
    waiting.erase(waiting.begin(), later);
    if (!world.subscriptions.disorder) return due;
    for (std::size_t left = due.size(); left > 1; --left) {
        std::swap(due[left - 1], due[world.ids.next() % left]);
    }
    return due;
}

Subscription& known(World& world, const json& body) {
    const auto found = world.subscriptions.all.find(text_of(body, "id"));
    if (found == world.subscriptions.all.end()) throw bad("There is no such subscription.");
    return found->second;
}

void tell_lifecycle(World& world, const Subscription& subscription, const std::string& event) {
    if (event != "missed" && event != "reauthorizationRequired" && event != "subscriptionRemoved") {
        throw bad("lifecycle must be missed, reauthorizationRequired or subscriptionRemoved.");
    }
    if (subscription.lifecycle_url.empty()) {
        throw bad("The subscription has no lifecycleNotificationUrl.");
    }
    json notification = common(subscription);
    notification["lifecycleEvent"] = event;
    notification["resource"] = subscription.resource;
    queue(world, subscription.lifecycle_url, notification);
}

/// In order, until one is not taken: that and those behind it wait. An endpoint that does not
/// answer keeps nobody else waiting.
awaitable<void> deliver_to(std::shared_ptr<World> world, std::vector<Notification> due) {
    bool taken = true;
    for (Notification& notification : due) {
        if (taken) taken = co_await send(*world, notification);
        if (taken) continue;
        const std::chrono::seconds wait = notification_retry_first * (1 << notification.tries);
        const std::chrono::seconds wait_max = notification_retry_interval_max;
        notification.due = world->clock.now() + std::min(wait, wait_max);
        notification.tries = std::min(notification.tries + 1, doublings_max);
        world->subscriptions.waiting.push_back(std::move(notification));
    }
}

}  // namespace

void watch(World& world, const std::string& mailbox) {
    if (world.subscriptions.seen.contains(mailbox)) return;
    world.subscriptions.seen[mailbox] = standing(world, mailbox);
}

void drop_expired(World& world) {
    Subscriptions& subscriptions = world.subscriptions;
    std::erase_if(subscriptions.all,
                  [&](const auto& entry) { return entry.second.expiry <= world.clock.now(); });
    std::erase_if(subscriptions.seen, [&](const auto& entry) {
        return std::none_of(
            subscriptions.all.begin(), subscriptions.all.end(),
            [&](const auto& subscription) { return subscription.second.mailbox == entry.first; });
    });
}

void reauthorize(World& world, Subscription& subscription) {
    const bool missed = subscription.missed && !subscription.lifecycle_url.empty();
    if (missed) tell_lifecycle(world, subscription, "missed");
    subscription.paused = subscription.missed = false;
}

void note_changes(World& world) {
    drop_expired(world);
    for (auto& [mailbox, before] : world.subscriptions.seen) {
        std::map<std::string, Seen> now = standing(world, mailbox);
        for (const auto& [id, seen] : now) {
            const auto old = before.find(id);
            if (old == before.end()) {
                tell(world, mailbox, id, seen, "created");
            } else if (old->second.change_key != seen.change_key) {
                tell(world, mailbox, id, seen, "updated");
            }
        }
        for (const auto& [id, seen] : before) {
            if (!now.contains(id)) tell(world, mailbox, id, seen, "deleted");
        }
        before = std::move(now);
    }
}

awaitable<void> deliver(std::shared_ptr<World> world) {
    drop_expired(*world);
    std::map<std::string, std::vector<Notification>> by_endpoint;
    for (Notification& each : take_due(*world)) by_endpoint[each.url].push_back(std::move(each));
    std::size_t left = by_endpoint.size();
    if (left == 0) co_return;
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer done{executor, boost::asio::steady_timer::time_point::max()};
    for (auto& [url, due] : by_endpoint) {
        boost::asio::co_spawn(executor, deliver_to(world, std::move(due)),
                              [&](const std::exception_ptr&) {
                                  if (--left == 0) done.cancel();
                              });
    }
    boost::system::error_code ignored;
    while (left > 0) {
        co_await done.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
}

std::optional<graph::Request> post_to(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::size_t path = std::min(url.find_first_of("/?#", scheme + 3), url.size());
    const std::string_view host = url.substr(scheme + 3, path - scheme - 3);
    const bool here = host == "localhost" || host.starts_with("localhost:") ||
                      host.starts_with("127.") || host.starts_with("[::1]");
    const bool http = url.substr(0, scheme) == "http";
    if (host.empty() || (url.substr(0, scheme) != "https" && !(http && here)) ||
        host.find('@') != host.npos || url.find('#') != url.npos) {
        return std::nullopt;
    }
    graph::Request request;
    request.method = "POST";
    request.origin = url.substr(0, path);
    request.target = url.substr(path);
    if (!request.target.starts_with("/")) request.target.insert(0, "/");
    return request;
}

json subscriptions_json(World& world) {
    drop_expired(world);
    json all = json::array();
    for (const auto& [id, subscription] : world.subscriptions.all) {
        all.push_back({{"id", id},
                       {"application", subscription.application},
                       {"resource", subscription.resource},
                       {"changeType", subscription.change_type},
                       {"notificationUrl", subscription.notification_url},
                       {"expirationDateTime", timezone::format_rfc3339(subscription.expiry)}});
    }
    return {
        {"value", all},
        {"waiting", world.subscriptions.waiting.size()},
        {"duplicates", world.subscriptions.duplicates},
        {"disorder", world.subscriptions.disorder},
        {"answer_time", "PT" + std::to_string(world.subscriptions.answer_time_max.count()) + "S"}};
}

json set_subscriptions(World& world, const json& body) {
    check_members(body, {"duplicates", "disorder", "answer_time", "id", "lifecycle", "lose"});
    Subscriptions& subscriptions = world.subscriptions;
    subscriptions.duplicates = boolean(body, "duplicates", subscriptions.duplicates);
    subscriptions.disorder = boolean(body, "disorder", subscriptions.disorder);
    if (body.contains("answer_time")) {
        const auto time = parse_duration(text_of(body, "answer_time"));
        if (!time) throw bad("answer_time must be a duration such as PT3S.");
        subscriptions.answer_time_max = *time;
    }
    if (!body.contains("id")) return subscriptions_json(world);
    Subscription& subscription = known(world, body);
    const std::string lifecycle = text_of(body, "lifecycle");
    if (!lifecycle.empty()) tell_lifecycle(world, subscription, lifecycle);
    if (lifecycle == "reauthorizationRequired") subscription.paused = true;
    if (boolean(body, "lose") || lifecycle == "subscriptionRemoved") {
        subscriptions.all.erase(std::string{subscription.id});
    }
    return subscriptions_json(world);
}

}  // namespace plazo::sandbox
