// examples/sandbox/admin.h - setting the scene: who exists, what time it is, what goes wrong, and
// what arrived.
//
//     POST   /_sandbox/applications {displayName, certificate | certificates, roles, tenant,
//                                    signInAudience}
//     POST   /_sandbox/mailboxes {address, displayName, timeZone, language, kind, members,
//                                 aliases}
//     GET    /_sandbox/mailboxes
//     GET    /_sandbox/mailboxes/{address}/inbox | sent | events | deleted
//     POST   /_sandbox/policies {client_id, kind: access-policy | rbac, mailboxes, roles?,
//                                active_in, access: restrict | deny, tenant}
//     GET    /_sandbox/wait?mailbox=&subject=&method=&kind=&count=1&timeout=10
//     GET    /_sandbox/journal?since=N&limit=N&method=&path=&mailbox=&client_id=&status=
//     POST   /_sandbox/faults {match: {method, path, mailbox}, count, rate, when, delay_ms,
//                              status | cut | race | expired_token | access_challenge | aadsts,
//                              headers, body},  GET, DELETE /_sandbox/faults
//     POST   /_sandbox/throttle {concurrent, concurrent_per_application, mailbox_requests,
//                                application_requests, upload_bytes},  GET /_sandbox/throttle
//     POST   /_sandbox/subscriptions {duplicates, disorder, answer_time, id, lifecycle | lose},
//            GET the same                                             (subscription.h)
//     POST   /_sandbox/tenants, tokens, administrator, consent, principals, directory
//                                                                            (entra_admin.h)
//     POST   /_sandbox/clock {advance | freeze | set},  GET /_sandbox/clock
//     POST   /_sandbox/quirks {...},  GET /_sandbox/quirks              (quirks.h)
//     POST   /_sandbox/answers {mailbox, iCalUId, response, comment, proposed, silently}
//     POST   /_sandbox/mail {...},  GET /_sandbox/mail                       (mail_rules.h)
//     GET    /_sandbox/permissions                                (permission_report.h)
//     POST   /_sandbox/reset
//
// `subject` and a fault's `path` match a part of the text. `wait` answers with the latest of
// `count` mails that match, or 408 when they have not come in time; it waits in real time whatever
// the sandbox's clock does.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

inline constexpr std::chrono::seconds wait_time_max{50};

/// 403 for a peer elsewhere, and for a page of another origin in a local browser.
std::optional<graph::Response> refuse_stranger(const World& world, const graph::Request& request);

boost::asio::awaitable<graph::Response> admin(std::shared_ptr<World> world, graph::Request request);

/// The scene-setting calls (admin_scene.cpp).
nlohmann::json add_application(World& world, const nlohmann::json& body);
nlohmann::json add_mailbox(World& world, const nlohmann::json& body);
nlohmann::json add_policy(World& world, const nlohmann::json& body);
nlohmann::json move_clock(World& world, const nlohmann::json& body);

}  // namespace plazo::sandbox
