// scheduler/app/zone_data.h - follows the machine's time zone data while the service runs.
//
//     ZoneData zone_data{tzdb, store, intake, clock, log};
//     zone_data.start(executor);
//
// A package manager replaces the files whenever a government decides so. Now and then they are
// looked at; when they have changed they are read anew, and the deadlines that have Steps waiting
// in zones whose clocks will differ are planned again, so that a reminder goes out at the hour on
// the wall that was meant.
//
// With which version the outbox was planned is noted in the store: a service that was down while
// the data changed, or ended before all was planned, plans all that waits when it starts.
//
// Until its turn comes, a deadline's reminders carry the instants of the old data. The dispatcher
// does not send one that no longer agrees with its deadline: it plans it again itself.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "graph/clock.h"
#include "scheduler/app/dispatcher.h"
#include "scheduler/intake.h"
#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::app {

/// Between two looks. What was changed is taken over when it has been at rest from one to the next:
/// half of a new version is no version.
inline constexpr std::chrono::minutes zone_data_pause{5};
/// Deadlines that are looked up at a time.
inline constexpr std::size_t replan_page = 100;

class ZoneData {
  public:
    /// `tzdb` is replaced in place; whoever reads it does so on the same thread. References
    /// outlive it.
    ZoneData(timezone::Tzdb& tzdb, scheduler::Store& store, scheduler::Intake& intake,
             graph::Clock& clock, Log log);

    /// Begins to follow.
    void start(const boost::asio::any_io_executor& executor);

    /// One look, as `start` has it every zone_data_pause. Throws StoreError; the next look makes up
    /// for it.
    boost::asio::awaitable<void> look();

  private:
    using Names = std::set<std::string>;

    boost::asio::awaitable<void> run();
    bool sees_new_data();
    Names take_over();
    /// The deadlines in these zones; without names, in all.
    boost::asio::awaitable<void> replan(std::optional<Names> names);

    timezone::Tzdb& tzdb_;
    /// What the last look saw.
    timezone::Tzdb seen_;
    scheduler::Store& store_;
    scheduler::Intake& intake_;
    graph::Clock& clock_;
    Log log_;
    std::unique_ptr<graph::Alarm> alarm_;
    bool first_look_ = true;
};

}  // namespace plazo::app
