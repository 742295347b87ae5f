#include "timezone/windows_check.h"

#include <algorithm>

#include "timezone/ascii.h"
#include "timezone/tzdb_difference.h"
#include "timezone/windows_tables.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

std::optional<Zone> find_under_any_name(const Tzdb& tzdb, std::string_view iana) {
    if (auto zone = tzdb.find(iana)) return zone;
    for (const std::string_view alias : iana_aliases_of(iana)) {
        if (auto zone = tzdb.find(alias)) return zone;
    }
    return std::nullopt;
}

std::optional<Zone> main_zone(const Tzdb& tzdb, std::string_view windows) {
    const auto iana = iana_from_windows(windows);
    return iana ? find_under_any_name(tzdb, *iana) : std::nullopt;
}

bool is_alias(std::string_view iana) {
    const auto table = iana_alias_table();
    return std::any_of(table.begin(), table.end(),
                       [&](const PairRow& row) { return row.name == iana; });
}

/// Whether CLDR's own name of the zone fits; one whose place is missing cannot be refuted.
std::optional<std::string_view> own_name(const Tzdb& tzdb, const Zone& zone, Span span) {
    const auto windows = windows_from_iana(zone.name());
    const auto main = windows ? main_zone(tzdb, *windows) : std::nullopt;
    return !main || same_offsets(*main, zone, span) ? windows : std::nullopt;
}

/// Where CLDR has the place; empty where it does not say.
std::string_view territory_of(std::string_view iana) {
    for (const WindowsRow& row : windows_table()) {
        if (row.iana == iana && row.territory != whole_world) return row.territory;
    }
    return {};
}

bool is_in(std::string_view windows, std::string_view territory) {
    const auto table = windows_table();
    return std::any_of(table.begin(), table.end(), [&](const WindowsRow& row) {
        return row.windows == windows && row.territory == territory;
    });
}

}  // namespace

std::vector<WindowsMismatch> verify_windows_zones(const Tzdb& tzdb, Span span) {
    using Kind = WindowsMismatch::Kind;
    std::vector<WindowsMismatch> found;
    for (const auto& [iana, windows] : windows_of_iana_table()) {
        if (is_alias(iana)) continue;
        const auto zone = find_under_any_name(tzdb, iana);
        if (!zone) {
            found.push_back({windows, iana, Kind::missing, {}});
            continue;
        }
        const auto main = main_zone(tzdb, windows);
        const auto since = main ? first_difference(*zone, *main, span.from) : std::nullopt;
        if (since && *since < span.to) found.push_back({windows, iana, Kind::differs, *since});
    }
    return found;
}

std::vector<std::string_view> windows_names(const Tzdb& tzdb, const Zone& zone, Span span) {
    std::vector<std::string_view> names;
    const auto add = [&](std::string_view windows, std::string_view iana) {
        const bool known = std::find(names.begin(), names.end(), windows) != names.end();
        const auto main = known ? std::nullopt : find_under_any_name(tzdb, iana);
        if (main && same_offsets(*main, zone, span)) names.push_back(windows);
    };
    if (const auto own = own_name(tzdb, zone, span)) names.push_back(*own);
    const auto of_the_world = static_cast<std::ptrdiff_t>(names.size());
    for (const WindowsRow& row : windows_table()) {
        if (row.territory == whole_world) add(row.windows, row.iana);
    }
    const std::string_view territory = territory_of(zone.name());
    std::stable_partition(names.begin() + of_the_world, names.end(), [&](std::string_view each) {
        return !territory.empty() && is_in(each, territory);
    });
    for (const PairRow& row : additional_windows_table()) add(row.name, row.other);
    return names;
}

std::optional<std::string_view> windows_name(const Tzdb& tzdb, const Zone& zone, Span span) {
    if (const auto own = own_name(tzdb, zone, span)) return own;
    const auto names = windows_names(tzdb, zone, span);
    return names.empty() ? std::nullopt : std::optional{names.front()};
}

}  // namespace plazo::timezone
