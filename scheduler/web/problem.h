// scheduler/web/problem.h - errors as RFC 9457 problem documents, and plain JSON answers.
//
//     {"type":"urn:plazo:problem:invalid-field","title":"Invalid field","status":422,
//      "detail":"\"Europe/Madriz\" is not a known time zone","hint":"did you mean Europe/Madrid?",
//      "errors":[{"pointer":"/data/deadline/due/timeZone","detail":"..."}]}
//
// A problem names what the caller sent wrong. It never holds a secret, another repository's data,
// or what went wrong inside.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "graph/http.h"
#include "scheduler/input_error.h"

namespace plazo::web {

struct Problem {
    int status = 500;
    /// "invalid-field": the last part of the type's URN, and for the command line the error's code.
    std::string type;
    std::string detail;
    std::string hint;
    std::string pointer;
    bool has_pointer = false;
};

/// A refusal on its way to the edge, where it becomes a response.
struct Refusal : std::runtime_error {
    explicit Refusal(Problem problem_)
        : std::runtime_error{problem_.detail}, problem{std::move(problem_)} {}
    Problem problem;
};

inline constexpr std::string_view problem_urn = "urn:plazo:problem:";

graph::Response problem_response(const Problem& problem);
graph::Response json_response(int status, const nlohmann::json& body);
graph::Response text_response(int status, std::string json);

/// 400 for text that is no JSON, 422 for the rest.
Problem problem_of(const scheduler::InputError& error);

}  // namespace plazo::web
