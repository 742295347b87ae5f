#include "scheduler/web/problem.h"

#include <nlohmann/json.hpp>

#include "graph/json.h"
#include "scheduler/intake.h"

namespace plazo::web {

using nlohmann::json;

namespace {

/// "invalid-field" -> "Invalid field"
std::string title_of(std::string_view type) {
    std::string title{type};
    for (char& c : title) {
        if (c == '-') c = ' ';
    }
    if (!title.empty() && title[0] >= 'a') title[0] = static_cast<char>(title[0] - 'a' + 'A');
    return title;
}

graph::Response response(int status, const char* content_type, std::string body) {
    graph::Response made;
    made.status = status;
    made.headers.set("Content-Type", content_type);
    made.headers.set("Cache-Control", "no-store");
    made.headers.set("X-Content-Type-Options", "nosniff");
    made.body = std::move(body);
    return made;
}

}  // namespace

graph::Response problem_response(const Problem& problem) {
    json body = {{"type", std::string{problem_urn} + problem.type},
                 {"title", title_of(problem.type)},
                 {"status", problem.status},
                 {"detail", problem.detail}};
    if (!problem.hint.empty()) body["hint"] = problem.hint;
    if (problem.has_pointer) {
        body["errors"] = json::array({{{"pointer", problem.pointer}, {"detail", problem.detail}}});
    }
    graph::Response made =
        response(problem.status, "application/problem+json", graph::dump_json(body));
    if (problem.status == 401) made.headers.set("WWW-Authenticate", "Bearer");
    return made;
}

graph::Response json_response(int status, const json& body) {
    return text_response(status, graph::dump_json(body));
}

graph::Response text_response(int status, std::string body) {
    return response(status, "application/json", std::move(body));
}

Problem problem_of(const scheduler::InputError& error) {
    Problem problem;
    problem.detail = error.what();
    problem.hint = error.hint;
    problem.status = 422;
    if (dynamic_cast<const scheduler::MalformedInput*>(&error) != nullptr) {
        problem.status = 400;
        problem.type = "invalid-json";
    } else if (dynamic_cast<const scheduler::DeliveryReused*>(&error) != nullptr) {
        problem.type = "idempotency-reuse";
    } else {
        problem.type = "invalid-field";
        problem.pointer = error.pointer;
        problem.has_pointer = true;
    }
    return problem;
}

}  // namespace plazo::web
