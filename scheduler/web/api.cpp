// The way of a request: admitted by its head (who is it?), routed by its path, answered by one of
// the functions in deadline_routes.cpp and setup_routes.cpp. Whatever is thrown on the way becomes
// a problem document here.
#include "scheduler/web/api.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/web/access.h"
#include "scheduler/web/call.h"

namespace plazo::web {

using boost::asio::awaitable;
using graph::Request;
using graph::Response;

nlohmann::json json_of(const std::string& body) {
    if (body.empty()) return nlohmann::json::object();
    try {
        return graph::parse_json(body);
    } catch (const graph::JsonError& error) {
        throw scheduler::MalformedInput{"", error.what()};
    }
}

bool flag_of(const Request& request, const char* name) {
    const auto value = graph::query_parameter(request.target, name);
    return value && *value != "false" && *value != "0";
}

Api::Api(scheduler::Store& store, scheduler::Intake& intake, const timezone::Tzdb& tzdb,
         graph::Clock& clock, Services services)
    : store_{store}, intake_{intake}, tzdb_{tzdb}, clock_{clock}, services_{std::move(services)} {}

graph::Handler Api::handler() {
    return [this](Request request) { return handle(std::move(request)); };
}

awaitable<Response> Api::handle(Request request) {
    Problem problem;
    try {
        const std::string_view path = graph::path_of(request.target);
        if (path == "/livez") co_return text_response(200, R"({"status":"ok"})");
        if (path == "/readyz") {
            Response answer = co_await ready();
            co_return answer;
        }
        Call call = co_await admit(std::move(request));
        Response answer = co_await route(std::move(call));
        co_return answer;
    } catch (const Refusal& refusal) {
        problem = refusal.problem;
    } catch (const scheduler::InputError& error) {
        problem = problem_of(error);
    } catch (const graph::BodyTooLarge& error) {
        problem = {413, "too-large", error.what(), "", "", false};
    } catch (const scheduler::StoreError&) {
        problem = {503,
                   "store-unavailable",
                   "the store cannot be used now; nothing was changed",
                   "send it again later",
                   "",
                   false};
    }
    co_return problem_response(problem);
}

awaitable<Api::Call> Api::admit(Request request) {
    Call call;
    call.path = graph::path_segments(request.target);
    call.local = request.peer == "local";
    if (!call.local) {
        const std::string authorization = request.headers.find("Authorization").value_or("");
        const std::optional<std::string> id = key_id(authorization);
        std::optional<scheduler::ApiKey> key;
        if (id) key = co_await store_.find_key(*id);
        if (!key || !opens(*key, authorization)) {
            refuse(401, "invalid-key", "an API key of this service is needed",
                   "Authorization: Bearer plz_..., made by: plazo key create REPOSITORY");
        }
        call.key_repository = key->repository;
    }
    call.request = std::move(request);
    co_return call;
}

awaitable<scheduler::Repository> Api::repository_of(std::string name) {
    const std::optional<scheduler::Repository> found = co_await store_.find_repository(name);
    if (!found) refuse(404, "unknown-repository", "there is no repository \"" + name + "\"");
    co_return *found;
}

Api::Answer Api::route(Call call) {
    const std::vector<std::string>& path = call.path;
    if (path.empty() || path[0] != "v1") refuse(404, "not-found", "there is nothing here");
    if (call.ends(2, "triggers") && call.is("POST")) return take_trigger(std::move(call));
    if (path.size() >= 3 && path[1] == "repositories") return route_repository(std::move(call));
    if (call.local && call.ends(2, "repositories") && call.is("GET")) return list_repositories();
    if (call.local && call.ends(2, "remind") && call.is("POST")) return remind(std::move(call));
    refuse(404, "not-found",
           "there is nothing at " + call.request.method + " " +
               std::string{graph::path_of(call.request.target)});
}

Api::Answer Api::route_repository(Call call) {
    if (!call.local && call.segment(2) != call.key_repository) {
        refuse(404, "unknown-repository", "there is no repository \"" + call.segment(2) + "\"");
    }
    if (call.ends(4, "triggers") && call.is("POST")) return take_trigger(std::move(call));
    if (call.ends(4, "import") && call.is("POST")) return import_calendar(std::move(call));
    if (call.ends(4, "history") && call.is("GET")) return show_history(std::move(call));
    if (call.path.size() >= 4 && call.segment(3) == "deadlines")
        return route_deadline(std::move(call));
    if (call.path.size() >= 4 && call.segment(3) == "calendars")
        return route_calendar(std::move(call));
    if (call.local) {
        if (call.path.size() == 3 && call.is("PUT")) return put_repository(std::move(call));
        if (call.path.size() == 3 && call.is("GET")) return show_repository(std::move(call));
        if (call.ends(4, "test") && call.is("POST")) return test_repository(std::move(call));
        if (call.ends(4, "keys") && call.is("GET")) return list_keys(std::move(call));
        if (call.ends(4, "keys") && call.is("POST")) return create_key(std::move(call));
        const bool one_key = call.path.size() == 5 && call.segment(3) == "keys";
        if (one_key && call.is("DELETE")) return revoke_key(std::move(call));
    }
    refuse(404, "not-found",
           "there is nothing at " + call.request.method + " " +
               std::string{graph::path_of(call.request.target)});
}

Api::Answer Api::route_deadline(Call call) {
    if (call.path.size() == 4 && call.is("GET")) return list_deadlines(std::move(call));
    if (call.path.size() == 5 && call.is("GET")) return show_deadline(std::move(call));
    if (call.ends(6, "complete") && call.is("POST")) {
        return close_deadline(std::move(call), scheduler::Status::completed);
    }
    if (call.ends(6, "cancel") && call.is("POST")) {
        return close_deadline(std::move(call), scheduler::Status::cancelled);
    }
    refuse(404, "not-found",
           "there is nothing at " + call.request.method + " " +
               std::string{graph::path_of(call.request.target)});
}

Api::Answer Api::ready() {
    co_await store_.list_repositories();
    co_return text_response(200, R"({"status":"ready"})");
}

}  // namespace plazo::web
