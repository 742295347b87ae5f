#include "timezone/places.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "timezone/ascii.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

struct Place {
    std::string_view name, zone;
};

/// What is shown beside cities of the tz database, in small letters of ASCII and sorted by its
/// bytes. A name that stands twice means either, and the rest of the text decides.
constexpr Place places[] = {
    {"abu dhabi", "Asia/Dubai"},
    {"afrique centrale de l'ouest", "Africa/Lagos"},
    {"alaska", "America/Anchorage"},
    {"aleutian islands", "America/Adak"},
    {"américa central", "America/Guatemala"},
    {"arab", "Asia/Riyadh"},
    {"arizona", "America/Phoenix"},
    {"astana", "Asia/Almaty"},
    {"atlantic time", "America/Halifax"},
    {"atlantic time (canada)", "America/Halifax"},
    {"baja california", "America/Tijuana"},
    {"beijing", "Asia/Shanghai"},
    {"bern", "Europe/Zurich"},
    {"berna", "Europe/Zurich"},
    {"berne", "Europe/Zurich"},
    {"berno", "Europe/Zurich"},
    {"bombay", "Asia/Kolkata"},
    {"bougainville island", "Pacific/Bougainville"},
    {"brasilia", "America/Sao_Paulo"},
    {"brasília", "America/Sao_Paulo"},
    {"cabo verde is.", "Atlantic/Cape_Verde"},
    {"canberra", "Australia/Sydney"},
    {"cape verde is.", "Atlantic/Cape_Verde"},
    {"cape verde islands", "Atlantic/Cape_Verde"},
    {"caucasus", "Asia/Yerevan"},
    {"central america", "America/Guatemala"},
    {"central australia", "Australia/Adelaide"},
    {"central australia", "Australia/Darwin"},
    {"central europe", "Europe/Budapest"},
    {"central time", "America/Chicago"},
    {"central time (us & canada)", "America/Chicago"},
    {"central time (usa & kanada)", "America/Chicago"},
    {"centre (É.-u. et canada)", "America/Chicago"},
    {"chatham islands", "Pacific/Chatham"},
    {"chennai", "Asia/Kolkata"},
    {"chetumal", "America/Cancun"},
    {"chokurdakh", "Asia/Srednekolymsk"},
    {"city of buenos aires", "America/Argentina/Buenos_Aires"},
    {"coordinated universal time", "Etc/UTC"},
    {"dateline time", "Etc/GMT+12"},
    {"dateline time", "Pacific/Kwajalein"},
    {"east africa", "Africa/Nairobi"},
    {"east australia", "Australia/Brisbane"},
    {"easter island", "Pacific/Easter"},
    {"eastern europe", "Europe/Bucharest"},
    {"eastern time", "America/New_York"},
    {"eastern time (us & canada)", "America/New_York"},
    {"eastern time (usa & kanada)", "America/New_York"},
    {"edimbourg", "Europe/London"},
    {"edimburgo", "Europe/London"},
    {"edinburgh", "Europe/London"},
    {"edynburg", "Europe/London"},
    {"ekaterinburg", "Asia/Yekaterinburg"},
    {"eniwetok", "Pacific/Kwajalein"},
    {"est (É.-u. et canada)", "America/New_York"},
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
    {"heure de l'atlantique (canada)", "America/Halifax"},
    {"heure de l'est (états-unis et canada)", "America/New_York"},
    {"heure du centre (états-unis et canada)", "America/Chicago"},
    {"hong kong sar", "Asia/Hong_Kong"},
    {"hora central (ee.uu. y canadá)", "America/Chicago"},
    {"hora de la montaña (ee.uu. y canadá)", "America/Denver"},
    {"hora del atlántico (canadá)", "America/Halifax"},
    {"hora del este (ee.uu. y canadá)", "America/New_York"},
    {"hora del pacífico (ee.uu. y canadá)", "America/Los_Angeles"},
    {"hora universal coordinada", "Etc/UTC"},
    {"india standard time", "Asia/Kolkata"},
    {"indiana", "America/Indiana/Indianapolis"},
    {"indiana (east)", "America/Indiana/Indianapolis"},
    {"international date line west", "Etc/GMT+12"},
    {"islamabad", "Asia/Karachi"},
    {"israel", "Asia/Jerusalem"},
    {"izhevsk", "Europe/Samara"},
    {"jerusalem standard time", "Asia/Jerusalem"},
    {"kazan", "Europe/Moscow"},
    {"kiew", "Europe/Kyiv"},
    {"kiritimati island", "Pacific/Kiritimati"},
    {"koordinierte weltzeit", "Etc/UTC"},
    {"korea standard time", "Asia/Seoul"},
    {"kyiv", "Europe/Kyiv"},
    {"la paz", "America/La_Paz"},
    {"la paz", "America/Mazatlan"},
    {"laibach", "Europe/Ljubljana"},
    {"lord howe island", "Australia/Lord_Howe"},
    {"madras", "Asia/Kolkata"},
    {"marquesas islands", "Pacific/Marquesas"},
    {"marshall is.", "Pacific/Majuro"},
    {"marshall islands", "Pacific/Majuro"},
    {"mid-atlantic", "Etc/GMT+2"},
    {"midway island", "Pacific/Midway"},
    {"mountain time", "America/Denver"},
    {"mountain time (us & canada)", "America/Denver"},
    {"mumbai", "Asia/Kolkata"},
    {"nepal", "Asia/Kathmandu"},
    {"new caledonia", "Pacific/Noumea"},
    {"new delhi", "Asia/Kolkata"},
    {"newfoundland", "America/St_Johns"},
    {"newfoundland and labrador", "America/St_Johns"},
    {"norfolk island", "Pacific/Norfolk"},
    {"north central asia", "Asia/Novosibirsk"},
    {"nuku'alofa", "Pacific/Tongatapu"},
    {"osaka", "Asia/Tokyo"},
    {"pacific time", "America/Los_Angeles"},
    {"pacific time (us & canada)", "America/Los_Angeles"},
    {"pacific time (usa & kanada)", "America/Los_Angeles"},
    {"pacifique (É.-u. et canada)", "America/Los_Angeles"},
    {"pechino", "Asia/Shanghai"},
    {"pekin", "Asia/Shanghai"},
    {"peking", "Asia/Shanghai"},
    {"pekín", "Asia/Shanghai"},
    {"pequim", "Asia/Shanghai"},
    {"petropavlovsk-kamchatsky", "Asia/Kamchatka"},
    {"port louis", "Indian/Mauritius"},
    {"pozsony", "Europe/Bratislava"},
    {"pretoria", "Africa/Johannesburg"},
    {"pékin", "Asia/Shanghai"},
    {"quito", "America/Guayaquil"},
    {"saint pierre and miquelon", "America/Miquelon"},
    {"saint-pétersbourg", "Europe/Moscow"},
    {"salvador", "America/Bahia"},
    {"samoa", "Pacific/Apia"},
    {"samoa", "Pacific/Pago_Pago"},
    {"san juan", "America/Puerto_Rico"},
    {"san juan", "America/Argentina/San_Juan"},
    {"sapporo", "Asia/Tokyo"},
    {"saskatchewan", "America/Regina"},
    {"sofija", "Europe/Sofia"},
    {"solomon is.", "Pacific/Guadalcanal"},
    {"solomon islands", "Pacific/Guadalcanal"},
    {"sri jayawardenepura", "Asia/Colombo"},
    {"sri lanka", "Asia/Colombo"},
    {"st. petersbourg", "Europe/Moscow"},
    {"st. petersburg", "Europe/Moscow"},
    {"sverdlovsk", "Asia/Yekaterinburg"},
    {"tasmania", "Australia/Hobart"},
    {"temps universel coordonné", "Etc/UTC"},
    {"tonga", "Pacific/Tongatapu"},
    {"turks and caicos", "America/Grand_Turk"},
    {"ulaan bataar", "Asia/Ulaanbaatar"},
    {"universal coordinated time", "Etc/UTC"},
    {"wellington", "Pacific/Auckland"},
    {"west central africa", "Africa/Lagos"},
    {"western australia", "Australia/Perth"},
    {"westliches zentralafrika", "Africa/Lagos"},
    {"wilna", "Europe/Vilnius"},
    {"yangon (rangoon)", "Asia/Yangon"},
    {"yukon", "America/Whitehorse"},
    {"Édimbourg", "Europe/London"},
    {"Берн", "Europe/Zurich"},
    {"Пекин", "Asia/Shanghai"},
    {"Санкт-Петербург", "Europe/Moscow"},
    {"Эдинбург", "Europe/London"},
    {"エディンバラ", "Europe/London"},
    {"ベルン", "Europe/Zurich"},
    {"东部时间(美国和加拿大)", "America/New_York"},
    {"中部时间(美国和加拿大)", "America/Chicago"},
    {"中部標準時 (米国およびカナダ)", "America/Chicago"},
    {"伯尔尼", "Europe/Zurich"},
    {"北京", "Asia/Shanghai"},
    {"协调世界时", "Etc/UTC"},
    {"協定世界時", "Etc/UTC"},
    {"大西洋时间(加拿大)", "America/Halifax"},
    {"大西洋標準時 (カナダ)", "America/Halifax"},
    {"大阪", "Asia/Tokyo"},
    {"太平洋时间(美国和加拿大)", "America/Los_Angeles"},
    {"太平洋標準時 (米国およびカナダ)", "America/Los_Angeles"},
    {"山地时间(美国和加拿大)", "America/Denver"},
    {"山地標準時 (米国およびカナダ)", "America/Denver"},
    {"札幌", "Asia/Tokyo"},
    {"東部標準時 (米国およびカナダ)", "America/New_York"},
    {"爱丁堡", "Europe/London"},
    {"重庆", "Asia/Shanghai"},
    {"重慶", "Asia/Shanghai"},
    {"香港特別行政區", "Asia/Hong_Kong"},
    {"香港特别行政区", "Asia/Hong_Kong"},
    {"베른", "Europe/Zurich"},
    {"베이징", "Asia/Shanghai"},
    {"에든버러", "Europe/London"},
};

