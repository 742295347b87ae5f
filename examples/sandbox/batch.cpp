#include "examples/sandbox/batch.h"

#include <algorithm>
#include <array>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "examples/sandbox/graph_api.h"
#include "examples/sandbox/service.h"

namespace plazo::sandbox {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

Refusal malformed(const std::string& message) {
    return {400, "BadRequest", message};
}

bool is_json(const graph::Headers& headers) {
    const std::string type = headers.find("Content-Type").value_or("");
    return lower_case(type).find("json") != type.npos;
}

void read_headers(const json& item, graph::Headers& headers) {
    const json fields = item.value("headers", json::object());
    if (!fields.is_object()) throw malformed("Invalid batch payload format.");
    for (const auto& [name, value] : fields.items()) {
        if (!value.is_string()) throw malformed("Invalid batch payload format.");
        headers.set(name, value.get<std::string>());
    }
}

std::string read_body(const json& item, const BatchItem& read) {
    if (!item.contains("body") || item["body"].is_null()) return "";
    const json& body = item["body"];
    if (!read.request.headers.find("Content-Type")) {
        throw malformed("Write request id : " + read.id +
                        " does not contain Content-Type header or body.");
    }
    if (is_json(read.request.headers)) return body.dump();
    const auto bytes = body.is_string() ? from_base64(body.get<std::string>()) : std::nullopt;
    if (!bytes) throw malformed("The body of request id : " + read.id + " is not base64.");
    return *bytes;
}

std::string read_dependence(const json& item) {
    const json depends_on = item.value("dependsOn", json::array());
    if (depends_on.is_null()) return "";
    if (!depends_on.is_array() || depends_on.size() > 1) {
        throw malformed("Invalid dependsOn: more than one request to wait for.");
    }
    if (depends_on.empty()) return "";
    if (!depends_on[0].is_string()) throw malformed("Invalid batch payload format.");
    return depends_on[0].get<std::string>();
}

BatchItem read_item(const json& item) {
    constexpr std::array methods{"GET", "POST", "PATCH", "PUT", "DELETE"};
    if (!item.is_object()) throw malformed("Invalid batch payload format.");
    BatchItem out;
    out.id = text_of(item, "id");
    if (out.id.empty()) throw malformed("A request of the batch has no id.");
    out.request.method = text_of(item, "method");
    for (char& c : out.request.method) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    if (std::find(methods.begin(), methods.end(), out.request.method) == methods.end()) {
        throw malformed("Request id : " + out.id + " has no valid method.");
    }
    const std::string url = text_of(item, "url");
    if (url.empty() || url.find("://") != url.npos) {
        throw malformed("The url of request id : " + out.id + " is not relative.");
    }
    out.request.target = "/v1.0" + std::string{url.front() == '/' ? "" : "/"} + url;
    if (is_batch(out.request)) throw malformed("A batch must not contain a batch.");
    read_headers(item, out.request.headers);
    out.request.body = read_body(item, out);
    out.depends_on = read_dependence(item);
    return out;
}

/// All side by side, one after the other, or all that wait for the same one.
void check_order(const std::vector<BatchItem>& items) {
    std::set<std::string> awaited;
    bool chain = items.front().depends_on.empty();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].depends_on.empty()) awaited.insert(items[i].depends_on);
        if (i > 0 && items[i].depends_on != items[i - 1].id) chain = false;
    }
    const bool star =
        awaited.size() <= 1 && std::all_of(items.begin(), items.end(), [&](const BatchItem& item) {
            return !awaited.contains(item.id) || item.depends_on.empty();
        });
    const bool known = std::all_of(awaited.begin(), awaited.end(), [&](const std::string& id) {
        return std::any_of(items.begin(), items.end(),
                           [&](const BatchItem& item) { return item.id == id; });
    });
    if (!known || (!chain && !star)) {
        throw malformed(
            "Invalid dependsOn: requests run side by side, one after the other, or all after the "
            "same one.");
    }
}

json entry_of(const std::string& id, const graph::Response& response) {
    json headers = json::object();
    for (const auto& [name, value] : response.headers) headers[name] = value;
    json entry{{"id", id}, {"status", response.status}, {"headers", headers}};
    if (response.body.empty()) return entry;
    entry["body"] = is_json(response.headers) ? json::parse(response.body, nullptr, false)
                                              : json(base64(response.body));
    return entry;
}

Refusal dependence_failed() {
    return {424, "FailedDependency", "The request that this one depends on has failed."};
}

/// Serves those whose turn it is. They have their seats together before the first is served.
awaitable<void> serve_together(std::shared_ptr<World> world, const std::vector<BatchItem*>& items,
                               std::map<std::string, graph::Response>& answers) {
    std::deque<Seat> seats;
    for (const BatchItem* item : items) {
        seats.emplace_back(world->throttle, lane_of(*world, item->request));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        graph::Request request = items[i]->request;
        graph::Response response = co_await serve_seated(world, std::move(request), seats[i]);
        answers[items[i]->id] = std::move(response);
    }
}

}  // namespace

bool is_batch(const graph::Request& request) {
    const auto segments = graph_segments(request.target);
    return request.method == "POST" && segments.size() == 2 && segments[0] == "v1.0" &&
           segments[1] == "$batch";
}

std::vector<BatchItem> read_batch(const graph::Request& envelope, std::string_view body) {
    const json read = parse_json(body);
    if (!read.is_object() || !read.contains("requests") || !read["requests"].is_array() ||
        read["requests"].empty()) {
        throw malformed("Invalid batch payload format.");
    }
    if (read["requests"].size() > batch_items_max) {
        throw malformed("Number of batch request steps exceeds the maximum value of 20.");
    }
    std::vector<BatchItem> items;
    std::set<std::string> ids;
    const std::string authorization = envelope.headers.find("Authorization").value_or("");
    for (const json& item : read["requests"]) {
        items.push_back(read_item(item));
        items.back().request.headers.set("Authorization", authorization);
        if (!ids.insert(lower_case(items.back().id)).second) {
            throw malformed("Request id : " + items.back().id + " is there twice.");
        }
    }
    check_order(items);
    return items;
}

awaitable<graph::Response> batch(std::shared_ptr<World> world, const graph::Request& envelope,
                                 const std::string& body, Entry& entry) {
    const Caller caller = authenticate(*world, envelope.headers);
    entry.client_id = caller.client_id;
    entry.roles = caller.roles;
    if (!is_json(envelope.headers)) {
        throw Refusal{415, "RequestBodyRead", "The content type is not application/json."};
    }
    std::vector<BatchItem> items = read_batch(envelope, body);
    std::map<std::string, graph::Response> answers;
    while (answers.size() < items.size()) {
        std::vector<BatchItem*> turn;
        std::vector<BatchItem*> lost;
        for (BatchItem& item : items) {
            if (answers.contains(item.id)) continue;
            const auto awaited = answers.find(item.depends_on);
            if (item.depends_on.empty()) turn.push_back(&item);
            if (awaited == answers.end()) continue;
            (awaited->second.status < 400 ? turn : lost).push_back(&item);
        }
        for (const BatchItem* item : lost) {
            answers[item->id] = turn_away(*world, item->request, dependence_failed());
        }
        co_await serve_together(world, turn, answers);
    }
    std::vector<json> responses;
    for (const auto& [id, response] : answers) responses.push_back(entry_of(id, response));
    for (std::size_t left = responses.size(); left > 1; --left) {
        std::swap(responses[left - 1], responses[world->ids.next() % left]);
    }
    co_return reply(200, {{"responses", responses}});
}

}  // namespace plazo::sandbox
