#include "examples/sandbox/faults.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "examples/sandbox/admin_body.h"
#include "examples/sandbox/entra_refusal.h"
#include "examples/sandbox/entra_token.h"
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
    {Fault::Act::aadsts, "aadsts"},
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

/// Whoever the name means, by address, alias or id.
std::string person(const Directory& directory, const std::string& name) {
    const Mailbox* mailbox = directory.find(name);
    return mailbox ? mailbox->id : lower_case(name);
}

bool hits(const Fault& fault, const graph::Request& request, const Directory& directory) {
    const std::string path = graph::percent_decode(graph::path_of(request.target));
    const auto segments = graph_segments(request.target);
    const std::string mailbox = segments.size() > 2 && segments[1] == "users" ? segments[2] : "";
    if (is_graph_only(fault.act) && (segments.empty() || segments[0] != "v1.0")) return false;
    if (fault.act == Fault::Act::aadsts && !is_sign_in(request)) return false;
    return (fault.method.empty() || fault.method == request.method) &&
           (fault.path.empty() || path.find(fault.path) != path.npos) &&
           (fault.mailbox.empty() ||
            person(directory, fault.mailbox) == person(directory, mailbox));
}

graph::Response error_reply(int status, const char* code, const std::string& message) {
    return reply(status, {{"error", {{"code", code}, {"message", message}}}});
}

graph::Response response_to(const Refusal& refusal) {
    graph::Response response = error_reply(refusal.status, refusal.code.c_str(), refusal.what());
    for (const auto& [name, value] : refusal.headers) response.headers.set(name, value);
    return response;
}

graph::Response status_reply(const Fault& fault, World& world, const graph::Request& request) {
    graph::Response response;
    response.status = fault.status;
    if (fault.body.starts_with("{")) {
        response.headers.set("Content-Type", "application/json; charset=utf-8");
    }
    response.body = fault.body;
    if (!fault.body.empty() || fault.status < 400) return response;
    if (is_sign_in(request)) return sign_in_out_of_order(world, request, fault.status);
    const auto* code = std::find_if(codes.begin(), codes.end(),
                                    [&](const auto& entry) { return entry.first == fault.status; });
    return error_reply(fault.status, code == codes.end() ? "UnknownError" : code->second, "");
}

Fault::Act act_of(const json& body) {
    Fault::Act act = Fault::Act::delay;
    for (const auto& [value, name] : names) {
        if (value == Fault::Act::delay || !body.contains(name)) continue;
        const bool always = value == Fault::Act::race && body[name] == "always";
        const bool numbered = value == Fault::Act::status || value == Fault::Act::aadsts;
        const bool asked = numbered || always || boolean(body, name);
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

std::optional<Fault> Faults::take(const graph::Request& request, const Directory& directory,
                                  Ids& ids) {
    const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
        return hits(fault, request, directory) && (fault.rate >= 1 || ids.fraction() < fault.rate);
    });
    if (found == faults_.end()) return std::nullopt;
    Fault fault = *found;
    if (found->count && --*found->count == 0) faults_.erase(found);
    return fault;
}

std::optional<graph::Response> response_of(const Fault& fault, World& world,
                                           const graph::Request& request) {
    if (fault.act == Fault::Act::expired_token) {
        return response_to(
            unauthorized(world, "Lifetime validation failed, the token is expired."));
    }
    if (fault.act == Fault::Act::access_challenge) {
        return response_to(challenge_caller(world, request.headers));
    }
    if (fault.act == Fault::Act::race && fault.unasked) return response_to(changed_meanwhile());
    graph::Response response;
    if (fault.act == Fault::Act::aadsts) {
        response = answer_sign_in(world, request,
                                  [&]() -> json { throw refusal_on_request(fault.aadsts); });
    } else if (fault.act == Fault::Act::status) {
        response = status_reply(fault, world, request);
    } else {
        return std::nullopt;
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
    std::string text = name->second;
    if (fault.act == Fault::Act::status) text = std::to_string(fault.status);
    if (fault.act == Fault::Act::aadsts) text = "AADSTS" + std::to_string(fault.aadsts);
    return text + (fault.after ? " after" : "");
}

json add_fault(World& world, const json& body) {
    check_members(body, {"match", "count", "rate", "when", "status", "cut", "race", "expired_token",
                         "access_challenge", "aadsts", "delay_ms", "headers", "body"});
    Fault fault;
    read_match(body.value("match", json::object()), fault);
    read_frequency(body, fault);
    const std::string when = text_of(body, "when", "before");
    if (when != "before" && when != "after") throw bad("when must be before or after.");
    fault.after = when == "after";
    fault.act = act_of(body);
    fault.unasked = body.value("race", json{}) == "always";
    fault.status = integer(body, "status", 200);
    fault.aadsts = integer(body, "aadsts", 0);
    if (fault.act == Fault::Act::aadsts) refusal_on_request(fault.aadsts);  // which refuses others
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
