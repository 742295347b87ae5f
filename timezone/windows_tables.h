// timezone/windows_tables.h - the tables behind windows_zones.h, for whoever goes through all rows.
//
//     for (const WindowsRow& row : windows_table()) row.territory == whole_world;
//
// (windows_check.h does.) Constant data.
#pragma once

#include <span>
#include <string_view>

namespace plazo::timezone {

struct WindowsRow {
    std::string_view windows, territory, iana;
};

struct PairRow {
    std::string_view name, other;
};

/// What CLDR has, sorted by Windows name without regard to case, "001" before the territories. Of
/// several places in a territory it is the first.
std::span<const WindowsRow> windows_table();

/// Every place, also under its old names -> its Windows name.
std::span<const PairRow> windows_of_iana_table();

/// Windows names that are not in CLDR -> a place.
std::span<const PairRow> additional_windows_table();

/// A place's old or other names -> the one that the tz database prefers.
std::span<const PairRow> iana_alias_table();

}  // namespace plazo::timezone
