#include "graph/json.h"

#include <nlohmann/json.hpp>

namespace plazo::graph {

using nlohmann::json;

namespace {

struct TooDeep {};

constexpr auto replace_bad_utf8 = json::error_handler_t::replace;

}  // namespace

json parse_json(std::string_view text) {
    const auto limit_depth = [](int depth, json::parse_event_t event, json&) {
        const bool opens =
            event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (opens && depth >= json_depth_max) throw TooDeep{};
        return true;
    };
    try {
        return json::parse(text, limit_depth);
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
