#include "ical/lines.h"

#include <algorithm>
#include <cstring>

namespace plazo::ical {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_break(char c) {
    return c == '\r' || c == '\n';
}

const char* after_break(const char* at, const char* end) {
    if (at == end) return end;
    return at + (*at == '\r' && end - at > 1 && at[1] == '\n' ? 2 : 1);
}

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

void clean(JoinedLine& line) {
    std::string cleaned;
    cleaned.reserve(line.text.size());
    std::vector<Piece> pieces;
    std::size_t next_piece = 0;
    bool moved = true;  // since the last piece, a byte was left out or put in
    for (std::size_t offset = 0; offset < line.text.size();) {
        const bool new_piece =
            next_piece < line.pieces.size() && line.pieces[next_piece].offset <= offset;
        if (new_piece) ++next_piece;
        if (new_piece || moved) pieces.push_back({cleaned.size(), line.position_of(offset)});
        const std::string_view rest = std::string_view{line.text}.substr(offset);
        const std::size_t length = character_length(rest);
        const bool control = length > 0 && is_control(static_cast<unsigned char>(rest.front()));
        moved = length == 0 || control;
        line.bytes_replaced |= length == 0;
        line.controls_removed |= control;
        if (!control) cleaned += length == 0 ? replacement_character : rest.substr(0, length);
        offset += std::max<std::size_t>(length, 1);
    }
    line.text = std::move(cleaned);
    line.pieces = std::move(pieces);
}

}  // namespace

LineEnd find_line_end(const char* begin, const char* end) {
    constexpr std::ptrdiff_t step = 64;
    bool unusual = false;
    for (const char* base = begin; end - base >= step; base += step) {
        for (std::uint64_t bits = byte_bits::unusual_bits(base); bits != 0; bits &= bits - 1) {
            const char* at = base + std::countr_zero(bits);
            if (is_break(*at)) return {at, after_break(at, end), unusual};
            unusual = true;
        }
        begin = base + step;
    }
    while (begin != end && !is_break(*begin)) {
        unusual |= *begin < ' ' || *begin > '~';
        ++begin;
    }
    return {begin, after_break(begin, end), unusual};
}

Position JoinedLine::position_of(std::size_t offset) const {
    const auto after = std::upper_bound(
        pieces.begin(), pieces.end(), offset,
        [](std::size_t value, const Piece& piece) { return value < piece.offset; });
    if (after == pieces.begin()) return {};
    const Piece& piece = *(after - 1);
    return {piece.position.line, piece.position.column + static_cast<int>(offset - piece.offset)};
}

bool is_continued(const char* next, const char* end) {
    while (next != end && is_break(*next)) ++next;
    return next != end && is_blank(*next);
}

void join_line(const char* begin, const char* end, int line_number, std::size_t bytes_max,
               JoinedLine& line) {
    line.text.clear();
    line.pieces.clear();
    line.bytes = 0;
    line.lines = 0;
    line.folded = line.controls_removed = line.bytes_replaced = false;
    bool unusual = false;
    int column = 1;
    const char* at = begin;
    if (at != end && is_blank(*at)) {
        ++at;
        ++column;
    }
    for (;;) {
        const LineEnd found = find_line_end(at, end);
        unusual |= found.unusual;
        const std::string_view piece{at, static_cast<std::size_t>(found.end - at)};
        line.bytes += piece.size();
        if (line.bytes <= bytes_max) {
            line.pieces.push_back({line.text.size(), {line_number + line.lines, column}});
            line.text += piece;
        }
        ++line.lines;
        line.next = at = found.next;
        if (!is_continued(at, end)) break;
        for (; is_break(*at); ++line.lines) at = after_break(at, end);
        line.folded = true;
        column = 2;
        ++at;
    }
    if (line.bytes > bytes_max) {
        line.text.clear();
    } else if (unusual && !is_clean(line.text)) {
        clean(line);
    }
}

bool is_clean(std::string_view bytes) {
    constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    while (!bytes.empty()) {
        std::uint64_t word = 0;
        if (bytes.size() >= sizeof word) {
            std::memcpy(&word, bytes.data(), sizeof word);
            // No byte below a space, none above '~'.
            if ((((word - ones * ' ') | (word + ones) | word) & high_bits) == 0) {
                bytes.remove_prefix(sizeof word);
                continue;
            }
        }
        const std::size_t length = character_length(bytes);
        if (length == 0 || is_control(static_cast<unsigned char>(bytes.front()))) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

void decode_carets(std::string_view text, std::string& decoded) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char following = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (following == 'n' || following == '\'' || following == '^') {
            decoded += following == 'n' ? '\n' : following == '\'' ? '"' : '^';
            ++i;
        } else {
            decoded += text[i];
        }
    }
}

}  // namespace plazo::ical
