#include "scheduler/app/dispatcher.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>

namespace plazo::app {

using boost::asio::awaitable;
using graph::SteadyTime;
using scheduler::Step;

namespace {

std::string describe(const Step& step, const StepReport& report) {
    std::string line = step.repository + " " + step.deadline + " " + step.key + ": ";
    line += report.ending ? std::string{scheduler::name_of(*report.ending)} : "later";
    if (!report.detail.empty()) line += ", " + report.detail;
    return line;
}

bool is_trouble(const StepReport& report) {
    return !report.ending || *report.ending == scheduler::Ending::refused ||
           *report.ending == scheduler::Ending::unknown;
}

}  // namespace

Dispatcher::Dispatcher(Sending& sending, scheduler::Lanes& lanes, Log log)
    : sending_{sending}, lanes_{lanes}, log_{std::move(log)}, alarm_{sending.clock.make_alarm()} {}

void Dispatcher::start(const boost::asio::any_io_executor& executor) {
    const auto ended = [this](std::exception_ptr error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& cause) {
            log_(true, std::string{"the dispatcher ended: "} + cause.what());
        }
    };
    boost::asio::co_spawn(executor, run(), ended);
}

void Dispatcher::ring() {
    alarm_->ring();
}

awaitable<void> Dispatcher::run() {
    for (;;) {
        // Read once a round, so that no moment lies between what is started and what is slept for.
        const Moment now{sending_.clock.wall(), sending_.clock.steady()};
        SteadyTime wake_at = now.steady + store_pause;
        try {
            co_await start_due_steps(now);
            wake_at = co_await next_wake(now);
        } catch (const scheduler::StoreError& error) {
            log_(true, std::string{"the store failed: "} + error.what());
        }
        co_await alarm_->wait_until(wake_at);
    }
}

awaitable<void> Dispatcher::start_due_steps(Moment now) {
    const auto executor = co_await boost::asio::this_coro::executor;
    if (held_) co_return;
    const std::size_t limit = claim_max + in_flight_.size();
    const std::vector<Step> due = co_await sending_.store.due_steps(now.wall, limit, busy());
    for (const Step& step : due) {
        if (take_up(step)) launch(executor, step);
    }
    // A full batch may have hidden others: look again at once.
    if (due.size() == limit) alarm_->ring();
}

/// Steps that are due now have been started, or wait for a place in their lane and are rung for by
/// whoever ends.
awaitable<SteadyTime> Dispatcher::next_wake(Moment now) {
    const auto next = co_await sending_.store.next_due(now.wall, now.wall + sleep_max, busy());
    SteadyTime wake_at = now.steady + sleep_max;
    if (next) wake_at = std::min(wake_at, sending_.clock.steady_at(*next));
    if (const auto opening = lanes_.next_opening()) wake_at = std::min(wake_at, *opening);
    co_return wake_at;
}

scheduler::Busy Dispatcher::busy() const {
    scheduler::Busy busy = lanes_.busy();
    for (const auto& [mailbox, steps] : steps_under_way_) {
        if (steps >= lanes_.places(mailbox)) busy.mailboxes.push_back(mailbox);
    }
    return busy;
}

bool Dispatcher::take_up(const Step& step) {
    if (in_flight_.contains(step.id)) return false;
    const auto found = steps_under_way_.find(step.mailbox);
    const int others = found == steps_under_way_.end() ? 0 : found->second;
    if (others >= lanes_.places(step.mailbox)) return false;
    in_flight_.insert(step.id);
    ++steps_under_way_[step.mailbox];
    return true;
}

void Dispatcher::launch(const boost::asio::any_io_executor& executor, Step step) {
    const auto ended = [this, step](std::exception_ptr error, const StepReport& report) {
        landed(step);
        if (!error) {
            log_(is_trouble(report), describe(step, report));
            alarm_->ring();
            return;
        }
        // The Step stays due; the pause keeps a failing store from being asked without end.
        lanes_.close(step.mailbox, store_pause);
        alarm_->ring();
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& cause) {
            log_(true, step.deadline + " " + step.key + ": " + cause.what());
        }
    };
    boost::asio::co_spawn(executor, carry_out(std::move(step)), ended);
}

awaitable<StepReport> Dispatcher::carry_out(Step step) {
    StepReport report;
    graph::Outcome trouble;
    try {
        if (step.kind == Step::Kind::event) {
            report = co_await carry_out_event(sending_, step);
        } else {
            report = co_await carry_out_reminder(sending_, step);
        }
    } catch (const scheduler::StoreError&) {
        throw;
    } catch (const std::exception& error) {
        // Something about this one Step: it must not hold up the others of its mailbox.
        trouble.kind = graph::Outcome::Kind::unavailable;
        trouble.message = error.what();
    }
    if (!trouble.done()) {
        // Nobody knows how far it got: an Intent that it wrote stays.
        report = co_await put_off(sending_, std::move(step), std::move(trouble), true);
    }
    co_return report;
}

void Dispatcher::landed(const Step& step) {
    in_flight_.erase(step.id);
    const auto found = steps_under_way_.find(step.mailbox);
    if (--found->second == 0) steps_under_way_.erase(found);
}

awaitable<std::vector<Dispatched>> Dispatcher::remind(std::string repository,
                                                      timezone::Instant until) {
    std::vector<Dispatched> reports;
    const std::vector<Step> due =
        co_await sending_.store.due_steps(until, scheduler::list_rows_max, busy());
    for (const Step& step : due) {
        if (step.kind != Step::Kind::reminder) continue;
        if (!repository.empty() && step.repository != repository) continue;
        if (!take_up(step)) continue;
        Dispatched dispatched;
        dispatched.step = step;
        std::exception_ptr failure;
        try {
            dispatched.report = co_await carry_out(step);
        } catch (...) {
            failure = std::current_exception();
        }
        landed(step);
        if (failure) std::rethrow_exception(failure);
        reports.push_back(std::move(dispatched));
    }
    co_return reports;
}

}  // namespace plazo::app
