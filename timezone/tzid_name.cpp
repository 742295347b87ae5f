#include "timezone/tzid_name.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "timezone/ascii.h"
#include "timezone/display_names.h"
#include "timezone/exchange_names.h"
#include "timezone/posix_rule.h"
#include "timezone/windows_zones.h"
#include "timezone/written_offset.h"

namespace plazo::timezone {

namespace {

using How = TzidAnswer::How;
using Confidence = TzidAnswer::Confidence;

/// Of a name of the database: "America/Argentina/".
constexpr int folders_max = 2;

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
    return equal_ignoring_case(text.substr(0, start.size()), start);
}

/// Without quotes, escapes (RFC 5545, 3.3.11), entities and blanks around it.
std::string cleaned(std::string_view tzid) {
    std::string text;
    for (std::size_t i = 0; i < tzid.size(); ++i) {
        if (tzid[i] == '\\' && i + 1 < tzid.size()) ++i;
        if (tzid[i] != '"') text += tzid[i];
    }
    replace_all(text, "&amp;", "&");
    std::string_view name = trimmed(text);
    const bool quoted = name.size() > 1 && name.front() == '\'' && name.back() == '\'';
    if (quoted) name = name.substr(1, name.size() - 2);
    return std::string{name};
}

std::optional<NamedZone> by_database(const TzidQuestion& question, std::string_view text) {
    const auto zone = question.tzdb.find(text);
    if (!zone) return std::nullopt;
    const bool is_link = !equal_ignoring_case(zone->name(), text);
    return NamedZone{*zone, is_link ? How::alias : How::name, Confidence::high};
}

/// By another name, where the database is older or newer than this one.
std::optional<NamedZone> by_alias(const TzidQuestion& question, std::string_view text) {
    for (const std::string_view alias : iana_aliases_of(text)) {
        if (const auto zone = question.tzdb.find(alias)) {
            return NamedZone{*zone, How::alias, Confidence::high};
        }
    }
    return std::nullopt;
}

std::optional<NamedZone> by_iana_name(const TzidQuestion& question, std::string_view text) {
    auto found = by_database(question, text);
    return found ? found : by_alias(question, text);
}

std::optional<NamedZone> by_windows_name(const TzidQuestion& question, std::string_view text,
                                         Confidence confidence) {
    const auto iana = iana_from_windows(text);
    auto found = iana ? by_iana_name(question, *iana) : std::nullopt;
    if (!found) return std::nullopt;
    // "Romance Standard Time" is Madrid to somebody in Madrid.
    if (!question.hint.empty()) {
        const auto hinted = question.tzdb.find(question.hint);
        const auto windows = hinted ? windows_from_iana(hinted->name()) : std::nullopt;
        if (windows && equal_ignoring_case(*windows, text)) found->zone = *hinted;
    }
    return NamedZone{found->zone, How::windows, confidence};
}

/// "Romance", "Romance Daylight Time", "Hora estándar romance".
std::optional<NamedZone> by_windows_form(const TzidQuestion& question, std::string_view text) {
    if (auto found = by_windows_name(question, text, Confidence::high)) return found;
    if (const auto windows = windows_from_local_name(text)) {
        return by_windows_name(question, *windows, Confidence::high);
    }
    const auto windows = windows_from_short_name(text);
    return windows ? by_windows_name(question, *windows, Confidence::medium) : std::nullopt;
}

/// "Z", "GMT-5", "UTC+0530", "GMT+6:30", "+01:00": east of UTC is positive, other than in
/// "Etc/GMT-5".
std::optional<NamedZone> by_offset(const TzidQuestion& question, std::string_view text) {
    if (equal_ignoring_case(text, "Z")) return by_database(question, "Etc/UTC");
    const bool is_named =
        starts_with_ignoring_case(text, "GMT") || starts_with_ignoring_case(text, "UTC");
    if (is_named) text = trimmed(text.substr(3));
    if (!is_named && text.size() < std::string_view{"+0000"}.size()) return std::nullopt;
    const auto east = parse_offset(text);
    if (!east) return std::nullopt;
    if (*east == seconds{0}) return by_database(question, "Etc/UTC");
    if (*east % hours{1} == seconds{0}) {
        const auto count = *east / hours{1};
        const std::string name =
            (count < 0 ? "Etc/GMT+" : "Etc/GMT-") + std::to_string(std::abs(count));
        if (const auto zone = question.tzdb.find(name)) {
            return NamedZone{*zone, How::alias, Confidence::high};
        }
    }
    return NamedZone{Zone::fixed(*east), How::private_zone, Confidence::high};
}

/// "SystemV/EST5EDT", "SystemV/PST8": names of a file that the tz database gave up in 2020.
std::optional<NamedZone> by_system_v_name(const TzidQuestion& question, std::string_view text) {
    constexpr std::string_view folder = "SystemV/";
    if (!starts_with_ignoring_case(text, folder)) return std::nullopt;
    text.remove_prefix(folder.size());
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> with_daylight = {{
        {"AST4ADT", "America/Halifax"},
        {"EST5EDT", "America/New_York"},
        {"CST6CDT", "America/Chicago"},
        {"MST7MDT", "America/Denver"},
        {"PST8PDT", "America/Los_Angeles"},
        {"YST9YDT", "America/Anchorage"},
    }};
    for (const auto& [name, iana] : with_daylight) {
        if (equal_ignoring_case(name, text)) return by_database(question, iana);
    }
    const std::size_t digits = std::min(text.find_first_of("0123456789"), text.size());
    if (digits != 3) return std::nullopt;
    return by_database(question, std::string{"Etc/GMT+"}.append(text.substr(digits)));
}

/// "CET-1CEST,M3.5.0,M10.5.0/3": a zone of the database that does that, the likeliest.
std::optional<NamedZone> by_posix_rule(const TzidQuestion& question, std::string_view text) {
    const auto rule = parse_posix_rule(text);
    if (!rule || !rule->daylight) return std::nullopt;
    const Zone zone{std::string{text}, table_of(*rule)};
    const int this_year =
        static_cast<int>(date_of(LocalTime{question.span.from.time_since_epoch()}).year());
    const Observances rules = outlook_safe(zone, this_year);
    const bool is_same = describes(rules, zone, question.span);
    const auto zones = is_same ? zones_like(question.tzdb, rules, question.span, question.hint)
                               : std::vector<Zone>{};
    if (zones.empty()) return NamedZone{zone, How::private_zone, Confidence::high};
    return NamedZone{zones.front(), How::rules, Confidence::medium};
}

std::optional<NamedZone> by_cdo_number(const TzidQuestion& question, std::string_view text) {
    const auto iana = iana_from_cdo_number(text);
    const auto found = iana ? by_iana_name(question, *iana) : std::nullopt;
    if (!found) return std::nullopt;
    return NamedZone{found->zone, How::windows, Confidence::low};
}

/// Everything that the text may be as it stands.
std::optional<NamedZone> as_it_stands(const TzidQuestion& question, std::string_view text) {
    if (auto found = by_database(question, text)) return found;
    if (auto found = by_windows_form(question, text)) return found;
    if (auto found = by_alias(question, text)) return found;
    if (auto found = by_cdo_number(question, text)) return found;
    if (auto found = by_offset(question, text)) return found;
    if (auto found = by_system_v_name(question, text)) return found;
    return by_posix_rule(question, text);
}

/// "/citadel.org/20260101_1/Europe/Madrid": the longest end that is a name. One word alone counts
/// only behind a leading slash ("/GB/"), or "America/Tokyo" would be somewhere.
std::optional<NamedZone> behind_a_path(const TzidQuestion& question, std::string_view text) {
    const bool rooted = text.starts_with('/') || text.starts_with("tzone://Microsoft/");
    while (text.ends_with('/')) text.remove_suffix(1);
    for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
        text.remove_prefix(slash + 1);
        if (!rooted && text.find('/') == std::string_view::npos) break;
        auto found = by_iana_name(question, text);
        if (!found) found = by_windows_name(question, text, Confidence::high);
        if (!found) found = by_system_v_name(question, text);
        if (found) return NamedZone{found->zone, How::prefix, Confidence::high};
    }
    return std::nullopt;
}

