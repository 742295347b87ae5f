#include "tests/simulation/world.h"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <stdexcept>

#include "graph/base64.h"
#include "graph/certificate.h"
#include "scheduler/app/zone_data.h"

namespace plazo::simulation {

using boost::asio::awaitable;
using nlohmann::json;

namespace {

constexpr const char* origin = "https://localhost";

const timezone::Tzdb& frozen_tzdb() {
    static const timezone::Tzdb loaded = timezone::Tzdb::load(frozen_zoneinfo);
    return loaded;
}

/// Made once: keys are slow, and all simulations may share one.
const graph::Certificate& shared_certificate() {
    static const graph::Certificate made = graph::Certificate::create(
        {"simulation", timezone::Instant{std::chrono::seconds{1'700'000'000}}, 3650, 2048});
    return made;
}

/// The way to Graph and back takes time, in which the process may die.
class Network {
  public:
    Network(sandbox::Sandbox& sandbox, graph::Clock& clock, graph::Random& random)
        : sandbox_{&sandbox}, clock_{&clock}, random_{&random} {}

    awaitable<graph::Response> operator()(graph::Request request) const {
        return send(*sandbox_, *clock_, *random_, std::move(request));
    }

  private:
    static awaitable<void> travel(graph::Clock& clock, graph::Random& random) {
        constexpr double way_ms_max = 400;
        const std::unique_ptr<graph::Alarm> alarm = clock.make_alarm();
        const auto way =
            std::chrono::milliseconds{static_cast<int>(way_ms_max * random.fraction())};
        co_await alarm->wait_until(clock.steady() + way);
    }

    static awaitable<graph::Response> send(sandbox::Sandbox& sandbox, graph::Clock& clock,
                                           graph::Random& random, graph::Request request) {
        co_await travel(clock, random);
        graph::Response response = co_await sandbox.handle(std::move(request));
        co_await travel(clock, random);
        co_return response;
    }

    sandbox::Sandbox* sandbox_;
    graph::Clock* clock_;
    graph::Random* random_;
};

}  // namespace

/// One life of the process. Members die in reverse order: the service, then the coroutines, then
/// the clock.
struct World::Machine {
    std::unique_ptr<graph::VirtualClock> clock;
    boost::asio::io_context context{1};
    graph::Random random;
    timezone::Tzdb tzdb;
    std::unique_ptr<app::Service> service;
    std::unique_ptr<app::ZoneData> zone_data;

    Machine(std::uint64_t seed, timezone::Tzdb zones) : random{seed}, tzdb{std::move(zones)} {}

    void settle() {
        context.restart();
        context.poll();
    }
};

World::World(std::uint64_t seed, timezone::Instant start, std::string zoneinfo)
    : random_{seed}, boot_time_{start}, zoneinfo_{std::move(zoneinfo)} {
    certificate_pem_ = shared_certificate().certificate_pem();
    key_pem_ = shared_certificate().private_key_pem();
    sandbox::Options options{frozen_tzdb(),
                             seed,
                             sandbox::default_tenant,
                             [] { return std::string{origin}; },
                             [this] { return now(); },
                             {}};
    sandbox_ = std::make_unique<sandbox::Sandbox>(std::move(options));
    boot();
    for (const char* name : {"plazos", "luis", "ana", "eva"}) {
        sandbox("POST", "/_sandbox/mailboxes",
                {{"address", std::string{name} + "@acme.example"},
                 {"displayName", name},
                 {"kind", "licensed"},
                 {"timeZone", "Europe/Madrid"}});
    }
    sandbox("POST", "/_sandbox/tokens", {{"assertions_once", true}});
    const json application =
        sandbox("POST", "/_sandbox/applications",
                {{"displayName", "Plazo"},
                 {"certificate", graph::base64_encode(shared_certificate().der())},
                 {"roles", {"Mail.Send", "Calendars.ReadWrite"}}});
    scheduler::Repository repository;
    repository.name = "acme";
    repository.tenant = sandbox::default_tenant;
    repository.client_id = application.at("client_id");
    repository.cloud = "custom";
    repository.mailbox = mailbox;
    boost::asio::co_spawn(machine_->context, store_.save_repository(repository),
                          [](std::exception_ptr error) {
                              if (error) std::rethrow_exception(error);
                          });
    machine_->settle();
}

World::~World() = default;

timezone::Instant World::now() const {
    return machine_ ? machine_->clock->wall() : boot_time_;
}

void World::boot() {
    const bool is_frozen = zoneinfo_ == frozen_zoneinfo;
    auto machine = std::make_unique<Machine>(
        random_.next(), is_frozen ? frozen_tzdb() : timezone::Tzdb::load(zoneinfo_));
    machine->clock =
        std::make_unique<graph::VirtualClock>(machine->context.get_executor(), boot_time_);
    app::Config config;
    config.login_host = origin;
    config.graph_root = origin;
    config.quiet = std::chrono::seconds{60};
    const auto silent = [](bool, const std::string&) {};
    machine->service = std::make_unique<app::Service>(
        app::Parts{config, store_, machine->tzdb, *machine->clock, machine->random,
                   Network{*sandbox_, *machine->clock, machine->random},
                   std::make_shared<graph::Credentials>(
                       graph::Certificate::from_pem(certificate_pem_, key_pem_)),
                   silent});
    machine->zone_data = std::make_unique<app::ZoneData>(
        machine->tzdb, store_, machine->service->intake(), *machine->clock, silent);
    machine_ = std::move(machine);
    machine_->zone_data->start(machine_->context.get_executor());
    machine_->service->start(machine_->context.get_executor());
}

void World::crash() {
    boot_time_ = now();
    machine_.reset();
    boot();
}

void World::run_until(timezone::Instant time) {
    do {
        machine_->settle();
    } while (machine_->clock->advance_to_next(time));
    if (now() < time) machine_->clock->advance(time - now());
    machine_->settle();
}

graph::Response World::finish(const graph::Handler& handler, graph::Request request) {
    std::optional<graph::Response> response;
    const auto answered = [&](std::exception_ptr error, graph::Response answer) {
        if (error) std::rethrow_exception(error);
        response = std::move(answer);
    };
    request.peer = "local";
    boost::asio::co_spawn(machine_->context, handler(std::move(request)), answered);
    machine_->settle();
    if (!response) throw std::logic_error{"the call waits for something"};
    return *response;
}

std::optional<graph::Response> World::post(const json& event) {
    graph::Request request;
    request.method = "POST";
    request.target = "/v1/triggers";
    request.headers.set("Content-Type", "application/cloudevents+json");
    request.body = graph::Body{event.dump()};
    graph::Response response = finish(machine_->service->api(), std::move(request));
    if (response.status >= 500) return std::nullopt;
    return response;
}

json World::sandbox(const std::string& method, const std::string& path, const json& body) {
    graph::Request request;
    request.method = method;
    request.target = path;
    if (!body.is_null()) request.body = graph::Body{body.dump()};
    request.headers.set("Content-Type", "application/json");
    const graph::Response response = finish(sandbox_->handler(), std::move(request));
    if (response.status >= 300) throw std::logic_error{path + ": " + response.body};
    return response.body.empty() ? json{} : json::parse(response.body);
}

std::size_t World::outbox_size() {
    std::size_t size = 0;
    const auto counted = [&](std::exception_ptr error, const std::vector<scheduler::Step>& steps) {
        if (error) std::rethrow_exception(error);
        size = steps.size();
    };
    const timezone::Instant far = now() + std::chrono::days{3650};
    boost::asio::co_spawn(machine_->context, store_.due_steps(far, scheduler::list_rows_max, {}),
                          counted);
    machine_->settle();
    return size;
}

}  // namespace plazo::simulation
