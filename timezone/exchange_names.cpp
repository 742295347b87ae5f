#include "timezone/exchange_names.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "timezone/ascii.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

/// Short forms are Exchange's and Lotus Notes' of about 2000. These stood for places whose clocks
/// have parted since: Kwajalein and the date line; Bucharest, Chisinau and Minsk; Almaty and
/// Novosibirsk. Which was meant the name does not tell.
constexpr std::string_view parted_short_names[] = {"Dateline", "E. Europe", "N. Central Asia"};

struct LocalName {
    std::string_view name, windows;
};

/// What Windows calls a zone's times where it speaks another language, in small letters of ASCII.
constexpr LocalName local_names[] = {
    {"europe de l’ouest", "W. Europe Standard Time"},
    {"europe de l’ouest (heure d’été)", "W. Europe Standard Time"},
    {"hora de verano gmt", "GMT Standard Time"},
    {"hora de verano romance", "Romance Standard Time"},
    {"hora de verão de gmt", "GMT Standard Time"},
    {"hora est. pacífico, sudamérica", "SA Pacific Standard Time"},
    {"hora estándar gmt", "GMT Standard Time"},
    {"hora estándar romance", "Romance Standard Time"},
    {"hora oficial do brasil", "E. South America Standard Time"},
    {"hora padrão de gmt", "GMT Standard Time"},
    {"közép-európai nyári idő", "Central Europe Standard Time"},
    {"közép-európai téli idő", "Central Europe Standard Time"},
    {"mitteleuropäische sommerzeit", "W. Europe Standard Time"},
    {"mitteleuropäische zeit", "W. Europe Standard Time"},
    {"ora legale europa occidentale", "W. Europe Standard Time"},
    {"ora solare europa occidentale", "W. Europe Standard Time"},
    {"rtz 2 (зима)", "Russian Standard Time"},
    {"střední evropa (běžný čas)", "Central Europe Standard Time"},
    {"střední evropa (letní čas)", "Central Europe Standard Time"},
    {"türkiye standart saati", "Turkey Standard Time"},
    {"vest-europa (normaltid)", "W. Europe Standard Time"},
    {"vest-europa (sommertid)", "W. Europe Standard Time"},
    {"västeuropa, normaltid", "W. Europe Standard Time"},
    {"västeuropa, sommartid", "W. Europe Standard Time"},
    {"west-europa (standaardtijd)", "W. Europe Standard Time"},
    {"west-europa (zomertijd)", "W. Europe Standard Time"},
    {"Środkowoeuropejski czas letni", "Central European Standard Time"},
    {"Środkowoeuropejski czas stand.", "Central European Standard Time"},
    {"中国标准时间", "China Standard Time"},
    {"台北標準時間", "Taipei Standard Time"},
    {"東京 (標準時)", "Tokyo Standard Time"},
    {"대한민국 표준시", "Korea Standard Time"},
};

/// By CdoTimeZoneId, the numbers of Exchange 2000 to 2007. Number 2 is Lisbon in some versions and
/// Sarajevo in others, and 52 is no zone.
constexpr std::string_view cdo_zones[] = {"Etc/UTC",
                                          "Europe/London",
                                          "",
                                          "Europe/Paris",
                                          "Europe/Berlin",
                                          "Europe/Bucharest",
                                          "Europe/Prague",
                                          "Europe/Athens",
                                          "America/Sao_Paulo",
                                          "America/Halifax",
                                          "America/New_York",
                                          "America/Chicago",
                                          "America/Denver",
                                          "America/Los_Angeles",
                                          "America/Anchorage",
                                          "Pacific/Honolulu",
                                          "Pacific/Midway",
                                          "Pacific/Auckland",
                                          "Australia/Brisbane",
                                          "Australia/Adelaide",
                                          "Asia/Tokyo",
                                          "Asia/Singapore",
                                          "Asia/Bangkok",
                                          "Asia/Kolkata",
                                          "Asia/Muscat",
                                          "Asia/Tehran",
                                          "Asia/Baghdad",
                                          "Asia/Jerusalem",
                                          "America/St_Johns",
                                          "Atlantic/Azores",
                                          "America/Noronha",
                                          "Africa/Casablanca",
                                          "America/Argentina/Buenos_Aires",
                                          "America/Caracas",
                                          "America/Indiana/Indianapolis",
                                          "America/Bogota",
                                          "America/Regina",
                                          "America/Mexico_City",
                                          "America/Phoenix",
                                          "Pacific/Kwajalein",
                                          "Pacific/Fiji",
                                          "Asia/Magadan",
                                          "Australia/Hobart",
                                          "Pacific/Guam",
                                          "Australia/Darwin",
                                          "Asia/Shanghai",
                                          "Asia/Almaty",
                                          "Asia/Karachi",
                                          "Asia/Kabul",
                                          "Africa/Cairo",
                                          "Africa/Harare",
                                          "Europe/Moscow",
                                          "",
                                          "Atlantic/Cape_Verde",
                                          "Asia/Baku",
                                          "America/Guatemala",
                                          "Africa/Nairobi",
                                          "Australia/Sydney",
                                          "Asia/Yekaterinburg",
                                          "Europe/Helsinki",
                                          "America/Nuuk",
                                          "Asia/Yangon",
                                          "Asia/Kathmandu",
                                          "Asia/Irkutsk",
                                          "Asia/Krasnoyarsk",
                                          "America/Santiago",
                                          "Asia/Colombo",
                                          "Pacific/Tongatapu",
                                          "Asia/Vladivostok",
                                          "Africa/Lagos",
                                          "Asia/Yakutsk",
                                          "Asia/Dhaka",
                                          "Asia/Seoul",
                                          "Australia/Perth",
                                          "Asia/Kuwait",
                                          "Asia/Taipei",
                                          "Australia/Sydney"};

}  // namespace

std::optional<std::string> windows_from_short_name(std::string_view text) {
    constexpr std::string_view standard = " Standard Time";
    std::string name{text};
    for (const std::string_view other : {" Daylight Time", " Summer Time"}) {
        replace_all(name, other, standard);
    }
    if (name == text) {
        constexpr std::string_view time = " Time";
        if (text.ends_with(time)) text.remove_suffix(time.size());
        const bool is_parted =
            std::any_of(std::begin(parted_short_names), std::end(parted_short_names),
                        [&](std::string_view each) { return equal_ignoring_case(each, text); });
        if (is_parted) return std::nullopt;
        name = std::string{text}.append(standard);
    }
    return iana_from_windows(name) ? std::optional{std::move(name)} : std::nullopt;
}

std::optional<std::string_view> windows_from_local_name(std::string_view text) {
    const auto row =
        std::find_if(std::begin(local_names), std::end(local_names),
                     [&](const LocalName& each) { return equal_ignoring_case(each.name, text); });
    return row == std::end(local_names) ? std::nullopt : std::optional{row->windows};
}

std::optional<std::string_view> iana_from_cdo_number(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool is_number =
        !text.empty() && text.size() <= 2 && std::all_of(text.begin(), text.end(), is_digit);
    if (!is_number) return std::nullopt;
    std::size_t number = 0;
    for (const char digit : text) number = number * 10 + static_cast<std::size_t>(digit - '0');
    if (number >= std::size(cdo_zones) || cdo_zones[number].empty()) return std::nullopt;
    return cdo_zones[number];
}

}  // namespace plazo::timezone
