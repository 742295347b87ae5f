#include "timezone/windows_zones.h"

#include <algorithm>
#include <iterator>

#include "timezone/ascii.h"

namespace plazo::timezone {

namespace {

struct WindowsRow {
    std::string_view windows, territory, iana;
    std::string_view key() const { return windows; }
};

struct PairRow {
    std::string_view name, other;
    std::string_view key() const { return name; }
};

#include "timezone/windows_zones.inc"

constexpr PairRow additional_windows_names[] = {
    {"Alberta Standard Time", "America/Edmonton"},
    {"Armenian Standard Time", "Asia/Yerevan"},
    {"British Columbia Standard Time", "America/Vancouver"},
    {"Cabo Verde Standard Time", "Atlantic/Cape_Verde"},
    {"Coordinated Universal Time", "Etc/UTC"},
    {"Fiji Islands Standard Time", "Pacific/Fiji"},
    {"Greenwich Mean Time", "Europe/London"},
    {"Jerusalem Standard Time", "Asia/Jerusalem"},
    {"Kamchatka Standard Time", "Asia/Kamchatka"},
    {"Malay Peninsula Standard Time", "Asia/Singapore"},
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
};

struct ByKey {
    template <class Row>
    bool operator()(const Row& row, std::string_view key) const {
        return less_ignoring_case(row.key(), key);
    }
    template <class Row>
    bool operator()(std::string_view key, const Row& row) const {
        return less_ignoring_case(key, row.key());
    }
};

/// The rows of a sorted table whose first column is `key`.
template <class Table>
auto rows_of(const Table& table, std::string_view key) {
    return std::equal_range(std::begin(table), std::end(table), key, ByKey{});
}

}  // namespace

std::optional<std::string_view> iana_from_windows(std::string_view windows,
                                                  std::string_view territory) {
    const auto [begin, end] = rows_of(windows_rows, windows);
    for (const std::string_view wanted : {territory, whole_world}) {
        const auto row = std::find_if(
            begin, end, [&](const WindowsRow& each) { return each.territory == wanted; });
        if (row != end) return row->iana;
    }
    const auto additional = rows_of(additional_windows_names, windows);
    if (additional.first != additional.second) return additional.first->other;
    return std::nullopt;
}

std::optional<std::string_view> windows_from_iana(std::string_view iana) {
    const auto [begin, end] = rows_of(windows_of_iana, iana);
    if (begin == end) return std::nullopt;
    return begin->other;
}

std::vector<std::string_view> iana_aliases_of(std::string_view iana) {
    const auto [begin, end] = rows_of(iana_aliases, iana);
    const std::string_view preferred = begin == end ? iana : begin->other;
    std::vector<std::string_view> names;
    if (begin != end) names.push_back(preferred);
    for (const PairRow& row : iana_aliases) {
        if (equal_ignoring_case(row.other, preferred) && !equal_ignoring_case(row.name, iana))
            names.push_back(row.name);
    }
    return names;
}

}  // namespace plazo::timezone
