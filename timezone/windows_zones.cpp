#include "timezone/windows_zones.h"

#include <algorithm>
#include <iterator>

#include "timezone/ascii.h"
#include "timezone/constant_index.h"
#include "timezone/windows_tables.h"

namespace plazo::timezone {

namespace {

#include "timezone/windows_zones.inc"

/// What is in no CLDR. Names of 2026 that Microsoft has announced; names that Windows uses for the
/// standard time of a zone it has another key for ("Russia TZ 2 Standard Time" is what the clock
/// of "Russian Standard Time" is said to show); and names that it gave up.
constexpr PairRow additional_windows_names[] = {
    {"Alberta Standard Time", "America/Edmonton"},
    {"Armenian Standard Time", "Asia/Yerevan"},
    {"British Columbia Standard Time", "America/Vancouver"},
    {"Azerbijan Standard Time", "Asia/Baku"},  // so in Lotus Notes
    {"Bangkok Standard Time", "Asia/Bangkok"},
    {"Cabo Verde Standard Time", "Atlantic/Cape_Verde"},
    {"Coordinated Universal Time", "Etc/UTC"},
    {"Fiji Islands Standard Time", "Pacific/Fiji"},
    {"Greenwich Mean Time", "Europe/London"},
    {"Jerusalem Standard Time", "Asia/Jerusalem"},
    {"Kamchatka Standard Time", "Asia/Kamchatka"},
    {"Malay Peninsula Standard Time", "Asia/Singapore"},
    {"Mexico 2 Standard Time", "America/Mazatlan"},
    {"Mexico Standard Time", "America/Mexico_City"},
    {"Mexico Standard Time 2", "America/Mazatlan"},
    {"Mid-Atlantic Standard Time", "Etc/GMT+2"},
    {"Newfoundland and Labrador Standard Time", "America/St_Johns"},
    {"Novosibirsk Standard Time", "Asia/Novosibirsk"},
    {"Russia TZ 1 Standard Time", "Europe/Kaliningrad"},
    {"Russia TZ 10 Standard Time", "Asia/Srednekolymsk"},
    {"Russia TZ 11 Standard Time", "Asia/Kamchatka"},
    {"Russia TZ 2 Standard Time", "Europe/Moscow"},
    {"Russia TZ 3 Standard Time", "Europe/Samara"},
    {"Russia TZ 4 Standard Time", "Asia/Yekaterinburg"},
    {"Russia TZ 5 Standard Time", "Asia/Novosibirsk"},
    {"Russia TZ 6 Standard Time", "Asia/Krasnoyarsk"},
    {"Russia TZ 7 Standard Time", "Asia/Irkutsk"},
    {"Russia TZ 8 Standard Time", "Asia/Yakutsk"},
    {"Russia TZ 9 Standard Time", "Asia/Vladivostok"},
    {"Saudi Arabia Standard Time", "Asia/Riyadh"},
    {"Sydney Standard Time", "Australia/Sydney"},
    {"Transitional Islamic State Of Afghanistan Standard Time", "Asia/Kabul"},
};

constexpr std::size_t territory_length_max = 8;

/// Of a Windows name's hash and a territory, which is short.
constexpr std::uint32_t hash_of(std::uint32_t windows_hash, std::string_view territory) {
    return windows_hash ^ hash_ignoring_case(territory.substr(0, territory_length_max));
}

constexpr auto hash_of_pair = [](const PairRow& row) { return hash_ignoring_case(row.name); };

constexpr ConstantIndex windows_index{
    windows_rows,
    [](const WindowsRow& row) { return hash_of(hash_ignoring_case(row.windows), row.territory); }};
constexpr ConstantIndex additional_index{additional_windows_names, hash_of_pair};
constexpr ConstantIndex iana_index{windows_of_iana, hash_of_pair};
constexpr ConstantIndex alias_index{iana_aliases, hash_of_pair};

/// The first row of a table of pairs that has this name, which has that hash.
template <class Table, class Index>
std::optional<std::string_view> other_name(const Table& table, const Index& index,
                                           std::string_view name, std::uint32_t hash) {
    const auto row = index.find(
        hash, [&](std::size_t each) { return equal_ignoring_case(table[each].name, name); });
    return row ? std::optional{table[*row].other} : std::nullopt;
}

}  // namespace

std::optional<std::string_view> iana_from_windows(std::string_view windows,
                                                  std::string_view territory) {
    const std::uint32_t hash = hash_ignoring_case(windows);
    for (const std::string_view wanted : {territory, whole_world}) {
        const auto row = windows_index.find(hash_of(hash, wanted), [&](std::size_t each) {
            return equal_ignoring_case(windows_rows[each].windows, windows) &&
                   equal_ignoring_case(windows_rows[each].territory, wanted);
        });
        if (row) return windows_rows[*row].iana;
    }
    return other_name(additional_windows_names, additional_index, windows, hash);
}

std::optional<std::string_view> windows_from_iana(std::string_view iana) {
    return other_name(windows_of_iana, iana_index, iana, hash_ignoring_case(iana));
}

std::vector<std::string_view> iana_aliases_of(std::string_view iana) {
    const auto better = other_name(iana_aliases, alias_index, iana, hash_ignoring_case(iana));
    const std::string_view preferred = better.value_or(iana);
    std::vector<std::string_view> names;
    if (better) names.push_back(preferred);
    for (const PairRow& row : iana_aliases) {
        if (equal_ignoring_case(row.other, preferred) && !equal_ignoring_case(row.name, iana))
            names.push_back(row.name);
    }
    return names;
}

std::span<const WindowsRow> windows_table() {
    return windows_rows;
}

std::span<const PairRow> windows_of_iana_table() {
    return windows_of_iana;
}

std::span<const PairRow> additional_windows_table() {
    return additional_windows_names;
}

std::span<const PairRow> iana_alias_table() {
    return iana_aliases;
}

}  // namespace plazo::timezone
