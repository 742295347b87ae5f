#include "tests/app/cloud.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>

#include "examples/sandbox/identity.h"
#include "graph/base64.h"
#include "graph/certificate.h"
#include "graph/https.h"
#include "timezone/tzdb.h"

namespace plazo::app {
namespace {

using nlohmann::json;

timezone::Instant now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Made once: a key takes a tenth of a second.
const graph::Certificate& certificate() {
    static const auto made = graph::Certificate::create(
        {.common_name = "plazo", .now = now() - std::chrono::hours{1}, .days = 365});
    return made;
}

}  // namespace

Cloud::Cloud() {
    const sandbox::Identity identity = sandbox::make_identity(path("tls"), now());
    authority_ = identity.authority_file.string();
    sandbox::Options options{timezone::Tzdb::load(PLAZO_TEST_DATA "/zoneinfo"),
                             7,
                             sandbox::default_tenant,
                             [this] { return origin_; },
                             now,
                             {}};
    sandbox_ = std::make_unique<sandbox::Sandbox>(std::move(options));
    server_ = std::make_unique<http::Server>(context_.get_executor(), sandbox_->handler());
    const std::uint16_t port = server_->listen(
        "127.0.0.1", 0, http::Tls{identity.certificate_file.string(), identity.key_file.string()});
    origin_ = "https://localhost:" + std::to_string(port);
    thread_ = std::thread{[this] { context_.run(); }};

    graph::write_key_file(path("plazo.key"), certificate().private_key_pem());
    write("plazo.pem", certificate().certificate_pem());
    set("PLAZO_GRAPH_LOGIN_HOST", origin_);
    set("PLAZO_GRAPH_ROOT", origin_);
    set("PLAZO_GRAPH_CA_FILE", authority_);
    set("PLAZO_CERTIFICATE_PATH", path("plazo.pem"));
    set("PLAZO_CERTIFICATE_KEY_PATH", path("plazo.key"));
}

Cloud::~Cloud() {
    context_.stop();
    thread_.join();
}

json Cloud::admin(const std::string& method, const std::string& path, const json& body) {
    boost::asio::io_context context{1};
    graph::HttpsOptions options;
    options.ca_file = authority_;
    const graph::Handler network = graph::https(context.get_executor(), options);
    graph::Request request;
    request.method = method;
    request.origin = origin_;
    request.target = "/_sandbox" + path;
    if (!body.is_null()) request.body = graph::Body{body.dump()};
    auto answer =
        boost::asio::co_spawn(context, network(std::move(request)), boost::asio::use_future);
    while (answer.wait_for(std::chrono::seconds{0}) != std::future_status::ready) context.run_one();
    const graph::Response response = answer.get();
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body);
}

json Cloud::add_application(const std::vector<std::string>& roles) {
    return admin("POST", "/applications",
                 {{"displayName", "Plazo"},
                  {"certificate", graph::base64_encode(certificate().der())},
                  {"roles", roles}});
}

void Cloud::add_mailbox(const std::string& address) {
    admin("POST", "/mailboxes", {{"address", address}, {"displayName", address}});
}

void Cloud::add_repository(const std::string& client_id) {
    const Ran ran = run({"repository", "add", "acme", "--tenant", tenant, "--client", client_id,
                         "--mailbox", "plazos@acme.test", "--no-test"});
    ASSERT_EQ(ran.code, 0) << ran.err;
}

std::vector<std::string> Cloud::requests() {
    std::vector<std::string> lines;
    const json journal = admin("GET", "/journal?since=0");
    for (const json& entry : journal["value"]) {
        const std::string path = entry["path"];
        if (!path.starts_with("/v1.0/")) continue;
        lines.push_back(entry["method"].get<std::string>() + " " + path + " " +
                        std::to_string(entry["status"].get<int>()));
    }
    return lines;
}

}  // namespace plazo::app
