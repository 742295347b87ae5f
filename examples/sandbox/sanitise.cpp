#include "examples/sandbox/sanitise.h"

#include <algorithm>
#include <array>

#include "graph/http.h"

namespace plazo::sandbox {
namespace {

/// Elements that go with their content.
constexpr std::array<std::string_view, 7> removed_whole{"script", "iframe",   "object",  "applet",
                                                        "embed",  "frameset", "noscript"};
/// Tags that go alone.
constexpr std::array<std::string_view, 4> removed_tags{"base", "link", "frame", "meta"};
constexpr std::array<std::string_view, 3> code_schemes{"javascript:", "vbscript:", "data:text"};
constexpr std::string_view spaces = " \t\r\n\f";

template <typename Names>
bool among(const Names& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view each) {
        return graph::equal_ignoring_case(each, name);
    });
}

std::string_view take(std::string_view& text, std::size_t size) {
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(taken.size());
    return taken;
}

std::string_view take_until(std::string_view& text, std::string_view ends) {
    return take(text, std::min(text.find_first_of(ends), text.size()));
}

void skip_spaces(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
}

/// Whether an address is code, whatever blanks and control characters are put into it.
bool is_code(std::string_view value) {
    std::string address;
    for (const char c : value) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\'') continue;
        address += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return std::any_of(code_schemes.begin(), code_schemes.end(),
                       [&](std::string_view scheme) { return address.starts_with(scheme); }) ||
           address.find("&#") != address.npos || address.find("&colon") != address.npos ||
           address.find("&tab") != address.npos || address.find("&newline") != address.npos;
}

/// One attribute with the blank before it, or nothing where it holds code.
std::string take_attribute(std::string_view& text) {
    const std::string_view name = take_until(text, " \t\r\n\f=>/");
    if (name.empty()) {
        take(text, 1);  // a stray sign
        return "";
    }
    std::string out = " " + std::string{name};
    bool harmless = !graph::equal_ignoring_case(name.substr(0, 2), "on");
    std::string_view rest = text;
    skip_spaces(rest);
    if (rest.starts_with('=')) {
        text = rest.substr(1);
        skip_spaces(text);
        std::string_view value;
        if (text.starts_with('"') || text.starts_with('\'')) {
            const std::size_t end = text.find(text.front(), 1);
            value = take(text, end == text.npos ? text.size() : end + 1);
            harmless = harmless && end != text.npos;
        } else {
            value = take_until(text, " \t\r\n\f>");
        }
        harmless = harmless && !is_code(value) && !graph::equal_ignoring_case(name, "srcdoc");
        out += "=" + std::string{value};
    }
    return harmless ? out : "";
}

/// Past the end tag of an element that goes whole.
void skip_element(std::string_view& text, std::string_view name) {
    while (!text.empty()) {
        take_until(text, "<");
        if (!text.starts_with("</")) {
            take(text, 1);
            continue;
        }
        take(text, 2);
        if (!graph::equal_ignoring_case(text.substr(0, name.size()), name)) continue;
        take_until(text, ">");
        take(text, 1);
        return;
    }
}

/// The tag at the front, as it may stay.
std::string take_tag(std::string_view& text) {
    take(text, 1);
    const bool closes = text.starts_with('/');
    if (closes) take(text, 1);
    const std::string_view name = take_until(text, " \t\r\n\f>/");
    std::string out = (closes ? "</" : "<") + std::string{name};
    bool empty = false;
    for (skip_spaces(text); !text.empty() && text.front() != '>'; skip_spaces(text)) {
        empty = text.front() == '/';
        out += take_attribute(text);
    }
    const bool ends = !text.empty();
    take(text, 1);
    if (!ends || among(removed_tags, name)) return "";
    if (!among(removed_whole, name)) return out + (empty ? "/>" : ">");
    if (!closes && !empty && !graph::equal_ignoring_case(name, "embed")) skip_element(text, name);
    return "";
}

}  // namespace

std::string sanitised(std::string_view html) {
    std::string out;
    while (!html.empty()) {
        out += take_until(html, "<");
        if (html.size() < 2) break;
        const char next = html[1];
        const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (letter || next == '/') {
            out += take_tag(html);
        } else if (html.starts_with("<!--")) {
            const std::size_t end = html.find("-->", 4);
            take(html, end == html.npos ? html.size() : end + 3);
        } else if (next == '!' || next == '?') {
            take_until(html, ">");
            take(html, 1);
        } else {
            out += "&lt;";
            take(html, 1);
        }
    }
    return out;
}

}  // namespace plazo::sandbox
