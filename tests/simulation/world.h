// The whole service on one thread under a virtual clock, with the sandbox as its Graph. Time passes
// only when nothing else is left to do, chance comes from a seed, and the service can be struck
// dead at any moment: what remains is the store and what Graph knows, as after a power cut.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "examples/sandbox/sandbox.h"
#include "graph/clock.h"
#include "graph/http.h"
#include "scheduler/app/service.h"
#include "scheduler/store/memory.h"

namespace plazo::simulation {

inline constexpr const char* mailbox = "plazos@acme.example";
inline constexpr const char* frozen_zoneinfo = PLAZO_TEST_DATA "/zoneinfo";

class World {
  public:
    /// The service's zone data; those of Graph are the frozen ones.
    World(std::uint64_t seed, timezone::Instant start, std::string zoneinfo = frozen_zoneinfo);
    ~World();

    timezone::Instant now() const;
    graph::Random& random() { return random_; }

    /// Lets everything happen that is due until then.
    void run_until(timezone::Instant time);
    /// The process dies now, and another one begins.
    void crash();

    /// POST /v1/triggers as the owner. Nothing when the service died over it, or could not take it.
    std::optional<graph::Response> post(const nlohmann::json& event);
    /// A call of the sandbox's own; never fails for faults.
    nlohmann::json sandbox(const std::string& method, const std::string& path,
                           const nlohmann::json& body = nullptr);
    /// Steps that have not been settled.
    std::size_t outbox_size();

  private:
    struct Machine;

    void boot();
    graph::Response finish(const graph::Handler& handler, graph::Request request);

    graph::Random random_;
    store::MemoryStore store_;
    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::string certificate_pem_;
    std::string key_pem_;
    timezone::Instant boot_time_;
    std::string zoneinfo_;
    std::unique_ptr<Machine> machine_;
};

}  // namespace plazo::simulation
