#include "ical/lines.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>
#include <vector>

namespace plazo::ical {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_blank(char c) {
    return c == ' ' || c == '\t';
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
    if (first >= 0xC2 && first < 0xE0) {
        return bytes.size() > 1 && (byte(1) & 0xC0) == 0x80 ? 2 : 0;
    }
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

std::string_view view_of(const GrowingArray<char>& bytes) {
    return {bytes.data(), bytes.size()};
}

/// Steps over eight bytes at a time, as long as they are printable ASCII and characters of two
/// bytes, and answers where it stopped, at the beginning of a character. Bit 7 of each byte of a
/// word stands for that byte.
const char* skip_plain_words(const char* at, const char* end) {
    constexpr std::uint64_t top = 0x8080'8080'8080'8080;
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    std::uint64_t begun = 0;  // 0x80 where the last byte before begins a character
    while (end - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        // ASCII below a space or above '~'
        const std::uint64_t controls = ((word - ones * ' ') | (word + ones)) & ~word & top;
        const std::uint64_t lead = word & word << 1 & top;                  // 11......
        const std::uint64_t continued = word & ~(word << 1) & top;          // 10......
        const std::uint64_t longer = lead & word << 2;                      // 111.....
        const std::uint64_t shortest = (word & ones * 0x1E) + ones * 0x7E;  // not 1100000.
        if ((controls | longer | (lead & ~shortest) | (continued ^ (lead << 8 | begun))) != 0) {
            break;
        }
        begun = lead >> 56;
        at += 8;
    }
    return at - (begun >> 7);
}

/// A character, or a byte that is none, and what becomes of it.
struct Cleaned {
    std::size_t length;  // in the text
    std::string_view text;
    bool control = false;
    bool foreign = false;
};

Cleaned clean_front(std::string_view bytes) {
    const std::size_t length = character_length(bytes);
    if (length == 0) return {1, replacement_character, false, true};
    if (is_control(static_cast<unsigned char>(bytes.front()))) return {1, {}, true, false};
    return {length, bytes.substr(0, length)};
}

/// Cleans what stands in `text` from `begin` on.
void clean_from(GrowingArray<char>& text, std::size_t begin, JoinedLine& line) {
    const std::string raw{view_of(text).substr(begin)};
    text.cut(begin);
    for (std::size_t i = 0; i < raw.size();) {
        const Cleaned front = clean_front(std::string_view{raw}.substr(i));
        line.controls_removed |= front.control;
        line.bytes_replaced |= front.foreign;
        text.append(front.text.data(), front.text.size());
        i += front.length;
    }
}

/// Calls take(begin, line, column) for each physical line of the logical one at `begin`, which
/// answers where it ends: lines count from 0, columns from 1. Answers where the next logical line
/// begins, and how many lines there were.
template <class Take>
std::pair<const char*, int> for_each_piece(const char* begin, const char* end, Take take) {
    int line = 0;
    int column = 1;
    if (begin != end && is_blank(*begin)) {
        ++begin;
        ++column;
    }
    for (;;) {
        begin = after_break(take(begin, line, column), end);
        ++line;
        if (!is_continued(begin, end)) return {begin, line};
        for (; is_break(*begin); ++line) begin = after_break(begin, end);
        column = 2;
        ++begin;
    }
}

/// Appends the physical line at `begin`, as far as so many bytes in all, and answers where it ends.
const char* append_line(const char* begin, const char* end, std::size_t size_max,
                        GrowingArray<char>& joined) {
    constexpr std::ptrdiff_t step = 64;
    for (; end - begin >= step; begin += step) {
        const std::uint64_t breaks = byte_bits::break_bits(begin);
        const int count = breaks == 0 ? step : std::countr_zero(breaks);
        // Copied whole, so that nothing waits for the count.
        joined.make_room(step);
        std::memcpy(joined.data() + joined.size(), begin, step);
        if (joined.size() <= size_max) joined.take_room(static_cast<std::size_t>(count));
        if (breaks != 0) return begin + count;
    }
    const char* line_end = find_line_end(begin, end).end;
    joined.append(begin, static_cast<std::size_t>(line_end - begin));
    return line_end;
}

}  // namespace

bool is_continued(const char* next, const char* end) {
    while (next != end && is_break(*next)) ++next;
    return next != end && is_blank(*next);
}

JoinedLine join_line(const char* begin, const char* end, const char* plain_end,
                     std::size_t bytes_max, GrowingArray<char>& joined) {
    JoinedLine line;
    const std::size_t before = joined.size();
    std::tie(line.next, line.lines) = for_each_piece(begin, end, [&](const char* at, int, int) {
        const char* piece_end = append_line(at, end, before + bytes_max, joined);
        line.bytes += static_cast<std::size_t>(piece_end - at);
        return piece_end;
    });
    if (line.bytes > bytes_max) {
        joined.cut(before);
    } else if (line.next > plain_end && !is_clean(view_of(joined).substr(before))) {
        clean_from(joined, before, line);
    }
    return line;
}

Position position_in_line(const char* begin, const char* end, int line_number, std::size_t offset) {
    struct Piece {
        std::size_t offset;  // in the joined line
        Position position;
    };
    std::string joined;
    std::vector<Piece> pieces;
    for_each_piece(begin, end, [&](const char* at, int line, int column) {
        const char* piece_end = find_line_end(at, end).end;
        pieces.push_back({joined.size(), {line_number + line, column}});
        joined.append(at, piece_end);
        return piece_end;
    });
    const bool clean = is_clean(joined);
    std::size_t at = clean ? std::min(offset, joined.size()) : 0;
    for (std::size_t cleaned = 0; !clean && at < joined.size();) {
        const Cleaned front = clean_front(std::string_view{joined}.substr(at));
        if (cleaned + front.text.size() > offset) {
            if (!front.foreign) at += offset - cleaned;
            break;
        }
        cleaned += front.text.size();
        at += front.length;
    }
    const auto after = std::upper_bound(
        pieces.begin(), pieces.end(), at,
        [](std::size_t value, const Piece& piece) { return value < piece.offset; });
    const Piece& piece = *(after - 1);
    return {piece.position.line, piece.position.column + static_cast<int>(at - piece.offset)};
}

bool is_clean(std::string_view bytes) {
    const char* end = bytes.data() + bytes.size();
    for (const char* at = bytes.data();;) {
        at = skip_plain_words(at, end);
        if (at == end) return true;
        const std::string_view rest{at, static_cast<std::size_t>(end - at)};
        const std::size_t length = character_length(rest);
        if (length == 0 || is_control(static_cast<unsigned char>(rest.front()))) return false;
        at += length;
    }
}

void decode_carets(std::string_view text, GrowingArray<char>& decoded) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char following = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (following == 'n' || following == '\'' || following == '^') {
            decoded.push_back(following == 'n' ? '\n' : following == '\'' ? '"' : '^');
            ++i;
        } else {
            decoded.push_back(text[i]);
        }
    }
}

}  // namespace plazo::ical
