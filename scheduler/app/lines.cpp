#include "scheduler/app/lines.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "graph/json.h"
#include "scheduler/input_error.h"

namespace plazo::app {

using nlohmann::json;

namespace {

json error_line(const std::string& code, const std::string& message, const std::string& hint,
                const std::string& pointer) {
    json body = {{"code", code},
                 {"category", "usage"},
                 {"message", message},
                 {"hint", hint},
                 {"retryable", false}};
    if (!pointer.empty()) body["pointer"] = pointer;
    return {{"error", std::move(body)}};
}

}  // namespace

void answer_lines(const Terminal& terminal, const std::function<json(const json&)>& answer) {
    std::string line;
    while (std::getline(std::cin, line)) {
        json document;
        try {
            if (line.size() > line_bytes_max)
                throw scheduler::InputError{"", "the line is too long"};
            document = answer(graph::parse_json(line));
        } catch (const graph::JsonError& error) {
            document = error_line("invalid-json", error.what(), "", "");
        } catch (const scheduler::InputError& error) {
            document = error_line("invalid-field", error.what(), error.hint, error.pointer);
        }
        terminal.print(graph::dump_json(document) + "\n");
    }
}

}  // namespace plazo::app
