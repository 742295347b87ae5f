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

void ProblemList::warn(Position position, std::string code, std::string text) {
    const Severity severity = mode_ == Mode::strict ? Severity::error : Severity::warning;
    add({severity, position, std::move(code), std::move(text)});
}

void ProblemList::fail(Position position, std::string code, std::string text) {
    add({Severity::error, position, std::move(code), std::move(text)});
}

void ProblemList::add(Problem problem) {
    if (problems_.size() < count_max_) {
        problems_.push_back(std::move(problem));
    } else if (problems_.size() == count_max_) {
        problems_.push_back({Severity::error, problem.position, "too-many-problems",
                             "there are more problems; only the first " +
                                 std::to_string(count_max_) + " are listed"});
    }
}

}  // namespace plazo::ical
