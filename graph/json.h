// graph/json.h - the one place where text becomes JSON and JSON becomes text.
//
// Depth is limited because the library is not: 100,000 nested brackets would parse and then crash
// the process when they are copied. Input that is no JSON throws JsonError with the byte where it
// went wrong; nothing else of the library's exceptions comes out of here.
//
//     nlohmann::json trigger = parse_json(body);      // throws JsonError
//     std::string answer = dump_json(outcome);
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace plazo::graph {

/// How deep arrays and objects may nest; a Graph event reaches 5, a trigger 6.
inline constexpr int json_depth_max = 32;

struct JsonError : std::runtime_error {
    JsonError(std::size_t byte_, const std::string& what) : std::runtime_error{what}, byte{byte_} {}
    /// Where, counted from 1; 0 when the text is right but too deep.
    std::size_t byte;
};

nlohmann::json parse_json(std::string_view text);

/// Compact, in the order of the names. Bytes that are no UTF-8 become U+FFFD.
std::string dump_json(const nlohmann::json& value);

/// For people: indented by two.
std::string dump_json_indented(const nlohmann::json& value);

/// The member's text where `value` is an object and has one, else empty. For answers of other
/// programs, whose shape is not ours to insist on.
std::string text_or_empty(const nlohmann::json& value, const char* name);

/// At most so many bytes of the beginning of a text, ending with a whole character.
std::string_view beginning(std::string_view text, std::size_t bytes_max);

}  // namespace plazo::graph
