// examples/sandbox/main.cpp - plazo-sandbox: the sandbox behind TLS on loopback.
//
//     plazo-sandbox --listen 127.0.0.1:0 --ready-file /tmp/sandbox.json --state scene.json
//
// When it serves, it says so as one JSON object on stdout and, renamed into place, in the ready
// file:
// {"url", "ca_file", "tenant", "pid"}. SIGTERM or SIGINT ends it; a second one at once.
//
// A state file is read at the beginning, and written five seconds after a change at the latest and
// at the end, each time renamed into place. One that cannot be read ends the program at once: it
// would be written over.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "examples/sandbox/entra_cloud.h"
#include "examples/sandbox/identity.h"
#include "examples/sandbox/sandbox.h"
#include "examples/sandbox/state.h"
#include "graph/https.h"
#include "scheduler/http/server.h"

namespace {

namespace fs = std::filesystem;
using plazo::timezone::Instant;

constexpr std::chrono::milliseconds attend_interval{250};
constexpr std::chrono::seconds save_interval{5};
constexpr std::chrono::seconds notification_time_max{10};
constexpr int exit_failed = 1;
constexpr int exit_usage = 2;
constexpr const char* usage =
    "plazo-sandbox --listen 127.0.0.1:8443 --ready-file sandbox.json\n\n"
    "  --listen ADDRESS:PORT   default 127.0.0.1:0, where 0 picks a free port\n"
    "  --ready-file FILE       written when it serves: url, ca_file, tenant, pid\n"
    "  --smtp HOST:PORT        every mail goes to this server as well, in plain SMTP\n"
    "  --seed N                the same N makes the same identifiers, default 1\n"
    "  --tenant ID             the home tenant, default a fixed one\n"
    "  --cloud NAME            the cloud that it plays: global, usgov, dod or china\n"
    "  --state FILE            where all that it knows is kept from one run to the next\n"
    "  --trust FILE            PEM file of the authorities of notification endpoints\n"
    "  --help\n";

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Arguments {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::uint64_t seed = 1;
    std::string smtp_host;
    std::uint16_t smtp_port = 0;
    std::optional<fs::path> ready_file;
    std::optional<fs::path> state_file;
    std::string trusted_file;
    std::string tenant = plazo::sandbox::default_tenant;
    std::string cloud = "global";
    bool help = false;
};

template <typename Number>
Number number(std::string_view text, const std::string& flag) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw UsageError{flag + " needs a number, not '" + std::string{text} + "'"};
    }
    return value;
}

Arguments parse(const std::vector<std::string>& words) {
    Arguments out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t equals = words[i].find('=');
        const std::string flag = words[i].substr(0, equals);
        if (flag == "--help" || flag == "-h") {
            out.help = true;
            continue;
        }
        constexpr std::array known{"--listen", "--ready-file", "--seed",   "--smtp",
                                   "--state",  "--trust",      "--tenant", "--cloud"};
        if (std::find(known.begin(), known.end(), flag) == known.end()) {
            throw UsageError{"unknown argument '" + words[i] + "'"};
        }
        if (equals == std::string::npos && i + 1 == words.size()) {
            throw UsageError{flag + " needs a value"};
        }
        const std::string value =
            equals == std::string::npos ? words[++i] : words[i].substr(equals + 1);
        if (flag == "--ready-file") out.ready_file = value;
        if (flag == "--state") out.state_file = value;
        if (flag == "--trust") out.trusted_file = value;
        if (flag == "--tenant") out.tenant = value;
        if (flag == "--cloud") {
            if (!plazo::sandbox::find_cloud(value))
                throw UsageError{"unknown cloud '" + value + "'"};
            out.cloud = value;
        }
        if (flag == "--seed") out.seed = number<std::uint64_t>(value, flag);
        if (flag != "--listen" && flag != "--smtp") continue;
        const std::size_t colon = value.rfind(':');
        if (colon == std::string::npos) throw UsageError{flag + " needs ADDRESS:PORT"};
        if (flag == "--smtp") {
            out.smtp_host = value.substr(0, colon);
            out.smtp_port = number<std::uint16_t>(value.substr(colon + 1), flag);
            continue;
        }
        out.address = value.substr(0, colon);
        if (out.address.starts_with("[") && out.address.ends_with("]")) {
            out.address = out.address.substr(1, out.address.size() - 2);
        }
        out.port = number<std::uint16_t>(value.substr(colon + 1), flag);
    }
    return out;
}

