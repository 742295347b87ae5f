#include "timezone/display_names.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "timezone/ascii.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

struct Place {
    std::string_view name, zone;
};

/// What is shown beside cities of the tz database, in small letters. A name that stands twice means
/// either, and the rest of the text decides.
constexpr Place places[] = {
    {"abu dhabi", "Asia/Dubai"},
    {"alaska", "America/Anchorage"},
    {"aleutian islands", "America/Adak"},
    {"arab", "Asia/Riyadh"},
    {"arizona", "America/Phoenix"},
    {"astana", "Asia/Almaty"},
    {"atlantic time (canada)", "America/Halifax"},
    {"baja california", "America/Tijuana"},
    {"beijing", "Asia/Shanghai"},
    {"bern", "Europe/Zurich"},
    {"bougainville island", "Pacific/Bougainville"},
    {"brasilia", "America/Sao_Paulo"},
    {"bruselas", "Europe/Brussels"},
    {"bruxelles", "Europe/Brussels"},
    {"cabo verde is.", "Atlantic/Cape_Verde"},
    {"cape verde is.", "Atlantic/Cape_Verde"},
    {"cape verde islands", "Atlantic/Cape_Verde"},
    {"caucasus", "Asia/Yerevan"},
    {"central america", "America/Guatemala"},
    {"central australia", "Australia/Adelaide"},
    {"central australia", "Australia/Darwin"},
    {"central europe", "Europe/Budapest"},
    {"central time (us & canada)", "America/Chicago"},
    {"central time", "America/Chicago"},
    {"chatham islands", "Pacific/Chatham"},
    {"chennai", "Asia/Kolkata"},
    {"chetumal", "America/Cancun"},
    {"chokurdakh", "Asia/Srednekolymsk"},
    {"city of buenos aires", "America/Argentina/Buenos_Aires"},
    {"coordinated universal time", "Etc/UTC"},
    {"copenhague", "Europe/Copenhagen"},
    {"dateline time", "Etc/GMT+12"},
    {"east africa", "Africa/Nairobi"},
    {"east australia", "Australia/Brisbane"},
    {"easter island", "Pacific/Easter"},
    {"eastern europe", "Europe/Bucharest"},
    {"eastern time (us & canada)", "America/New_York"},
    {"eastern time", "America/New_York"},
    {"edinburgh", "Europe/London"},
    {"ekaterinburg", "Asia/Yekaterinburg"},
    {"fiji is.", "Pacific/Fiji"},
    {"fiji islands", "Pacific/Fiji"},
    {"georgetown", "America/Guyana"},
    {"gorno-altaysk", "Asia/Barnaul"},
    {"greenland", "America/Nuuk"},
    {"greenwich mean time", "Europe/London"},
    {"guadalajara", "America/Mexico_City"},
    {"haiti", "America/Port-au-Prince"},
    {"hanoi", "Asia/Bangkok"},
    {"hawaii", "Pacific/Honolulu"},
    {"hong kong sar", "Asia/Hong_Kong"},
    {"india standard time", "Asia/Kolkata"},
    {"indiana (east)", "America/Indiana/Indianapolis"},
    {"international date line west", "Etc/GMT+12"},
    {"islamabad", "Asia/Karachi"},
    {"israel", "Asia/Jerusalem"},
    {"izhevsk", "Europe/Samara"},
    {"jerusalem standard time", "Asia/Jerusalem"},
    {"kiritimati island", "Pacific/Kiritimati"},
    {"korea standard time", "Asia/Seoul"},
    {"kyiv", "Europe/Kiev"},
    {"lord howe island", "Australia/Lord_Howe"},
    {"marquesas islands", "Pacific/Marquesas"},
    {"marshall is.", "Pacific/Majuro"},
    {"mid-atlantic", "Etc/GMT+2"},
    {"midway island", "Pacific/Midway"},
    {"mountain time (us & canada)", "America/Denver"},
    {"mountain time", "America/Denver"},
    {"mumbai", "Asia/Kolkata"},
    {"new caledonia", "Pacific/Noumea"},
    {"new delhi", "Asia/Kolkata"},
    {"newfoundland", "America/St_Johns"},
    {"norfolk island", "Pacific/Norfolk"},
    {"north central asia", "Asia/Novosibirsk"},
    {"nuku'alofa", "Pacific/Tongatapu"},
    {"osaka", "Asia/Tokyo"},
    {"pacific time (us & canada)", "America/Los_Angeles"},
    {"pacific time", "America/Los_Angeles"},
    {"parís", "Europe/Paris"},
    {"petropavlovsk-kamchatsky", "Asia/Kamchatka"},
    {"port louis", "Indian/Mauritius"},
    {"pretoria", "Africa/Johannesburg"},
    {"quito", "America/Guayaquil"},
    {"saint pierre and miquelon", "America/Miquelon"},
    {"salvador", "America/Bahia"},
    {"samoa", "Pacific/Apia"},
    {"samoa", "Pacific/Pago_Pago"},
    {"sapporo", "Asia/Tokyo"},
    {"saskatchewan", "America/Regina"},
    {"sofija", "Europe/Sofia"},
    {"solomon is.", "Pacific/Guadalcanal"},
    {"solomon islands", "Pacific/Guadalcanal"},
    {"sri jayawardenepura", "Asia/Colombo"},
    {"sri lanka", "Asia/Colombo"},
    {"st. petersburg", "Europe/Moscow"},
    {"sverdlovsk", "Asia/Yekaterinburg"},
    {"tasmania", "Australia/Hobart"},
    {"turks and caicos", "America/Grand_Turk"},
    {"wellington", "Pacific/Auckland"},
    {"west central africa", "Africa/Lagos"},
    {"yangon (rangoon)", "Asia/Yangon"},
    {"yukon", "America/Whitehorse"},
};

