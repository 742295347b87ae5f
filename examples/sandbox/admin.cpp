#include "examples/sandbox/admin.h"

#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <nlohmann/json.hpp>

#include "examples/sandbox/answers.h"
#include "examples/sandbox/entra_admin.h"
#include "examples/sandbox/event_json.h"
#include "examples/sandbox/permission_report.h"
#include "examples/sandbox/reply.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

json time_json(const std::optional<EventTime>& time) {
    if (!time) return nullptr;
    return {{"dateTime", timezone::format_local(time->local)}, {"timeZone", time->zone}};
}

json mail_json(const Mail& mail) {
    json headers = json::array();
    for (const auto& [name, value] : mail.headers) {
        headers.push_back({{"name", name}, {"value", value}});
    }
    return {{"id", mail.id},
            {"kind", mail.kind},
            {"method", mail.method.empty() ? json{} : json(mail.method)},
            {"from", mail.from},
            {"to", mail.to},
            {"subject", mail.subject},
            {"receivedDateTime", timezone::format_rfc3339(mail.received)},
            {"iCalUId", mail.calendar_uid.empty() ? json{} : json(mail.calendar_uid)},
            {"start", time_json(mail.start)},
            {"end", time_json(mail.end)},
            {"body", mail.body.content},
            {"contentType", mail.body.type},
            {"headers", headers},
            {"ics", mail.ics.empty() ? json{} : json(mail.ics)}};
}

json mails_json(const std::vector<Mail>& mails) {
    json out = json::array();
    for (const Mail& mail : mails) out.push_back(mail_json(mail));
    return {{"value", out}};
}

/// An event with all of its named properties and its exceptions, times in UTC.
void add_event_json(json& out, Event& event, const Zones& zones) {
    Rendering rendering;
    rendering.zones = &zones;
    Query query;
    for (const auto& property : event.content.extended_properties) {
        query.expanded.push_back(property.id);
    }
    out.push_back(event_json(whole(event), rendering, query));
    for (const auto& [day, deviation] : event.deviations) {
        if (deviation.cancelled) continue;
        out.push_back(event_json(occurrence(event, day), rendering, query));
    }
}

json events_json(World& world, const std::string& address, bool deleted) {
    const Mailbox* mailbox = world.directory.find(address);
    if (!mailbox) throw Refusal{404, "NotFound", "There is no mailbox " + address + "."};
    Calendar& calendar = world.calendars[mailbox->id];
    json out = json::array();
    if (deleted) {
        for (Event& event : calendar.deleted) add_event_json(out, event, world.zones);
    } else {
        for (auto& [id, event] : calendar.events) add_event_json(out, event, world.zones);
    }
    return {{"value", out}};
}

json mailboxes_json(const World& world) {
    json out = json::array();
    for (const auto& [address, mailbox] : world.directory.mailboxes) {
        out.push_back({{"id", mailbox.id},
                       {"address", mailbox.address},
                       {"displayName", mailbox.display_name},
                       {"timeZone", mailbox.time_zone},
                       {"language", mailbox.language},
                       {"kind", mailbox.kind},
                       {"mails", world.post.inbox(address).size()}});
    }
    return {{"value", out}};
}

json mailbox_part(World& world, const std::string& address, const std::string& part) {
    if (part == "inbox") return mails_json(world.post.inbox(address));
    if (part == "sent") return mails_json(world.post.sent(address));
    if (part == "events" || part == "deleted") {
        return events_json(world, address, part == "deleted");
    }
    throw not_simulated("/_sandbox/mailboxes/{address}/" + part);
}

std::uint64_t number_parameter(std::string_view target, const char* name, std::uint64_t otherwise) {
    const auto text = graph::query_parameter(target, name);
    if (!text) return otherwise;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size()) {
        throw Refusal{400, "BadRequest", std::string{name} + " must be a number."};
    }
    return number;
}

EntryFilter wanted_entries(std::string_view target) {
    const auto text = [&](const char* name) {
        return graph::query_parameter(target, name).value_or("");
    };
    EntryFilter filter;
    filter.since = number_parameter(target, "since", 0);
    filter.limit = number_parameter(target, "limit", journal_entries_max);
    filter.method = text("method");
    filter.path = text("path");
    filter.mailbox = text("mailbox");
    filter.client_id = text("client_id");
    filter.status = static_cast<int>(number_parameter(target, "status", 0) % 1000);
    return filter;
}

struct Wanted {
    std::string mailbox;
    std::string subject;
    std::string method;
    std::string kind;
    std::uint64_t count = 1;
};

Wanted wanted_by(std::string_view target) {
    const auto text = [&](const char* name) {
        return graph::query_parameter(target, name).value_or("");
    };
    return {text("mailbox"), text("subject"), text("method"), text("kind"),
            number_parameter(target, "count", 1)};
}

