// scheduler/app/import_calls.h - the requests of an import, one at a time.
//
//     ImportCalls calls{sending, repository};
//     std::optional<ReadEvent> event = co_await calls.get(event_id);     // nothing: it is gone
//     co_await calls.remove(event_id);
//
// A request that Graph throttles or does not answer is repeated a few times. What then is neither
// done nor to be expected is an ImportFailed. References outlive it.
#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "graph/event.h"
#include "scheduler/app/sending.h"
#include "scheduler/zone_choice.h"

namespace plazo::app {

/// Of one request: how often it is tried, with pauses that double, unless Graph names one. An item
/// fails rather than wait longer than `import_pause_max`.
inline constexpr int import_tries_max = 5;
inline constexpr std::chrono::seconds import_first_pause{1};
inline constexpr std::chrono::seconds import_pause_max{120};
/// After so many items in a row that Graph did not answer, the others are not tried.
inline constexpr int import_outages_max = 3;
/// Of an event that somebody else changes at the same moment.
inline constexpr int import_conflicts_max = 3;

/// An item cannot be completed. `retryable`: the same import may succeed later.
struct ImportFailed : std::runtime_error {
    ImportFailed(const std::string& what, bool retryable_)
        : std::runtime_error{what}, retryable{retryable_} {}
    bool retryable;
};

class ImportCalls {
  public:
    ImportCalls(Sending& sending, const scheduler::Repository& repository)
        : sending_{sending}, repository_{repository} {}

    /// Done or refused; everything else is waited for, and is ImportFailed in the end.
    boost::asio::awaitable<Answered> ask(graph::Request request);
    /// The same for a request that may name a zone: one that the mailbox's server does not know is
    /// told by another name, and what it takes is remembered.
    boost::asio::awaitable<Answered> tell(graph::Request request);

    /// Nothing: it is gone.
    boost::asio::awaitable<std::optional<graph::ReadEvent>> get(std::string event_id);
    /// With a cancellation to whoever was invited. What is gone is removed.
    boost::asio::awaitable<void> remove(std::string event_id);
    /// False: it is gone.
    boost::asio::awaitable<bool> patch(const std::string& event_id, const nlohmann::json& changes);

    /// Graph did not answer for too many items in a row.
    bool given_up() const { return outages_ >= import_outages_max; }
    /// Of the next request.
    std::string id() { return sending_.random.uuid(); }

  private:
    Sending& sending_;
    const scheduler::Repository& repository_;
    /// What the mailbox's server taught of the names of zones, by the name that was wanted.
    std::map<std::string, scheduler::ZoneChoice> zone_choices_;
    int outages_ = 0;
    std::string last_trouble_;
};

}  // namespace plazo::app
