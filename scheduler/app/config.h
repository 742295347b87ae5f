// scheduler/app/config.h - the configuration: flags before environment before file before defaults.
//
//     [server]
//     listen = "127.0.0.1:8480"
//     [store]
//     url = "sqlite:///var/lib/plazo/plazo.db"
//     [certificate]
//     path = "/etc/plazo/plazo.pem"
//     key_path = "/etc/plazo/plazo.key"
//     [[certificate.previous]]              # tried where the first one is not known yet
//     path = "/etc/plazo/old.pfx"
//     passphrase_file = "/etc/plazo/old.passphrase"
//     [graph]
//     proxy = "http://proxy.acme.es:3128"
//     proxy_credentials_file = "/etc/plazo/proxy"     # user:password
//     [dispatch]
//     quiet = "60s"
//     at_once = "4"
//
// The file is --config, else $XDG_CONFIG_HOME/plazo/plazo.toml, else /etc/plazo/plazo.toml; without
// any file the defaults hold. Each key has a variable: [store] url is PLAZO_STORE_URL. A key that
// is not known is an error with a suggestion, because a setting that is silently ignored is a
// setting that somebody believes in.
//
// Failure: ConfigError, which names file, line and key.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace plazo::app {

struct ConfigError : std::runtime_error {
    ConfigError(const std::string& what, std::string hint_ = {})
        : std::runtime_error{what}, hint{std::move(hint_)} {}
    std::string hint;
};

/// A certificate that is being replaced, or that only some tenants know.
struct PreviousCertificate {
    std::string path;
    std::string key_path;
    std::string passphrase_file;
};

struct Config {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 8480;
    /// PEM files; both or neither.
    std::string tls_certificate;
    std::string tls_key;
    std::string store_path;
    /// graph::CertificateSource says what these may be. A path alone holds its key too.
    std::string certificate_path;
    std::string certificate_key_path;
    std::string certificate_passphrase_file;
    /// PS256, RS256
    std::string certificate_algorithm = "PS256";
    std::string certificate_key_id;
    std::vector<PreviousCertificate> previous_certificates;
    /// Origins in place of the global cloud's, for custom clouds and the sandbox.
    std::string login_host;
    std::string graph_root;
    std::string proxy;
    /// "user:password" in a file that is kept like a key (graph/key_file.h).
    std::string proxy_credentials_file;
    std::string ca_file;
    std::chrono::seconds quiet{60};
    /// Requests to one mailbox at a time, from 1 to scheduler::lane_places_max.
    int at_once = 4;
    /// debug, info, warning, error
    std::string log_level = "info";
    /// text, json
    std::string log_format = "text";
    /// Folder of the zone data.
    std::string zoneinfo;
    /// The file that was read; empty when there was none.
    std::string file;
};

/// Looks a variable up; nullptr when it is not set. A parameter, so that tests need no environment.
using Environment = std::function<const char*(const char*)>;

/// What flags said: "server.listen" and its value.
struct Override {
    std::string key;
    std::string value;
};

Config load_config(const std::optional<std::string>& file, const Environment& environment,
                   const std::vector<Override>& overrides);

/// Every key with its value as text, "server.listen" first; secrets are not among them.
std::vector<Override> describe(const Config& config);

/// The owner's Unix socket of a store.
std::string socket_path(const Config& config);

/// "127.0.0.1:8480", "[::1]:8480"
std::string host_and_port(const std::string& address, std::uint16_t port);

/// Whether the address is of this machine only.
bool is_loopback(const std::string& address);

}  // namespace plazo::app
