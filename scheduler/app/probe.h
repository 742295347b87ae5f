// scheduler/app/probe.h - does this repository's set-up work? Asks Microsoft, one question after
// the other.
//
//     token      the certificate is accepted, the tenant and the application are right
//     calendar   the mailbox is there and may be read
//     mail       a test mail is accepted (only when there is somebody to send it to)
//     event      a private event far ahead can be made, and deleted again
//
// The first question that fails ends it, since the later ones would only fail for the same reason.
// The answer is 200, or a problem whose status says of what kind the failure is: 403 sign-in or
// permission, 404 no such mailbox, 503 not reachable now; and each check with what was found.
#pragma once

#include <string>

#include "graph/http.h"
#include "graph/token_pipeline.h"
#include "scheduler/app/sending.h"

namespace plazo::app {

boost::asio::awaitable<graph::Response> probe(Sending& sending, graph::TokenPipeline* tokens,
                                              graph::Account account,
                                              scheduler::Repository repository,
                                              std::string send_to);

}  // namespace plazo::app
