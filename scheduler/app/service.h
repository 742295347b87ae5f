// scheduler/app/service.h - everything put together: one store, one token pipeline, one dispatcher,
// one API.
//
//     Service service{{config, std::move(store), tzdb, clock, random, network, certificate, log}};
//     service.start(executor);                      // begins to dispatch
//     http::Server server{executor, service.api()};
//
// Nothing in it knows whether the clock is real or the network is there, so the same object serves
// `plazo serve`, a command that opens the store by itself, and the simulation.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "graph/clock.h"
#include "graph/credentials.h"
#include "graph/token_pipeline.h"
#include "scheduler/app/config.h"
#include "scheduler/app/dispatcher.h"
#include "scheduler/app/sending.h"
#include "scheduler/intake.h"
#include "scheduler/lanes.h"
#include "scheduler/store.h"
#include "scheduler/web/api.h"
#include "timezone/tzdb.h"

namespace plazo::app {

/// What a service is made of. References outlive it.
struct Parts {
    Config config;
    scheduler::Store& store;
    const timezone::Tzdb& tzdb;
    graph::Clock& clock;
    graph::Random& random;
    /// Reaches sign-in and Graph.
    graph::Handler network;
    /// Absent: the service takes triggers, and cannot send yet.
    std::shared_ptr<graph::Credentials> credentials;
    Log log;
};

class Service {
  public:
    explicit Service(Parts parts);

    /// Begins to dispatch what is due.
    void start(const boost::asio::any_io_executor& executor) { dispatcher_.start(executor); }
    /// Fetches a token for each repository, so that the first to send need not wait. What fails is
    /// logged: it is found out early, and stops nothing.
    void prefetch(const boost::asio::any_io_executor& executor);
    graph::Handler api() { return api_.handler(); }
    Dispatcher& dispatcher() { return dispatcher_; }
    scheduler::Intake& intake() { return intake_; }
    const scheduler::Lanes& lanes() const { return lanes_; }

  private:
    graph::Handler graph_of(const scheduler::Repository& repository);
    boost::asio::awaitable<bool> may_draft(scheduler::Repository repository);
    boost::asio::awaitable<void> prefetch_all(boost::asio::any_io_executor executor);
    boost::asio::awaitable<void> prefetch_one(scheduler::Repository repository);
    std::function<void(std::exception_ptr)> logged(const std::string& what);
    web::Services services();
    boost::asio::awaitable<graph::Response> remind(web::RemindWish wish);

    Parts parts_;
    std::unique_ptr<graph::TokenPipeline> tokens_;
    scheduler::Lanes lanes_;
    Sending sending_;
    Dispatcher dispatcher_;
    scheduler::Intake intake_;
    web::Api api_;
};

/// What the configuration allows each mailbox.
scheduler::LaneLimits lane_limits(const Config& config);

/// The sign-in and Graph hosts of a repository's cloud. [graph] login_host and root stand in for
/// the global cloud and are all that a custom one has. Throws ConfigError for a custom cloud
/// without them.
graph::Account account_for(const scheduler::Repository& repository, const Config& config);

}  // namespace plazo::app
