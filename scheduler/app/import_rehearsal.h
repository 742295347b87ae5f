// scheduler/app/import_rehearsal.h - Graph, played by somebody who only takes notes: a dry run is
// the real import with this Handler.
//
//     Rehearsal rehearsal{[&] { return sending.graph_of(repository); }};
//     rehearsal.handler();    // for Sending::graph_of
//     rehearsal.take();       // [{"method","path","headers","body"}, ...]
//
// Questions go to the real Graph, and what would change something is noted and succeeds, unless it
// is about an event that is gone. Where Graph cannot be reached, its calendar is taken for one with
// what is asked for and nothing else. What only the real Graph could name stands in the paths as
// "{event}" and "{occurrence of 2026-03-06T10:00:00}", and in If-Match as "{etag of event}". No
// header holds a token: that is added further down.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <utility>
#include <vector>

#include "graph/http.h"

namespace plazo::app {

class Rehearsal {
  public:
    /// `graph` gives who answers questions.
    explicit Rehearsal(std::function<graph::Handler()> graph) : graph_{std::move(graph)} {}

    /// Refers to this object.
    graph::Handler handler();
    /// The changes since the last call, as the report shows them.
    nlohmann::json take();

  private:
    boost::asio::awaitable<graph::Response> answer(graph::Request request);

    boost::asio::awaitable<graph::Response> ask(graph::Request question);

    std::function<graph::Handler()> graph_;
    std::vector<graph::Request> requests_;
};

}  // namespace plazo::app
