#include "scheduler/app/host.h"

#include <random>

#include "graph/https.h"
#include "scheduler/store/sqlite.h"

namespace plazo::app {
namespace {

std::uint64_t seed_of_the_system() {
    std::random_device device;
    return static_cast<std::uint64_t>(device()) << 32 | device();
}

}  // namespace

graph::Handler make_network(const boost::asio::any_io_executor& executor, const Config& config) {
    graph::HttpsOptions options;
    options.ca_file = config.ca_file;
    options.proxy = config.proxy;
    try {
        return graph::https(executor, std::move(options));
    } catch (const std::runtime_error& error) {
        throw ConfigError{std::string{"[graph] "} + error.what()};
    }
}

std::shared_ptr<graph::Credentials> load_credentials(const Config& config, const Log& log) {
    if (config.certificate_path.empty()) return nullptr;
    graph::Certificate certificate =
        graph::Certificate::load(config.certificate_path, config.certificate_key_path);
    if (graph::check_key_file_mode(config.certificate_key_path)) {
        log(false, config.certificate_key_path + ": its group can read the private key");
    }
    return std::make_shared<graph::Credentials>(std::move(certificate));
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
      store_{store::open_sqlite(config.store_path, context_.get_executor())} {
    std::shared_ptr<graph::Credentials> credentials = load_credentials(config, log);
    service_ = std::make_unique<Service>(Parts{config, *store_, tzdb_, clock_, random_,
                                               make_network(context_.get_executor(), config),
                                               std::move(credentials), log});
    zone_data_ =
        std::make_unique<ZoneData>(tzdb_, *store_, service_->intake(), clock_, std::move(log));
}

Host::~Host() = default;

}  // namespace plazo::app
