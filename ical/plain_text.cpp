// UTF-8 is checked by the method of Keiser and Lemire, "Validating UTF-8 in less than one
// instruction per byte" (2021): whatever can be wrong shows in two bytes that follow each other, in
// the upper half of the first, its lower half, or the upper half of the second. Each half leads to
// a table of bits, one for each kind of fault that it allows; what all three allow is wrong.
#include "ical/plain_text.h"

#ifdef __x86_64__
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#endif

namespace plazo::ical {

#ifdef __x86_64__

namespace {

enum Fault : std::uint8_t {
    too_short = 1,        // a first byte, and no continuation
    too_long = 2,         // ASCII, and a continuation
    overlong_3 = 4,       // E0 80..9F
    too_large = 8,        // F4 90.. and more
    surrogate = 16,       // ED A0..BF
    overlong_2 = 32,      // C0, C1
    too_large_1000 = 64,  // F5.. 80..8F
    overlong_4 = 64,      // F0 80..8F
    two_continuations = 128,
};

using Halves = std::array<std::uint8_t, 16>;

constexpr std::uint8_t bits(unsigned all) {
    return static_cast<std::uint8_t>(all);
}

constexpr Halves first_upper = [] {
    Halves halves{};
    for (std::size_t i = 0x0; i < 0x8; ++i) halves[i] = too_long;
    for (std::size_t i = 0x8; i < 0xC; ++i) halves[i] = two_continuations;
    halves[0xC] = too_short | overlong_2;
    halves[0xD] = too_short;
    halves[0xE] = too_short | overlong_3 | surrogate;
    halves[0xF] = bits(too_short | too_large | too_large_1000 | overlong_4);
    return halves;
}();

constexpr Halves first_lower = [] {
    constexpr unsigned always = too_short | too_long | two_continuations;
    Halves halves{};
    halves.fill(bits(always | too_large | too_large_1000));
    halves[0x0] = bits(always | overlong_3 | overlong_2 | overlong_4);
    halves[0x1] = bits(always | overlong_2);
    halves[0x2] = halves[0x3] = bits(always);
    halves[0x4] = bits(always | too_large);
    halves[0xD] |= surrogate;
    return halves;
}();

constexpr Halves second_upper = [] {
    constexpr unsigned continued = too_long | overlong_2 | two_continuations;
    Halves halves{};
    halves.fill(too_short);
    halves[0x8] = bits(continued | overlong_3 | too_large_1000 | overlong_4);
    halves[0x9] = bits(continued | overlong_3 | too_large);
    halves[0xA] = halves[0xB] = bits(continued | surrogate | too_large);
    return halves;
}();

// The same way: marks, and control characters other than tab, LF and CR.
enum Kind : std::uint8_t {
    colon_or_equals = 1,  // 3A, 3B, 3D
    quote_or_comma = 2,   // 22, 2C
    caret = 4,            // 5E
    low_control = 8,      // 00..1F but for 09, 0A, 0D
    middle_control = 16,
    delete_control = 32,  // 7F
};
constexpr std::uint8_t mark_kinds = colon_or_equals | quote_or_comma | caret;
constexpr std::uint8_t control_kinds = low_control | middle_control | delete_control;

constexpr Halves kind_lower = [] {
    Halves halves{};
    halves.fill(low_control | middle_control);
    halves[0x2] |= quote_or_comma;
    halves[0x9] = middle_control;
    halves[0xA] = halves[0xD] = colon_or_equals | middle_control;
    halves[0xB] |= colon_or_equals;
    halves[0xC] |= quote_or_comma;
    halves[0xE] |= caret;
    halves[0xF] |= delete_control;
    return halves;
}();

constexpr Halves kind_upper{low_control, middle_control, quote_or_comma, colon_or_equals, 0, caret,
                            0,           delete_control};

constexpr int step = 32;

[[gnu::target("avx2")]] __m256i load(const void* bytes) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(bytes));
}

[[gnu::target("avx2")]] __m256i look_up(const Halves& table, __m256i halves) {
    const __m128i row = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(row), halves);
}

[[gnu::target("avx2")]] __m256i lower_halves(__m256i bytes) {
    return _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F));
}

[[gnu::target("avx2")]] __m256i upper_halves(__m256i bytes) {
    return lower_halves(_mm256_srli_epi16(bytes, 4));
}

