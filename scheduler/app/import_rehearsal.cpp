#include "scheduler/app/import_rehearsal.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "graph/json.h"
#include "graph/token.h"

namespace plazo::app {

using nlohmann::json;

namespace {

/// The target with the names of what is not known yet as words in braces.
std::string readable(const std::string& target) {
    const std::string path{graph::path_of(target)};
    const std::size_t open = path.find("%7B");
    const std::size_t close = path.find("%7D");
    if (open == std::string::npos || close == std::string::npos) return target;
    const std::size_t end = close + std::string_view{"%7D"}.size();
    return path.substr(0, open) + graph::percent_decode(path.substr(open, end - open)) +
           target.substr(end);
}

/// Whether it is about what a request of the rehearsal would have made.
bool names_something_new(const std::string& target) {
    return graph::path_of(target).find("%7B") != std::string_view::npos;
}

json note_of(const graph::Request& request) {
    json headers = json::object();
    for (const auto& [name, value] : request.headers) headers[name] = value;
    json body = nullptr;
    if (!request.body.bytes().empty()) body = graph::parse_json(request.body.bytes());
    return {{"method", request.method},
            {"path", readable(request.target)},
            {"headers", std::move(headers)},
            {"body", std::move(body)}};
}

/// Success, in a calendar that has nothing else.
graph::Response imagined_answer(const graph::Request& request) {
    const std::string_view path = graph::path_of(request.target);
    const bool list = path.ends_with("/events") || path.ends_with("/instances");
    graph::Response response;
    response.status = request.method == "POST" ? 201 : 200;
    response.body = request.method == "GET" && list
                        ? R"({"value":[]})"
                        : R"({"id":"{event}","@odata.etag":"{etag of event}"})";
    return response;
}

}  // namespace

graph::Handler Rehearsal::handler() {
    return [this](graph::Request request) { return answer(std::move(request)); };
}

json Rehearsal::take() {
    json notes = json::array();
    for (const graph::Request& request : requests_) notes.push_back(note_of(request));
    requests_.clear();
    return notes;
}

boost::asio::awaitable<graph::Response> Rehearsal::answer(graph::Request request) {
    const bool imagined = names_something_new(request.target);
    if (request.method == "GET") {
        if (imagined) co_return imagined_answer(request);
        graph::Response real = co_await ask(request);
        co_return real;
    }
    if (request.method != "POST" && !imagined) {
        graph::Request look;
        look.target = request.target;
        for (const auto& [name, value] : request.headers) {
            if (name != "If-Match") look.headers.set(name, value);
        }
        graph::Response found = co_await ask(look);
        if (found.status != 200) co_return found;
    }
    graph::Response answer = imagined_answer(request);
    requests_.push_back(std::move(request));
    co_return answer;
}

boost::asio::awaitable<graph::Response> Rehearsal::ask(graph::Request question) {
    try {
        const graph::Handler graph = graph_();
        graph::Response response = co_await graph(question);
        co_return response;
    } catch (const graph::TransportError&) {
    } catch (const graph::TokenError&) {
    }
    co_return imagined_answer(question);
}

}  // namespace plazo::app
