// timezone/ascii.h - names compare without regard to case, in ASCII and nothing else: no locale has
// a say in whether "EUROPE/MADRID" is Madrid.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace plazo::timezone {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lowered(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

/// The bytes of a number, capitals as small letters.
constexpr std::uint64_t lower(std::uint64_t word) {
    // The top bit of each byte tells what is at least 'A', and what is beyond 'Z'.
    constexpr std::uint64_t each = 0x0101010101010101;
    const std::uint64_t seven_bits = word & (0x7F * each);
    const std::uint64_t from_a = seven_bits + (0x80 - 'A') * each;
    const std::uint64_t beyond_z = seven_bits + (0x7F - 'Z') * each;
    const std::uint64_t capitals = (from_a & ~beyond_z & ~word) & (0x80 * each);
    return word | (capitals >> 2);
}

/// A name, eight bytes at a time and in small letters: word 0, 1, .... The last
/// word of a long name has bytes of the one before again, so that nothing but eight bytes is read.
struct LowerWords {
    std::string_view name;

    constexpr std::size_t size() const { return (name.size() + 7) / 8; }
    constexpr std::uint64_t operator[](std::size_t number) const {
        std::uint64_t word = 0;
        const bool is_short = name.size() < 8;
        const std::size_t from = is_short ? 0 : std::min(8 * number, name.size() - 8);
        if (!is_short && !std::is_constant_evaluated() &&
            std::endian::native == std::endian::little) {
            std::memcpy(&word, name.data() + from, 8);
        } else {
            const std::size_t count = std::min<std::size_t>(8, name.size());
            for (std::size_t i = 0; i < count; ++i) {
                word |= std::uint64_t{static_cast<unsigned char>(name[from + i])} << (8 * i);
            }
        }
        return lower(word);
    }
};

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    const LowerWords left{a}, right{b};
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left[i] != right[i]) return false;
    }
    return true;
}

/// Equal for names that differ in nothing but case, at compile time and run time.
constexpr std::uint32_t hash_ignoring_case(std::string_view name) {
    const LowerWords words{name};
    std::uint64_t hash = name.size();
    for (std::size_t i = 0; i < words.size(); ++i) {
        hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 32;
    }
    return static_cast<std::uint32_t>(hash);
}

constexpr bool less_ignoring_case(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y));
    });
}

inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// Without the blanks around it.
inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace plazo::timezone
