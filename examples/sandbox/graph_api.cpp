#include "examples/sandbox/graph_api.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_api.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

constexpr std::array words{"$batch",
                           "subscriptions",
                           "reauthorize",
                           "me",
                           "users",
                           "events",
                           "calendar",
                           "calendars",
                           "calendarView",
                           "delta",
                           "instances",
                           "cancel",
                           "accept",
                           "tentativelyAccept",
                           "decline",
                           "forward",
                           "permanentDelete",
                           "getSchedule",
                           "translateExchangeIds",
                           "outlook",
                           "messages",
                           "mailFolders",
                           "send",
                           "sendMail"};

constexpr std::array methods{"GET", "POST", "PATCH", "PUT", "DELETE"};

/// A word in whatever case, or a key as it is.
std::string spelt(std::string_view segment) {
    constexpr std::string_view name_space = "microsoft.graph.";
    if (segment.starts_with(name_space)) segment.remove_prefix(name_space.size());
    const auto* word = std::find_if(words.begin(), words.end(), [&](std::string_view known) {
        return graph::equal_ignoring_case(known, segment);
    });
    return std::string{word == words.end() ? segment : *word};
}

}  // namespace

std::vector<std::string> graph_segments(std::string_view target) {
    std::vector<std::string> out;
    for (const std::string& segment : graph::path_segments(target)) {
        const std::size_t key = segment.find("('");
        if (key == segment.npos || key + 4 > segment.size() || !segment.ends_with("')")) {
            out.push_back(spelt(segment));
            continue;
        }
        out.push_back(spelt(std::string_view{segment}.substr(0, key)));
        out.push_back(segment.substr(key + 2, segment.size() - key - 4));
    }
    return out;
}

const Mailbox& reach(Call& call, const std::vector<std::string>& roles) {
    call.entry.needed = roles.front();
    const Mailbox& mailbox = reach_mailbox(call.world, call.caller, call.user, roles);
    call.entry.mailbox = mailbox.address;
    return mailbox;
}

nlohmann::json json_body(const Call& call) {
    const std::string type = call.request.headers.find("Content-Type").value_or("");
    const std::string media = type.substr(0, type.find(';'));
    if (!graph::equal_ignoring_case(media, "application/json")) {
        throw Refusal{415, "RequestBodyRead",
                      "A missing or unsupported content type header was found when trying to read "
                      "the message: '" +
                          type + "'."};
    }
    return parse_json(call.body);
}

graph::Response graph_api(World& world, const graph::Request& request, const std::string& body,
                          Entry& entry) {
    const auto segments = graph_segments(request.target);
    if (std::find(methods.begin(), methods.end(), request.method) == methods.end()) {
        throw Refusal{405, "Request_BadRequest",
                      "Specified HTTP method is not allowed for the request target."};
    }
    Caller caller = authenticate(world, request.headers);
    entry.client_id = caller.client_id;
    entry.roles = caller.roles;
    if (segments.size() > 1 &&
        (segments[1].starts_with("applications") || segments[1].starts_with("servicePrincipals"))) {
        return directory_api(world, caller, request, body);
    }
    if (segments.size() > 1 && segments[1] == "v1.0") {  // in a batch, where it does not belong
        throw Refusal{400, "BadRequest", "Resource not found for the segment 'v1.0'."};
    }
    if (segments.size() > 1 && segments[1] == "me") {
        throw Refusal{400, "NoPermissionsInAccessToken",
                      "The token contains no permissions, or permissions can not be understood."};
    }
    if (segments.size() < 4 || segments[1] != "users") {
        throw not_simulated(request.method + " " + std::string{graph::path_of(request.target)});
    }
    Call call{world,       request,
              body,        std::move(caller),
              segments[2], {segments.begin() + 3, segments.end()},
              entry};
    if (call.path.front() == "sendMail" && call.path.size() == 1) return send_mail(call);
    if (call.path.front() == "messages" || call.path.front() == "mailFolders") {
        return messages_api(call);
    }
    return calendar_api(call);
}

}  // namespace plazo::sandbox
