#include "ical/problem.h"

#include <algorithm>

namespace plazo::ical {

std::string describe(const Problem& problem) {
    std::string line;
    if (problem.position.line > 0) {
        line = std::to_string(problem.position.line) + ":" +
               std::to_string(problem.position.column) + ": ";
    }
    line += problem.severity == Severity::error ? "error: " : "warning: ";
    return line + problem.text;
}

bool has_error(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& problem) { return problem.severity == Severity::error; });
}

}  // namespace plazo::ical
