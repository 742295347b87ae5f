// plazo serve: API, scheduler and dispatcher in one process, until SIGTERM or SIGINT. The first
// signal lets what is running finish; the second ends the process at once, because name resolution
// cannot be interrupted otherwise.
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "graph/https.h"
#include "graph/json.h"
#include "scheduler/app/command.h"
#include "scheduler/app/host.h"
#include "scheduler/http/server.h"

namespace plazo::app {
namespace {

struct Flags {
    std::string listen;
    std::string ready_file;
    bool no_dispatch = false;
};

/// How long what is being sent may take to finish after the first signal: as long as a request may,
/// since a mail that is cut off is in doubt.
constexpr auto drain_max = graph::exchange_time_max;
/// Between looks at whether they have ended.
constexpr std::chrono::milliseconds drain_pause{50};

std::shared_ptr<spdlog::logger> make_logger(const Config& config) {
    auto logger = std::make_shared<spdlog::logger>(
        "plazo", std::make_shared<spdlog::sinks::stderr_sink_st>());
    logger->set_level(spdlog::level::from_str(config.log_level));
    if (config.log_format == "text") logger->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
    if (config.log_format == "json") logger->set_pattern("%v");
    logger->flush_on(spdlog::level::debug);
    return logger;
}

Log log_to(std::shared_ptr<spdlog::logger> logger, bool as_json) {
    return [logger = std::move(logger), as_json](bool trouble, const std::string& line) {
        const auto level = trouble ? spdlog::level::warn : spdlog::level::info;
        if (!as_json) {
            logger->log(level, line);
            return;
        }
        const nlohmann::json entry = {
            {"time", std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count()},
            {"level", trouble ? "warning" : "info"},
            {"message", line}};
        logger->log(level, graph::dump_json(entry));
    };
}

/// Renamed into place, so that whoever waits for it reads all of it.
void write_ready_file(const std::string& path, const std::string& url) {
    const std::string draft = path + ".new";
    std::ofstream file{draft};
    file << graph::dump_json({{"url", url}, {"pid", ::getpid()}}) << '\n';
    file.close();
    if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
        throw CommandError{Category::failed, "ready-file", path + ": cannot be written"};
    }
}

std::optional<http::Tls> tls_of(const Config& config) {
    if (config.tls_certificate.empty()) return std::nullopt;
    return http::Tls{config.tls_certificate, config.tls_key};
}

std::uint16_t listen(http::Server& server, const Config& config) {
    const std::string address =
        config.listen_address == "localhost" ? "127.0.0.1" : config.listen_address;
    try {
        return server.listen(address, config.listen_port, tls_of(config));
    } catch (const std::system_error& error) {
        const std::string place = address + ":" + std::to_string(config.listen_port);
        if (error.code() == std::errc::address_in_use) {
            throw CommandError{Category::conflict, "port-in-use", place + " is in use",
                               "plazo serve --listen 127.0.0.1:0 takes a free port"};
        }
        throw CommandError{Category::usage, "cannot-listen",
                           "cannot listen on " + place + ": " + error.what()};
    }
}

/// Waits for the signals, then winds down.
boost::asio::awaitable<void> wind_down(boost::asio::io_context& context, http::Server& server,
                                       Dispatcher& dispatcher, graph::Clock& clock, Log log) {
    boost::asio::signal_set signals{context, SIGTERM, SIGINT};
    co_await signals.async_wait(boost::asio::use_awaitable);
    log(false, "ending: what is being sent may finish; a second signal ends at once");
    signals.clear();
    std::signal(SIGTERM, [](int) { ::_exit(130); });
    std::signal(SIGINT, [](int) { ::_exit(130); });
    server.stop();
    dispatcher.hold();
    const std::unique_ptr<graph::Alarm> alarm = clock.make_alarm();
    const graph::SteadyTime give_up = clock.steady() + drain_max;
    while (!dispatcher.idle() && clock.steady() < give_up) {
        co_await alarm->wait_until(clock.steady() + drain_pause);
    }
    context.stop();
}

void serve(const Terminal& terminal, const Flags& flags) {
    std::vector<Override> overrides;
    if (!flags.listen.empty()) overrides.push_back({"server.listen", flags.listen});
    const Config config = terminal.config(overrides);
    const Log log = log_to(make_logger(config), config.log_format == "json");
    Host host{config, log};
    http::ServerLimits limits;
    limits.on_error = [log](std::string_view what) { log(true, std::string{what}); };
    http::Server server{host.executor(), host.service().api(), std::move(limits)};
    const std::uint16_t port = listen(server, config);
    server.listen_unix(socket_path(config));
    const std::string scheme = config.tls_certificate.empty() ? "http://" : "https://";
    const std::string url = scheme + host_and_port(config.listen_address, port);
    host.follow_zone_data();
    host.follow_certificates();
    host.service().prefetch(host.executor());
    if (!flags.no_dispatch) host.service().start(host.executor());
    if (config.certificate_path.empty()) {
        log(true,
            "no access certificate is configured: nothing can be sent (plazo certificate create)");
    }
    log(false, "ready on " + url + ", store " + config.store_path);
    if (!flags.ready_file.empty()) write_ready_file(flags.ready_file, url);
    graph::SystemClock clock{host.executor()};
    const auto ended = [](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
    };
    boost::asio::co_spawn(
        host.executor(), wind_down(host.context(), server, host.service().dispatcher(), clock, log),
        ended);
    host.context().run();
    if (!flags.ready_file.empty()) ::unlink(flags.ready_file.c_str());
}

}  // namespace

void add_serve(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    CLI::App& command = add_command(app, "serve", "API, scheduler and dispatcher in one process",
                                    "plazo serve --listen 127.0.0.1:8480");
    command.add_option("--listen", flags->listen, "Address and port; port 0 takes a free one")
        ->type_name("ADDRESS:PORT");
    command.add_option("--ready-file", flags->ready_file, "Written when requests are taken")
        ->type_name("FILE");
    command.add_flag("--no-dispatch", flags->no_dispatch, "Take triggers, send nothing");
    command.callback([&terminal, flags] { serve(terminal, *flags); });
}

}  // namespace plazo::app
