#include "scheduler/app/microsoft.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <random>

#include "graph/json.h"
#include "graph/token_pipeline.h"
#include "scheduler/app/host.h"

namespace plazo::app {

using boost::asio::awaitable;

namespace {

template <typename T>
T wait(boost::asio::io_context& context, awaitable<T> question) {
    std::future<T> answer =
        boost::asio::co_spawn(context, std::move(question), boost::asio::use_future);
    const auto ready = [&] {
        return answer.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    };
    context.restart();
    while (!ready() && context.run_one() > 0) {
    }
    return answer.get();
}

awaitable<void> sleep(graph::Clock& clock, std::chrono::seconds duration) {
    const std::unique_ptr<graph::Alarm> alarm = clock.make_alarm();
    co_await alarm->wait_until(clock.steady() + duration);
}

std::uint64_t seed_of_the_system() {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32 | device();
}

}  // namespace

/// What has signed in stays until the end: a renewal of its token may be waiting.
struct Microsoft::Session {
    Session(graph::CertificatePtr certificate, Microsoft& owner)
        : credentials{std::vector{std::move(certificate)}},
          tokens{owner.network_, credentials, owner.clock_, owner.random_} {}
    graph::Credentials credentials;
    graph::TokenPipeline tokens;
};

Microsoft::Microsoft(const Config& config)
    : clock_{context_.get_executor()},
      random_{seed_of_the_system()},
      network_{make_network(context_.get_executor(), config)},
      lanes_{clock_, random_, lane_limits(config)},
      graph_{scheduler::in_lane(network_, lanes_, "")} {}

Microsoft::~Microsoft() = default;

std::string Microsoft::sign_in(const graph::Account& account, graph::CertificatePtr certificate) {
    sessions_.push_back(std::make_unique<Session>(std::move(certificate), *this));
    return wait(context_, sessions_.back()->tokens.token(account))->authorization;
}

std::string Microsoft::sign_in_person(const graph::Account& account, const std::string& scopes,
                                      std::function<void(const graph::DeviceCode&)> show) {
    return wait(context_, graph::sign_in_by_device_code(network_, account, scopes, clock_, random_,
                                                        std::move(show)));
}

graph::Response Microsoft::send(graph::Request request) {
    return wait(context_, network_(std::move(request)));
}

graph::Response Microsoft::ask(const graph::Account& account, const std::string& authorization,
                               graph::Request request) {
    request.origin = account.graph_root;
    request.headers.set("Authorization", authorization);
    return wait(context_, graph_(std::move(request)));
}

void Microsoft::pause(std::chrono::seconds duration) {
    wait(context_, sleep(clock_, duration));
}

graph::Account account_of(const Config& config, const std::string& cloud, const std::string& tenant,
                          const std::string& client_id) {
    if (!graph::valid_tenant(tenant)) {
        throw CommandError{Category::usage, "invalid-tenant",
                           "\"" + tenant + "\" is neither a directory (tenant) id nor a domain",
                           "Entra admin center > Overview shows it", "/tenant"};
    }
    scheduler::Repository repository;
    repository.name = "this";
    repository.cloud = cloud;
    repository.tenant = tenant;
    repository.client_id = client_id;
    try {
        return account_for(repository, config);
    } catch (const std::invalid_argument& error) {
        throw CommandError{Category::usage, "invalid-cloud", error.what(),
                           "global, gcc-high, dod, china or custom", "/cloud"};
    }
}

graph::CertificatePtr access_certificate(const Terminal& terminal) {
    const Log log = [&terminal](bool, const std::string& line) { terminal.say(line); };
    const auto credentials = load_credentials(terminal.config(), log);
    if (credentials == nullptr) {
        throw CommandError{Category::usage, "no-certificate", "no access certificate is configured",
                           "plazo certificate create, then [certificate] path and key_path"};
    }
    return credentials->all().front();
}

std::string signed_in(Microsoft& microsoft, const graph::Account& account,
                      graph::CertificatePtr certificate) {
    try {
        return microsoft.sign_in(account, std::move(certificate));
    } catch (const graph::TokenError& error) {
        const bool settled = error.failure.kind == graph::TokenFailure::Kind::configuration;
        throw CommandError{settled ? Category::permission : Category::network, "no-token",
                           error.what(), settled ? "plazo doctor" : "try again later"};
    }
}

std::string refusal_text(const graph::Response& response) {
    std::string text = "HTTP " + std::to_string(response.status);
    try {
        const auto body = graph::parse_json(response.body);
        if (body.is_object() && body.contains("error")) {
            const std::string code = graph::text_or_empty(body["error"], "code");
            const std::string message = graph::text_or_empty(body["error"], "message");
            if (!code.empty()) text += " " + code;
            if (!message.empty()) text += ", " + message;
        }
    } catch (const graph::JsonError&) {
        // what is no JSON says nothing to anybody
    }
    const auto id = response.headers.find("request-id");
    return id ? text + " (request-id " + *id + ")" : text;
}

void fail(const std::string& act, const graph::Response& response, const std::string& hint) {
    Category category = Category::failed;
    if (response.status == 401 || response.status == 403) category = Category::permission;
    if (response.status == 404) category = Category::not_found;
    if (response.status == 409) category = Category::conflict;
    if (response.status == 429 || response.status >= 500) category = Category::network;
    throw CommandError{category, "directory-refused", act + ": " + refusal_text(response), hint};
}

}  // namespace plazo::app
