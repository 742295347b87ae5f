#include "examples/sandbox/graph_api.h"

#include <nlohmann/json.hpp>

#include "examples/sandbox/directory_api.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

/// "users('$a@b')" is "users/$a@b": how a name that begins with "$" has to be written.
void split_key(std::vector<std::string>& segments) {
    constexpr std::string_view opening = "users('";
    if (segments.size() < 2 || !segments[1].starts_with(opening)) return;
    if (!segments[1].ends_with("')")) return;
    const std::string user =
        segments[1].substr(opening.size(), segments[1].size() - opening.size() - 2);
    segments[1] = "users";
    segments.insert(segments.begin() + 2, user);
}

}  // namespace

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
    auto segments = graph::path_segments(request.target);
    split_key(segments);
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
    if (graph::equal_ignoring_case(call.path.front(), "sendMail") && call.path.size() == 1) {
        return send_mail(call);
    }
    if (call.path.front() == "messages" || call.path.front() == "mailFolders") {
        return messages_api(call);
    }
    return calendar_api(call);
}

}  // namespace plazo::sandbox
