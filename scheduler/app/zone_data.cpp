#include "scheduler/app/zone_data.h"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <stdexcept>
#include <utility>

#include "timezone/tzdb_difference.h"

namespace plazo::app {

using boost::asio::awaitable;
using scheduler::Record;
using timezone::Tzdb;

namespace {

constexpr const char* planned_with = "outbox planned with zone data";

}  // namespace

ZoneData::ZoneData(Tzdb& tzdb, scheduler::Store& store, scheduler::Intake& intake,
                   graph::Clock& clock, Log log)
    : tzdb_{tzdb},
      store_{store},
      intake_{intake},
      clock_{clock},
      log_{std::move(log)},
      alarm_{clock.make_alarm()} {}

void ZoneData::start(const boost::asio::any_io_executor& executor) {
    const auto ended = [this](std::exception_ptr error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& cause) {
            log_(true, std::string{"zone data are not followed any more: "} + cause.what());
        }
    };
    boost::asio::co_spawn(executor, run(), ended);
}

awaitable<void> ZoneData::run() {
    for (;;) {
        try {
            co_await look();
        } catch (const scheduler::StoreError& error) {
            log_(true, std::string{"the store failed: "} + error.what());
        }
        const graph::SteadyTime next = clock_.steady() + zone_data_pause;
        co_await alarm_->wait_until(next);
    }
}

awaitable<void> ZoneData::look() {
    Names names = read_anew();
    const std::optional<std::string> planned = co_await store_.find_setting(planned_with);
    const bool is_known = planned == tzdb_.version();
    if (is_known && names && names->empty()) co_return;
    // Another version than the outbox was planned with, and nobody saw the change: all of it.
    if (!is_known && names && names->empty()) names.reset();
    co_await replan(std::move(names));
    const std::string version = tzdb_.version();
    co_await store_.save_setting(planned_with, version);
}

/// Replaces the data where the files have changed; the names whose clocks will differ.
ZoneData::Names ZoneData::read_anew() {
    std::set<std::string> names;
    try {
        Tzdb next = tzdb_.reloaded();
        if (next.same_snapshot(tzdb_)) return names;
        for (const auto& each : timezone::differences(tzdb_, next, clock_.wall())) {
            if (each.kind == timezone::ZoneDifference::Kind::moved) names.insert(each.name);
        }
        log_(false, "time zone data " + tzdb_.version() + " replaced by " + next.version() + ", " +
                        std::to_string(names.size()) + " names differ");
        tzdb_ = std::move(next);
    } catch (const std::runtime_error& error) {
        log_(true, error.what());
    }
    return names;
}

awaitable<void> ZoneData::replan(Names names) {
    std::string after;
    std::size_t changed = 0;
    for (;;) {
        const std::vector<std::string> page = co_await store_.waiting_deadlines(after, replan_page);
        if (page.empty()) break;
        for (const std::string& id : page) {
            const Record record = co_await store_.read(id);
            const auto& due = record.deadline.due;
            if (!due || (names && !names->contains(due->zone))) continue;
            const bool has_changed = co_await intake_.replan(id);
            if (has_changed) ++changed;
        }
        after = page.back();
    }
    if (changed > 0) log_(false, std::to_string(changed) + " deadlines planned again");
}

}  // namespace plazo::app