[[gnu::target("avx2")]] __m256i where(__m256i bytes, char c) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

/// The bytes of `now`, each so many bytes later, after the last ones of `before`.
template <int bytes>
[[gnu::target("avx2")]] __m256i later(__m256i before, __m256i now) {
    return _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - bytes);
}

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i utf8_faults(__m256i before,
                                                                       __m256i now) {
    const __m256i first = later<1>(before, now);
    const __m256i pairs =
        _mm256_and_si256(_mm256_and_si256(look_up(first_upper, upper_halves(first)),
                                          look_up(first_lower, lower_halves(first))),
                         look_up(second_upper, upper_halves(now)));
    // Two continuations are right where a byte of 3 or 4 stands two or three before the second.
    const __m256i third = _mm256_subs_epu8(later<2>(before, now), _mm256_set1_epi8(0xE0 - 0x80));
    const __m256i fourth = _mm256_subs_epu8(later<3>(before, now), _mm256_set1_epi8(0xF0 - 0x80));
    const __m256i wanted =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(0x80)));
    return _mm256_xor_si256(pairs, wanted);
}

[[gnu::target("avx2")]] std::uint64_t bits_of(__m256i first, __m256i second) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(first)) |
           std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(second))} << step;
}

[[gnu::target("avx2")]] __m256i kinds_of(__m256i bytes) {
    return _mm256_and_si256(look_up(kind_lower, lower_halves(bytes)),
                            look_up(kind_upper, upper_halves(bytes)));
}

/// Above 0 where any of `kinds` is found.
[[gnu::target("avx2")]] __m256i any_of(__m256i found, std::uint8_t kinds) {
    return _mm256_and_si256(found, _mm256_set1_epi8(static_cast<char>(kinds)));
}

}  // namespace

[[gnu::target("avx2")]] bool PlainText::look_with_avx2() {
    const __m256i none = _mm256_setzero_si256();
    __m256i before = none;
    __m256i faults = none;
    std::uint64_t lone_returns = 0;
    std::uint64_t return_before = 0;
    const auto size = static_cast<std::size_t>(end_ - begin_);
    std::array<char, word_bits> rest;
    for (std::size_t word = 0; word <= size / word_bits; ++word) {
        const char* at = begin_ + word * word_bits;
        if (word == size / word_bits) {
            // Blanks after the end show whether the last character and line break are whole.
            rest.fill(' ');
            std::copy(at, end_, rest.begin());
            at = rest.data();
        }
        __builtin_prefetch(at + 4096);
        const __m256i first = load(at);
        const __m256i second = load(at + step);
        const __m256i all = _mm256_or_si256(_mm256_or_si256(first, second), before);
        if (_mm256_movemask_epi8(all) != 0) {
            faults = _mm256_or_si256(
                faults, _mm256_or_si256(utf8_faults(before, first), utf8_faults(first, second)));
        }
        const __m256i first_kinds = kinds_of(first);
        const __m256i second_kinds = kinds_of(second);
        faults = _mm256_or_si256(faults,
                                 any_of(_mm256_or_si256(first_kinds, second_kinds), control_kinds));
        marks_[word] = bits_of(_mm256_cmpgt_epi8(any_of(first_kinds, mark_kinds), none),
                               _mm256_cmpgt_epi8(any_of(second_kinds, mark_kinds), none));
        const std::uint64_t feeds = bits_of(where(first, '\n'), where(second, '\n'));
        const std::uint64_t returns = bits_of(where(first, '\r'), where(second, '\r'));
        line_feeds_[word] = feeds;
        lone_returns |= (returns << 1 | return_before) & ~feeds;
        return_before = returns >> (word_bits - 1);
        before = second;
    }
    line_feeds_[size / word_bits] |= std::uint64_t{1} << size % word_bits;
    line_feeds_[size / word_bits + 1] = marks_[size / word_bits + 1] = 0;
    return lone_returns == 0 && _mm256_testz_si256(faults, faults) != 0;
}

bool PlainText::look(const char* begin, const char* end) {
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    begin_ = begin;
    end_ = end;
    return has_avx2 && look_with_avx2();
}

#else

bool PlainText::look(const char*, const char*) {
    return false;
}

#endif

}  // namespace plazo::ical