/// Regions of the tz database whose names end in a city; "US/Eastern" is none.
constexpr std::string_view regions[] = {"Africa",   "America",   "Antarctica", "Arctic", "Asia",
                                        "Atlantic", "Australia", "Europe",     "Indian", "Pacific"};
/// Ends of old names that are no cities: "Australia/North".
constexpr std::string_view no_cities[] = {"north", "south", "west", "act", "nsw", "lhi"};

/// A text without its "(UTC+01:00)", and what that says.
struct Parts {
    std::vector<std::string> names;
    std::optional<seconds> offset;
};

/// Reads "+01:00", "-03.30" or nothing at all (UTC itself).
std::optional<seconds> offset_in_front(std::string_view text) {
    if (text.empty()) return seconds{0};
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool shaped = text.size() == 6 && (text[0] == '+' || text[0] == '-') && digit(1) &&
                        digit(2) && (text[3] == ':' || text[3] == '.') && digit(4) && digit(5);
    if (!shaped) return std::nullopt;
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    const seconds offset = hours{number(1)} + minutes{number(4)};
    return text[0] == '-' ? -offset : offset;
}

Parts take_apart(std::string_view display_name) {
    Parts parts;
    std::string text = lowered(trimmed(display_name));
    const std::size_t close = text.find(')');
    const bool in_front = text.starts_with("(utc") || text.starts_with("(gmt");
    if (in_front && close != std::string::npos) {
        parts.offset = offset_in_front(std::string_view{text}.substr(4, close - 4));
        if (parts.offset) text.erase(0, close + 1);
    }
    replace_all(text, "us and canada", "us & canada");
    replace_all(text, " (commonwealth games)", "");
    // Lotus Notes puts slashes and dashes where Windows has commas, but only behind an offset.
    if (parts.offset) {
        replace_all(text, " - old", "");
        replace_all(text, " - new", "");
        replace_all(text, "/", ",");
        replace_all(text, " - ", ",");
    }
    // "(RTZ 6)" is Windows' number of a Russian zone.
    if (const auto number = text.find(" (rtz "); number != std::string::npos) text.erase(number);
    std::string_view rest = text;
    while (true) {
        const std::size_t end = rest.find_first_of(",;");
        parts.names.emplace_back(trimmed(rest.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        rest.remove_prefix(end + 1);
    }
}

std::string city_of(std::string_view zone_name) {
    const std::size_t first = zone_name.find('/');
    if (first == std::string_view::npos) return {};
    const auto region = zone_name.substr(0, first);
    if (std::find(std::begin(regions), std::end(regions), region) == std::end(regions)) return {};
    std::string city = lowered(zone_name.substr(zone_name.rfind('/') + 1));
    std::replace(city.begin(), city.end(), '_', ' ');
    const bool is_city =
        std::find(std::begin(no_cities), std::end(no_cities), city) == std::end(no_cities);
    return is_city ? city : std::string{};
}

/// Every zone that the name of a place may mean.
std::vector<Zone> zones_of_place(const Tzdb& tzdb, const std::string& place) {
    std::vector<Zone> zones;
    if (place.empty()) return zones;
    const auto add = [&](std::string_view name) {
        if (auto zone = tzdb.find(name)) zones.push_back(std::move(*zone));
    };
    for (const Place& each : places) {
        if (each.name == place) add(each.zone);
    }
    if (!zones.empty()) return zones;
    for (const std::string& name : tzdb.names()) {
        if (city_of(name) == place) add(name);
    }
    // "coordinated universal time-02"
    constexpr std::string_view utc_name = "coordinated universal time";
    if (place.starts_with(utc_name)) {
        const auto offset = trimmed(std::string_view{place}.substr(utc_name.size()));
        if (const auto iana = iana_from_windows(std::string{"UTC"}.append(offset))) add(*iana);
    }
    return zones;
}

/// The zones of the world that keep one time, and how many of the text's places they hold.
struct Group {
    Zone first;
    int places = 0;
};

/// "Europe/Paris" for Brussels, which is what Windows means by the group.
Zone main_zone(const Tzdb& tzdb, const Zone& zone, Span span) {
    const auto windows = windows_from_iana(zone.name());
    const auto iana = windows ? iana_from_windows(*windows) : std::nullopt;
    const bool is_place = iana && !iana->starts_with("Etc/");
    const auto main = is_place ? tzdb.find(*iana) : std::nullopt;
    return main && same_offsets(*main, zone, span) ? *main : zone;
}

/// Windows shows the offset of winter, whatever the season: the smaller one.
seconds standard_offset(const Zone& zone, Span span) {
    seconds smallest = zone.offset(span.from);
    for (const OffsetChange& each : offset_changes(zone.transitions(span.from, span.to))) {
        smallest = std::min(smallest, each.offset);
    }
    return smallest;
}

}  // namespace

std::optional<DisplayName> zone_of_display_name(const Tzdb& tzdb, std::string_view text,
                                                Span span) {
    const Parts parts = take_apart(text);
    std::vector<Group> groups;
    for (const std::string& name : parts.names) {
        const std::vector<Zone> zones = zones_of_place(tzdb, name);
        if (zones.empty()) return std::nullopt;
        std::vector<std::size_t> counted;
        for (const Zone& zone : zones) {
            const auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& each) {
                return same_offsets(each.first, zone, span);
            });
            const auto index = static_cast<std::size_t>(known - groups.begin());
            if (known == groups.end()) groups.push_back({zone, 0});
            if (std::find(counted.begin(), counted.end(), index) != counted.end()) continue;
            groups[index].places += 1;
            counted.push_back(index);
        }
    }
    const auto fits = [&](const Group& each) {
        return !parts.offset || standard_offset(each.first, span) == *parts.offset;
    };
    const bool any_fits = std::any_of(groups.begin(), groups.end(), fits);
    if (any_fits) std::erase_if(groups, [&](const Group& each) { return !fits(each); });
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.places > b.places; });
    if (groups.size() > 1 && groups[0].places == groups[1].places) return std::nullopt;
    const bool all_places = groups[0].places == static_cast<int>(parts.names.size());
    const bool is_list = parts.names.size() > 1;
    const Zone& found = groups[0].first;
    return DisplayName{is_list ? main_zone(tzdb, found, span) : found, any_fits && all_places};
}

}  // namespace plazo::timezone
