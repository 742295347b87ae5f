#include "ical/imip_header.h"

#include <algorithm>
#include <map>
#include <optional>

#include "ical/imip.h"
#include "ical/imip_encoding.h"
#include "ical/names.h"

namespace plazo::ical {

namespace {

/// RFC 2047, 2 allows 75; some programs write more.
constexpr std::size_t encoded_word_bytes_max = 1000;

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (is_blank(text.front()) || text.front() == '\r')) text.remove_prefix(1);
    while (!text.empty() && (is_blank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 32);
    }
    return lower;
}

/// Takes a line with its break.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// "Name:" at the start of a line.
std::size_t name_bytes(std::string_view line) {
    std::size_t i = 0;
    while (i < line.size() && line[i] > ' ' && line[i] < 127 && line[i] != ':') ++i;
    const std::size_t name = i;
    while (i < line.size() && is_blank(line[i])) ++i;
    return name > 0 && i < line.size() && line[i] == ':' ? name : 0;
}

std::string percent_decoded(std::string_view text) {
    std::string quoted{text};
    std::replace(quoted.begin(), quoted.end(), '%', '=');
    // '=' cannot stand in an extended value, so nothing else is meant by it.
    return decode_quoted_printable(quoted);
}

/// Reads the value and parameters of a structured field.
class FieldReader {
  public:
    explicit FieldReader(std::string_view text) : text_{text} {}

    FieldValue read() {
        FieldValue field;
        field.value = lower_case(trimmed(token(";")));
        while (take(';') && pieces_.size() < mail_parameters_max) {
            std::string name = lower_case(trimmed(token("=;")));
            if (!take('=')) continue;
            skip_blanks();
            add(std::move(name), peek() == '"' ? quoted() : std::string{trimmed(token(";"))});
        }
        finish(field);
        return field;
    }

  private:
    struct Piece {
        std::string name;  // without *0*
        std::size_t number = 0;
        bool extended = false;  // percent-encoded
        std::string value;
    };

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char letter) {
        skip_to(letter);
        if (peek() != letter) return false;
        ++at_;
        return true;
    }
    void skip_blanks() {
        while (is_blank(peek())) ++at_;
        if (peek() == '(') skip_comment();
    }
    /// After a value there may be a comment before the next mark.
    void skip_to(char letter) {
        while (at_ < text_.size() && text_[at_] != letter && text_[at_] != ';') {
            if (text_[at_] == '(') {
                skip_comment();
            } else {
                ++at_;
            }
        }
    }
    void skip_comment() {
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\\') {
                ++at_;
            } else if (text_[at_] == '(') {
                ++depth;
            } else if (text_[at_] == ')' && --depth == 0) {
                ++at_;
                return;
            }
        }
        at_ = text_.size();
    }

    std::string_view token(std::string_view ends) {
        const std::size_t from = at_;
        // A '(' within a word, "invite(1).ics", begins no comment.
        const auto begins_comment = [&] {
            return text_[at_] == '(' && (at_ == from || is_blank(text_[at_ - 1]));
        };
        while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos &&
               !begins_comment()) {
            ++at_;
        }
        return text_.substr(from, at_ - from);
    }

    std::string quoted() {
        std::string value;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            value += text_[at_];
        }
        if (at_ < text_.size()) ++at_;
        return value;
    }

    /// RFC 2231: name, name*, name*3, name*3*.
    void add(std::string name, std::string value) {
        Piece piece;
        if (name.ends_with('*')) {
            piece.extended = true;
            name.pop_back();
        }
        const std::size_t star = name.find('*');
        if (star != std::string::npos) {
            for (char digit : std::string_view{name}.substr(star + 1)) {
                if (digit < '0' || digit > '9' || piece.number > mail_parameters_max) return;
                piece.number = piece.number * 10 + static_cast<std::size_t>(digit - '0');
            }
            name.resize(star);
        }
        piece.name = std::move(name);
        piece.value = std::move(value);
        pieces_.push_back(std::move(piece));
    }

    void finish(FieldValue& field) {
        std::stable_sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) {
            return a.name != b.name ? a.name < b.name : a.number < b.number;
        });
        std::string charset;
        for (const Piece& piece : pieces_) {
            const bool first =
                field.parameters.empty() || field.parameters.back().name != piece.name;
            std::string_view value = piece.value;
            if (first) {
                charset.clear();
                field.parameters.push_back({piece.name, {}});
                if (piece.extended) charset = take_charset(value);
            } else if (piece.number == 0) {
                continue;  // given twice: the first counts
            }
            const std::string bytes = piece.extended ? percent_decoded(value) : std::string{value};
            field.parameters.back().value += to_utf8(bytes, charset).value_or(bytes);
        }
    }

    /// utf-8'en'...
    static std::string take_charset(std::string_view& value) {
        const std::size_t first = value.find('\'');
        const std::size_t second =
            first == std::string_view::npos ? first : value.find('\'', first + 1);
        if (second == std::string_view::npos) return {};
        std::string charset{value.substr(0, first)};
        value.remove_prefix(second + 1);
        return charset;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Piece> pieces_;
};

