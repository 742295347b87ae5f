// ical/lines.h - physical lines, and how they are joined. Internal to document_reader.h.
//
// Bytes are looked at 64 at a time: a Block says with one bit a byte where a line ends, where
// something stands that divides a content line, and where a byte needs a second look.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ical/problem.h"

namespace plazo::ical {

inline constexpr std::ptrdiff_t block_bytes = 64;

struct Block {
    std::uint64_t breaks;     // CR LF
    std::uint64_t structure;  // : ; , = "
    std::uint64_t unusual;    // control characters with CR and LF, ^, and what is not ASCII
};

/// The 64 bytes from `begin`; those from `end` on count as NUL.
Block block_at(const char* begin, const char* end);

/// Where a physical line ends.
struct LineEnd {
    const char* end;   // its CR or LF, or the end of the text
    const char* next;  // the beginning of the next line
    bool unusual;      // something in it needs a second look
};
LineEnd find_line_end(const char* begin, const char* end, const Block& first);

/// Where a folded or repaired line came from: the bytes from `offset` on, until the next piece.
struct Piece {
    std::size_t offset;
    Position position;
};

/// One logical line, joined and cleaned.
struct JoinedLine {
    std::string text;  // empty when the line is too long
    std::vector<Piece> pieces;
    std::size_t bytes = 0;       // joined, before anything was cleaned
    const char* next = nullptr;  // the beginning of the next logical line
    int lines = 0;               // of the text
    bool folded = false;
    bool controls_removed = false;
    bool bytes_replaced = false;

    Position position_of(std::size_t offset) const;
};

/// Joins the physical lines of the logical one at `begin` into `line`, whose memory is used again.
/// Blank lines before a continuation do not end it, and a blank at its beginning is left out.
/// Control characters are removed, bytes that are not UTF-8 become U+FFFD. Of a line of more than
/// `bytes_max` only the length and end are found.
void join_line(const char* begin, const char* end, int line_number, std::size_t bytes_max,
               JoinedLine& line);

/// Whether what follows a line break at `next` continues the line before it.
bool is_continued(const char* next, const char* end);

/// Whether the bytes are UTF-8 (RFC 3629) without control characters other than tabs.
bool is_clean(std::string_view bytes);

/// RFC 6868: ^n is a line break, ^' a double quote, ^^ a caret; any other caret is itself.
void decode_carets(std::string_view text, std::string& decoded);

}  // namespace plazo::ical
