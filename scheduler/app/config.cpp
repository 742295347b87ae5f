#include "scheduler/app/config.h"

#include <sys/stat.h>

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>

#include "scheduler/lanes.h"
#include "scheduler/suggest.h"
#include "timezone/tzdb.h"

namespace plazo::app {
namespace {

/// One key: where it stands in Config, and how its text is checked.
struct Setting {
    const char* key;  // "section.name"
    void (*set)(Config&, const std::string&);
    std::string (*get)(const Config&);
};

void set_listen(Config& config, const std::string& value) {
    const std::size_t colon = value.rfind(':');
    std::uint16_t port = 0;
    const char* end = value.data() + value.size();
    const char* digits = colon == std::string::npos ? end : value.data() + colon + 1;
    const auto [stop, error] = std::from_chars(digits, end, port);
    if (error != std::errc{} || stop != end || digits == end) {
        throw ConfigError{"\"" + value + "\" is not an address with a port", "127.0.0.1:8480"};
    }
    std::string address = value.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    config.listen_address = address;
    config.listen_port = port;
}

void set_store(Config& config, const std::string& value) {
    constexpr std::string_view scheme = "sqlite://";
    if (value.starts_with("postgres://") || value.starts_with("postgresql://")) {
        throw ConfigError{"PostgreSQL is not served by this version", "sqlite:///path/plazo.db"};
    }
    if (!value.starts_with(scheme) || value.size() == scheme.size()) {
        throw ConfigError{"\"" + value + "\" is not the address of a store",
                          "sqlite:///path/plazo.db"};
    }
    config.store_path = value.substr(scheme.size());
}

void set_quiet(Config& config, const std::string& value) {
    constexpr int seconds_max = 3600;
    int count = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, count);
    const std::string_view unit{stop, static_cast<std::size_t>(end - stop)};
    const int factor = unit == "s" ? 1 : unit == "m" ? 60 : 0;
    if (error != std::errc{} || factor == 0 || count < 0 || count > seconds_max / factor) {
        throw ConfigError{"\"" + value + "\" is not a time of at most an hour", "60s"};
    }
    config.quiet = std::chrono::seconds{count * factor};
}

void set_at_once(Config& config, const std::string& value) {
    int count = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, count);
    if (error != std::errc{} || stop != end || count < 1 || count > scheduler::lane_places_max) {
        const std::string most = std::to_string(scheduler::lane_places_max);
        throw ConfigError{"\"" + value + "\" is not a number from 1 to " + most, most};
    }
    config.at_once = count;
}

/// A token is sent there, so it must be an origin and nothing more.
std::string checked_origin(const std::string& value) {
    constexpr std::string_view scheme = "https://";
    const std::string_view host =
        std::string_view{value}.substr(std::min(value.size(), scheme.size()));
    const bool plain = host.find_first_of("/?#@ \t\r\n") == std::string_view::npos;
    if (!value.starts_with(scheme) || host.empty() || !plain) {
        throw ConfigError{"\"" + value + "\" is not an https origin", "https://host:port"};
    }
    return value;
}

std::string one_of(const std::string& value, std::initializer_list<const char*> choices) {
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        throw ConfigError{"\"" + value + "\" is not a value of this key",
                          scheduler::did_you_mean(value, {choices.begin(), choices.end()})};
    }
    return value;
}

