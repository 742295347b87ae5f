#include "scheduler/app/owner.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstring>
#include <exception>
#include <nlohmann/json.hpp>

#include "graph/https.h"
#include "graph/json.h"
#include "scheduler/app/host.h"
#include "scheduler/web/problem.h"

namespace plazo::app {

using nlohmann::json;

namespace {

/// Whether somebody listens on the socket; a file that is left over is nobody.
bool answers(const std::string& path) {
    sockaddr_un address{};
    if (path.size() >= sizeof address.sun_path) return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (file < 0) return false;
    const bool connected =
        ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(file);
    return connected;
}

Category category_of(int status) {
    switch (status) {
        case 400:
        case 413:
        case 415:
        case 422:
            return Category::usage;
        case 401:
        case 403:
            return Category::permission;
        case 404:
            return Category::not_found;
        case 409:
            return Category::conflict;
        case 429:
        case 502:
        case 503:
        case 504:
            return Category::network;
        default:
            return Category::failed;
    }
}

}  // namespace

struct Owner::Parts {
    /// Set when nobody else owns the store.
    std::unique_ptr<Host> host;
    boost::asio::io_context context{1};
    graph::Handler handler;

    boost::asio::io_context& io() { return host ? host->context() : context; }
};

Owner::Owner(const Config& config, const Terminal& terminal, std::chrono::seconds answer_max)
    : parts_{std::make_unique<Parts>()} {
    const std::string path = socket_path(config);
    if (answers(path)) {
        parts_->handler = graph::over_unix_socket(parts_->context.get_executor(), path, answer_max);
        return;
    }
    const Log log = [&terminal](bool trouble, const std::string& line) {
        if (trouble || terminal.verbose) terminal.say(line);
    };
    parts_->host = std::make_unique<Host>(config, log);
    parts_->handler = parts_->host->service().api();
}

Owner::~Owner() = default;

bool Owner::alone() const {
    return parts_->host != nullptr;
}

json Owner::call(const std::string& method, const std::string& target) {
    return call_with_text(method, target, "", "");
}

json Owner::call(const std::string& method, const std::string& target, const json& body) {
    return call_with_text(method, target, graph::dump_json(body), "application/json");
}

json Owner::call_with_text(const std::string& method, const std::string& target, std::string body,
                           const std::string& content_type) {
    graph::Request request;
    request.method = method;
    request.target = target;
    request.peer = "local";
    if (!content_type.empty()) request.headers.set("Content-Type", content_type);
    request.body = graph::Body{std::move(body)};

    std::exception_ptr failure;
    std::optional<graph::Response> response;
    const auto answered = [&](std::exception_ptr error, graph::Response answer) {
        failure = error;
        response = std::move(answer);
        parts_->io().stop();
    };
    boost::asio::co_spawn(parts_->io(), parts_->handler(std::move(request)), answered);
    parts_->io().restart();
    parts_->io().run();
    if (failure) std::rethrow_exception(failure);
    return json_of_answer(*response);
}

json json_of_answer(const graph::Response& response) {
    json body;
    try {
        body = graph::parse_json(response.body);
    } catch (const graph::JsonError&) {
        throw CommandError{Category::failed, "unreadable-answer",
                           "the service answered HTTP " + std::to_string(response.status) +
                               " with something that is not JSON"};
    }
    if (response.status < 400) return body;
    std::string code = graph::text_or_empty(body, "type");
    if (code.starts_with(web::problem_urn)) code.erase(0, web::problem_urn.size());
    CommandError error{category_of(response.status), code, graph::text_or_empty(body, "detail"),
                       graph::text_or_empty(body, "hint")};
    if (body.contains("errors") && body["errors"].is_array() && !body["errors"].empty()) {
        error.pointer = graph::text_or_empty(body["errors"][0], "pointer");
    }
    if (body.contains("checks")) error.details = graph::dump_json(json{{"checks", body["checks"]}});
    throw error;
}

}  // namespace plazo::app
