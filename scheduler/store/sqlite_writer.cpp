#include "scheduler/store/sqlite_writer.h"

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cassert>

#include "scheduler/store.h"

namespace plazo::store {

/// A piece of work and the coroutine that waits for it. Made and completed on the caller's thread;
/// between, on the writer's.
struct Writer::Job {
    Job(Work work_, const boost::asio::any_io_executor& executor)
        : work{std::move(work_)}, keep_alive{executor} {}
    virtual ~Job() = default;
    virtual void complete() = 0;

    Work work;
    std::exception_ptr failure;
    boost::asio::executor_work_guard<boost::asio::any_io_executor> keep_alive;
};

template <typename Handler>
struct Writer::WaitingJob : Job {
    WaitingJob(Work work_, const boost::asio::any_io_executor& executor, Handler handler_)
        : Job{std::move(work_), executor}, handler{std::move(handler_)} {}
    void complete() override { std::move(handler)(failure); }

    Handler handler;
};

Writer::Writer(Connection& connection, boost::asio::any_io_executor executor)
    : connection_{connection}, executor_{std::move(executor)}, thread_{&Writer::serve, this} {}

Writer::~Writer() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

boost::asio::awaitable<void> Writer::run(Work work) {
    auto initiate = [this](auto handler, Work work_) {
        using Waiting = WaitingJob<decltype(handler)>;
        push(std::make_unique<Waiting>(std::move(work_), executor_, std::move(handler)));
    };
    using Token = const boost::asio::use_awaitable_t<>;
    return boost::asio::async_initiate<Token, void(std::exception_ptr)>(
        std::move(initiate), boost::asio::use_awaitable, std::move(work));
}

void Writer::push(std::unique_ptr<Job> job) {
    {
        const std::lock_guard lock{mutex_};
        assert(!ending_);
        waiting_.push_back(std::move(job));
    }
    changed_.notify_one();
}

Writer::Jobs Writer::take() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    const auto count = std::min(waiting_.size(), works_per_commit_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    Jobs jobs{std::move_iterator{waiting_.begin()}, std::move_iterator{end}};
    waiting_.erase(waiting_.begin(), end);
    return jobs;
}

void Writer::serve() {
    for (Jobs jobs = take(); !jobs.empty(); jobs = take()) {
        commit_together(jobs);
        for (std::unique_ptr<Job>& job : jobs) {
            boost::asio::post(executor_, [done = std::move(job)] { done->complete(); });
        }
    }
}

void Writer::commit_together(Jobs& jobs) {
    try {
        connection_.run("BEGIN IMMEDIATE");
        for (const std::unique_ptr<Job>& job : jobs) attempt(*job);
        connection_.run("COMMIT");
    } catch (...) {
        roll_back();
        for (const std::unique_ptr<Job>& job : jobs) job->failure = std::current_exception();
    }
}

void Writer::attempt(Job& job) {
    connection_.run("SAVEPOINT work");
    try {
        job.work(connection_);
    } catch (...) {
        // After a full disk or an I/O error there is no transaction left that could go on.
        if (!connection_.in_transaction()) throw;
        connection_.run("ROLLBACK TO work");
        job.failure = std::current_exception();
    }
    connection_.run("RELEASE work");
}

void Writer::roll_back() {
    if (!connection_.in_transaction()) return;
    try {
        connection_.run("ROLLBACK");
    } catch (const scheduler::StoreError&) {
        // The transaction is still open: the next BEGIN is refused, and its callers are told.
    }
}

}  // namespace plazo::store
