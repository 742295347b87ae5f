// scheduler/web/call.h - one admitted request on its way through the routes. Internal to this room.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "graph/http.h"
#include "scheduler/web/api.h"
#include "scheduler/web/problem.h"

namespace plazo::web {

struct Api::Call {
    graph::Request request;
    /// The decoded path: {"v1", "repositories", "acme", "deadlines"}.
    std::vector<std::string> path;
    /// The owner, who reaches everything.
    bool local = false;
    /// The repository that the caller's key opens; empty for the owner.
    std::string key_repository;

    const std::string& segment(std::size_t index) const { return path.at(index); }
    bool is(const char* method) const { return request.method == method; }
    /// The path has this many segments and ends with `last`.
    bool ends(std::size_t segments, const char* last) const {
        return path.size() == segments && path.back() == last;
    }
};

[[noreturn]] inline void refuse(int status, const char* type, std::string detail,
                                std::string hint = {}) {
    Problem problem;
    problem.status = status;
    problem.type = type;
    problem.detail = std::move(detail);
    problem.hint = std::move(hint);
    throw Refusal{std::move(problem)};
}

/// The body as JSON; an empty body is an empty object. Throws MalformedInput.
nlohmann::json json_of(const std::string& body);

/// A query parameter that is present and not "false" or "0".
bool flag_of(const graph::Request& request, const char* name);

}  // namespace plazo::web
