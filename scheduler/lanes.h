// scheduler/lanes.h - how much of Graph each mailbox, and all of them together, may use.
//
//     Lanes lanes{clock, random};
//     Handler graph = in_lane(authorized(network, pipeline, account), lanes, "acme");
//     Response response = co_await graph(request);     // when it is its turn
//
// Whoever talks to a mailbox, be it for a deadline, an import, a set-up or a check, does so through
// such a Handler, so that all of them share what Exchange grants. The mailbox is the one that the
// request's target names; a request that names none passes.
//
//     4 at once         per mailbox, and `all_at_once` in all
//     10,000 in 600 s   per mailbox
//     30 mails a minute per mailbox; its other requests go on
//     429, 509, and 503 with a wait: nobody enters before the time that Graph named, or for
//     3 s, 6 s, 12 s ... with jitter where it named none. Then one place is open, and one more
//     with every answer.
//
// Whose turn it is: repositories take turns, one request each (deficit round robin, where every
// request costs the same), so that no repository's backlog is in another's way. Within a
// repository, whoever came first and can go: a mailbox that is full or closed holds up no other.
// The dispatcher comes with the earliest due first.
//
// Nobody waits here for longer than `patience`. Who would have to gets an answer 429 of our own
// with a Retry-After, and nothing has been sent: those who can wait for longer know how.
//
// One thread. The Handlers and what waits in them may outlive the Lanes.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/clock.h"
#include "graph/http.h"
#include "graph/https.h"
#include "scheduler/store.h"

namespace plazo::scheduler {

/// What Graph serves of one mailbox at once.
inline constexpr int lane_places_max = 4;

/// Graph, "Throttling limits" (Outlook), and Exchange Online, "Sending limits".
struct LaneLimits {
    int at_once = lane_places_max;
    /// No more than the network has connections for, or requests would queue there, unfairly.
    int all_at_once = static_cast<int>(graph::connections_per_origin_max);
    int requests = 10'000;
    std::chrono::seconds requests_span{600};
    int mails = 30;
    std::chrono::seconds mails_span{60};
    std::chrono::milliseconds patience{10'000};
    /// The pause after being throttled without Retry-After, doubled each time in a row.
    std::chrono::seconds first_pause{3};
    std::chrono::seconds pause_max{180};
};

/// What one lane looks like at a moment.
struct LaneView {
    std::string mailbox;
    /// Open now; fewer than at_once after it was throttled, none while it is closed.
    int places = 0;
    int taken = 0;
    int waiting = 0;
    /// Within their spans.
    int requests = 0;
    int mails = 0;
    /// How often in a row Exchange asked to be left alone.
    int throttled = 0;
    std::chrono::seconds closed_for{0};

    bool operator==(const LaneView&) const = default;
};

class Lanes {
  public:
    Lanes(graph::Clock& clock, graph::Random& random, LaneLimits limits = {});
    ~Lanes();
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    /// Nobody enters for so long; an earlier closing that lasts longer stays.
    void close(const std::string& mailbox, std::chrono::seconds duration);

    /// How many requests of the mailbox may be under way now.
    int places(const std::string& mailbox) const;
    /// The mailboxes for which time has to pass before anybody, or a mail, can enter.
    Busy busy() const;
    /// When that is so no more for the first of them.
    std::optional<graph::SteadyTime> next_opening() const;

    /// The lanes that have been used of late, by mailbox.
    std::vector<LaneView> view() const;

  private:
    friend graph::Handler in_lane(graph::Handler, Lanes&, std::string);
    class Turn;
    struct State;
    static boost::asio::awaitable<graph::Response> pass(std::shared_ptr<State> state,
                                                        std::string repository,
                                                        graph::Handler handler,
                                                        graph::Request request);

    std::shared_ptr<State> state_;  // with those who wait
};

/// `handler` for the requests of one repository, each when it is its turn.
graph::Handler in_lane(graph::Handler handler, Lanes& lanes, std::string repository);

/// The mailbox that a target names, "anna@acme.es" of "/v1.0/users/Anna%40acme.es/events", as
/// addresses compare: one mailbox has one lane however it is spelt. Empty: none.
std::string mailbox_of(const std::string& target);

}  // namespace plazo::scheduler
