// plazo config check | show, and plazo version.
#include <boost/asio/io_context.hpp>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include "graph/certificate.h"
#include "scheduler/app/command.h"
#include "scheduler/app/host.h"
#include "timezone/tzdb.h"

namespace plazo::app {

using nlohmann::json;

namespace {

json settings_json(const Config& config) {
    json settings = json::object();
    for (const Override& each : describe(config)) settings[each.key] = each.value;
    return {{"file", config.file}, {"settings", std::move(settings)}};
}

/// Everything that can be wrong without asking the network: keys and values, the files of keys and
/// proxy, zone data.
void check(const Terminal& terminal) {
    const Config config = terminal.config();
    const Log log = [&terminal](bool, const std::string& line) { terminal.say(line); };
    load_credentials(config, log);
    boost::asio::io_context context{1};
    make_network(context.get_executor(), config);
    load_zones(config);
    json report = settings_json(config);
    report["ok"] = true;
    terminal.show(report, [&] {
        return (config.file.empty() ? std::string{"no configuration file; the defaults"}
                                    : config.file) +
               ": ok\n";
    });
}

void show(const Terminal& terminal) {
    const json report = settings_json(terminal.config());
    terminal.show(report, [&] {
        std::vector<std::vector<std::string>> rows;
        for (const auto& [key, value] : report.at("settings").items()) rows.push_back({key, value});
        return table(rows);
    });
}

void version(const Terminal& terminal) {
    json versions = {{"plazo", PLAZO_VERSION}, {"boost", BOOST_LIB_VERSION}, {"tzdata", "unknown"}};
    try {
        versions["tzdata"] = load_zones(terminal.config()).version();
    } catch (const ConfigError&) {
        // the version is wanted all the more when the configuration is broken
    }
    terminal.show(versions, [&] {
        return "plazo " + versions.at("plazo").get<std::string>() + " (tzdata " +
               versions.at("tzdata").get<std::string>() + ")\n";
    });
}

}  // namespace

void add_config(CLI::App& app, Terminal& terminal) {
    CLI::App& group = add_command(app, "config", "The configuration", "plazo config check");
    group.require_subcommand(1);
    CLI::App& checking =
        add_command(group, "check", "Is it right?", "plazo --config plazo.toml config check");
    checking.callback([&terminal] { check(terminal); });
    CLI::App& showing = add_command(group, "show", "What is in force", "plazo config show --json");
    showing.callback([&terminal] { show(terminal); });
}

void add_version(CLI::App& app, Terminal& terminal) {
    CLI::App& command =
        add_command(app, "version", "Versions of Plazo and of what it stands on", "plazo version");
    command.callback([&terminal] { version(terminal); });
}

}  // namespace plazo::app
