#include "tests/web/house.h"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>

#include "tests/scheduler/world.h"

namespace plazo::web::testing {

using boost::asio::awaitable;
using graph::Request;
using graph::Response;
using scheduler::StoreError;
using store::MemoryStore;

awaitable<void> SlowStore::turn() {
    co_await boost::asio::post(boost::asio::use_awaitable);
    if (broken) throw StoreError{"disk full at /var/lib/secret-place"};
}

awaitable<std::optional<scheduler::Repository>> SlowStore::find_repository(std::string name) {
    co_await turn();
    co_return co_await MemoryStore::find_repository(std::move(name));
}

awaitable<std::vector<scheduler::Repository>> SlowStore::list_repositories() {
    co_await turn();
    co_return co_await MemoryStore::list_repositories();
}

awaitable<std::optional<scheduler::ApiKey>> SlowStore::find_key(std::string id) {
    co_await turn();
    co_return co_await MemoryStore::find_key(std::move(id));
}

awaitable<scheduler::Record> SlowStore::read(std::string deadline_id) {
    co_await turn();
    co_return co_await MemoryStore::read(std::move(deadline_id));
}

awaitable<bool> SlowStore::commit(scheduler::Change change) {
    co_await turn();
    const bool committed = co_await MemoryStore::commit(std::move(change));
    commits += committed;
    co_return committed;
}

awaitable<std::optional<scheduler::Delivery>> SlowStore::find_delivery(std::string repository,
                                                                       std::string source,
                                                                       std::string id) {
    co_await turn();
    co_return co_await MemoryStore::find_delivery(std::move(repository), std::move(source),
                                                  std::move(id));
}

House::House()
    : clock{context.get_executor(), scheduler::testing::now},
      intake{store, scheduler::testing::tzdb(), clock, std::chrono::seconds{60},
             [this] { ++rings; }},
      api{store,
          intake,
          scheduler::testing::tzdb(),
          clock,
          {[this](scheduler::Repository repository, std::string send_to) {
               return serve("test " + repository.name + " " + send_to);
           },
           [this](ImportWish wish) {
               return serve("import " + wish.repository.name + " " + wish.text +
                            (wish.dry_run ? " dry" : "") + (wish.invite ? " invite" : "") +
                            (wish.past ? " past" : "") + (wish.take_over ? " take" : ""));
           },
           [this](RemindWish wish) {
               return serve("remind " + wish.repository + " " +
                            timezone::format_rfc3339(wish.until) + (wish.dry_run ? " dry" : ""));
           }}} {
    service_answer.body = "{}";
    wait(store.save_repository(scheduler::testing::acme()));
    scheduler::Repository other = scheduler::testing::acme();
    other.name = "other";
    wait(store.save_repository(other));
}

awaitable<Response> House::serve(std::string what) {
    asked.push_back(std::move(what));
    co_return service_answer;
}

Response House::ask(Request request) {
    return ask_together({std::move(request)}).front();
}

std::vector<Response> House::ask_together(const std::vector<Request>& requests) {
    std::vector<std::future<Response>> answers;
    for (const Request& request : requests) {
        answers.push_back(
            boost::asio::co_spawn(context, api.handle(request), boost::asio::use_future));
    }
    context.restart();
    context.run();
    std::vector<Response> responses;
    for (std::future<Response>& answer : answers) responses.push_back(answer.get());
    return responses;
}

std::string House::new_key(const std::string& repository) {
    const Response made = ask(owner("POST", "/v1/repositories/" + repository + "/keys"));
    return json_in(made).value("key", "");
}

scheduler::Record House::record() {
    return wait(store.read(scheduler::deadline_id("acme", "88121", "state:review")));
}

Request owner(std::string method, std::string target, std::string body) {
    Request request = caller("", std::move(method), std::move(target), std::move(body));
    request.peer = "local";
    return request;
}

Request caller(const std::string& key, std::string method, std::string target, std::string body) {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.peer = "192.0.2.7";
    if (!key.empty()) request.headers.set("Authorization", "Bearer " + key);
    request.headers.set("Content-Type", "application/cloudevents+json");
    request.body = graph::Body{std::move(body)};
    return request;
}

namespace {

awaitable<std::string> read_after_all() {
    ADD_FAILURE() << "the body was read";
    co_return std::string{};
}

}  // namespace

graph::Body unread() {
    return graph::Body{graph::Body::Source{read_after_all}};
}

nlohmann::json json_in(const Response& response) {
    return nlohmann::json::parse(response.body);
}

std::string problem_in(const Response& response) {
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json") << response.body;
    const nlohmann::json problem = json_in(response);
    EXPECT_EQ(problem.value("status", 0), response.status);
    const std::string type = problem.value("type", "");
    const std::string urn = "urn:plazo:problem:";
    EXPECT_TRUE(type.starts_with(urn)) << response.body;
    EXPECT_FALSE(problem.value("title", "").empty());
    EXPECT_FALSE(problem.value("detail", "").empty());
    return type.substr(std::min(type.size(), urn.size()));
}

std::string pointer_in(const Response& response) {
    const nlohmann::json problem = json_in(response);
    return problem.contains("errors") ? problem["errors"][0].value("pointer", "none") : "none";
}

}  // namespace plazo::web::testing
