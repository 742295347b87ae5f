// examples/sandbox/service.h - one request of a client on its way: throttle, faults, the service
// that it is for, and the journal.
//
//     graph::Response response = co_await serve(world, std::move(request));
//
// Every answer has request-id, client-request-id and Date, and `x-sandbox-fault` when a fault hit
// it (faults.h). A fault that cuts the connection leaves as graph::TransportError.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

boost::asio::awaitable<graph::Response> serve(std::shared_ptr<World> world, graph::Request request);

/// The same for a request that has its seat already, such as one of a batch. The seat must last.
boost::asio::awaitable<graph::Response> serve_seated(std::shared_ptr<World> world,
                                                     graph::Request request, const Seat& seat);

/// Whom the throttle counts it for: nobody where the caller is not known.
Lane lane_of(const World& world, const graph::Request& request);

/// The answer to a request that goes no further than this refusal; it is in the journal all the
/// same.
graph::Response turn_away(World& world, const graph::Request& request, const Refusal& refusal);

}  // namespace plazo::sandbox
