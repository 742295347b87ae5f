// scheduler/store/sqlite_writer.h - the one thread that works on the database, and group commit.
//
//     const Writer::Work work = [&](Connection& connection) {
//         rows = connection.run("DELETE FROM letter WHERE sent < ?", {limit});
//     };
//     co_await writer.run(work);       // the work has been done, and is on disk
//
// Whatever is asked for while a transaction is under way waits and goes into the next one together:
// a commit waits for the disk once, however many callers wait for the commit. That is why many
// callers at once cost little more than one.
//
// Each piece of work has a savepoint of its own. One that throws is undone, its caller gets the
// exception, and the others are committed. When the commit itself fails, everybody gets the
// StoreError and nothing has changed; nothing is tried again, because after a failed fsync nobody
// knows what the disk holds.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "scheduler/store/sqlite_connection.h"

namespace plazo::store {

/// Bounds how long the first of a transaction waits for the last.
inline constexpr std::size_t works_per_commit_max = 256;

class Writer {
  public:
    /// Runs on the writer's thread. References to the caller's frame stay good: the work holds the
    /// waiting coroutine.
    using Work = std::function<void(Connection&)>;

    /// From now on `connection` belongs to the thread. Coroutines continue on `executor`, which is
    /// kept from running out of work while one waits and has to outlive the Writer.
    Writer(Connection& connection, boost::asio::any_io_executor executor);
    /// Finishes what has been asked for.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    boost::asio::awaitable<void> run(Work work);

  private:
    struct Job;
    template <typename Handler>
    struct WaitingJob;
    using Jobs = std::vector<std::unique_ptr<Job>>;

    void push(std::unique_ptr<Job> job);
    /// Waits for jobs; none when it is time to end.
    Jobs take();
    void serve();
    void commit_together(Jobs& jobs);
    void attempt(Job& job);
    void roll_back();

    Connection& connection_;
    boost::asio::any_io_executor executor_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Job>> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace plazo::store
