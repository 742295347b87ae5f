#include "timezone/display_names.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "timezone/ascii.h"
#include "timezone/places.h"
#include "timezone/windows_zones.h"
#include "timezone/written_offset.h"

namespace plazo::timezone {

namespace {

/// Said of a place, or of the time of year, and no part of a name.
constexpr std::string_view remarks[] = {" (commonwealth games)",
                                        " (year 2000 only)",
                                        " (heure d'été)",
                                        " (pressburg)",
                                        " - old",
                                        " - new"};
/// Marks between the places, also of China and Japan.
constexpr std::string_view separators[] = {";", ":", "，", "、"};
/// Spellings of words, and ours.
constexpr std::pair<std::string_view, std::string_view> spellings[] = {
    {"’", "'"},
    {"us and canada", "us & canada"},
    {"usa und kanada", "usa & kanada"},
    {"ee. uu.", "ee.uu."},
    {"co-ordinated", "coordinated"},
    {"universal time -", "universal time-"},
    {"universal time +", "universal time+"}};

/// So many more places than of any other time have to keep one, where no offset decides.
constexpr std::size_t lead_min = 2;
/// So many places have to be known where others are not.
constexpr std::size_t known_places_min = 2;
/// Windows has shown places to people since about then.
constexpr int oldest_year = 1995;

/// A text without its "(UTC+01:00)", and what that says.
struct Parts {
    std::vector<std::string> names;
    std::optional<seconds> offset;
};

/// Takes "(UTC+01:00) " or "GMT+01:00 " off the text and returns what it says.
std::optional<seconds> take_offset(std::string& text) {
    const bool in_brackets = text.starts_with('(');
    const std::size_t from = in_brackets ? 1 : 0;
    if (text.compare(from, 3, "utc") != 0 && text.compare(from, 3, "gmt") != 0) return std::nullopt;
    const std::size_t end = text.find(in_brackets ? ')' : ' ');
    if (end == std::string::npos || end < from + 3) return std::nullopt;
    std::string digits = text.substr(from + 3, end - from - 3);
    std::erase(digits, ' ');
    const bool is_utc = digits.empty() && in_brackets;
    const auto offset = is_utc ? seconds{0} : parse_offset(digits);
    if (offset) text.erase(0, end + 1);
    return offset;
}

Parts take_apart(std::string_view display_name) {
    Parts parts;
    std::string text = lowered(trimmed(display_name));
    parts.offset = take_offset(text);
    for (const auto& [theirs, ours] : spellings) replace_all(text, theirs, ours);
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

/// For each place of a text the zones that it may be in.
using Places = std::vector<std::vector<Zone>>;

/// The zones of the world that keep one time, and how many of the text's places they hold.
struct Group {
    Zone first;
    std::size_t places = 0;
};

/// In the order in which the text names them.
std::vector<Group> groups_of(const Places& places, Span span) {
    std::vector<Group> groups;
    for (const std::vector<Zone>& zones : places) {
        std::vector<std::size_t> counted;
        for (const Zone& zone : zones) {
            const auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& each) {
                return same_offsets(each.first, zone, span);
            });
            const auto index = static_cast<std::size_t>(known - groups.begin());
            if (known == groups.end()) groups.push_back({zone});
            if (std::find(counted.begin(), counted.end(), index) != counted.end()) continue;
            groups[index].places += 1;
            counted.push_back(index);
        }
    }
    return groups;
}

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

bool shows(const Zone& zone, seconds offset, Span span) {
    const auto changes = zone.offset_changes(span.from, span.to);
    return zone.offset(span.from) == offset ||
           std::any_of(changes.begin(), changes.end(),
                       [&](const OffsetChange& each) { return each.offset == offset; });
}

/// The standard offset that every place last had in common.
std::optional<seconds> common_offset(const Places& places, int last_year) {
    for (int year = last_year; year >= oldest_year; --year) {
        const Span then = whole_years(year, year);
        for (const Zone& first : places[0]) {
            const seconds offset = standard_offset(first, then);
            const auto had_it = [&](const Zone& each) {
                return standard_offset(each, then) == offset;
            };
            const auto may_have_had_it = [&](const std::vector<Zone>& zones) {
                return std::any_of(zones.begin(), zones.end(), had_it);
            };
            if (std::all_of(places.begin(), places.end(), may_have_had_it)) return offset;
        }
    }
    return std::nullopt;
}

/// "Athens, Istanbul, Minsk" was written when all kept +02:00, and Athens alone still does. None
/// where several groups have shown that offset in the span's last year.
std::vector<Group> true_to_old_times(const Places& places, std::vector<Group> groups, Span span) {
    const auto last_day = std::chrono::floor<days>(span.to - seconds{1});
    const int last_year = static_cast<int>(Date{last_day}.year());
    const auto offset = common_offset(places, last_year);
    if (!offset) return {};
    std::erase_if(groups, [&](const Group& each) {
        return !shows(each.first, *offset, whole_years(last_year, last_year));
    });
    return groups.size() == 1 ? groups : std::vector<Group>{};
}

/// Of all groups those that may be meant, the likeliest first; none where that is not clear.
std::vector<Group> meant_groups(const Places& places, std::optional<seconds> offset, Span span) {
    std::vector<Group> groups = groups_of(places, span);
    // What holds every place is meant, however old the offset is.
    const auto holds_all = [&](const Group& each) { return each.places == places.size(); };
    const bool agreed = std::any_of(groups.begin(), groups.end(), holds_all);
    if (agreed) std::erase_if(groups, [&](const Group& each) { return !holds_all(each); });
    const auto fits = [&](const Group& each) {
        return offset && standard_offset(each.first, span) == *offset;
    };
    const bool any_fits = std::any_of(groups.begin(), groups.end(), fits);
    if (any_fits) std::erase_if(groups, [&](const Group& each) { return !fits(each); });
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.places > b.places; });
    const std::size_t lead = groups[0].places - (groups.size() > 1 ? groups[1].places : 0);
    if (lead >= (agreed || any_fits ? 1 : lead_min)) return groups;
    return agreed || offset ? std::vector<Group>{} : true_to_old_times(places, groups, span);
}

}  // namespace

std::optional<DisplayName> zone_of_display_name(const Tzdb& tzdb, std::string_view text,
                                                Span span) {
    const Parts parts = take_apart(text);
    Places places;
    for (const std::string& name : parts.names) {
        auto zones = zones_of_place(tzdb, name);
        if (!zones.empty()) places.push_back(std::move(zones));
    }
    const bool all_known = places.size() == parts.names.size();
    if (places.empty() || (!all_known && places.size() < known_places_min)) return std::nullopt;
    const auto groups = meant_groups(places, parts.offset, span);
    if (groups.empty()) return std::nullopt;
    const Zone& found = groups[0].first;
    const bool agreed = groups[0].places == places.size();
    const bool fits = !parts.offset || standard_offset(found, span) == *parts.offset;
    // A name that is not known may be that of another time, unless there is an offset that says no.
    if (!all_known && !(parts.offset && fits && agreed)) return std::nullopt;
    return DisplayName{groups[0].places > 1 ? main_zone(tzdb, found, span) : found,
                       all_known && agreed && fits};
}

}  // namespace plazo::timezone
