// What an event costs the client: its JSON, the token, the request over a kept TLS connection, and
// reading the answer. The server is nginx in a process of its own, sixteen requests are under way.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "graph/calls.h"
#include "graph/clock.h"
#include "graph/credentials.h"
#include "graph/event.h"
#include "graph/https.h"
#include "graph/json.h"
#include "graph/outcome.h"
#include "graph/token_pipeline.h"
#include "tests/bench/graph_server.h"
#include "tests/bench/peer_process.h"
#include "tests/bench/rooms.h"

namespace plazo::bench {
namespace {

using graph::Request;
using graph::Response;
using nlohmann::json;

constexpr int events_at_once = 16;
constexpr int events = 4'000;
constexpr const char* mailbox = "plazos@acme.example";
constexpr const char* tenant = "7c9f0a52-6d1e-4a44-9d0e-3c0f5c1a0001";
constexpr const char* client = "7c9f0a52-6d1e-4a44-9d0e-3c0f5c1a0002";
constexpr double resident_kilobytes_max = 30 * 1024;

graph::EventDraft draft() {
    graph::EventDraft made;
    made.subject = "Deadline: contract 2026-114";
    made.body_html = "<p>Please review the contract before the end of the day.</p>";
    made.start = timezone::LocalTime{
        std::chrono::sys_days{timezone::days{20788}}.time_since_epoch() + std::chrono::hours{9}};
    made.end = made.start + std::chrono::minutes{30};
    made.zone = "Europe/Madrid";
    made.attendees = {{"luis@acme.example", "Luis"}, {"ana@acme.example", "Ana"}};
    return made;
}

/// Ours, as the service has it.
class Poster {
  public:
    Poster(const GraphServer& server, graph::CertificatePtr certificate)
        : credentials_{std::vector{std::move(certificate)}} {
        graph::HttpsOptions options;
        options.ca_file = server.ca_file();
        network_ = graph::https(context_.get_executor(), options);
        tokens_ = std::make_unique<graph::TokenPipeline>(network_, credentials_, clock_, random_);
        graph::Account account;
        account.login_host = account.graph_root = server.origin();
        account.tenant = tenant;
        account.client_id = client;
        graph_ = graph::authorized(network_, *tokens_, account);
    }

    std::int64_t post(int count) {
        left_ = count;
        int working = events_at_once;
        for (int i = 0; i < events_at_once; ++i) {
            boost::asio::co_spawn(context_, work(), [&](std::exception_ptr error) {
                if (error) failure_ = error;
                if (--working == 0) context_.stop();
            });
        }
        context_.run();
        if (failure_) std::rethrow_exception(failure_);
        return made_;
    }

  private:
    boost::asio::awaitable<void> work() {
        while (left_-- > 0) {
            const json body = graph::event_json(draft());
            Request request = graph::create_event(mailbox, body, random_.uuid());
            const Response response = co_await graph_(std::move(request));
            const graph::Outcome outcome =
                graph::outcome_of(response, graph::Repeatable::yes, clock_.wall());
            if (!outcome.done()) throw std::runtime_error{outcome.message};
            if (graph::read_event(graph::parse_json(response.body))) ++made_;
        }
    }

