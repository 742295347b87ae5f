#include "graph/http.h"

#include <algorithm>

namespace plazo::graph {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
    remove(name);
    add(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_, [&](const auto& f) { return equal_ignoring_case(f.first, name); });
}

std::optional<std::string> Headers::find(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (equal_ignoring_case(field, name)) return value;
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        begin(), end(), [&](const auto& f) { return equal_ignoring_case(f.first, name); }));
}

BodyTooLarge::BodyTooLarge(std::size_t limit)
    : std::runtime_error{"the body is larger than " + std::to_string(limit) + " bytes"},
      bytes_max{limit} {}

boost::asio::awaitable<std::string> Body::read(std::size_t bytes_max) {
    while (source_) {
        std::string piece = co_await source_();
        if (piece.empty()) {
            source_ = nullptr;
            break;
        }
        bytes_ += piece;
        if (bytes_.size() > bytes_max) throw BodyTooLarge{bytes_max};
    }
    if (bytes_.size() > bytes_max) throw BodyTooLarge{bytes_max};
    co_return std::move(bytes_);
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
        if (letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::optional<std::string> query_parameter(std::string_view target, std::string_view name) {
    const std::size_t question = target.find('?');
    if (question == std::string_view::npos) return std::nullopt;
    std::string_view rest = target.substr(question + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (percent_decode(pair.substr(0, equals)) != name) continue;
        if (equals == std::string_view::npos) return std::string{};
        std::string value{pair.substr(equals + 1)};
        std::replace(value.begin(), value.end(), '+', ' ');
        return percent_decode(value);
    }
    return std::nullopt;
}

std::vector<std::string> path_segments(std::string_view target) {
    std::vector<std::string> segments;
    std::string_view rest = path_of(target);
    while (!rest.empty()) {
        const std::string_view segment = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
        if (!segment.empty()) segments.push_back(percent_decode(segment));
    }
    return segments;
}

}  // namespace plazo::graph
