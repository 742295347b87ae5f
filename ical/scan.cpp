// How a line is read: read_ahead() cuts the file at CRLF, LF or CR and always holds one line in
// advance; unfold() joins a line with those after it that begin with a space or a tab, and notes
// where each piece came from, so that an offset in the joined line leads back to the file; split()
// cuts the joined line into name, parameters and value.
#include "ical/scan.h"

#include <algorithm>

namespace plazo::ical {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t') || c == 0x7F;
}

/// Bytes of the UTF-8 character at the front (RFC 3629: shortest form, no surrogates), 0 when it is
/// none.
std::size_t character_length(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    const unsigned char second = byte(1);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
    return length;
}

/// RFC 6868: ^n is a line break, ^' a double quote, ^^ a caret; any other caret is itself.
std::string decode_carets(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char following = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (following == 'n' || following == '\'' || following == '^') {
            decoded += following == 'n' ? '\n' : following == '\'' ? '"' : '^';
            ++i;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

}  // namespace

bool Parameter::operator==(const Parameter& other) const {
    return name == other.name && values == other.values;
}

bool Property::operator==(const Property& other) const {
    return name == other.name && parameters == other.parameters && value == other.value;
}

const std::string* Property::parameter(std::string_view parameter_name) const {
    for (const Parameter& each : parameters) {
        if (same_name(each.name, parameter_name)) return &each.values.front();
    }
    return nullptr;
}

Scanner::Scanner(std::string_view text, std::vector<Problem>& problems, Limits limits)
    : text_{text}, problems_{problems, limits.problems}, limits_{limits} {
    if (text_.size() > limits_.text_bytes) {
        problems_.fail({1, 1}, "text-too-long",
                       "the text has " + std::to_string(text_.size()) + " bytes; the limit is " +
                           std::to_string(limits_.text_bytes));
        return;
    }
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
    read_ahead();
}

void Scanner::read_ahead() {
    if (offset_ >= text_.size()) {
        ahead_.reset();
        return;
    }
    const std::string_view rest = text_.substr(offset_);
    std::size_t length = 0;
    while (length < rest.size() && rest[length] != '\r' && rest[length] != '\n') ++length;
    ahead_ = rest.substr(0, length);
    ++ahead_line_;
    const bool pair = rest.substr(length, 2) == "\r\n";
    offset_ += length + (pair ? 2 : 1);
}

bool Scanner::unfold() {
    while (ahead_ && ahead_->empty()) read_ahead();
    if (!ahead_) return false;
    const bool orphan = ahead_->front() == ' ' || ahead_->front() == '\t';
    const std::size_t begin = orphan ? 1 : 0;
    line_ = ahead_->substr(begin);
    pieces_.assign(1, Piece{0, {ahead_line_, static_cast<int>(begin) + 1}});
    if (orphan) {
        problems_.warn({ahead_line_, 1}, "fold-without-line", "a continuation follows no line");
    }
    int blank_line = 0;
    for (read_ahead(); ahead_; read_ahead()) {
        if (ahead_->empty()) {
            blank_line = ahead_line_;
            continue;
        }
        if (ahead_->front() != ' ' && ahead_->front() != '\t') break;
        pieces_.push_back({line_.size(), {ahead_line_, 2}});
        line_ += ahead_->substr(1);
    }
    if (blank_line > 0 && ahead_ && !blank_reported_) {
        blank_reported_ = true;
        problems_.warn({blank_line, 1}, "blank-line", "a blank line is not iCalendar");
    }
    return true;
}

Position Scanner::position_of(std::size_t offset) const {
    const auto after = std::upper_bound(
        pieces_.begin(), pieces_.end(), offset,
        [](std::size_t value, const Piece& piece) { return value < piece.offset; });
    const Piece& piece = *(after - 1);
    return {piece.position.line, piece.position.column + static_cast<int>(offset - piece.offset)};
}

std::optional<Property> Scanner::next() {
    while (unfold()) {
        if (line_.size() > limits_.line_bytes) {
            problems_.fail(position_of(0), "line-too-long",
                           "the line has " + std::to_string(line_.size()) +
                               " bytes; the limit is " + std::to_string(limits_.line_bytes));
        } else if (std::optional<Property> property = split()) {
            return property;
        }
    }
    return std::nullopt;
}

std::optional<Property> Scanner::split() {
    Property property;
    property.position = position_of(0);
    std::size_t offset = std::min(line_.find_first_of(";:"), line_.size());
    property.name = line_.substr(0, offset);
    if (!read_parameters(property, offset)) return std::nullopt;
    if (offset == line_.size()) {
        const bool blank = line_.find_first_not_of(" \t") == std::string::npos;
        if (!blank) {
            problems_.fail(property.position, "not-a-content-line",
                           "there is no ':' between a name and a value");
        }
        return std::nullopt;
    }
    if (!is_name(property.name)) {
        problems_.fail(property.position, "not-a-content-line",
                       "the line does not begin with a property name");
        return std::nullopt;
    }
    property.value_position = position_of(offset + 1);
    property.value = clean(std::string_view{line_}.substr(offset + 1), property.value_position);
    return property;
}

/// Reads from the ';' at `offset` to the ':' that ends the parameters, or to the end of the line.
/// False when there are too many of them.
bool Scanner::read_parameters(Property& property, std::size_t& offset) {
    while (offset < line_.size() && line_[offset] == ';') {
        Parameter parameter;
        parameter.position = position_of(++offset);
        const std::size_t end = std::min(line_.find_first_of("=;:", offset), line_.size());
        parameter.name = line_.substr(offset, end - offset);
        offset = end;
        if (offset < line_.size() && line_[offset] == '=') {
            do {
                ++offset;
                parameter.values.push_back(read_parameter_value(offset));
            } while (offset < line_.size() && line_[offset] == ',');
        } else {
            problems_.warn(parameter.position, "parameter-without-value",
                           "a parameter has no '=' and value");
            parameter.values.emplace_back();
        }
        if (property.parameters.size() == limits_.parameters) {
            problems_.fail(
                property.position, "too-many-parameters",
                "the line has more than " + std::to_string(limits_.parameters) + " parameters");
            return false;
        }
        if (is_name(parameter.name)) {
            property.parameters.push_back(std::move(parameter));
        } else {
            problems_.fail(parameter.position, "bad-parameter-name",
                           "a parameter without a proper name is left out");
        }
    }
    return true;
}

/// The value at `offset`, which moves to the ',' ';' or ':' after it, or to the end of the line.
std::string Scanner::read_parameter_value(std::size_t& offset) {
    const Position position = position_of(offset);
    std::string raw;
    if (offset < line_.size() && line_[offset] == '"') {
        const std::size_t close = line_.find('"', offset + 1);
        if (close == std::string::npos) {
            problems_.warn(position, "unclosed-quote", "a quoted parameter value has no end");
            ++offset;
        } else {
            raw = line_.substr(offset + 1, close - offset - 1);
            offset = close + 1;
        }
    }
    const std::size_t end = std::min(line_.find_first_of(",;:", offset), line_.size());
    const std::string_view unquoted = std::string_view{line_}.substr(offset, end - offset);
    if (unquoted.find('"') != std::string_view::npos || (!raw.empty() && !unquoted.empty())) {
        problems_.warn(position, "quote-inside-value",
                       "a parameter value is quoted in part; all of it is taken");
    }
    offset = end;
    return decode_carets(clean(raw.append(unquoted), position));
}

std::string Scanner::clean(std::string_view bytes, Position position) {
    std::string cleaned;
    cleaned.reserve(bytes.size());
    bool controls = false;
    bool foreign = false;
    while (!bytes.empty()) {
        const std::size_t length = character_length(bytes);
        if (length == 0) {
            cleaned += replacement_character;
            foreign = true;
        } else if (is_control(static_cast<unsigned char>(bytes.front()))) {
            controls = true;
        } else {
            cleaned += bytes.substr(0, length);
        }
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    if (controls) {
        problems_.warn(position, "control-character", "control characters are removed");
    }
    if (foreign) problems_.fail(position, "not-utf8", "bytes that are not UTF-8 are replaced");
    return cleaned;
}

}  // namespace plazo::ical
