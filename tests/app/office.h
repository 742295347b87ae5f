// A repository of Docuo beside a whole Microsoft 365 (the sandbox), under a clock that jumps to
// whatever is waited for.
//
//     Office office;
//     json report = office.import(ics);
//     office.inbox("luis@plazo.test")[0]["kind"] == "invitation";
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "examples/sandbox/sandbox.h"
#include "graph/credentials.h"
#include "graph/token_pipeline.h"
#include "scheduler/app/sending.h"
#include "scheduler/store/memory.h"
#include "scheduler/web/api.h"

namespace plazo::app::testing {

using nlohmann::json;

inline const std::string origin = "https://localhost:8443";

class Office {
  public:
    /// 2026-11-25 09:00 in Madrid; the mailboxes plazos@, luis@ and bea@plazo.test.
    Office();

    /// The report, or the exception that the import ended with.
    json import(const std::string& ics, web::ImportWish wish = {});

    /// One call of the sandbox's admin API; its answer.
    json admin(const std::string& method, const std::string& path, const json& body = nullptr);
    json inbox(const std::string& address);
    /// Mails of that kind: invitation, update, cancellation.
    std::size_t count(const std::string& address, const std::string& kind);
    /// What stands in the service mailbox, occurrences that differ included.
    json events();
    /// Somebody deletes an event in Outlook.
    void remove(const std::string& event_id);
    /// Somebody changes an event in Outlook.
    void change(const std::string& event_id, const json& changes);
    /// "METHOD path" of the Graph requests since the last call.
    std::vector<std::string> requests();
    /// Those of them that write.
    std::vector<std::string> writes();

    boost::asio::io_context context;
    graph::VirtualClock clock;
    store::MemoryStore store;
    scheduler::Repository repository;

  private:
    template <typename T>
    T wait(boost::asio::awaitable<T> question);

    graph::Random random_{7};
    sandbox::Sandbox sandbox_;
    std::optional<graph::Credentials> credentials_;
    std::optional<graph::TokenPipeline> tokens_;
    std::optional<Sending> sending_;
    std::uint64_t seen_ = 0;
};

}  // namespace plazo::app::testing
