// tests/store/waiting.h - runs what a test asks a store for, and waits for the answer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <utility>
#include <vector>

namespace plazo::store {

/// The network thread of a test: the test's own.
class Waiting {
  public:
    auto executor() { return context_.get_executor(); }

    /// The answer, or the exception it ended with.
    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        std::future<T> answer = start(std::move(question));
        run();
        return answer.get();
    }

    /// Several at once: `start` each, `run`, and look at the futures.
    template <typename T>
    std::future<T> start(boost::asio::awaitable<T> question) {
        return boost::asio::co_spawn(context_, std::move(question), boost::asio::use_future);
    }
    /// Goes on as far as it can without waiting for another thread.
    void poll() {
        context_.restart();
        context_.poll();
    }
    /// Until everything that was started has ended.
    void run() {
        context_.restart();
        context_.run();
    }

  private:
    boost::asio::io_context context_{1};
};

}  // namespace plazo::store
