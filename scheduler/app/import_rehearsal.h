// scheduler/app/import_rehearsal.h - Graph, played by somebody who only takes notes: a dry run is
// the real import with this Handler.
//
//     Rehearsal rehearsal;
//     rehearsal.handler();    // for Sending::graph_of
//     rehearsal.take();       // [{"method","path","headers","body"}, ...]
//
// Its calendar is empty, and every request succeeds. What only the real Graph could name stands in
// the paths as "{event}" and "{occurrence of 2026-03-06T10:00:00}", and in If-Match as "{etag of
// event}". No header holds a token: that is added further down.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/http.h"

namespace plazo::app {

class Rehearsal {
  public:
    /// Refers to this object.
    graph::Handler handler();
    /// The requests since the last call, as the report shows them.
    nlohmann::json take();

  private:
    boost::asio::awaitable<graph::Response> answer(graph::Request request);

    std::vector<graph::Request> requests_;
};

}  // namespace plazo::app
