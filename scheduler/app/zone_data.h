// scheduler/app/zone_data.h - follows the machine's time zone data while the service runs.
//
//     ZoneData zone_data{tzdb, store, intake, clock, log};
//     zone_data.start(executor);
//
// A package manager replaces the files whenever a government decides so. Now and then they are
// looked at; when they have changed they are read anew, and the deadlines that have reminders
// waiting in zones whose clocks will differ are planned again, so that a reminder goes out at the
// hour on the wall that was meant. The events themselves are kept by Microsoft 365 as wall times.
//
// With which version the outbox was planned is remembered in the store: a service that was down
// while the data changed plans all that waits when it starts.
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

inline constexpr std::chrono::minutes zone_data_pause{10};
/// Deadlines that are looked at between two breaths.
inline constexpr std::size_t replan_page = 100;

class ZoneData {
  public:
    /// `tzdb` is replaced in place; whoever reads it does so on the same thread. References
    /// outlive it.
    ZoneData(timezone::Tzdb& tzdb, scheduler::Store& store, scheduler::Intake& intake,
             graph::Clock& clock, Log log);

    /// Begins to follow.
    void start(const boost::asio::any_io_executor& executor);

    /// One look, as `start` has it every zone_data_pause.
    boost::asio::awaitable<void> look();

  private:
    /// Names of zones; nothing stands for all.
    using Names = std::optional<std::set<std::string>>;

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> replan(Names names);
    Names read_anew();

    timezone::Tzdb& tzdb_;
    scheduler::Store& store_;
    scheduler::Intake& intake_;
    graph::Clock& clock_;
    Log log_;
    std::unique_ptr<graph::Alarm> alarm_;
};

}  // namespace plazo::app
