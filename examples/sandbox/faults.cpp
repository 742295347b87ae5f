#include "examples/sandbox/faults.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/world.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

constexpr std::array names = std::to_array<std::pair<Fault::Act, const char*>>({
    {Fault::Act::delay, "delay"},
    {Fault::Act::status, "status"},
    {Fault::Act::cut, "cut"},
    {Fault::Act::race, "race"},
    {Fault::Act::expired_token, "expired_token"},
    {Fault::Act::access_challenge, "access_challenge"},
});

constexpr std::array codes = std::to_array<std::pair<int, const char*>>({
    {401, "InvalidAuthenticationToken"},
    {403, "ErrorAccessDenied"},
    {404, "ErrorItemNotFound"},
    {412, "ErrorIrresolvableConflict"},
    {429, "ApplicationThrottled"},
    {500, "ErrorInternalServerError"},
    {503, "ErrorServerBusy"},
    {507, "ErrorQuotaExceeded"},
});

constexpr const char* header_name_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";

bool is_graph_only(Fault::Act act) {
    return act == Fault::Act::race || act == Fault::Act::expired_token ||
           act == Fault::Act::access_challenge;
}

bool hits(const Fault& fault, const graph::Request& request) {
    const std::string path = graph::percent_decode(graph::path_of(request.target));
    const auto segments = graph_segments(request.target);
    const std::string mailbox = segments.size() > 2 && segments[1] == "users" ? segments[2] : "";
    if (is_graph_only(fault.act) && (segments.empty() || segments[0] != "v1.0")) return false;
    return (fault.method.empty() || fault.method == request.method) &&
           (fault.path.empty() || path.find(fault.path) != path.npos) &&
           (fault.mailbox.empty() || graph::equal_ignoring_case(fault.mailbox, mailbox));
}

graph::Response error_reply(int status, const char* code, const std::string& message) {
    return reply(status, {{"error", {{"code", code}, {"message", message}}}});
}

std::string challenge(const std::string& more) {
    return "Bearer realm=\"\", "
           "authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
           "client_id=\"00000003-0000-0000-c000-000000000000\"" +
           more;
}

graph::Response expired() {
    graph::Response response = error_reply(401, "InvalidAuthenticationToken",
                                           "Lifetime validation failed, the token is expired.");
    response.headers.set("WWW-Authenticate", challenge(""));
    return response;
}

/// Asks for a token that was issued from now on.
graph::Response challenged(const World& world) {
    const std::string now = std::to_string(world.clock.now().time_since_epoch().count());
    const json claims{{"access_token", {{"nbf", {{"essential", true}, {"value", now}}}}}};
    graph::Response response = error_reply(
        401, "InvalidAuthenticationToken",
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and "
        "code: TokenIssuedBeforeRevocationTimestamp");
    response.headers.set(
        "WWW-Authenticate",
        challenge(", error=\"insufficient_claims\", claims=\"" + base64(claims.dump()) + "\""));
    return response;
}

Fault::Act act_of(const json& body) {
    Fault::Act act = Fault::Act::delay;
    for (const auto& [value, name] : names) {
        if (value == Fault::Act::delay || !body.contains(name)) continue;
        const bool asked = value == Fault::Act::status || boolean(body, name);
        if (asked && act != Fault::Act::delay) throw bad("A fault does one thing.");
        if (asked) act = value;
    }
    return act;
}

void read_match(const json& match, Fault& fault) {
    check_members(match, {"method", "path", "mailbox"});
    fault.method = text_of(match, "method");
    fault.path = text_of(match, "path");
    fault.mailbox = text_of(match, "mailbox");
}

void read_frequency(const json& body, Fault& fault) {
    if (body.contains("rate")) {
        if (!body["rate"].is_number() || body["rate"] < 0 || body["rate"] > 1) {
            throw bad("rate must be from 0 to 1.");
        }
        fault.rate = body["rate"].get<double>();
    }
    if (body.contains("count") || !body.contains("rate")) fault.count = integer(body, "count", 1);
    if (fault.count && *fault.count < 1) throw bad("count is out of range.");
}

}  // namespace

std::optional<Fault> Faults::take(const graph::Request& request, Ids& ids) {
    const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
        return hits(fault, request) && (fault.rate >= 1 || ids.fraction() < fault.rate);
    });
    if (found == faults_.end()) return std::nullopt;
    Fault fault = *found;
    if (found->count && --*found->count == 0) faults_.erase(found);
    return fault;
}

