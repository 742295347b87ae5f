#include "timezone/display_names.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "timezone/ascii.h"
#include "timezone/places.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

/// Said of a place, or of the time of year, and no part of a name.
constexpr std::string_view remarks[] = {" (commonwealth games)",
                                        " (year 2000 only)",
                                        " (heure d'été)",
                                        " (pressburg)",
                                        " - old",
                                        " - new",
                                        "greenwich mean time:",
                                        "greenwich mean time;"};
/// Marks between the places, also of China and Japan.
constexpr std::string_view separators[] = {";", "，", "、"};

/// So many more places than of any other time have to keep one, where no offset decides.
constexpr int lead_min = 2;

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

/// Takes "(UTC+01:00) " or "GMT+01:00 " off the text and returns what it says.
std::optional<seconds> take_offset(std::string& text) {
    const bool in_brackets = text.starts_with('(');
    const std::size_t from = in_brackets ? 1 : 0;
    if (text.compare(from, 3, "utc") != 0 && text.compare(from, 3, "gmt") != 0) return std::nullopt;
    const std::size_t end = text.find(in_brackets ? ')' : ' ');
    if (end == std::string::npos || end < from + 3) return std::nullopt;
    std::string digits = text.substr(from + 3, end - from - 3);
    std::erase(digits, ' ');
    if (digits.empty() && !in_brackets) return std::nullopt;
    const auto offset = offset_in_front(digits);
    if (offset) text.erase(0, end + 1);
    return offset;
}

Parts take_apart(std::string_view display_name) {
    Parts parts;
    std::string text = lowered(trimmed(display_name));
    parts.offset = take_offset(text);
    replace_all(text, "’", "'");
    replace_all(text, "us and canada", "us & canada");
    for (const std::string_view remark : remarks) replace_all(text, remark, "");
    for (const std::string_view separator : separators) replace_all(text, separator, ",");
    // Lotus Notes puts slashes and dashes where Windows has commas, but only behind an offset.
    if (parts.offset) {
        replace_all(text, "/", ",");
        replace_all(text, " - ", ",");
    }
    // "(RTZ 6)" is Windows' number of a Russian zone.
    if (const auto number = text.find(" (rtz "); number != std::string::npos) text.erase(number);
    std::string_view rest = text;
    while (true) {
        const std::size_t end = rest.find(',');
        parts.names.emplace_back(trimmed(rest.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        rest.remove_prefix(end + 1);
    }
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

/// Windows shows the offset of winter, whatever the season: the smallest one that is kept for more
/// than a month, as Morocco's of Ramadan is.
seconds standard_offset(const Zone& zone, Span span) {
    std::map<seconds, seconds> kept;  // offset -> for how long
    OffsetChange last{span.from, zone.offset(span.from)};
    for (const OffsetChange& each : zone.offset_changes(span.from, span.to)) {
        kept[last.offset] += each.at - last.at;
        last = each;
    }
    kept[last.offset] += span.to - last.at;
    const auto long_enough = [&](const auto& each) {
        return each.second >= (span.to - span.from) / 4;
    };
    const auto found = std::find_if(kept.begin(), kept.end(), long_enough);
    return found == kept.end() ? last.offset : found->first;
}

/// Adds the places of a name to the groups that keep their time. False where it is not known.
bool add_place(std::vector<Group>& groups, const Tzdb& tzdb, const std::string& name, Span span) {
    const std::vector<Zone> zones = zones_of_place(tzdb, name);
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
    return !zones.empty();
}

}  // namespace

std::optional<DisplayName> zone_of_display_name(const Tzdb& tzdb, std::string_view text,
                                                Span span) {
    const Parts parts = take_apart(text);
    std::vector<Group> groups;
    for (const std::string& name : parts.names) {
        if (!add_place(groups, tzdb, name, span)) return std::nullopt;
    }
    const int all = static_cast<int>(parts.names.size());
    // What holds every place is meant, however old the offset is.
    const auto holds_all = [&](const Group& each) { return each.places == all; };
    const bool agreed = std::any_of(groups.begin(), groups.end(), holds_all);
    if (agreed) std::erase_if(groups, [&](const Group& each) { return !holds_all(each); });
    const auto fits = [&](const Group& each) {
        return !parts.offset || standard_offset(each.first, span) == *parts.offset;
    };
    const bool any_fits = std::any_of(groups.begin(), groups.end(), fits);
    if (any_fits) std::erase_if(groups, [&](const Group& each) { return !fits(each); });
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.places > b.places; });
    const int lead = groups[0].places - (groups.size() > 1 ? groups[1].places : 0);
    const bool decided = agreed || (parts.offset && any_fits);
    if (lead < (decided ? 1 : lead_min)) return std::nullopt;
    const Zone& found = groups[0].first;
    return DisplayName{all > 1 ? main_zone(tzdb, found, span) : found, any_fits && agreed};
}

}  // namespace plazo::timezone
