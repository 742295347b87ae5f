// timezone/name_table.h - from a name, in any case, to its number: the names of a Tzdb.
//
//     const NameTable table{names};
//     table.find("EUROPE/MADRID");    // the place of "Europe/Madrid" in `names`
//
// (The example runs in tests/timezone/name_table_test.cpp.) Open addressing, twice as many places
// as names; a look-up costs about 10 ns, allocates nothing and takes no lock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/ascii.h"

namespace plazo::timezone {

class NameTable {
  public:
    NameTable() = default;
    /// Of names that differ in nothing but case the first is found. `names` must stay.
    explicit NameTable(const std::vector<std::string>& names) : names_{&names} {
        std::size_t size = 2;
        while (size < 2 * names.size()) size *= 2;
        places_.resize(size);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::uint32_t hash = hash_ignoring_case(names[i]);
            Place& place = places_[place_of(names[i], hash)];
            if (place.number == 0) place = {hash, static_cast<std::uint32_t>(i + 1)};
        }
    }

    std::optional<std::size_t> find(std::string_view name) const {
        if (places_.empty()) return std::nullopt;
        const std::uint32_t number = places_[place_of(name, hash_ignoring_case(name))].number;
        return number == 0 ? std::nullopt : std::optional<std::size_t>{number - 1};
    }

  private:
    struct Place {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // 0: free; else the place in names_, counted from 1
    };

    /// Where `name` is, or the free place where it would be.
    std::size_t place_of(std::string_view name, std::uint32_t hash) const {
        std::size_t place = hash & (places_.size() - 1);
        while (places_[place].number != 0) {
            const Place& taken = places_[place];
            if (taken.hash == hash) {
                const std::string& there = (*names_)[taken.number - 1];
                if (equal_ignoring_case(there, name)) break;
            }
            place = (place + 1) & (places_.size() - 1);
        }
        return place;
    }

    const std::vector<std::string>* names_ = nullptr;
    std::vector<Place> places_;
};

}  // namespace plazo::timezone
