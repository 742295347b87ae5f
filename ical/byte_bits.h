// ical/byte_bits.h - many bytes looked at in one step: bit i is about byte i. Internal to lines.h.
#pragma once

#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace plazo::ical::byte_bits {

#ifdef __SSE2__

inline std::uint32_t bits_of(__m128i found) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
}

inline __m128i load(const char* bytes, int part) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes) + part);
}

/// A bit for each of 64 bytes that is CR or LF.
inline std::uint64_t break_bits(const char* bytes) {
    const auto part = [bytes](int i) {
        const __m128i chunk = load(bytes, i);
        const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('\n')),
                                           _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\r')));
        return std::uint64_t{bits_of(found)} << (16 * i);
    };
    return part(0) | part(1) | part(2) | part(3);
}

/// A bit for each of 64 bytes that is a mark: : ; , = " ^
inline std::uint64_t mark_bits(const char* bytes) {
    const auto part = [bytes](int i) {
        const __m128i chunk = load(bytes, i);
        const auto is = [chunk](char c) { return _mm_cmpeq_epi8(chunk, _mm_set1_epi8(c)); };
        // ':' and ';' differ in their last bit, and no other byte becomes ';' with it.
        const __m128i colons =
            _mm_cmpeq_epi8(_mm_or_si128(chunk, _mm_set1_epi8(1)), _mm_set1_epi8(';'));
        const __m128i found = _mm_or_si128(_mm_or_si128(_mm_or_si128(colons, is('=')), is('^')),
                                           _mm_or_si128(is(','), is('"')));
        return std::uint64_t{bits_of(found)} << (16 * i);
    };
    return part(0) | part(1) | part(2) | part(3);
}

#else

inline std::uint64_t break_bits(const char* bytes) {
    std::uint64_t bits = 0;
    for (int i = 0; i < 64; ++i) {
        bits |= std::uint64_t{bytes[i] == '\n' || bytes[i] == '\r'} << i;
    }
    return bits;
}

inline std::uint64_t mark_bits(const char* bytes) {
    constexpr std::string_view marks = ":;,=\"^";
    std::uint64_t bits = 0;
    for (int i = 0; i < 64; ++i) {
        bits |= std::uint64_t{marks.find(bytes[i]) != std::string_view::npos} << i;
    }
    return bits;
}

#endif

}  // namespace plazo::ical::byte_bits
