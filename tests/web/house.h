// tests/web/house.h - the API over a store in memory, and callers of both kinds.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "graph/clock.h"
#include "scheduler/intake.h"
#include "scheduler/store/memory.h"
#include "scheduler/web/api.h"

namespace plazo::web::testing {

/// A store whose calls take a turn of the loop, as those of a real one do, so that callers meet;
/// and which can fail.
class SlowStore : public store::MemoryStore {
  public:
    bool broken = false;
    int commits = 0;

    awaitable<std::optional<scheduler::Repository>> find_repository(std::string name) override;
    awaitable<std::vector<scheduler::Repository>> list_repositories() override;
    awaitable<std::optional<scheduler::ApiKey>> find_key(std::string id) override;
    awaitable<scheduler::Record> read(std::string deadline_id) override;
    awaitable<bool> commit(scheduler::Change change) override;
    awaitable<std::optional<scheduler::Delivery>> find_delivery(std::string repository,
                                                                std::string source,
                                                                std::string id) override;

  private:
    awaitable<void> turn();
};

/// Two repositories, "acme" and "other", and nothing else.
class House {
  public:
    House();

    graph::Response ask(graph::Request request);
    /// All at once, on one thread.
    std::vector<graph::Response> ask_together(const std::vector<graph::Request>& requests);

    /// The text of a new key of that repository.
    std::string new_key(const std::string& repository = "acme");
    /// The stored deadline of scheduler::testing::upsert.
    scheduler::Record record();
    template <typename T>
    T wait(boost::asio::awaitable<T> question) {
        auto answer = boost::asio::co_spawn(context, std::move(question), boost::asio::use_future);
        context.restart();
        context.run();
        return answer.get();
    }

    boost::asio::io_context context{1};
    SlowStore store;
    graph::VirtualClock clock;
    int rings = 0;
    scheduler::Intake intake;
    /// What the services that talk to Microsoft were asked for.
    std::vector<std::string> asked;
    graph::Response service_answer;
    Api api;

  private:
    boost::asio::awaitable<graph::Response> serve(std::string what);
};

/// From the owner's socket.
graph::Request owner(std::string method, std::string target, std::string body = {});
/// From somewhere, with that key's text; none when it is empty.
graph::Request caller(const std::string& key, std::string method, std::string target,
                      std::string body = {});
/// A body that fails the test when anybody reads it.
graph::Body unread();

nlohmann::json json_in(const graph::Response& response);
/// The last part of a problem's type: "invalid-field". Fails the test when it is none.
std::string problem_in(const graph::Response& response);
/// The pointer of a problem's first error.
std::string pointer_in(const graph::Response& response);

}  // namespace plazo::web::testing
