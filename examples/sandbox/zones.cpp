#include "examples/sandbox/zones.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "examples/sandbox/reply.h"
#include "timezone/windows_tables.h"
#include "timezone/windows_zones.h"

namespace plazo::sandbox {
namespace {

// In byte order: as printed in microsoftgraph/microsoft-graph-docs (CC-BY-4.0),
// api-reference/v1.0/resources/datetimetimezone.md, of 2021.
constexpr std::array<std::string_view, 99> listed{
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Windhoek",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Bahia",
    "America/Bogota",
    "America/Caracas",
    "America/Cayenne",
    "America/Chicago",
    "America/Chihuahua",
    "America/Cuiaba",
    "America/Denver",
    "America/Godthab",
    "America/Guatemala",
    "America/Halifax",
    "America/Indiana/Indianapolis",
    "America/La_Paz",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Montevideo",
    "America/New_York",
    "America/Phoenix",
    "America/Regina",
    "America/Santa_Isabel",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Amman",
    "Asia/Astana",
    "Asia/Baghdad",
    "Asia/Baku",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Colombo",
    "Asia/Damascus",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Irkutsk",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Krasnoyarsk",
    "Asia/Magadan",
    "Asia/Novosibirsk",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Asia/Tbilisi",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Toshkent",
    "Asia/Ulaanbaatar",
    "Asia/Vladivostok",
    "Asia/Yakutsk",
    "Asia/Yangon",
    "Asia/Yekaterinburg",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Atlantic/Cape_Verde",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Darwin",
    "Australia/Hobart",
    "Australia/Perth",
    "Australia/Sydney",
    "Etc/GMT",
    "Etc/GMT+11",
    "Etc/GMT+12",
    "Etc/GMT+2",
    "Etc/GMT-12",
    "Europe/Berlin",
    "Europe/Bucharest",
    "Europe/Budapest",
    "Europe/Istanbul",
    "Europe/Kaliningrad",
    "Europe/Kyiv",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Paris",
    "Europe/Warsaw",
    "Indian/Mauritius",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Fiji",
    "Pacific/Guadalcanal",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Port_Moresby",
    "Pacific/Tongatapu",
};

}  // namespace

std::optional<timezone::Zone> Zones::find(const std::string& name) const {
    if (name == "UTC") return timezone::Zone::utc();
    if (std::binary_search(listed.begin(), listed.end(), name)) return tzdb_.find(name);
    const auto iana = timezone::iana_from_windows(name);
    if (!iana) return std::nullopt;
    return tzdb_.find(*iana);
}

timezone::Zone Zones::require(const std::string& name) const {
    if (const auto zone = find(name)) return *zone;
    throw Refusal{400, "TimeZoneNotSupportedException",
                  "A valid TimeZone value must be specified. The following TimeZone value is not "
                  "supported: '" +
                      name + "'."};
}

std::optional<timezone::Zone> Zones::find_any(const std::string& name) const {
    if (const auto zone = find(name)) return zone;
    return tzdb_.find(name);
}

std::string Zones::windows_name(const std::string& name) const {
    if (name == "UTC") return name;
    if (!std::binary_search(listed.begin(), listed.end(), name)) return name;
    return std::string{timezone::windows_from_iana(name).value_or("UTC")};
}

std::vector<std::string_view> Zones::windows_names() {
    std::vector<std::string_view> names;
    for (const timezone::WindowsRow& row : timezone::windows_table()) {
        if (row.territory == timezone::whole_world) names.push_back(row.windows);
    }
    return names;
}

std::vector<std::string_view> Zones::listed_iana_names() const {
    std::vector<std::string_view> names;
    for (const std::string_view name : listed) {
        if (tzdb_.find(name)) names.push_back(name);
    }
    return names;
}

timezone::Instant Zones::instant(const EventTime& time) const {
    return require(time.zone).instant(time.local);
}

EventTime Zones::in_zone(const EventTime& time, const std::string& zone) const {
    if (time.zone == zone) return time;
    return {find_any(zone).value_or(timezone::Zone::utc()).local(instant(time)), zone};
}

}  // namespace plazo::sandbox