Instant now() {
    return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Beside the ready file, else a new folder for temporary files.
fs::path identity_folder(const Arguments& arguments) {
    if (arguments.ready_file) return arguments.ready_file->string() + ".tls";
    std::string pattern = (fs::temp_directory_path() / "plazo-sandbox-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"cannot make " + pattern};
    return pattern;
}

template <typename Write>
void write_renamed(const fs::path& file, Write&& write) {
    const fs::path draft = file.string() + ".new";
    std::ofstream out{draft};
    write(out);
    out.close();
    if (!out) throw std::runtime_error{"cannot write " + draft.string()};
    fs::rename(draft, file);
}

void restore(plazo::sandbox::Sandbox& sandbox, const fs::path& file) {
    if (!fs::exists(file)) return;
    std::ifstream in{file, std::ios::binary};
    if (!in) throw std::runtime_error{"cannot read " + file.string()};
    try {
        sandbox.restore(in);
    } catch (const plazo::sandbox::StateError& error) {
        throw std::runtime_error{"cannot go on from " + file.string() + ": " + error.what()};
    }
}

void save(const plazo::sandbox::Sandbox& sandbox, const fs::path& file) {
    write_renamed(file, [&](std::ostream& out) { sandbox.save(out); });
}

/// What is done again and again until the end.
struct Pace {
    boost::asio::steady_timer timer;
    bool over = false;

    void end() {
        over = true;
        timer.cancel();
    }
};

/// False once it is over.
boost::asio::awaitable<bool> passes(Pace& pace, std::chrono::milliseconds interval) {
    if (pace.over) co_return false;
    boost::system::error_code cancelled;
    pace.timer.expires_after(interval);
    co_await pace.timer.async_wait(
        boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    co_return !pace.over;
}

boost::asio::awaitable<void> send_what_is_due(plazo::sandbox::Sandbox& sandbox, Pace& pace) {
    bool going = co_await passes(pace, attend_interval);
    while (going) {
        co_await sandbox.deliver();
        going = co_await passes(pace, attend_interval);
    }
}

boost::asio::awaitable<void> keep_state(plazo::sandbox::Sandbox& sandbox, fs::path file,
                                        Pace& pace) {
    std::uint64_t saved = sandbox.revision();
    bool going = co_await passes(pace, save_interval);
    while (going) {
        if (sandbox.revision() != saved) save(sandbox, file);
        saved = sandbox.revision();
        going = co_await passes(pace, save_interval);
    }
}

boost::asio::awaitable<plazo::graph::Response> answer_or_cut(plazo::sandbox::Sandbox& sandbox,
                                                             plazo::graph::Request request) {
    try {
        plazo::graph::Response response = co_await sandbox.handle(std::move(request));
        co_return response;
    } catch (const plazo::graph::TransportError&) {
        throw plazo::http::CutConnection{};
    }
}

/// Over a socket, a fault that cuts the connection really cuts it.
plazo::graph::Handler cutting(plazo::sandbox::Sandbox& sandbox) {
    return [&sandbox](plazo::graph::Request request) {
        return answer_or_cut(sandbox, std::move(request));
    };
}

void serve(const Arguments& arguments) {
    const fs::path folder = identity_folder(arguments);
    const plazo::sandbox::Identity identity = plazo::sandbox::make_identity(folder, now());
    boost::asio::io_context context{1};
    std::uint16_t port = 0;
    plazo::graph::HttpsOptions network;
    network.ca_file = arguments.trusted_file;
    network.exchange = notification_time_max;
    plazo::sandbox::Options options{plazo::timezone::Tzdb::load(plazo::timezone::default_folder),
                                    arguments.seed,
                                    arguments.tenant,
                                    [&port] { return "https://localhost:" + std::to_string(port); },
                                    now,
                                    {},
                                    arguments.smtp_host,
                                    arguments.smtp_port,
                                    plazo::graph::https(context.get_executor(), network),
                                    arguments.cloud};
    plazo::sandbox::Sandbox sandbox{std::move(options)};
    if (arguments.state_file) restore(sandbox, *arguments.state_file);
    plazo::http::ServerLimits limits;
    limits.connections_per_address = limits.connections;
    limits.on_error = [](std::string_view line) { std::cerr << "plazo-sandbox: " << line << '\n'; };
    plazo::http::Server server{context.get_executor(), cutting(sandbox), limits};
    port = server.listen(
        arguments.address, arguments.port,
        plazo::http::Tls{identity.certificate_file.string(), identity.key_file.string()});

    boost::asio::signal_set signals{context, SIGTERM, SIGINT};
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) context.stop();
    });
    const nlohmann::json ready{{"url", "https://localhost:" + std::to_string(port)},
                               {"ca_file", fs::absolute(identity.authority_file).string()},
                               {"tenant", sandbox.tenant()},
                               {"pid", ::getpid()}};
    const auto fail = [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    };
    Pace sending{boost::asio::steady_timer{context}};
    Pace keeping{boost::asio::steady_timer{context}};
    boost::asio::co_spawn(context, send_what_is_due(sandbox, sending), fail);
    if (arguments.state_file) {
        boost::asio::co_spawn(context, keep_state(sandbox, *arguments.state_file, keeping), fail);
    }
    if (arguments.ready_file) {
        write_renamed(*arguments.ready_file, [&](std::ostream& out) { out << ready << '\n'; });
    }
    std::cout << ready.dump() << std::endl;
    context.run();

    signals.clear();
    for (const int signal : {SIGTERM, SIGINT}) {
        std::signal(signal, [](int number) { ::_exit(128 + number); });
    }
    server.stop();
    sending.end();
    keeping.end();
    context.restart();
    context.run_for(limits.stop);
    if (arguments.state_file) save(sandbox, *arguments.state_file);
    if (!arguments.ready_file) fs::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Arguments arguments = parse({argv + 1, argv + argc});
        if (arguments.help) {
            std::cout << usage;
            return 0;
        }
        serve(arguments);
        return 0;
    } catch (const UsageError& error) {
        std::cerr << "plazo-sandbox: " << error.what() << "\n\n" << usage;
        return exit_usage;
    } catch (const std::exception& error) {
        std::cerr << "plazo-sandbox: " << error.what() << '\n';
        return exit_failed;
    }
}
