// scheduler/app/owner.h - how a command reaches the store: through whoever owns it.
//
//     Owner owner{config, terminal};
//     nlohmann::json answer = owner.call("GET", "/v1/repositories");
//
// While `plazo serve` runs, it is asked over its Unix socket. Otherwise the command takes the
// owner's lock, opens the store and answers itself, with the same API; what has to be sent waits in
// the outbox until something dispatches. The API's problems come back as CommandError, with the
// exit code that fits their status.
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "graph/http.h"
#include "scheduler/app/command.h"
#include "scheduler/app/config.h"

namespace plazo::app {

/// How long a running `plazo serve` may take to answer what is read or written at once, and what
/// asks Microsoft as well: imports, reminders, tests.
inline constexpr std::chrono::minutes store_answer_max{1};
inline constexpr std::chrono::hours sending_answer_max{12};

class Owner {
  public:
    /// Throws StoreInUse, StoreError, CertificateError, ConfigError.
    Owner(const Config& config, const Terminal& terminal,
          std::chrono::seconds answer_max = store_answer_max);
    ~Owner();

    /// Sends a request as the owner and waits for its answer.
    nlohmann::json call(const std::string& method, const std::string& target);
    nlohmann::json call(const std::string& method, const std::string& target,
                        const nlohmann::json& body);
    nlohmann::json call_with_text(const std::string& method, const std::string& target,
                                  std::string body, const std::string& content_type);

    /// Nobody dispatches: what was put into the outbox waits.
    bool alone() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// An answer of the API: its JSON, or the CommandError that its problem is.
nlohmann::json json_of_answer(const graph::Response& response);

}  // namespace plazo::app