/// "Europe/Kyiv (Kiev)" and "Asia/Astana (Almaty)", as Graph's manual has them, and
/// "America/Denver-(Standard)".
std::optional<NamedZone> by_name_and_remark(const TzidQuestion& question, std::string_view text) {
    const std::size_t bracket = text.find('(');
    const std::size_t slash = text.rfind('/', bracket);
    if (bracket == text.npos || slash == text.npos) return std::nullopt;
    const std::size_t end = text.find_last_not_of(" -", bracket - 1);
    if (auto found = by_iana_name(question, text.substr(0, end + 1))) return found;
    const std::string_view remark = text.substr(bracket + 1, text.find(')', bracket) - bracket - 1);
    return by_iana_name(question, std::string{text.substr(0, slash + 1)}.append(remark));
}

/// "America/Los Angeles", "US-Eastern", "America-Argentina-Buenos_Aires".
std::optional<NamedZone> by_marks(const TzidQuestion& question, std::string name) {
    replace_all(name, " ", "_");
    replace_all(name, "%2F", "/");
    auto found = by_iana_name(question, name);
    for (int folder = 0; !found && folder < folders_max; ++folder) {
        const std::size_t mark = name.find_first_of("-_");
        if (mark == std::string::npos) break;
        name[mark] = '/';
        found = by_iana_name(question, name);
    }
    return found;
}

