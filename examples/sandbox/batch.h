// examples/sandbox/batch.h - POST /v1.0/$batch: up to twenty requests in one.
//
// The envelope is 200 even if every item fails, and 400 when it is malformed. Answers come in
// another order than the items, drawn from the seed, so that a client has to look at their ids.
//
// Items that wait for nobody are under way together: with more than four for one mailbox, those
// above are 429 in their own answer, with Retry-After among its own headers. `dependsOn` makes a
// chain, or lets all wait for one; another shape is 400. What depends on a failed item is 424.
// A body that is not JSON travels as base64 in both directions.
//
// Each item is counted by the throttle, hit by faults, and kept in the journal with a request id
// of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

inline constexpr std::size_t batch_items_max = 20;

struct BatchItem {
    std::string id;
    graph::Request request;
    std::string depends_on;  ///< the id of another, or empty
};

bool is_batch(const graph::Request& request);

/// The items of an envelope, each with the Authorization of it; a Refusal 400 when it is malformed.
std::vector<BatchItem> read_batch(const graph::Request& envelope, std::string_view body);

/// Serves all items. A Refusal 401, 415 or 400 for the envelope; `entry` gets who called.
boost::asio::awaitable<graph::Response> batch(std::shared_ptr<World> world,
                                              const graph::Request& envelope,
                                              const std::string& body, Entry& entry);

}  // namespace plazo::sandbox
