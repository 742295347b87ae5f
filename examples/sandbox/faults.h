// examples/sandbox/faults.h - failures on request: of the next requests that match, or of a share
// of them.
//
//     status            an answer with this status; the body is Graph's error object, or what
//                       Entra says when it is out of order, unless the call brings its
//                       own
//     cut               the connection ends without an answer: TransportError{Sent::maybe}
//     delay_ms          the answer comes later; alone, or before a status or a cut
//     race              Exchange touches the event first, so that an If-Match finds another key;
//                       "always": 412 also where there is no If-Match, as clients have seen it
//     expired_token     401: the token's lifetime is over
//     access_challenge  401 with claims, as continuous access evaluation asks for a new token; all
//                       that are older and know of it are no good any more
//     aadsts            the sign-in service's refusal with this number (entra_refusal.h)
//
// `when` "after" leaves the effect in place, which is what a time-out after success looks like.
// With a `rate` each request that matches is hit with that probability, drawn from the sandbox's
// seed, and `count` is without end unless it is given. There are no faults until somebody asks for
// them, and an answer that was hit says so: "x-sandbox-fault: 503 after".
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examples/sandbox/ids.h"
#include "graph/http.h"

namespace plazo::sandbox {

struct Directory;
struct World;

constexpr std::string_view fault_header = "x-sandbox-fault";

struct Fault {
    enum class Act { delay, status, cut, race, expired_token, access_challenge, aadsts };

    std::string method;        ///< empty: any
    std::string path;          ///< a part of the path; empty: any
    std::string mailbox;       ///< address, alias or id; empty: any
    std::optional<int> count;  ///< how many requests are still to be hit; none: without end
    double rate = 1;           ///< how many of those that match, from 0 to 1
    bool after = false;
    bool unasked = false;  ///< of a race: 412 without If-Match too
    Act act = Act::delay;
    int status = 0;
    std::chrono::milliseconds delay{0};
    graph::Headers headers;
    std::string body;
    int aadsts = 0;
};

class Faults {
  public:
    void add(Fault fault) { faults_.push_back(std::move(fault)); }
    void clear() { faults_.clear(); }
    const std::vector<Fault>& all() const { return faults_; }
    /// The first fault that is meant for this request; it has one hit less then.
    std::optional<Fault> take(const graph::Request& request, const Directory& directory, Ids& ids);

  private:
    std::vector<Fault> faults_;
};

/// The answer that the fault gives in place of the service; none when the service is to answer.
std::optional<graph::Response> response_of(const Fault& fault, World& world,
                                           const graph::Request& request);

/// Gives the event that the path names a new change key, as when somebody answered it just now.
void touch_target(World& world, const graph::Request& request);

/// "503", "race", "cut after"
std::string text_of(const Fault& fault);

/// POST and GET /_sandbox/faults (admin.h).
nlohmann::json add_fault(World& world, const nlohmann::json& body);
nlohmann::json faults_json(const Faults& faults);

}  // namespace plazo::sandbox
