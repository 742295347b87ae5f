#include "graph/json.h"

#include <nlohmann/json.hpp>

namespace plazo::graph {

using nlohmann::json;

namespace {

struct TooDeep {};

constexpr auto replace_bad_utf8 = json::error_handler_t::replace;

/// Whether the brackets outside strings ever nest too deep. In a text that is no JSON it may be
/// wrong behind the first error, which is where the parser stops.
bool nests_too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') quoted = !quoted;
        if (quoted && c == '\\') ++i;
        if (quoted) continue;
        if ((c == '[' || c == '{') && ++depth > json_depth_max) return true;
        if (c == ']' || c == '}') --depth;
    }
    return false;
}

bool stop_too_deep(int depth, json::parse_event_t event, json&) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    if (opens && depth >= json_depth_max) throw TooDeep{};
    return true;
}

}  // namespace

json parse_json(std::string_view text) {
    // A callback makes the parser a third slower, so only a text that needs one gets it.
    json::parser_callback_t callback;
    if (nests_too_deep(text)) callback = stop_too_deep;
    try {
        return json::parse(text, callback);
    } catch (const json::parse_error& error) {
        throw JsonError{error.byte,
                        "not JSON: unexpected text at byte " + std::to_string(error.byte)};
    } catch (const json::exception&) {
        throw JsonError{0, "not JSON: a number is out of range"};
    } catch (const TooDeep&) {
        throw JsonError{0, "nested deeper than " + std::to_string(json_depth_max) + " levels"};
    }
}

std::string dump_json(const json& value) {
    return value.dump(-1, ' ', false, replace_bad_utf8);
}

std::string dump_json_indented(const json& value) {
    return value.dump(2, ' ', false, replace_bad_utf8);
}

std::string text_or_empty(const json& value, const char* name) {
    if (!value.is_object()) return {};
    const auto member = value.find(name);
    return member != value.end() && member->is_string() ? member->get<std::string>()
                                                        : std::string{};
}

std::string_view beginning(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace plazo::graph
