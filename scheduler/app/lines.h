// scheduler/app/lines.h - the commands that read one JSON object a line and write one a line
// (--jsonl).
//
// The same order, one answer each; a line that cannot be used is answered with {"error":{...}} and
// the rest goes on.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "scheduler/app/command.h"

namespace plazo::app {

inline constexpr std::size_t line_bytes_max = 4 * 1024 * 1024;

/// Answers each line of standard input by `answer`, which throws InputError for what it cannot use.
void answer_lines(const Terminal& terminal,
                  const std::function<nlohmann::json(const nlohmann::json&)>& answer);

}  // namespace plazo::app
