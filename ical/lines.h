// ical/lines.h - physical lines, and how they are joined. Internal to document_reader.h.
//
// Many bytes are looked at in one step, which says with one bit a byte where something is found.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "ical/byte_bits.h"
#include "ical/problem.h"

namespace plazo::ical {

/// Where a physical line ends.
struct LineEnd {
    const char* end;   // its CR or LF, or the end of the text
    const char* next;  // the beginning of the next line
    bool unusual;      // it holds bytes that are no printable ASCII
};
LineEnd find_line_end(const char* begin, const char* end);

/// Steps through the marks of a content line, the characters that mean something to it outside of
/// its value: : ; , = " ^
class Marks {
  public:
    /// `readable_end`: of the memory in which the line [begin, end) stands.
    Marks(const char* begin, const char* end, const char* readable_end)
        : base_{begin}, end_{end}, readable_end_{readable_end} {
        look();
    }
    /// The next one; the end of the line when there is none.
    const char* next() {
        while (bits_ == 0) {
            if (end_ - base_ <= step) return end_;
            base_ += step;
            look();
        }
        const char* found = base_ + std::countr_zero(bits_);
        bits_ &= bits_ - 1;
        return std::min(found, end_);
    }

  private:
    static constexpr std::ptrdiff_t step = 32;
    /// Sets bits_ for the bytes from base_ on.
    void look() {
        if (readable_end_ - base_ >= step) {
            bits_ = byte_bits::mark_bits(base_);
        } else {
            char padded[step] = {};
            std::memcpy(padded, base_, static_cast<std::size_t>(readable_end_ - base_));
            bits_ = byte_bits::mark_bits(padded);
        }
    }

    const char* base_;
    const char* end_;
    const char* readable_end_;
    std::uint32_t bits_ = 0;
};

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
