// scheduler/app/host.h - the real machine around a Service: io_context, clock, network, zone data,
// store.
//
//     Host host{config, log};
//     host.service().start(host.executor());
//     host.context().run();
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "graph/credentials.h"
#include "scheduler/app/config.h"
#include "scheduler/app/service.h"
#include "scheduler/app/zone_data.h"

namespace plazo::app {

class Host {
  public:
    /// Takes the store's lock. Throws StoreInUse, StoreError, CertificateError, ConfigError.
    Host(const Config& config, Log log);
    ~Host();

    boost::asio::io_context& context() { return context_; }
    boost::asio::any_io_executor executor() { return context_.get_executor(); }
    Service& service() { return *service_; }
    /// Follows the machine's zone data from now on.
    void follow_zone_data() { zone_data_->start(executor()); }
    /// Follows the files of the access certificates from now on, every graph::credentials_pause and
    /// at each SIGHUP, and says when one of them runs out.
    void follow_certificates();

  private:
    boost::asio::awaitable<void> look_at_certificates();
    boost::asio::awaitable<void> look_at_hangup();

    boost::asio::io_context context_{1};
    graph::SystemClock clock_;
    graph::Random random_;
    timezone::Tzdb tzdb_;
    std::unique_ptr<scheduler::Store> store_;
    std::unique_ptr<Service> service_;
    std::unique_ptr<ZoneData> zone_data_;
    Log log_;
    std::shared_ptr<graph::Credentials> credentials_;  // with the Service; null when there are none
    std::unique_ptr<graph::Alarm> certificate_alarm_;
};

/// Where the configuration has the access certificates, in the order in which they are tried.
std::vector<graph::CertificateSource> certificate_sources(const Config& config);

/// The way to the outside that the configuration names. Throws ConfigError.
graph::Handler make_network(const boost::asio::any_io_executor& executor, const Config& config);

/// The access certificates of the configuration; nothing when none is configured. Throws
/// CertificateError. `log` hears their notes, such as a key file that is readable by its group.
std::shared_ptr<graph::Credentials> load_credentials(const Config& config, const Log& log);

/// The zone data of the configuration. Throws ConfigError.
timezone::Tzdb load_zones(const Config& config);

}  // namespace plazo::app
