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

/// The name of a setting, and its value while planning is under way.
constexpr const char* planned_with = "outbox planned with zone data";
constexpr const char* being_planned = "";

/// tzdb.h: what a folder is that does not tell its version.
constexpr const char* no_version = "unknown";

}  // namespace

ZoneData::ZoneData(Tzdb& tzdb, scheduler::Store& store, scheduler::Intake& intake,
                   graph::Clock& clock, Log log)
    : tzdb_{tzdb},
      seen_{tzdb},
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
        } catch (const std::exception& error) {
            log_(true, std::string{"zone data: "} + error.what());
        }
        const graph::SteadyTime next = clock_.steady() + zone_data_pause;
        co_await alarm_->wait_until(next);
    }
}

awaitable<void> ZoneData::look() {
    const std::optional<std::string> noted = co_await store_.find_setting(planned_with);
    const bool may_be_newer = std::exchange(first_look_, false) && tzdb_.version() == no_version;
    const bool is_planned = noted == tzdb_.version() && !may_be_newer;
    const bool has_changed = sees_new_data();
    if (is_planned && !has_changed) co_return;
    // Should this come to no good end, the next look plans all of the outbox.
    co_await store_.save_setting(planned_with, being_planned);
    std::optional<Names> names;
    if (has_changed) names = take_over();
    if (!is_planned) names.reset();
    co_await replan(std::move(names));
    const std::string version = tzdb_.version();
    co_await store_.save_setting(planned_with, version);
}

/// Whether the folder has other data, and they are at rest.
bool ZoneData::sees_new_data() {
    try {
        const Tzdb next = seen_.reloaded();
        const bool is_at_rest = next.same_snapshot(seen_);
        seen_ = next;
        return is_at_rest && !seen_.same_snapshot(tzdb_);
    } catch (const std::runtime_error& error) {
        log_(true, error.what());
        return false;
    }
}

/// Replaces the data; the names that differ.
ZoneData::Names ZoneData::take_over() {
    Names names;
    for (const auto& each : timezone::differences(tzdb_, seen_, clock_.wall())) {
        names.insert(each.name);
    }
    log_(false, "time zone data " + tzdb_.version() + " replaced by " + seen_.version() + ", " +
                    std::to_string(names.size()) + " names differ");
    tzdb_ = seen_;
    return names;
}

awaitable<void> ZoneData::replan(std::optional<Names> names) {
    if (names && names->empty()) co_return;
    std::string after;
    std::string trouble;
    std::size_t changed = 0;
    std::size_t failed = 0;
    for (;;) {
        const std::vector<std::string> page = co_await store_.waiting_deadlines(after, replan_page);
        if (page.empty()) break;
        for (const std::string& id : page) {
            const Record record = co_await store_.read(id);
            const auto& due = record.deadline.due;
            if (!due || (names && !names->contains(due->zone))) continue;
            try {
                const bool has_changed = co_await intake_.replan(id);
                if (has_changed) ++changed;
            } catch (const scheduler::StoreError&) {
                throw;
            } catch (const std::exception& error) {
                ++failed;
                trouble = id + ": " + error.what();
            }
        }
        after = page.back();
    }
    if (changed > 0) log_(false, std::to_string(changed) + " deadlines planned again");
    if (failed > 0) {
        log_(true, std::to_string(failed) +
                       " deadlines cannot be planned again, the last of them " + trouble);
    }
}

}  // namespace plazo::app