constexpr Place cities_in_other_languages[] = {
#include "timezone/city_names.inc"
};

constexpr auto by_name = [](const Place& a, const Place& b) {
    return less_ignoring_case(a.name, b.name);
};
static_assert(std::is_sorted(std::begin(places), std::end(places), by_name));
static_assert(std::is_sorted(std::begin(cities_in_other_languages),
                             std::end(cities_in_other_languages), by_name));

/// Where the tz database keeps cities; "US/Eastern" is none.
constexpr std::string_view folders[] = {
    "Africa/",          "America/",          "America/Argentina/",
    "America/Indiana/", "America/Kentucky/", "America/North_Dakota/",
    "Antarctica/",      "Arctic/",           "Asia/",
    "Atlantic/",        "Australia/",        "Europe/",
    "Indian/",          "Pacific/"};
/// Old names that are no cities: "Australia/North".
constexpr std::string_view no_cities[] = {"north", "south", "west", "act", "nsw", "lhi"};
constexpr std::size_t city_length_max = 32;

std::vector<Zone> zones_of_city(const Tzdb& tzdb, std::string_view city) {
    std::vector<Zone> zones;
    const bool is_none =
        std::any_of(std::begin(no_cities), std::end(no_cities),
                    [&](std::string_view each) { return equal_ignoring_case(each, city); });
    if (is_none || city.size() > city_length_max || city.find('/') != city.npos) return zones;
    for (const std::string_view folder : folders) {
        std::string name{folder};
        name.append(city);
        std::replace(name.begin(), name.end(), ' ', '_');
        if (auto zone = tzdb.find(name)) zones.push_back(std::move(*zone));
    }
    return zones;
}

