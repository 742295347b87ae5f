#include "scheduler/app/import_rehearsal.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "graph/json.h"

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
    const std::string_view path = graph::path_of(request.target);
    const bool list = path.ends_with("/events") || path.ends_with("/instances");
    graph::Response response;
    response.status = request.method == "POST" ? 201 : 200;
    response.body = request.method == "GET" && list
                        ? R"({"value":[]})"
                        : R"({"id":"{event}","@odata.etag":"{etag of event}"})";
    requests_.push_back(std::move(request));
    co_return response;
}

}  // namespace plazo::app
