// timezone/windows_zones.h - Windows names of time zones <-> names of the tz database.
//
// Exchange and Microsoft Graph speak of "Romance Standard Time" where everybody else says
// "Europe/Paris" or "Europe/Madrid": one Windows zone stands for many places, and the territory
// (ISO 3166, or "001" for the world) says which of them is meant.
//
// Example (runs in tests/timezone/windows_zones_test.cpp):
//     iana_from_windows("Romance Standard Time") == "Europe/Paris";
//     iana_from_windows("Romance Standard Time", "ES") == "Europe/Madrid";
//     windows_from_iana("Europe/Madrid") == "Romance Standard Time";
//     windows_from_iana("Europe/Kiev") == windows_from_iana("Europe/Kyiv");
//
// The tables come from Unicode CLDR (windows_zones.inc, written by windows_zones.mjs), with zones
// called as the tz database prefers today. Names that CLDR no longer or not yet has are added here:
// those that Windows retired, those it uses as the name of a zone's standard time, and those it was
// announced to get in 2026. Names compare without regard to case.
//
// All of it is constant data with an index that the compiler builds: a look-up takes some 10 to 30
// ns, allocates nothing and takes no lock.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace plazo::timezone {

inline constexpr std::string_view whole_world = "001";

/// The place of `territory` that keeps the time of `windows`, or the world's where the territory
/// has none. Nothing when the name is not one of Windows.
std::optional<std::string_view> iana_from_windows(std::string_view windows,
                                                  std::string_view territory = whole_world);

/// For current names and links alike. Nothing where Windows has no zone (Antarctica/Troll).
std::optional<std::string_view> windows_from_iana(std::string_view iana);

/// Other names of the same place, the preferred first: what to try when a database is older or
/// newer than a name. Empty when there is no other.
std::vector<std::string_view> iana_aliases_of(std::string_view iana);

}  // namespace plazo::timezone