template <class Table>
std::vector<Zone> zones_of_table(const Tzdb& tzdb, const Table& table, std::string_view place) {
    std::vector<Zone> zones;
    const Place wanted{place, {}};
    const auto rows = std::equal_range(std::begin(table), std::end(table), wanted, by_name);
    for (auto row = rows.first; row != rows.second; ++row) {
        if (auto zone = tzdb.find(row->zone)) zones.push_back(std::move(*zone));
    }
    return zones;
}

/// "Coordinated Universal Time-02", "Bougainville Standard Time".
std::optional<std::string_view> zone_of_windows_words(std::string_view place) {
    if (const auto iana = iana_from_windows(place)) return iana;
    constexpr std::string_view utc = "coordinated universal time";
    if (!equal_ignoring_case(place.substr(0, utc.size()), utc)) return std::nullopt;
    return iana_from_windows(std::string{"UTC"}.append(trimmed(place.substr(utc.size()))));
}

}  // namespace

std::vector<Zone> zones_of_place(const Tzdb& tzdb, std::string_view place) {
    if (place.empty()) return {};
    std::vector<Zone> zones = zones_of_table(tzdb, places, place);
    if (zones.empty()) zones = zones_of_city(tzdb, place);
    if (zones.empty()) zones = zones_of_table(tzdb, cities_in_other_languages, place);
    if (!zones.empty()) return zones;
    const auto iana = zone_of_windows_words(place);
    auto zone = iana ? tzdb.find(*iana) : std::nullopt;
    if (zone) zones.push_back(std::move(*zone));
    return zones;
}

}  // namespace plazo::timezone
