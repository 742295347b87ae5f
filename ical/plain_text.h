// ical/plain_text.h - a piece of text of which one look tells whether it needs repair, and where
// its lines end. Internal to document_reader.h.
//
// Most texts are what they should be. Then nothing of a line has to be asked byte by byte.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "ical/lines.h"

namespace plazo::ical {

class PlainText {
  public:
    static constexpr std::ptrdiff_t bytes_max = 4 * 1024;  // what is read of it is still near

    /// Looks at [begin, end), of at most bytes_max, and answers whether it is plain: UTF-8 (RFC
    /// 3629) whose only control characters are tabs and line breaks, and its line breaks LF or CR
    /// LF. It never is where the processor has no AVX2. Only of plain text can more be asked.
    bool look(const char* begin, const char* end);

    /// Where the line ends that holds `at`.
    LineEnd line_end(const char* at) const {
        const char* from = at;
        std::uint64_t feeds = bits_from(line_feeds_, at);
        while (feeds == 0) feeds = bits_from(line_feeds_, at += word_bits);
        at += std::countr_zero(feeds);
        if (at == end_) return {at, at};
        return {at - (at != from && at[-1] == '\r' ? 1 : 0), at + 1};
    }
    /// The marks among the 64 bytes from `at` on, as byte_bits::mark_bits() has them.
    std::uint64_t marks(const char* at) const { return bits_from(marks_, at); }

  private:
    static constexpr std::size_t word_bits = 64;
    using Bits = std::array<std::uint64_t, bytes_max / word_bits + 2>;

    std::uint64_t bits_from(const Bits& bits, const char* at) const {
        const auto offset = static_cast<std::size_t>(at - begin_);
        const std::uint64_t* words = bits.data() + offset / word_bits;
        const std::size_t shift = offset % word_bits;
        return words[0] >> shift | words[1] << 1 << (word_bits - 1 - shift);
    }
    bool look_with_avx2();

    const char* begin_ = nullptr;
    const char* end_ = nullptr;
    Bits line_feeds_;  // and one at the end of the piece
    Bits marks_;
};

}  // namespace plazo::ical