/// Spellings of database names.
std::optional<NamedZone> by_spelling(const TzidQuestion& question, const std::string& text) {
    auto found = by_name_and_remark(question, text);
    if (!found) found = by_marks(question, text);
    if (!found) return std::nullopt;
    return NamedZone{found->zone, How::prefix, Confidence::medium};
}

/// Without the " 1" that Outlook counts the blocks of a file with; empty where there is none.
std::string without_counter(const std::string& text) {
    const std::size_t end = text.find_last_not_of("0123456789");
    if (end == std::string::npos || end + 1 == text.size() || text[end] != ' ') return {};
    return text.substr(0, end);
}

/// How many bytes of UTF-8 the character at the text's start takes (RFC 3629); 0 for none.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first < 0xC2   ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
    if (size == 0 || size > text.size()) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    const bool is_long = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool is_none = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
    return is_long || is_none ? 0 : size;
}

bool is_text(std::string_view tzid) {
    if (tzid.size() > tzid_bytes_max || tzid.find("..") != tzid.npos) return false;
    while (!tzid.empty()) {
        const bool is_control = static_cast<unsigned char>(tzid[0]) < ' ' && tzid[0] != '\t';
        const std::size_t size = is_control ? 0 : character_size(tzid);
        if (size == 0) return false;
        tzid.remove_prefix(size);
    }
    return true;
}

}  // namespace

std::optional<NamedZone> zone_of_tzid(const TzidQuestion& question, std::string_view tzid) {
    if (tzid.size() > tzid_bytes_max) return std::nullopt;
    if (auto found = by_database(question, tzid)) return found;
    if (auto found = by_windows_name(question, tzid, Confidence::high)) return found;
    if (!is_text(tzid)) return std::nullopt;
    const std::string text = cleaned(tzid);
    for (const std::string& each : {text, without_counter(text)}) {
        if (each.empty()) continue;
        if (auto found = as_it_stands(question, each)) return found;
        if (auto found = behind_a_path(question, each)) return found;
        if (auto found = by_spelling(question, each)) return found;
        if (const auto shown = zone_of_display_name(question.tzdb, each, question.span)) {
            return NamedZone{shown->zone, How::display_name,
                             shown->certain ? Confidence::high : Confidence::medium};
        }
    }
    return std::nullopt;
}

}  // namespace plazo::timezone
