// scheduler/app/dispatcher.h - takes the Steps that are due and has them carried out. The only
// sender.
//
//     Dispatcher dispatcher{sending, lanes, log};
//     dispatcher.start(executor);        // runs until the io_context stops
//     dispatcher.ring();                 // something may be due: called after each commit
//
// It sleeps until the next Step is due, by a timer and not by polling; it looks at the wall clock
// again at least every `sleep_max`, in case somebody set it. Of each mailbox it carries out as many
// Steps at a time as its lane has places (scheduler/lanes.h): none while Exchange asks to be left
// alone, no reminder while it has mailed enough, and no mailbox waits for another.
//
// One owner holds a store (store/sqlite.h), so one dispatcher sends. Runs on the network thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scheduler/app/sending.h"
#include "scheduler/lanes.h"

namespace plazo::app {

inline constexpr std::chrono::seconds sleep_max{60};
/// Steps fetched at a time.
inline constexpr std::size_t claim_max = 256;
/// After the store failed.
inline constexpr std::chrono::seconds store_pause{5};

/// One line for the operator; `trouble` lines are warnings.
using Log = std::function<void(bool trouble, const std::string& line)>;

/// What became of one reminder, for the report of `plazo remind`.
struct Dispatched {
    scheduler::Step step;
    StepReport report;
};

class Dispatcher {
  public:
    /// `sending` goes through `lanes`.
    Dispatcher(Sending& sending, scheduler::Lanes& lanes, Log log);

    /// Begins to dispatch on `executor`.
    void start(const boost::asio::any_io_executor& executor);
    void ring();
    /// Starts nothing more; what is being carried out goes on.
    void hold() { held_ = true; }

    /// Carries out the reminder Steps of `repository` (empty: of all) that are due at `until`, one
    /// after another, and says how each fared. For `plazo remind`; safe beside a running
    /// dispatcher.
    boost::asio::awaitable<std::vector<Dispatched>> remind(std::string repository,
                                                           timezone::Instant until);

    /// Nothing is being carried out at this moment.
    bool idle() const { return in_flight_.empty(); }

  private:
    boost::asio::awaitable<void> run();
    /// Both clocks at one moment.
    struct Moment {
        timezone::Instant wall;
        graph::SteadyTime steady;
    };

    boost::asio::awaitable<void> start_due_steps(Moment now);
    boost::asio::awaitable<graph::SteadyTime> next_wake(Moment now);
    scheduler::Busy busy() const;
    /// Whether the Step can begin now; then it counts as under way.
    bool take_up(const scheduler::Step& step);
    void launch(const boost::asio::any_io_executor& executor, scheduler::Step step);
    boost::asio::awaitable<StepReport> carry_out(scheduler::Step step);
    void landed(const scheduler::Step& step);

    Sending& sending_;
    scheduler::Lanes& lanes_;
    Log log_;
    bool held_ = false;
    std::set<std::string> in_flight_;
    /// By mailbox.
    std::map<std::string, int> steps_under_way_;
    std::unique_ptr<graph::Alarm> alarm_;
};

}  // namespace plazo::app
