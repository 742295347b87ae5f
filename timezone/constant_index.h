// timezone/constant_index.h - where a row stands in a table that is written in the source.
//
//     constexpr Row rows[] = {{"Romance Standard Time", "Europe/Paris"}, ...};
//     constexpr ConstantIndex index{rows, [](const Row& row) { return hash_ignoring_case(row.name);
//     }}; index.find(hash_ignoring_case(name), [&](std::size_t row) { return rows[row].name ==
//     name; });
//
// (An example like it runs in tests/timezone/windows_zones_test.cpp.) The compiler builds it, so
// that it is there before anything runs. Open addressing, at least twice as many places as rows.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace plazo::timezone {

template <std::size_t rows>
class ConstantIndex {
  public:
    template <class Row, class HashOf>
    consteval ConstantIndex(const Row (&table)[rows], HashOf hash_of) {
        static_assert(rows < 0xFFFF);
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint32_t hash = hash_of(table[row]);
            std::size_t place = hash % size;
            while (places_[place].number != 0) place = (place + 1) % size;
            places_[place] = {tag_of(hash), static_cast<std::uint16_t>(row + 1)};
        }
    }

    /// The first row of that hash that `is_it` says yes to. Rows of one hash come in their order.
    template <class IsIt>
    std::optional<std::size_t> find(std::uint32_t hash, IsIt is_it) const {
        for (std::size_t place = hash % size; places_[place].number != 0;
             place = (place + 1) % size) {
            const std::size_t row = places_[place].number - std::size_t{1};
            if (places_[place].tag == tag_of(hash) && is_it(row)) return row;
        }
        return std::nullopt;
    }

  private:
    struct Place {
        std::uint16_t tag = 0;     // of the hash, what the place does not say
        std::uint16_t number = 0;  // 0: free; else the row, counted from 1
    };

    static constexpr std::size_t size = std::bit_ceil(2 * rows);
    static constexpr std::uint16_t tag_of(std::uint32_t hash) {
        return static_cast<std::uint16_t>(hash >> 16);
    }

    std::array<Place, size> places_{};
};

template <class Row, std::size_t rows, class HashOf>
ConstantIndex(const Row (&)[rows], HashOf) -> ConstantIndex<rows>;

}  // namespace plazo::timezone
