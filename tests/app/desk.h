// The whole service with one repository, under a clock that jumps to whatever is waited for, before
// any network that a test makes up. It can be struck dead at any moment: the store is what remains.
//
//     Desk desk{network, repository};
//     desk.take(upsert());
//     desk.run_until(at("2026-12-15T13:00:00Z"));
//     desk.history().front().ending == scheduler::Ending::done;
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/credentials.h"
#include "graph/http.h"
#include "scheduler/repository.h"
#include "scheduler/store/memory.h"

namespace plazo::app::testing {

/// The origin of sign-in and Graph.
inline const std::string desk_origin = "https://localhost:8443";

/// Made once: a key takes a tenth of a second.
graph::CertificatePtr shared_certificate();

class Desk {
  public:
    /// The clock begins at testing::now (tests/scheduler/world.h), 2026-11-25 09:00 in Madrid.
    Desk(graph::Handler network, scheduler::Repository repository);
    ~Desk();

    timezone::Instant now() const;
    /// A CloudEvent, as the workflow sends it.
    void take(const nlohmann::json& trigger);
    /// Lets everything happen that is due until then.
    void run_until(timezone::Instant time);
    void run_for(std::chrono::seconds duration) { run_until(now() + duration); }
    /// What `plazo serve` does first.
    void prefetch();
    /// The process dies now, and another one begins.
    void crash();

    /// The newest first.
    std::vector<scheduler::Settled> history();
    /// What has not been settled.
    std::vector<scheduler::Step> outbox();
    /// What stands in the calendar for the one deadline there is.
    scheduler::Projection projection();
    /// What the service logged, a line each.
    std::vector<std::string> log;

  private:
    struct Machine;
    void boot(timezone::Instant start);
    template <typename T>
    T wait(boost::asio::awaitable<T> question);

    store::MemoryStore store_;
    graph::Handler network_;
    scheduler::Repository repository_;
    std::unique_ptr<Machine> machine_;
};

}  // namespace plazo::app::testing
