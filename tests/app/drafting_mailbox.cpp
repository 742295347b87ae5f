#include "tests/app/drafting_mailbox.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "graph/base64.h"

namespace plazo::app::testing {

using boost::asio::awaitable;
using graph::Request;
using graph::Response;
using nlohmann::json;

namespace {

Response response(int status, const json& body = nullptr) {
    Response made;
    made.status = status;
    if (!body.is_null()) made.body = body.dump();
    return made;
}

Response error(int status, const std::string& code) {
    return response(status, {{"error", {{"code", code}, {"message", code}}}});
}

json token_body(const std::optional<std::vector<std::string>>& roles) {
    json claims = {{"aud", "graph"}};
    if (roles) claims["roles"] = *roles;
    const std::string token = "x." + graph::base64url_encode(claims.dump()) + ".y";
    return {{"token_type", "Bearer"}, {"expires_in", 3599}, {"access_token", token}};
}

awaitable<void> never() {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor};
    timer.expires_at(boost::asio::steady_timer::time_point::max());
    co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

void DraftingMailbox::fail(std::string method, std::string path_end, Failure failure) {
    failures_.push_back({std::move(method), std::move(path_end), std::move(failure)});
}

graph::Handler DraftingMailbox::handler() {
    return [this](Request request) { return answer(std::move(request)); };
}

std::size_t DraftingMailbox::drafts() const {
    return static_cast<std::size_t>(std::count_if(
        messages_.begin(), messages_.end(), [](const Message& each) { return each.waiting; }));
}

std::size_t DraftingMailbox::count(const std::string& line) const {
    return static_cast<std::size_t>(std::count(requests.begin(), requests.end(), line));
}

awaitable<Response> DraftingMailbox::answer(Request request) {
    const std::string path{graph::path_of(request.target)};
    tokens += path.ends_with("/token") ? 1 : 0;
    const auto planned = std::find_if(failures_.begin(), failures_.end(), [&](const auto& each) {
        return request.method == each.method && path.ends_with(each.path_end);
    });
    if (planned == failures_.end()) co_return perform(request);
    const Failure failure = planned->failure;
    failures_.erase(planned);
    if (failure.after) {
        perform(request);
    } else {
        requests.push_back(request.method + " failed");
    }
    if (failure.hang) co_await never();
    if (failure.cut) throw graph::TransportError{graph::Sent::maybe, "the connection was cut"};
    Response failed = error(failure.status, failure.code);
    if (!failure.retry_after.empty()) failed.headers.add("Retry-After", failure.retry_after);
    co_return failed;
}

/// Of a calendar it knows no more than that events can be made.
Response DraftingMailbox::perform(const Request& request) {
    const std::vector<std::string> path = graph::path_segments(request.target);
    if (path.back() == "token") return response(200, token_body(roles_));
    if (path.at(3) == "events") return response(201, {{"id", "E1"}, {"iCalUId", "U1"}});
    const bool on_message = path.size() > 4;
    requests.push_back(request.method + " " + (path.back() == "send" ? "send" : path.at(3)));
    if (path.back() == "sendMail") {
        ++delivered;
        return response(202);
    }
    if (on_message) return perform_on_message(request, path.at(4));
    if (request.method == "POST") {
        const json message = json::parse(request.body.bytes());
        messages_.push_back({"D" + std::to_string(++ids_),
                             message.at("singleValueExtendedProperties").at(0).at("value")});
        return response(201, {{"id", messages_.back().id}, {"isDraft", true}});
    }
    const std::string filter = graph::query_parameter(request.target, "$filter").value_or("");
    json found = json::array();
    for (const Message& each : messages_) {
        const bool meant = filter.find("'" + each.message_id + "'") != std::string::npos;
        if (meant) found.push_back({{"id", each.id}, {"isDraft", each.waiting}});
    }
    return response(200, {{"value", std::move(found)}});
}

Response DraftingMailbox::perform_on_message(const Request& request, const std::string& id) {
    const auto found = std::find_if(messages_.begin(), messages_.end(),
                                    [&](const Message& each) { return each.id == id; });
    if (found == messages_.end()) return error(404, "ErrorItemNotFound");
    if (request.method == "GET") return response(200, {{"id", id}, {"isDraft", found->waiting}});
    if (request.method == "DELETE") {
        messages_.erase(found);
        return response(204);
    }
    if (!found->waiting) return error(400, "ErrorInvalidRequest");
    found->waiting = false;
    ++delivered;
    return response(202);
}

}  // namespace plazo::app::testing