std::optional<graph::Response> response_of(const Fault& fault, const World& world) {
    if (fault.act == Fault::Act::expired_token) return expired();
    if (fault.act == Fault::Act::access_challenge) return challenged(world);
    if (fault.act != Fault::Act::status) return std::nullopt;
    graph::Response response;
    if (fault.body.empty() && fault.status < 400) {
        response.status = fault.status;
    } else if (fault.body.empty()) {
        const auto* code = std::find_if(codes.begin(), codes.end(), [&](const auto& entry) {
            return entry.first == fault.status;
        });
        response =
            error_reply(fault.status, code == codes.end() ? "UnknownError" : code->second, "");
    } else {
        response.status = fault.status;
        response.body = fault.body;
        if (fault.body.starts_with("{")) {
            response.headers.set("Content-Type", "application/json; charset=utf-8");
        }
    }
    for (const auto& [name, value] : fault.headers) response.headers.set(name, value);
    return response;
}

void touch_target(World& world, const graph::Request& request) {
    const auto segments = graph_segments(request.target);
    const auto events = std::find(segments.begin(), segments.end(), "events");
    if (segments.size() < 3 || segments.end() - events < 2) return;
    const Mailbox* mailbox = world.directory.find(segments[2]);
    const auto calendar = world.calendars.find(mailbox ? mailbox->id : lower_case(segments[2]));
    if (calendar == world.calendars.end()) return;
    try {
        const Item item = find_item(calendar->second, *(events + 1));
        const std::string key = world.ids.change_key();
        item.event->change_key = key;
        if (item.deviates) item.event->deviations[*item.day].change_key = key;
    } catch (const Refusal&) {
        return;  // nothing to touch: the request gets the same refusal
    }
}

std::string text_of(const Fault& fault) {
    const auto* name = std::find_if(names.begin(), names.end(),
                                    [&](const auto& entry) { return entry.first == fault.act; });
    const bool status = fault.act == Fault::Act::status;
    return (status ? std::to_string(fault.status) : name->second) + (fault.after ? " after" : "");
}

json add_fault(World& world, const json& body) {
    check_members(body, {"match", "count", "rate", "when", "status", "cut", "race", "expired_token",
                         "access_challenge", "delay_ms", "headers", "body"});
    Fault fault;
    read_match(body.value("match", json::object()), fault);
    read_frequency(body, fault);
    const std::string when = text_of(body, "when", "before");
    if (when != "before" && when != "after") throw bad("when must be before or after.");
    fault.after = when == "after";
    fault.act = act_of(body);
    fault.status = integer(body, "status", 200);
    fault.delay = std::chrono::milliseconds{integer(body, "delay_ms", 0)};
    if (fault.act == Fault::Act::delay && fault.delay.count() == 0) {
        throw bad("A fault needs a status, a cut, a delay or another thing to do.");
    }
    if (fault.status < 200 || fault.status > 599) throw bad("status is out of range.");
    if (is_graph_only(fault.act) && fault.after) throw bad("This fault comes before the effect.");
    const json headers = body.value("headers", json::object());
    if (!headers.is_object()) throw bad("headers must be an object.");
    for (const auto& [name, value] : headers.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        const bool plain = std::none_of(text.begin(), text.end(),
                                        [](unsigned char c) { return c < ' ' && c != '\t'; });
        if (!plain || name.empty() || name.find_first_not_of(header_name_characters) != name.npos) {
            throw bad("headers must be fields of HTTP.");
        }
        fault.headers.set(name, text);
    }
    if (body.contains("body")) {
        fault.body =
            body["body"].is_string() ? body["body"].get<std::string>() : body["body"].dump();
    }
    world.faults.add(std::move(fault));
    return {{"faults", world.faults.all().size()}};
}

json faults_json(const Faults& faults) {
    json out = json::array();
    for (const Fault& fault : faults.all()) {
        out.push_back(
            {{"match",
              {{"method", fault.method}, {"path", fault.path}, {"mailbox", fault.mailbox}}},
             {"does", text_of(fault)},
             {"count", fault.count ? json(*fault.count) : json{}},
             {"rate", fault.rate},
             {"delay_ms", fault.delay.count()}});
    }
    return {{"value", out}};
}

}  // namespace plazo::sandbox
