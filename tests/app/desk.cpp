#include "tests/app/desk.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "scheduler/app/service.h"
#include "tests/scheduler/world.h"

namespace plazo::app::testing {

using scheduler::testing::at;
using scheduler::testing::tzdb;

graph::CertificatePtr shared_certificate() {
    static const auto made = std::make_shared<const graph::Certificate>(
        graph::Certificate::create({.common_name = "plazo", .now = at("2026-10-01T00:00:00Z")}));
    return made;
}

/// One life of the process. The service dies first, then the coroutines, then the clock.
struct Desk::Machine {
    std::unique_ptr<graph::VirtualClock> clock;
    boost::asio::io_context context{1};
    graph::Random random{7};
    std::unique_ptr<Service> service;

    void settle() {
        context.restart();
        context.poll();
    }
};

Desk::Desk(graph::Handler network, scheduler::Repository repository)
    : network_{std::move(network)}, repository_{std::move(repository)} {
    repository_.cloud = "custom";
    boot(scheduler::testing::now);
    wait(store_.save_repository(repository_));
}

Desk::~Desk() = default;

void Desk::boot(timezone::Instant start) {
    auto machine = std::make_unique<Machine>();
    machine->clock = std::make_unique<graph::VirtualClock>(machine->context.get_executor(), start);
    Config config;
    config.login_host = desk_origin;
    config.graph_root = desk_origin;
    config.quiet = std::chrono::seconds{0};
    const auto note = [this](bool, const std::string& line) { log.push_back(line); };
    machine->service = std::make_unique<Service>(
        Parts{config, store_, tzdb(), *machine->clock, machine->random, network_,
              std::make_shared<graph::Credentials>(std::vector{shared_certificate()}), note});
    machine_ = std::move(machine);
    machine_->service->start(machine_->context.get_executor());
}

void Desk::crash() {
    const timezone::Instant time = now();
    machine_.reset();
    boot(time);
}

timezone::Instant Desk::now() const {
    return machine_->clock->wall();
}

template <typename T>
T Desk::wait(boost::asio::awaitable<T> question) {
    auto answer =
        boost::asio::co_spawn(machine_->context, std::move(question), boost::asio::use_future);
    machine_->settle();
    if (answer.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
        throw std::logic_error{"the question waits for something"};
    }
    return answer.get();
}

void Desk::prefetch() {
    machine_->service->prefetch(machine_->context.get_executor());
    machine_->settle();
}

void Desk::take(const nlohmann::json& trigger) {
    wait(machine_->service->intake().take(repository_, trigger.dump()));
}

void Desk::run_until(timezone::Instant time) {
    do {
        machine_->settle();
    } while (machine_->clock->advance_to_next(time));
    if (now() < time) machine_->clock->advance(time - now());
    machine_->settle();
}

std::vector<scheduler::Settled> Desk::history() {
    return wait(store_.history(repository_.name, scheduler::list_rows_max));
}

std::vector<scheduler::Step> Desk::outbox() {
    const timezone::Instant far = now() + timezone::days{3650};
    return wait(store_.due_steps(far, scheduler::list_rows_max, {}));
}

scheduler::Projection Desk::projection() {
    const std::vector<scheduler::Record> records = wait(store_.list_records(repository_.name));
    EXPECT_EQ(records.size(), 1U);
    return records.at(0).projection.value_or(scheduler::Projection{});
}

}  // namespace plazo::app::testing
