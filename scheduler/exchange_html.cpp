#include "scheduler/exchange_html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "graph/http.h"

namespace plazo::scheduler {
namespace {

using graph::equal_ignoring_case;

/// A longer name of a character, or a longer tag name, is none.
constexpr std::size_t name_bytes_max = 10;

/// Elements whose content nobody sees.
constexpr std::array<std::string_view, 4> unseen = {"head", "style", "script", "title"};
/// Elements that begin and end on a line of their own.
constexpr std::array<std::string_view, 11> blocks = {"p",  "div", "li", "tr", "ul",   "ol",
                                                     "h1", "h2",  "h3", "h4", "table"};

struct Named {
    std::string_view name;
    std::string_view text;
};
constexpr std::array<Named, 6> characters = {
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

template <typename Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view each) { return equal_ignoring_case(each, name); });
}

bool begins_a_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '!' || c == '?';
}

std::string utf8_of(std::uint32_t code) {
    constexpr std::uint32_t last_code = 0x10FFFF;
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code == 0 || code > last_code || surrogate) return "\xEF\xBF\xBD";
    if (code < 0x80) return {static_cast<char>(code)};
    const auto tail = [&](int shift) {
        return static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
    };
    if (code < 0x800) return {static_cast<char>(0xC0U | (code >> 6)), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xE0U | (code >> 12)), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | (code >> 18)), tail(12), tail(6), tail(0)};
}

/// "#8211", "#x2013" or "amp".
std::optional<std::string> character_named(std::string_view name) {
    if (!name.starts_with('#')) {
        const auto found = std::find_if(characters.begin(), characters.end(),
                                        [&](const Named& each) { return each.name == name; });
        if (found == characters.end()) return std::nullopt;
        return std::string{found->text};
    }
    name.remove_prefix(1);
    const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
    if (hexadecimal) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
    return utf8_of(code);
}

/// Reads HTML from front to back, once.
class HtmlReader {
  public:
    explicit HtmlReader(std::string_view html) : rest_{html} {}

    std::string read() {
        while (!rest_.empty()) {
            if (rest_.front() == '<' && read_tag()) continue;
            if (rest_.front() == '&' && read_character()) continue;
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '\n') {
                if (!text_.empty() && text_.back() != '\n') text_ += ' ';
            } else if (c != '\r') {
                text_ += c;
            }
        }
        end_line();
        while (text_.ends_with('\n')) text_.pop_back();
        return std::move(text_);
    }

  private:
    /// False: this '<' begins no tag.
    bool read_tag() {
        constexpr std::string_view comment = "<!--";
        if (rest_.starts_with(comment)) return skip_past("-->");
        std::size_t at = 1;
        const bool closing = at < rest_.size() && rest_[at] == '/';
        if (closing) ++at;
        if (at >= rest_.size() || !begins_a_name(rest_[at])) return false;
        const std::string_view start = rest_.substr(at, name_bytes_max + 1);
        const std::string_view name = start.substr(0, start.find_first_of(" \t\r\n/>"));
        skip_past(">");
        if (!closing && is_one_of(unseen, name)) skip_to_end_of(name);
        if (equal_ignoring_case(name, "br")) {
            end_line();
            text_ += '\n';
        } else if (is_one_of(blocks, name) && !text_.empty() && text_.back() != '\n') {
            end_line();
            text_ += '\n';
        }
        return true;
    }

    bool read_character() {
        const std::size_t end = rest_.substr(0, name_bytes_max).find(';');
        if (end == std::string_view::npos) return false;
        const auto character = character_named(rest_.substr(1, end - 1));
        if (!character) return false;
        text_ += *character;
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool skip_past(std::string_view mark) {
        const std::size_t at = rest_.find(mark);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
        return true;
    }

    void skip_to_end_of(std::string_view name) {
        while (!rest_.empty()) {
            skip_past("</");
            if (equal_ignoring_case(rest_.substr(0, name.size()), name)) break;
        }
        skip_past(">");
    }

    /// Blanks before a line break show nowhere.
    void end_line() {
        while (text_.ends_with(' ') || text_.ends_with('\t')) text_.pop_back();
    }

    std::string_view rest_;
    std::string text_;
};

}  // namespace

std::string html_of(std::string_view plain) {
    constexpr std::string_view special = "&<>\"\n";
    constexpr std::array escapes = {"&amp;", "&lt;", "&gt;", "&quot;", "<br>"};
    std::string html;
    for (const char c : plain) {
        const std::size_t found = special.find(c);
        if (found != std::string_view::npos) {
            html += escapes.at(found);
        } else if (c == '\t' || static_cast<unsigned char>(c) >= 0x20) {
            html += c;
        }
    }
    return html;
}

std::string link_to(std::string_view url) {
    const std::string shown = html_of(url);
    return "<p><a href=\"" + shown + "\">" + shown + "</a></p>";
}

std::string text_of_html(std::string_view html) {
    return HtmlReader{html}.read();
}

}  // namespace plazo::scheduler
