#include "scheduler/app/host.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <random>

#include "graph/https.h"
#include "graph/key_file.h"
#include "scheduler/store/sqlite.h"

namespace plazo::app {
namespace {

std::uint64_t seed_of_the_system() {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32 | device();
}

/// RFC 7617, 2: the user's name holds no colon, the password may.
void read_proxy_credentials(const Config& config, graph::HttpsOptions& options) {
    const graph::SecretFile file = graph::read_passphrase(config.proxy_credentials_file);
    const std::string_view text = file.bytes.view();
    const std::size_t colon = text.find(':');
    const bool one_line = text.find_first_of("\r\n") == std::string_view::npos;
    if (colon == std::string_view::npos || colon == 0 || !one_line) {
        throw ConfigError{"proxy_credentials_file: " + config.proxy_credentials_file +
                          " does not hold one line user:password"};
    }
    options.proxy_user = text.substr(0, colon);
    options.proxy_password = text.substr(colon + 1);
}

}  // namespace

graph::Handler make_network(const boost::asio::any_io_executor& executor, const Config& config) {
    graph::HttpsOptions options;
    options.ca_file = config.ca_file;
    options.proxy = config.proxy;
    try {
        if (!config.proxy_credentials_file.empty()) read_proxy_credentials(config, options);
        return graph::https(executor, std::move(options));
    } catch (const std::runtime_error& error) {
        throw ConfigError{std::string{"[graph] "} + error.what()};
    }
}

std::vector<graph::CertificateSource> certificate_sources(const Config& config) {
    if (config.certificate_path.empty()) return {};
    graph::CertificateSource first;
    first.path = config.certificate_path;
    first.key_path = config.certificate_key_path;
    first.passphrase_file = config.certificate_passphrase_file;
    first.key_id = config.certificate_key_id;
    if (config.certificate_algorithm == "RS256") {
        first.algorithm = graph::SignatureAlgorithm::rs256;
    }
    std::vector<graph::CertificateSource> sources{first};
    for (const PreviousCertificate& previous : config.previous_certificates) {
        graph::CertificateSource& source = sources.emplace_back(first);
        source.path = previous.path;
        source.key_path = previous.key_path;
        source.passphrase_file = previous.passphrase_file;
    }
    return sources;
}

std::shared_ptr<graph::Credentials> load_credentials(const Config& config, const Log& log) {
    const std::vector<graph::CertificateSource> sources = certificate_sources(config);
    if (sources.empty()) return nullptr;
    auto credentials = std::make_shared<graph::Credentials>(graph::Credentials::load(sources));
    for (const graph::CertificatePtr& each : credentials->all()) {
        for (const std::string& note : each->notes()) log(false, note);
    }
    return credentials;
}

timezone::Tzdb load_zones(const Config& config) {
    try {
        return timezone::Tzdb::load(config.zoneinfo);
    } catch (const std::runtime_error& error) {
        throw ConfigError{error.what(), "apt-get install tzdata, or set TZDIR"};
    }
}

Host::Host(const Config& config, Log log)
    : clock_{context_.get_executor()},
      random_{seed_of_the_system()},
      tzdb_{load_zones(config)},
      store_{store::open_sqlite(config.store_path, context_.get_executor())},
      log_{log},
      credentials_{load_credentials(config, log)},
      certificate_alarm_{clock_.make_alarm()} {
    service_ = std::make_unique<Service>(Parts{config, *store_, tzdb_, clock_, random_,
                                               make_network(context_.get_executor(), config),
                                               credentials_, log});
    zone_data_ =
        std::make_unique<ZoneData>(tzdb_, *store_, service_->intake(), clock_, std::move(log));
}

Host::~Host() = default;

void Host::follow_certificates() {
    if (!credentials_) return;
    const auto ended = [this](std::exception_ptr error) {
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& cause) {
            log_(true, std::string{"certificate files are not followed any more: "} + cause.what());
        }
    };
    boost::asio::co_spawn(executor(), look_at_certificates(), ended);
    boost::asio::co_spawn(executor(), look_at_hangup(), ended);
}

boost::asio::awaitable<void> Host::look_at_certificates() {
    for (;;) {
        for (const graph::Notice& notice : credentials_->look(clock_.wall())) {
            log_(notice.trouble, notice.text);
        }
        const graph::SteadyTime next = clock_.steady() + graph::credentials_pause;
        co_await certificate_alarm_->wait_until(next);
    }
}

boost::asio::awaitable<void> Host::look_at_hangup() {
    boost::asio::signal_set hangup{context_, SIGHUP};
    for (;;) {
        co_await hangup.async_wait(boost::asio::use_awaitable);
        certificate_alarm_->ring();
    }
}

}  // namespace plazo::app
