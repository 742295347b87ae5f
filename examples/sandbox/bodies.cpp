#include "examples/sandbox/bodies.h"

#include <array>
#include <utility>

#include "examples/sandbox/sanitise.h"

namespace plazo::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> entities{
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}}};

/// The text begins with `<name`, whatever the case.
bool opens(std::string_view text, std::string_view name) {
    if (text.size() <= name.size() || text.front() != '<') return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if ((text[i + 1] | 0x20) != name[i]) return false;
    }
    return true;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        std::string_view piece{&c, 1};
        for (const auto& [entity, character] : entities) {
            if (c == character) piece = entity;
        }
        out += piece;
    }
    return out;
}

std::string as_html(std::string_view content, bool is_html, bool unsafe) {
    std::string inner;
    if (is_html) {
        inner = unsafe ? std::string{content} : sanitised(content);
        if (opens(inner, "html")) return inner;
    } else {
        for (const char c : escape_html(content)) {
            if (c == '\n') inner += "<br>";
            inner += c;
        }
    }
    return "<html>\r\n<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; "
           "charset=utf-8\">\r\n</head>\r\n<body>\r\n" +
           inner + "\r\n</body>\r\n</html>\r\n";
}

std::string as_text(std::string_view content, bool is_html) {
    if (!is_html) return std::string{content};
    std::string out;
    while (!content.empty()) {
        if (content.front() == '<') {
            if (opens(content, "br") || opens(content, "/p")) out += '\n';
            const std::size_t end = content.find('>');
            content.remove_prefix(end == content.npos ? content.size() : end + 1);
            continue;
        }
        std::size_t taken = 1;
        char character = content.front();
        for (const auto& [entity, meant] : entities) {
            if (!content.starts_with(entity)) continue;
            taken = entity.size();
            character = meant;
            break;
        }
        out += character;
        content.remove_prefix(taken);
    }
    return out;
}

std::string preview(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
        if (begins && ++characters > preview_characters) break;
    }
    return std::string{text.substr(0, end)};
}

}  // namespace plazo::sandbox