constexpr std::array settings = std::to_array<Setting>({
    {"server.listen", set_listen,
     [](const Config& c) { return host_and_port(c.listen_address, c.listen_port); }},
    {"server.tls_certificate", [](Config& c, const std::string& v) { c.tls_certificate = v; },
     [](const Config& c) { return c.tls_certificate; }},
    {"server.tls_key", [](Config& c, const std::string& v) { c.tls_key = v; },
     [](const Config& c) { return c.tls_key; }},
    {"store.url", set_store, [](const Config& c) { return "sqlite://" + c.store_path; }},
    {"certificate.path", [](Config& c, const std::string& v) { c.certificate_path = v; },
     [](const Config& c) { return c.certificate_path; }},
    {"certificate.key_path", [](Config& c, const std::string& v) { c.certificate_key_path = v; },
     [](const Config& c) { return c.certificate_key_path; }},
    {"certificate.passphrase_file",
     [](Config& c, const std::string& v) { c.certificate_passphrase_file = v; },
     [](const Config& c) { return c.certificate_passphrase_file; }},
    {"certificate.algorithm",
     [](Config& c, const std::string& v) {
         c.certificate_algorithm = one_of(v, {"PS256", "RS256"});
     },
     [](const Config& c) { return c.certificate_algorithm; }},
    {"certificate.key_id", [](Config& c, const std::string& v) { c.certificate_key_id = v; },
     [](const Config& c) { return c.certificate_key_id; }},
    {"graph.login_host", [](Config& c, const std::string& v) { c.login_host = checked_origin(v); },
     [](const Config& c) { return c.login_host; }},
    {"graph.root", [](Config& c, const std::string& v) { c.graph_root = checked_origin(v); },
     [](const Config& c) { return c.graph_root; }},
    {"graph.proxy", [](Config& c, const std::string& v) { c.proxy = v; },
     [](const Config& c) { return c.proxy; }},
    {"graph.proxy_credentials_file",
     [](Config& c, const std::string& v) { c.proxy_credentials_file = v; },
     [](const Config& c) { return c.proxy_credentials_file; }},
    {"graph.ca_file", [](Config& c, const std::string& v) { c.ca_file = v; },
     [](const Config& c) { return c.ca_file; }},
    {"dispatch.quiet", set_quiet,
     [](const Config& c) { return std::to_string(c.quiet.count()) + "s"; }},
    {"dispatch.at_once", set_at_once, [](const Config& c) { return std::to_string(c.at_once); }},
    {"log.level",
     [](Config& c, const std::string& v) {
         c.log_level = one_of(v, {"debug", "info", "warning", "error"});
     },
     [](const Config& c) { return c.log_level; }},
    {"log.format",
     [](Config& c, const std::string& v) {
         c.log_format = one_of(v, {"text", "json"});
     },
     [](const Config& c) { return c.log_format; }},
});

std::vector<std::string> known_keys() {
    std::vector<std::string> keys;
    for (const Setting& setting : settings) keys.emplace_back(setting.key);
    return keys;
}

/// `where` names the place in the message: "plazo.toml:3: [server] listen".
void set(Config& config, const std::string& key, const std::string& value,
         const std::string& where) {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [&](const Setting& setting) { return key == setting.key; });
    if (found == settings.end()) {
        throw ConfigError{where + ": there is no such key",
                          scheduler::did_you_mean(key, known_keys())};
    }
    try {
        found->set(config, value);
    } catch (const ConfigError& error) {
        throw ConfigError{where + ": " + error.what(), error.hint};
    }
}

/// [[certificate.previous]], the one list among the keys.
void read_previous(Config& config, const toml::node& list, const std::string& where) {
    const toml::array* tables = list.as_array();
    if (tables == nullptr || !tables->is_homogeneous<toml::table>()) {
        throw ConfigError{where + ": must be tables", "[[certificate.previous]] and below it path"};
    }
    for (const toml::node& table : *tables) {
        PreviousCertificate previous;
        for (const auto& [key, value] : *table.as_table()) {
            const std::string name{key.str()};
            std::string* setting = name == "path"              ? &previous.path
                                   : name == "key_path"        ? &previous.key_path
                                   : name == "passphrase_file" ? &previous.passphrase_file
                                                               : nullptr;
            if (setting == nullptr) {
                throw ConfigError{
                    where + " " + name + ": there is no such key",
                    scheduler::did_you_mean(name, {"path", "key_path", "passphrase_file"})};
            }
            if (!value.is_string()) {
                throw ConfigError{where + " " + name + ": must be a text in quotes"};
            }
            *setting = *value.value<std::string>();
        }
        if (previous.path.empty()) throw ConfigError{where + ": path is missing"};
        config.previous_certificates.push_back(std::move(previous));
    }
}

