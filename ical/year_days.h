// ical/year_days.h - some days of a year as a row of bits. Internal to rule_occurrences.h.
//
// Everything is inline: a row is made of a few dozen of these calls.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "ical/recurrence_arithmetic.h"
#include "timezone/civil.h"

namespace plazo::ical {

constexpr std::uint64_t low_bits(int count) {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

/// Some days of one year; bit 0 is the first of January.
class YearDays {
  public:
    static constexpr int size = 384;

    static YearDays all() {
        YearDays row;
        row.words.fill(~std::uint64_t{0});
        return row;
    }

    bool test(int day) const { return words[word_of(day)] >> (day % 64) & 1; }
    bool none() const {
        return std::all_of(words.begin(), words.end(), [](auto word) { return word == 0; });
    }
    int count() const {
        int sum = 0;
        for (std::uint64_t word : words) sum += std::popcount(word);
        return sum;
    }
    /// Of those in [begin, end).
    int count(int begin, int end) const {
        YearDays part = *this;
        part.keep(begin, end);
        return part.count();
    }
    /// The first day from `day` on, or `size`.
    int first_from(int day) const {
        if (day >= size) return size;
        std::size_t i = word_of(day);
        std::uint64_t word = words[i] & ~low_bits(day % 64);
        while (word == 0 && ++i < words.size()) word = words[i];
        return word == 0 ? size : static_cast<int>(64 * i) + std::countr_zero(word);
    }
    /// The last day up to `day`, that included, or -1.
    int last_to(int day) const {
        if (day < 0) return -1;
        std::size_t i = word_of(day);
        std::uint64_t word = words[i] & low_bits(day % 64 + 1);
        while (word == 0 && i > 0) word = words[--i];
        return word == 0 ? -1 : static_cast<int>(64 * i) + 63 - std::countl_zero(word);
    }

    /// Adds the days whose bits are set in `field`, its bit 0 being `first`, which may be negative.
    void add(int first, std::uint64_t field) {
        if (first < 0) {
            words[0] |= field >> -first;
            return;
        }
        const std::size_t i = word_of(first);
        words[i] |= field << (first % 64);
        if (first % 64 != 0 && i + 1 < words.size()) words[i + 1] |= field >> (64 - first % 64);
    }
    /// 57 days from `first` on, which may be negative.
    std::uint64_t field(int first) const {
        if (first < 0) return words[0] << -first;
        const std::size_t i = word_of(first);
        std::uint64_t bits = words[i] >> (first % 64);
        if (first % 64 != 0 && i + 1 < words.size()) bits |= words[i + 1] << (64 - first % 64);
        return bits;
    }
    /// Removes what is not in [begin, end).
    void keep(int begin, int end) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            const int base = static_cast<int>(64 * i);
            words[i] &= low_bits(std::clamp(end - base, 0, 64)) &
                        ~low_bits(std::clamp(begin - base, 0, 64));
        }
    }
    /// The same for an end that is in the last of the words.
    void keep_before(int end) { words.back() &= low_bits(end - (size - 64)); }

    YearDays& operator&=(const YearDays& other) {
        for (std::size_t i = 0; i < words.size(); ++i) words[i] &= other.words[i];
        return *this;
    }
    YearDays& operator|=(const YearDays& other) {
        for (std::size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
        return *this;
    }

    std::array<std::uint64_t, size / 64> words{};

  private:
    static std::size_t word_of(int day) { return static_cast<std::size_t>(day) / 64; }
};

inline int length_of_year(int year) {
    return timezone::year{year}.is_leap() ? 366 : 365;
}

/// What of a year the days of a rule depend on.
struct YearShape {
    explicit YearShape(int number)
        : year{number},
          first_day{timezone::civil::day_of_date(number, 1, 1) - timezone::civil::days_before},
          length{length_of_year(number)},
          weekday{weekday_of_day(first_day)} {}

    int year;
    std::int64_t first_day;  // 1 January, counted from 1970-01-01
    int length;
    int weekday;  // of 1 January; Monday is 0
};

}  // namespace plazo::ical
