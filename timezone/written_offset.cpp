#include "timezone/written_offset.h"

namespace plazo::timezone {

namespace {

/// One or two digits; nothing for any other text.
std::optional<int> small_number(std::string_view text) {
    if (text.empty() || text.size() > 2) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<seconds> parse_offset(std::string_view text) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const bool west = text[0] == '-';
    text.remove_prefix(1);
    std::optional<int> minute = 0;
    std::size_t digits = text.size();
    if (text.size() > 2) {
        const std::string_view end = text.substr(text.size() - 2);
        minute = small_number(end);
        digits -= end.size();
        const char mark = text[digits - 1];
        if (mark == ':' || mark == '.') --digits;
    }
    const auto hour = small_number(text.substr(0, digits));
    if (!hour || !minute || *hour > written_hours_max || *minute > 59) return std::nullopt;
    const seconds east = hours{*hour} + minutes{*minute};
    return west ? -east : east;
}

}  // namespace plazo::timezone