void read_file(Config& config, const std::string& path) {
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        throw ConfigError{path + ":" + std::to_string(error.source().begin.line) + ": " +
                          std::string{error.description()}};
    }
    for (const auto& [section, node] : root) {
        const std::string name{section.str()};
        const std::string line = path + ":" + std::to_string(node.source().begin.line) + ": ";
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            throw ConfigError{line + name + " stands outside of a section",
                              scheduler::did_you_mean(name, known_keys())};
        }
        for (const auto& [key, value] : *table) {
            const std::string where = path + ":" + std::to_string(value.source().begin.line) +
                                      ": [" + name + "] " + std::string{key.str()};
            if (name == "certificate" && key.str() == "previous") {
                read_previous(config, value, where);
                continue;
            }
            const auto text = value.value<std::string>();
            if (!value.is_string() || !text)
                throw ConfigError{where + ": must be a text in quotes"};
            set(config, name + "." + std::string{key.str()}, *text, where);
        }
    }
    config.file = path;
}

bool exists(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

std::string variable_of(std::string key) {
    std::transform(key.begin(), key.end(), key.begin(), [](char c) {
        return c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    });
    return "PLAZO_" + key;
}

std::string home_folder(const Environment& environment, const char* variable, const char* below) {
    if (const char* folder = environment(variable); folder != nullptr && *folder != '\0')
        return folder;
    const char* home = environment("HOME");
    return std::string{home != nullptr && *home != '\0' ? home : "/root"} + below;
}

void check(const Config& config) {
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        throw ConfigError{"[server] tls_certificate and tls_key are needed both, or neither"};
    }
    const bool more_than_path = !config.certificate_key_path.empty() ||
                                !config.certificate_passphrase_file.empty() ||
                                !config.previous_certificates.empty();
    if (config.certificate_path.empty() && more_than_path) {
        throw ConfigError{"[certificate] path is missing: the certificate's own file"};
    }
    if (config.login_host.empty() != config.graph_root.empty()) {
        throw ConfigError{"[graph] login_host and root are needed both, or neither"};
    }
    if (config.proxy.empty() && !config.proxy_credentials_file.empty()) {
        throw ConfigError{"[graph] proxy is missing: proxy_credentials_file is for a proxy",
                          "http://proxy.example.com:3128"};
    }
    if (!is_loopback(config.listen_address) && config.tls_certificate.empty()) {
        throw ConfigError{"[server] listen: " + config.listen_address +
                              " can be reached from outside, and there is no TLS",
                          "set tls_certificate and tls_key, or listen on 127.0.0.1 behind a proxy"};
    }
}

}  // namespace

std::string host_and_port(const std::string& address, std::uint16_t port) {
    const bool v6 = address.find(':') != std::string::npos;
    return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1" || address == "localhost";
}

Config load_config(const std::optional<std::string>& file, const Environment& environment,
                   const std::vector<Override>& overrides) {
    Config config;
    config.store_path =
        home_folder(environment, "XDG_STATE_HOME", "/.local/state") + "/plazo/plazo.db";
    const char* tzdir = environment("TZDIR");
    config.zoneinfo = tzdir != nullptr && *tzdir != '\0' ? tzdir : timezone::default_folder;
    const std::string users =
        home_folder(environment, "XDG_CONFIG_HOME", "/.config") + "/plazo/plazo.toml";
    const std::string machines = "/etc/plazo/plazo.toml";
    if (file) {
        if (!exists(*file)) throw ConfigError{*file + ": there is no such file"};
        read_file(config, *file);
    } else if (exists(users)) {
        read_file(config, users);
    } else if (exists(machines)) {
        read_file(config, machines);
    }
    for (const Setting& setting : settings) {
        const std::string variable = variable_of(setting.key);
        if (const char* value = environment(variable.c_str())) {
            set(config, setting.key, value, variable);
        }
    }
    for (const Override& each : overrides) set(config, each.key, each.value, "--" + each.key);
    check(config);
    return config;
}

std::vector<Override> describe(const Config& config) {
    std::vector<Override> described;
    for (const Setting& setting : settings) described.push_back({setting.key, setting.get(config)});
    return described;
}

std::string socket_path(const Config& config) {
    return config.store_path + ".sock";
}

}  // namespace plazo::app
