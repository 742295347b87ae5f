// examples/sandbox/graph_api.h - Microsoft Graph v1.0 for /users/{id}: which path is which act.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// Answers a request below /v1.0; `entry` gets what is known about the caller.
graph::Response graph_api(World& world, const graph::Request& request, const std::string& body,
                          Entry& entry);

/// The segments of a path below /v1.0, spelt as Graph's reference has them: Graph takes its words
/// in any case, a key in brackets too, and actions by their whole names. So
/// "Users('ana')/microsoft.graph.sendmail" is "users/ana/sendMail".
std::vector<std::string> graph_segments(std::string_view target);

/// The mailbox of the call, for a caller with one of the roles (the least one first), noted in the
/// journal; else a Refusal.
const Mailbox& reach(Call& call, const std::vector<std::string>& roles);

/// The JSON body; a Refusal 415 without the content type.
nlohmann::json json_body(const Call& call);

/// Calendar paths: events, calendarView, calendar (calendar_api.cpp).
graph::Response calendar_api(Call& call);
/// messages, mailFolders (draft_api.cpp)
graph::Response messages_api(Call& call);
/// POST sendMail (mail_api.cpp).
graph::Response send_mail(Call& call);

}  // namespace plazo::sandbox
