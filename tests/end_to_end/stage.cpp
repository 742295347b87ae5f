#include "tests/end_to_end/stage.h"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "graph/base64.h"
#include "graph/https.h"

namespace plazo::end_to_end {

using nlohmann::json;

namespace {

constexpr const char* binaries = PLAZO_BINARY_DIR;

std::string make_folder() {
    char folder[] = "/tmp/plazo-stage-XXXXXX";
    if (::mkdtemp(folder) == nullptr) throw std::runtime_error{"cannot make a folder"};
    return folder;
}

}  // namespace

Stage::Stage() : folder_{make_folder()} {
    const std::string ready = folder_ + "/sandbox.json";
    sandbox_ = Process{{std::string{binaries} + "/plazo-sandbox", "--listen", "127.0.0.1:0",
                        "--ready-file", ready},
                       {},
                       folder_ + "/sandbox.log"};
    if (!appears(ready)) throw std::runtime_error{"the sandbox did not start"};
    const json scene = json::parse(read_file(ready));
    sandbox_url_ = scene.at("url");
    ca_file_ = scene.at("ca_file");
    tenant_ = scene.at("tenant");
    for (const auto& [address, zone] :
         {std::pair{mailbox, "Europe/Madrid"}, {luis, "Europe/Madrid"}, {ana, "Atlantic/Canary"}}) {
        sandbox("POST", "/_sandbox/mailboxes",
                {{"address", address},
                 {"displayName", address},
                 {"kind", "licensed"},
                 {"timeZone", zone}});
    }
    write_config();
    register_application();
}

Stage::~Stage() {
    service_ = Process{};
    sandbox_ = Process{};
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Stage::write_config() const {
    std::ofstream file{folder_ + "/plazo.toml"};
    file << "[store]\nurl = \"sqlite://" << folder_ << "/plazo.db\"\n"
         << "[certificate]\npath = \"" << folder_ << "/plazo.pem\"\nkey_path = \"" << folder_
         << "/plazo.key\"\n"
         << "[graph]\nlogin_host = \"" << sandbox_url_ << "\"\nroot = \"" << sandbox_url_
         << "\"\nca_file = \"" << ca_file_ << "\"\n"
         << "[dispatch]\nquiet = \"0s\"\n";
}

void Stage::register_application() {
    const Output made = plazo({"certificate", "create"});
    if (made.code != 0) throw std::runtime_error{"no certificate: " + made.err};
    const json answer =
        sandbox("POST", "/_sandbox/applications",
                {{"displayName", "Plazo"},
                 {"certificate", graph::base64_encode(read_file(folder_ + "/plazo.pem.cer"))},
                 {"roles", {"Mail.Send", "Calendars.ReadWrite"}}});
    client_ = answer.at("client_id");
}

std::vector<std::string> Stage::plazo_command(std::vector<std::string> arguments) const {
    std::vector<std::string> command = {std::string{binaries} + "/plazo", "--config",
                                        folder_ + "/plazo.toml"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

Output Stage::plazo(std::vector<std::string> arguments) const {
    return run(plazo_command(std::move(arguments)));
}

void Stage::start_service(const std::string& crash_at) {
    const std::string ready = folder_ + "/serve" + std::to_string(++starts_) + ".json";
    std::vector<std::pair<std::string, std::string>> environment;
    if (!crash_at.empty()) environment.emplace_back("PLAZO_CRASH_AT", crash_at);
    service_ = Process{plazo_command({"serve", "--listen", "127.0.0.1:0", "--ready-file", ready}),
                       environment, folder_ + "/serve.log"};
    if (!appears(ready)) throw std::runtime_error{"the service did not start:\n" + log()};
    service_url_ = json::parse(read_file(ready)).at("url");
}

Output Stage::add_repository_with(const std::map<std::string, std::string>& flags) const {
    std::map<std::string, std::string> all = {{"--cloud", "custom"},
                                              {"--tenant", tenant_},
                                              {"--client", client_},
                                              {"--mailbox", mailbox}};
    for (const auto& [name, value] : flags) all[name] = value;
    std::vector<std::string> arguments = {"--json", "repository", "add", "acme"};
    for (const auto& [name, value] : all) {
        arguments.push_back(name);
        arguments.push_back(value);
    }
    return plazo(std::move(arguments));
}

void Stage::add_repository() {
    const Output added = add_repository_with({});
    if (added.code != 0) throw std::runtime_error{"no repository: " + added.out};
    const Output made = plazo({"key", "create", "acme", "--json"});
    if (made.code != 0) throw std::runtime_error{"no key: " + made.out};
    key_ = json::parse(made.out).at("key");
}

graph::Response Stage::call(graph::Request request) const {
    boost::asio::io_context context{1};
    graph::HttpsOptions options;
    options.ca_file = ca_file_;
    const graph::Handler network = graph::https(context.get_executor(), options);
    std::exception_ptr failure;
    graph::Response response;
    const auto answered = [&](std::exception_ptr error, graph::Response answer) {
        failure = error;
        response = std::move(answer);
    };
    boost::asio::co_spawn(context, network(std::move(request)), answered);
    context.run();
    if (failure) std::rethrow_exception(failure);
    return response;
}

graph::Response Stage::post(const json& event) const {
    graph::Request request;
    request.method = "POST";
    request.origin = service_url_;
    request.target = "/v1/triggers";
    request.headers.set("Authorization", "Bearer " + key_);
    request.headers.set("Content-Type", "application/cloudevents+json");
    request.body = graph::Body{event.dump()};
    return call(std::move(request));
}

json Stage::sandbox(const std::string& method, const std::string& path, const json& body) const {
    graph::Request request;
    request.method = method;
    request.origin = sandbox_url_;
    request.target = path;
    if (!body.is_null()) {
        request.headers.set("Content-Type", "application/json");
        request.body = graph::Body{body.dump()};
    }
    const graph::Response response = call(std::move(request));
    if (response.status == 408) return nullptr;
    if (response.status >= 300) throw std::runtime_error{path + ": " + response.body};
    return response.body.empty() ? json{} : json::parse(response.body);
}

json Stage::inbox(const std::string& address) const {
    return sandbox("GET", "/_sandbox/mailboxes/" + graph::percent_encode(address) + "/inbox")
        .at("value");
}

int Stage::count(const std::string& address, const std::string& kind) const {
    int found = 0;
    for (const json& mail : inbox(address)) found += mail.at("kind") == kind ? 1 : 0;
    return found;
}

bool Stage::wait(const std::string& address, const std::string& kind, int how_many) const {
    const json mail =
        sandbox("GET", "/_sandbox/wait?mailbox=" + graph::percent_encode(address) +
                           "&kind=" + kind + "&count=" + std::to_string(how_many) + "&timeout=30");
    return !mail.is_null();
}

int Stage::live_events() const {
    int live = 0;
    const json events =
        sandbox("GET", "/_sandbox/mailboxes/" + graph::percent_encode(mailbox) + "/events");
    for (const json& event : events.at("value")) live += event.value("isCancelled", false) ? 0 : 1;
    return live;
}

std::string madrid(long seconds_from_now) {
    ::setenv("TZ", "Europe/Madrid", 1);
    ::tzset();
    const std::time_t at = std::time(nullptr) + seconds_from_now;
    std::tm fields{};
    ::localtime_r(&at, &fields);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &fields);
    return text;
}

json message(const std::string& kind, int revision) {
    return {{"specversion", "1.0"},
            {"id", kind + std::to_string(revision)},
            {"source", "urn:test"},
            {"type", "com.r2docuo.deadline." + kind},
            {"data",
             {{"repository", "acme"},
              {"document", {{"id", "88121"}, {"name", "Contrato"}}},
              {"deadline", {{"key", "state:review"}, {"revision", revision}}}}}};
}

json upsert(int revision) {
    json event = message("upsert", revision);
    event["data"]["deadline"]["title"] = "Revisar contrato";
    event["data"]["deadline"]["due"] = {{"at", madrid(3 * 3600)}, {"timeZone", "Europe/Madrid"}};
    event["data"]["assignees"] = {{{"address", luis}, {"name", "Luis Gil"}}};
    return event;
}

}  // namespace plazo::end_to_end