const Mail* arrived(const World& world, const Wanted& wanted) {
    std::uint64_t count = 0;
    for (const Mail& mail : world.post.inbox(wanted.mailbox)) {
        const bool matches = mail.subject.find(wanted.subject) != std::string::npos &&
                             (wanted.method.empty() || wanted.method == mail.method) &&
                             (wanted.kind.empty() || wanted.kind == mail.kind);
        if (matches && ++count == wanted.count) return &mail;
    }
    return nullptr;
}

awaitable<json> wait(World& world, const std::string& target) {
    const Wanted wanted = wanted_by(target);
    const auto limit = static_cast<std::uint64_t>(wait_time_max.count());
    const std::chrono::seconds time_max{std::min(number_parameter(target, "timeout", 10), limit)};
    const auto until = std::chrono::steady_clock::now() + time_max;
    constexpr std::chrono::milliseconds look_again{100};  // while mail waits for its time
    const Mail* mail = arrived(world, wanted);
    while (!mail) {
        const auto left = until - std::chrono::steady_clock::now();
        if (left <= left.zero()) throw Refusal{408, "Timeout", "No such mail has arrived."};
        auto pause = std::chrono::ceil<std::chrono::milliseconds>(left);
        if (world.post.pending()) pause = std::min(pause, look_again);
        co_await world.post.wait(pause);
        world.post.settle(world.clock.now());
        mail = arrived(world, wanted);
    }
    co_return mail_json(*mail);
}

json post(World& world, const std::string& what, const json& body) {
    if (what == "applications") return add_application(world, body);
    if (what == "mailboxes") return add_mailbox(world, body);
    if (what == "policies") return add_policy(world, body);
    if (what == "answers") return add_answer(world, body);
    if (what == "mail") return set_mail_rules(world, body);
    if (what == "faults") return add_fault(world, body);
    if (what == "subscriptions") return set_subscriptions(world, body);
    if (what == "throttle") return set_throttle(world.throttle.limits, body);
    if (auto done = entra_admin(world, what, body)) return *done;
    if (what == "clock") return move_clock(world, body);
    if (what == "quirks") return set_quirks(world, body);
    throw not_simulated("POST /_sandbox/" + what);
}

json act(World& world, const graph::Request& request, const std::vector<std::string>& path,
         const std::string& body) {
    const std::string what = path.size() > 1 ? path[1] : "";
    if (request.method == "POST" && path.size() == 2) return post(world, what, parse_json(body));
    if (request.method == "GET" && path.size() == 4 && what == "mailboxes") {
        return mailbox_part(world, path[2], path[3]);
    }
    if (request.method == "GET" && path.size() == 2) {
        if (what == "mailboxes") return mailboxes_json(world);
        if (what == "quirks") return to_json(world.quirks);
        if (what == "mail") return to_json(world.mail_rules);
        if (what == "permissions") return permission_report(world);
        if (what == "clock") return {{"now", timezone::format_rfc3339(world.clock.now())}};
        if (what == "faults") return faults_json(world.faults);
        if (what == "subscriptions") return subscriptions_json(world);
        if (what == "throttle") return throttle_json(world.throttle.limits);
        if (what == "journal") return journal_json(world.journal, wanted_entries(request.target));
    }
    if (request.method == "DELETE" && path.size() == 2 && what == "faults") {
        world.faults.clear();
        return json::object();
    }
    throw not_simulated(request.method + " " + std::string{graph::path_of(request.target)});
}

graph::Response refusal_reply(const Refusal& refusal) {
    return reply(refusal.status,
                 {{"error", {{"code", refusal.code}, {"message", refusal.what()}}}});
}

}  // namespace

std::optional<graph::Response> refuse_stranger(const World& world, const graph::Request& request) {
    const bool near = request.peer.empty() || request.peer == "local" || request.peer == "::1" ||
                      request.peer.starts_with("127.");
    const auto origin = request.headers.find("Origin");
    if (near && (!origin || *origin == world.options.origin())) return std::nullopt;
    return refusal_reply({403, "Forbidden", "Admin calls are taken from this machine only."});
}

awaitable<graph::Response> admin(std::shared_ptr<World> world, graph::Request request) {
    const auto path = graph::path_segments(request.target);
    try {
        const bool waits = path.size() == 2 && path[1] == "wait" && request.method == "GET";
        json body;
        if (waits) {
            body = co_await wait(*world, request.target);
        } else {
            const std::string text = co_await request.body.read(body_bytes_max);
            body = act(*world, request, path, text);
        }
        co_return reply(200, body);
    } catch (const Refusal& refusal) {
        co_return refusal_reply(refusal);
    }
}

}  // namespace plazo::sandbox
