// ical/lines.h - physical lines, and how they are joined. Internal to document_reader.h.
//
// Many bytes are looked at in one step, which says with one bit a byte where something is found.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "ical/byte_bits.h"
#include "ical/growing_array.h"
#include "ical/problem.h"

namespace plazo::ical {

inline bool is_break(char c) {
    return c == '\r' || c == '\n';
}

inline const char* after_break(const char* at, const char* end) {
    if (at == end) return end;
    return at + (*at == '\r' && end - at > 1 && at[1] == '\n' ? 2 : 1);
}

/// Where a physical line ends.
struct LineEnd {
    const char* end;   // its CR or LF, or the end of the text
    const char* next;  // the beginning of the next line
};
inline LineEnd find_line_end(const char* begin, const char* end) {
    constexpr std::ptrdiff_t step = 64;
    for (; end - begin >= step; begin += step) {
        const std::uint64_t breaks = byte_bits::break_bits(begin);
        if (breaks == 0) continue;
        const char* at = begin + std::countr_zero(breaks);
        return {at, after_break(at, end)};
    }
    while (begin != end && !is_break(*begin)) ++begin;
    return {begin, after_break(begin, end)};
}

/// Steps through the marks of a content line, the characters that mean something to it outside of
/// its value: : ; , = " ^
class Marks {
  public:
    /// `readable_end`: of the memory in which the line [begin, end) stands.
    Marks(const char* begin, const char* end, const char* readable_end)
        : base_{begin}, end_{end}, readable_end_{readable_end} {
        look();
    }
    /// With the bits of the first 64 bytes.
    Marks(const char* begin, const char* end, const char* readable_end, std::uint64_t bits)
        : base_{begin}, end_{end}, readable_end_{readable_end}, bits_{bits} {}
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
    static constexpr std::ptrdiff_t step = 64;
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
    std::uint64_t bits_ = 0;
};

/// What was found while a logical line was joined.
struct JoinedLine {
    const char* next = nullptr;  // the beginning of the next logical line
    int lines = 0;               // of the text
    std::size_t bytes = 0;       // joined, before anything was cleaned
    bool controls_removed = false;
    bool bytes_replaced = false;
};

/// Joins the physical lines of the logical one at `begin` and appends it to `joined`. Blank lines
/// before a continuation do not end it, and a blank at its beginning is left out. Control
/// characters are removed, bytes that are not UTF-8 become U+FFFD; before
/// `plain_end` the text is known to need neither. Of a line of more than `bytes_max` nothing is
/// appended.
JoinedLine join_line(const char* begin, const char* end, const char* plain_end,
                     std::size_t bytes_max, GrowingArray<char>& joined);

/// Where in the text the byte at `offset` of the joined line stands.
Position position_in_line(const char* begin, const char* end, int line_number, std::size_t offset);

/// Whether what follows a line break at `next` continues the line before it.
bool is_continued(const char* next, const char* end);

/// Whether the bytes are UTF-8 (RFC 3629) without control characters other than tabs.
bool is_clean(std::string_view bytes);

/// Appends; RFC 6868: ^n is a line break, ^' a double quote, ^^ a caret; any other caret is itself.
void decode_carets(std::string_view text, GrowingArray<char>& decoded);

}  // namespace plazo::ical
