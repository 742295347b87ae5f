// tests/graph/run.h - runs a coroutine to its end on the test's own thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>

#include "timezone/text.h"

namespace plazo::graph::testing {

/// What `task` returns or throws. A task that still waits when nothing is left to do is an error,
/// and not a test that hangs.
template <typename T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> task) {
    std::future<T> result =
        boost::asio::co_spawn(context, std::move(task), boost::asio::use_future);
    context.restart();
    context.poll();
    if (result.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
        throw std::logic_error{"it waits for something that does not come"};
    }
    return result.get();
}

template <typename T>
T run(boost::asio::awaitable<T> task) {
    boost::asio::io_context context{1};
    return run(context, std::move(task));
}

inline timezone::Instant at(const char* rfc3339) {
    return *timezone::parse_rfc3339(rfc3339);
}

}  // namespace plazo::graph::testing
