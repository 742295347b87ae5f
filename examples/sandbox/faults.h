// examples/sandbox/faults.h - failures on request: a status, a cut connection or a delay, before or
// after the call had its effect.
//
// A cut is a TransportError{Sent::maybe} thrown out of the Handler: the caller learns nothing.
// `when` "after" leaves the effect in place, which is what a time-out after success looks like.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "graph/http.h"

namespace plazo::sandbox {

struct Fault {
    std::string method;   ///< empty: any
    std::string path;     ///< a part of the path; empty: any
    std::string mailbox;  ///< as the path names it; empty: any
    int count = 1;        ///< how many requests are still to be hit
    bool after = false;
    bool cut = false;
    std::optional<int> status;
    std::chrono::milliseconds delay{0};
    graph::Headers headers;
    std::string body;
};

class Faults {
  public:
    void add(Fault fault) { faults_.push_back(std::move(fault)); }
    void clear() { faults_.clear(); }
    std::size_t size() const { return faults_.size(); }
    /// The first fault that is meant for this request; it has one hit less then.
    std::optional<Fault> take(const graph::Request& request);

  private:
    std::vector<Fault> faults_;
};

/// The response of a fault that has a status: its body, else Graph's error object for the status.
graph::Response response_of(const Fault& fault);

}  // namespace plazo::sandbox
