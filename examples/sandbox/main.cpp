// examples/sandbox/main.cpp - plazo-sandbox: the sandbox behind TLS on loopback.
//
//     plazo-sandbox --listen 127.0.0.1:0 --ready-file /tmp/sandbox.json
//
// When it serves, it says so as one JSON object on stdout and, renamed into place, in the ready
// file:
// {"url", "ca_file", "tenant", "pid"}. SIGTERM or SIGINT ends it; a second one at once.
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "examples/sandbox/identity.h"
#include "examples/sandbox/sandbox.h"
#include "scheduler/http/server.h"

namespace {

namespace fs = std::filesystem;
using plazo::timezone::Instant;

constexpr int exit_failed = 1;
constexpr int exit_usage = 2;
constexpr const char* usage =
    "plazo-sandbox --listen 127.0.0.1:8443 --ready-file sandbox.json\n\n"
    "  --listen ADDRESS:PORT   default 127.0.0.1:0, where 0 picks a free port\n"
    "  --ready-file FILE       written when it serves: url, ca_file, tenant, pid\n"
    "  --smtp HOST:PORT        every mail goes to this server as well, in plain SMTP\n"
    "  --seed N                the same N makes the same identifiers, default 1\n"
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
        if (flag == "--state") throw UsageError{"--state is not supported: all state is in memory"};
        if (flag != "--listen" && flag != "--ready-file" && flag != "--seed" && flag != "--smtp") {
            throw UsageError{"unknown argument '" + words[i] + "'"};
        }
        if (equals == std::string::npos && i + 1 == words.size()) {
            throw UsageError{flag + " needs a value"};
        }
        const std::string value =
            equals == std::string::npos ? words[++i] : words[i].substr(equals + 1);
        if (flag == "--ready-file") out.ready_file = value;
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

void write_renamed(const fs::path& file, const std::string& text) {
    const fs::path draft = file.string() + ".new";
    std::ofstream out{draft};
    out << text << '\n';
    out.close();
    if (!out) throw std::runtime_error{"cannot write " + draft.string()};
    fs::rename(draft, file);
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
    plazo::sandbox::Options options{plazo::timezone::Tzdb::load(plazo::timezone::default_folder),
                                    arguments.seed,
                                    plazo::sandbox::default_tenant,
                                    [&port] { return "https://localhost:" + std::to_string(port); },
                                    now,
                                    {},
                                    arguments.smtp_host,
                                    arguments.smtp_port};
    plazo::sandbox::Sandbox sandbox{std::move(options)};
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
                               {"tenant", plazo::sandbox::default_tenant},
                               {"pid", ::getpid()}};
    if (arguments.ready_file) write_renamed(*arguments.ready_file, ready.dump());
    std::cout << ready.dump() << std::endl;
    context.run();

    signals.clear();
    for (const int signal : {SIGTERM, SIGINT}) {
        std::signal(signal, [](int number) { ::_exit(128 + number); });
    }
    server.stop();
    context.restart();
    context.run_for(limits.stop);
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