    boost::asio::io_context context_{1};
    graph::SystemClock clock_{context_.get_executor()};
    graph::Random random_{1};
    graph::Credentials credentials_;
    graph::Handler network_;
    std::unique_ptr<graph::TokenPipeline> tokens_;
    graph::Handler graph_;
    int left_ = 0;
    std::int64_t made_ = 0;
    std::exception_ptr failure_;
};

/// The JavaScript client of Microsoft. Asked once beforehand, so that its compiler is warm.
Candidate of_npm(const GraphServer& server, const graph::Certificate& certificate) {
    write_text(server.path("client.key"), certificate.private_key_pem());
    ::setenv("NODE_EXTRA_CA_CERTS", server.ca_file().c_str(), 1);
    const auto process = std::make_shared<PeerProcess>(
        std::vector<std::string>{"node", PLAZO_BENCH_FOLDER "/npm/peer_graph.mjs"});
    const json question = {{"origin", server.origin()},
                           {"tenant", tenant},
                           {"client", client},
                           {"key", server.path("client.key")},
                           {"thumbprint", certificate.sha256_hex()},
                           {"mailbox", mailbox},
                           {"event", graph::event_json(draft())},
                           {"count", events},
                           {"at_once", events_at_once}};
    process->ask(question);
    return {.name = "graph-client", .costs = [process, question] {
                const json answer = process->ask(question);
                Cost cost;
                cost.nanoseconds = answer.at("seconds").get<double>() * 1e9;
                cost.kilobytes = cost.peak_kilobytes = answer.at("kilobytes");
                cost.answer = answer.at("answer");
                return cost;
            }};
}

/// Sends the same bytes and looks at nothing: what no client can do without.
Candidate of_wrk(const GraphServer& server) {
    const std::string script = server.path("post.lua");
    const std::string target = graph::create_event(mailbox, json::object(), "").target;
    write_text(script, "wrk.method = \"POST\"\nwrk.body = [==[" +
                           graph::dump_json(graph::event_json(draft())) +
                           "]==]\nwrk.headers[\"Content-Type\"] = \"application/json\"\n"
                           "wrk.headers[\"Authorization\"] = \"Bearer " +
                           std::string(1600, 'x') + "\"\n");
    const std::string command = "wrk -t1 -c" + std::to_string(events_at_once) + " -d1s -s " +
                                script + " " + server.origin() + target + " 2>/dev/null";
    return {.name = "wrk", .comparable = false, .costs = [command] {
                rusage before{};
                rusage after{};
                getrusage(RUSAGE_CHILDREN, &before);
                std::FILE* const output = popen(command.c_str(), "r");
                if (output == nullptr) throw std::runtime_error{"wrk cannot be run"};
                double requests = 0;
                char line[256];
                while (std::fgets(line, sizeof line, output) != nullptr) {
                    std::sscanf(line, " %lf requests in", &requests);
                }
                const bool ended = pclose(output) == 0;
                getrusage(RUSAGE_CHILDREN, &after);
                if (!ended || requests == 0) throw std::runtime_error{"wrk failed"};
                const auto seconds = [](const rusage& usage) {
                    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) /
                               1e6;
                };
                Cost cost;
                cost.nanoseconds = (seconds(after) - seconds(before)) / requests * 1e9 * events;
                return cost;
            }};
}

int node_version() {
    std::FILE* const output = popen("node --version 2>/dev/null", "r");
    int version = 0;
    if (output != nullptr) {
        if (std::fscanf(output, "v%d", &version) != 1) version = 0;
        pclose(output);
    }
    return version;
}

bool installed(const char* path) {
    return std::filesystem::exists(path);
}

}  // namespace

void measure_graph(Report& report) {
    std::unique_ptr<GraphServer> server;
    try {
        server = std::make_unique<GraphServer>();
    } catch (const std::runtime_error& error) {
        report.absent("nginx", error.what());
        return;
    }
    graph::CertificateWish wish;
    wish.common_name = "Plazo bench";
    wish.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto certificate =
        std::make_shared<const graph::Certificate>(graph::Certificate::create(wish));
    Measure measure{.name = "4,000 events posted over TLS",
                    .unit = "ms",
                    .ours = {"plazo",
                             [&] {
                                 return Poster{*server, certificate}.post(events);
                             }},
                    .times_faster = {{"graph-client", 10}, {"wrk", 0.4}},
                    .kilobytes_max = resident_kilobytes_max,
                    .peak = true};
    constexpr const char* library = PLAZO_BENCH_FOLDER "/npm/node_modules/@azure/msal-node";
    if (node_version() < 20) {
        report.absent("graph-client", "msal-node wants Node 20 or later");
    } else if (!installed(library)) {
        report.absent("graph-client", "@azure/msal-node is not installed");
    } else {
        measure.peers.push_back(of_npm(*server, *certificate));
    }
    if (installed("/usr/bin/wrk")) {
        measure.peers.push_back(of_wrk(*server));
    } else {
        report.absent("wrk", "not installed");
    }
    report.measure_in_children(std::move(measure));
    report.note(
        "graph: CPU of the client alone, 16 requests under way, nginx beside it; ours and the peer "
        "make the JSON, fetch a token and read the answer, wrk does not (0.4 is 2.5 times wrk). "
        "Memory of ours is what it takes above the bench itself, that of the peer its whole "
        "process.");
}

/// Every event that is posted is answered and counted above; there is nothing to compare.
void check_graph(Report&) {}

}  // namespace plazo::bench