/// One encoded word at the front, its length in `bytes`.
std::optional<std::string> decode_word(std::string_view text, std::size_t& bytes) {
    text = text.substr(0, encoded_word_bytes_max);
    if (!text.starts_with("=?")) return std::nullopt;
    const std::size_t charset_end = text.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() ||
        text[charset_end + 2] != '?') {
        return std::nullopt;
    }
    const std::size_t end = text.find("?=", charset_end + 3);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view charset = text.substr(2, charset_end - 2);
    charset = charset.substr(0, charset.find('*'));  // RFC 2231, 5: a language
    const char kind = text[charset_end + 1];
    std::string encoded{text.substr(charset_end + 3, end - charset_end - 3)};
    std::string decoded;
    if (kind == 'b' || kind == 'B') {
        decoded = decode_base64(encoded);
    } else if (kind == 'q' || kind == 'Q') {
        std::replace(encoded.begin(), encoded.end(), '_', ' ');
        decoded = decode_quoted_printable(encoded + "=");  // so that blanks at the end stay
    } else {
        return std::nullopt;
    }
    bytes = end + 2;
    return to_utf8(decoded, charset);
}

}  // namespace

std::string_view Header::find(std::string_view name) const {
    for (const HeaderField& field : fields) {
        if (same_name(field.name, name)) return field.value;
    }
    return {};
}

Header read_header(std::string_view& text) {
    Header header;
    std::string_view rest = text;
    std::size_t bytes = 0;
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        bytes += line.size();
        if (line.empty()) {
            text = rest;
            return header;
        }
        header.too_long = header.too_long || bytes > mail_header_bytes_max;
        if (header.too_long) continue;
        const std::size_t name = name_bytes(line);
        if (is_blank(line.front()) && !header.fields.empty()) {
            header.fields.back().value += " " + std::string{trimmed(line)};
        } else if (name > 0) {
            const std::size_t colon = line.find(':', name);
            header.fields.push_back(
                {line.substr(0, name), std::string{trimmed(line.substr(colon + 1))}});
        } else if (!header.fields.empty()) {
            header.malformed = true;
        } else if (!line.starts_with("From ") && !line.starts_with(">From ")) {
            return Header{};  // no header at all
        }
    }
    text = rest;
    return header;
}

std::string_view FieldValue::parameter(std::string_view name) const {
    for (const Parameter& each : parameters) {
        if (each.name == name) return each.value;
    }
    return {};
}

FieldValue read_field(std::string_view value) {
    return FieldReader{value}.read();
}

std::string decode_words(std::string_view value) {
    std::string text;
    bool after_word = false;
    while (!value.empty()) {
        const std::size_t next = value.find("=?");
        const std::string_view between = value.substr(0, next);
        // Blanks between two words are only there to part them (RFC 2047, 6.2).
        const bool only_blanks =
            after_word && next != std::string_view::npos && trimmed(between).empty();
        if (!only_blanks) text += between;
        if (next == std::string_view::npos) break;
        value.remove_prefix(next);
        std::size_t bytes = 2;
        const auto word = decode_word(value, bytes);
        after_word = word.has_value();
        text += word.value_or(std::string{value.substr(0, bytes)});
        value.remove_prefix(bytes);
    }
    return text;
}

std::string encode_words(std::string_view text) {
    std::string plain{text};
    bool ascii = true;
    for (char& letter : plain) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 32 || byte == 127) letter = ' ';
        ascii = ascii && byte < 127;
    }
    if (ascii && plain.find("=?") == std::string::npos && plain.size() <= 200) return plain;
    // 75 less =?utf-8?B? and ?= leaves 63: 45 bytes in base64.
    constexpr std::size_t word_bytes_max = 45;
    std::string words;
    for (std::size_t from = 0; from < plain.size();) {
        std::size_t end = std::min(plain.size(), from + word_bytes_max);
        while (end < plain.size() && end > from + 1 &&
               (static_cast<unsigned char>(plain[end]) & 0xC0) == 0x80) {
            --end;
        }
        if (!words.empty()) words += "\r\n ";
        words +=
            "=?utf-8?B?" + encode_base64(std::string_view{plain}.substr(from, end - from)) + "?=";
        from = end;
    }
    return words;
}

std::string address_of_mailbox(std::string_view value) {
    std::string plain;  // without quoted strings and comments
    std::string angled;
    int comment = 0;
    bool quoted = false;
    bool in_angle = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char letter = value[i];
        if (letter == '\\') {
            ++i;
        } else if (letter == '"' && comment == 0) {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (letter == '(' || letter == ')') {
            comment += letter == '(' ? 1 : comment > 0 ? -1 : 0;
        } else if (comment > 0) {
            continue;
        } else if (letter == '<') {
            in_angle = true;
        } else if (letter == '>' || (letter == ',' && !in_angle)) {
            break;
        } else {
            (in_angle ? angled : plain) += letter;
        }
    }
    return std::string{trimmed(in_angle ? angled : plain)};
}

}  // namespace plazo::ical
