// The stage of an end-to-end test: the sandbox and the service as processes, over TLS and loopback,
// with an application that knows our certificate, three mailboxes, a repository and a key.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "graph/http.h"
#include "tests/end_to_end/process.h"
#include "timezone/time.h"

namespace plazo::end_to_end {

inline constexpr const char* mailbox = "plazos@acme.example";
inline constexpr const char* luis = "luis@acme.example";
inline constexpr const char* ana = "ana@acme.example";

class Stage {
  public:
    Stage();
    ~Stage();

    /// Starts `plazo serve`; `crash_at` as in scheduler/crashpoint.h, empty for none.
    void start_service(const std::string& crash_at = {});
    /// The service has ended, or ends within some seconds: its exit code.
    int service_end() { return service_.wait(); }
    void signal_service(int number) { service_.signal(number); }

    /// `plazo --config ... <arguments>`
    Output plazo(std::vector<std::string> arguments) const;
    std::vector<std::string> plazo_command(std::vector<std::string> arguments) const;

    /// Adds the repository "acme" and keeps a key for it.
    void add_repository();
    Output add_repository_with(const std::map<std::string, std::string>& flags) const;

    /// POST /v1/triggers. Throws graph::TransportError when the service died over it.
    graph::Response post(const nlohmann::json& event) const;

    /// A call of the sandbox's own.
    nlohmann::json sandbox(const std::string& method, const std::string& path,
                           const nlohmann::json& body = nullptr) const;
    nlohmann::json inbox(const std::string& address) const;
    /// How many messages of a kind a mailbox has got.
    int count(const std::string& address, const std::string& kind) const;
    /// Waits until that many have come. False after some seconds.
    bool wait(const std::string& address, const std::string& kind, int how_many = 1) const;
    /// Events in the service's mailbox that are not cancelled.
    int live_events() const;

    const std::string& folder() const { return folder_; }
    const std::string& tenant() const { return tenant_; }
    const std::string& client() const { return client_; }
    const std::string& service_url() const { return service_url_; }
    const std::string& key() const { return key_; }
    std::string log() const { return read_file(folder_ + "/serve.log"); }

  private:
    graph::Response call(graph::Request request) const;
    void register_application();
    void write_config() const;

    std::string folder_;
    Process sandbox_;
    Process service_;
    std::string sandbox_url_;
    std::string ca_file_;
    std::string tenant_;
    std::string client_;
    std::string service_url_;
    std::string key_;
    int starts_ = 0;
};

/// An upsert of one deadline for Luis, due in three hours; a test changes a copy.
nlohmann::json upsert(int revision = 1);
nlohmann::json message(const std::string& kind, int revision);
/// Wall time in Madrid of `seconds_from_now`, as a trigger spells it.
std::string madrid(long seconds_from_now);

}  // namespace plazo::end_to_end
