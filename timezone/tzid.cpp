#include "timezone/tzid.h"

#include <algorithm>
#include <array>
#include <utility>

#include "timezone/ascii.h"
#include "timezone/display_names.h"
#include "timezone/posix_rule.h"
#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

using How = TzidAnswer::How;
using Confidence = TzidAnswer::Confidence;

constexpr std::size_t tzid_length_max = 256;
/// The years in which a block may have been right once.
constexpr int oldest_rules_year = 1990;
constexpr int latest_rules_year = 2037;

struct Guess {
    Zone zone;
    How how;
    Confidence confidence;
};

struct Question {
    const Tzdb& tzdb;
    Span span;
    std::string_view hint;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

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
    return std::string{trimmed(text)};
}

std::optional<Guess> by_database(const Question& question, std::string_view text) {
    if (const auto zone = question.tzdb.find(text)) {
        const bool is_link = !equal_ignoring_case(zone->name(), text);
        return Guess{*zone, is_link ? How::alias : How::name, Confidence::high};
    }
    for (const std::string_view alias : iana_aliases_of(text)) {
        if (const auto zone = question.tzdb.find(alias)) {
            return Guess{*zone, How::alias, Confidence::high};
        }
    }
    return std::nullopt;
}

std::optional<Guess> by_windows_name(const Question& question, std::string_view text,
                                     Confidence confidence) {
    const auto iana = iana_from_windows(text);
    auto found = iana ? by_database(question, *iana) : std::nullopt;
    if (!found) return std::nullopt;
    // "Romance Standard Time" is Madrid to somebody in Madrid.
    const auto hinted = question.tzdb.find(question.hint);
    const auto hinted_windows = hinted ? windows_from_iana(hinted->name()) : std::nullopt;
    if (hinted_windows && equal_ignoring_case(*hinted_windows, text)) found->zone = *hinted;
    return Guess{found->zone, How::windows, confidence};
}

/// "Romance", "Romance Daylight Time" and "Romance Summer Time" for "Romance Standard Time".
std::optional<Guess> by_windows_form(const Question& question, std::string_view text) {
    if (auto found = by_windows_name(question, text, Confidence::high)) return found;
    constexpr std::string_view standard = " Standard Time";
    for (const std::string_view ending : {" Daylight Time", " Summer Time"}) {
        if (!text.ends_with(ending)) continue;
        text.remove_suffix(ending.size());
        break;
    }
    return by_windows_name(question, std::string{text}.append(standard), Confidence::medium);
}

/// "Z", "GMT-5", "UTC+0530", "GMT+01:00": east of UTC is positive, other than in "Etc/GMT-5".
std::optional<Guess> by_offset(const Question& question, std::string_view text) {
    if (equal_ignoring_case(text, "Z")) return by_database(question, "Etc/UTC");
    const bool is_offset =
        starts_with_ignoring_case(text, "GMT") || starts_with_ignoring_case(text, "UTC");
    if (!is_offset || text.size() < 5 || (text[3] != '+' && text[3] != '-')) return std::nullopt;
    const bool west = text[3] == '-';
    std::string digits;
    for (const char c : text.substr(4)) {
        if (c == ':' && digits.size() == 2) continue;
        if (!is_digit(c)) return std::nullopt;
        digits += c;
    }
    if (digits.size() == 1 || digits.size() == 3) digits.insert(0, "0");
    if (digits.size() == 2) digits += "00";
    if (digits.size() != 4) return std::nullopt;
    const int hour = std::stoi(digits.substr(0, 2));
    const int minute = std::stoi(digits.substr(2));
    if (hour > 14 || minute > 59) return std::nullopt;
    const seconds offset = (west ? -1 : 1) * (hours{hour} + minutes{minute});
    if (offset == seconds{0}) return by_database(question, "Etc/UTC");
    if (minute == 0) {
        const std::string name = (west ? "Etc/GMT+" : "Etc/GMT-") + std::to_string(hour);
        if (const auto zone = question.tzdb.find(name)) {
            return Guess{*zone, How::alias, Confidence::high};
        }
    }
    return Guess{Zone::fixed(offset), How::private_zone, Confidence::high};
}

/// "SystemV/EST5EDT", "SystemV/PST8": names of a file that the tz database gave up in 2020.
std::optional<Guess> by_system_v_name(const Question& question, std::string_view text) {
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
std::optional<Guess> by_posix_rule(const Question& question, std::string_view text) {
    const auto rule = parse_posix_rule(text);
    if (!rule || !rule->daylight) return std::nullopt;
    const Zone zone{std::string{text}, table_of(*rule)};
    const int this_year =
        static_cast<int>(date_of(LocalTime{question.span.from.time_since_epoch()}).year());
    const Observances rules = outlook_safe(zone, this_year);
    const bool is_same = describes(rules, zone, question.span);
    const auto zones = is_same ? zones_like(question.tzdb, rules, question.span, question.hint)
                               : std::vector<Zone>{};
    if (zones.empty()) return Guess{zone, How::private_zone, Confidence::high};
    return Guess{zones.front(), How::rules, Confidence::medium};
}

/// Everything that the text may be as it stands.
std::optional<Guess> as_it_stands(const Question& question, std::string_view text) {
    if (auto found = by_database(question, text)) return found;
    if (auto found = by_windows_form(question, text)) return found;
    if (auto found = by_offset(question, text)) return found;
    if (auto found = by_system_v_name(question, text)) return found;
    return by_posix_rule(question, text);
}

/// "/citadel.org/20260101_1/Europe/Madrid": the longest end that is a name. One word alone counts
/// only behind a leading slash ("/GB/"), or "America/Tokyo" would be somewhere.
std::optional<Guess> behind_a_path(const Question& question, std::string_view text) {
    const bool rooted = text.starts_with('/') || text.starts_with("tzone://Microsoft/");
    while (text.ends_with('/')) text.remove_suffix(1);
    for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
        text.remove_prefix(slash + 1);
        if (!rooted && text.find('/') == std::string_view::npos) break;
        auto found = by_database(question, text);
        if (!found) found = by_system_v_name(question, text);
        if (found) return Guess{found->zone, How::prefix, Confidence::high};
    }
    return std::nullopt;
}

/// Spellings of database names: "America/Los Angeles", "US-Eastern", "America/Denver-(Standard)".
std::optional<Guess> by_spelling(const Question& question, const std::string& text) {
    std::string name = text;
    replace_all(name, " ", "_");
    if (const auto mark = name.find("-("); mark != std::string::npos) name.erase(mark);
    auto found = by_database(question, name);
    if (const auto dash = name.find('-'); !found && dash != std::string::npos) {
        name[dash] = '/';
        found = by_database(question, name);
    }
    if (!found) return std::nullopt;
    return Guess{found->zone, How::prefix, Confidence::medium};
}

/// Without the " 1" that Outlook counts the blocks of a file with; empty where there is none.
std::string without_counter(const std::string& text) {
    const std::size_t end = text.find_last_not_of("0123456789");
    if (end == std::string::npos || end + 1 == text.size() || text[end] != ' ') return {};
    return text.substr(0, end);
}

std::optional<Guess> by_name(const Question& question, std::string_view tzid) {
    if (tzid.size() > tzid_length_max) return std::nullopt;
    const std::string text = cleaned(tzid);
    if (text.empty()) return std::nullopt;
    for (const std::string& each : {text, without_counter(text)}) {
        if (each.empty()) continue;
        if (auto found = as_it_stands(question, each)) return found;
        if (auto found = behind_a_path(question, each)) return found;
        if (auto found = by_spelling(question, each)) return found;
        if (const auto shown = zone_of_display_name(question.tzdb, each, question.span)) {
            return Guess{shown->zone, How::display_name,
                         shown->certain ? Confidence::high : Confidence::medium};
        }
    }
    return std::nullopt;
}

bool agreed_once(const Observances& rules, const Zone& zone) {
    for (int each = oldest_rules_year; each <= latest_rules_year; ++each) {
        if (describes(rules, zone, whole_years(each, each))) return true;
    }
    return false;
}

/// One offset for all of the span, and one that the zone has there too: a block cut down to what
/// its single event needed.
bool is_part_of(const Observances& rules, const Zone& zone, Span span) {
    if (!offset_changes(rules.transitions(span.from, span.to)).empty()) return false;
    const seconds offset = rules.offset(span.from);
    if (zone.offset(span.from) == offset) return true;
    const auto changes = offset_changes(zone.transitions(span.from, span.to));
    return std::any_of(changes.begin(), changes.end(),
                       [&](const OffsetChange& each) { return each.offset == offset; });
}

void add_candidates(TzidAnswer& answer, const std::vector<Zone>& zones) {
    for (const Zone& zone : zones) {
        const auto& known = answer.candidates;
        if (std::find(known.begin(), known.end(), zone.name()) != known.end()) continue;
        answer.candidates.push_back(zone.name());
    }
}

TzidAnswer answer_of(const Guess& guess) {
    TzidAnswer answer{guess.zone, guess.how, guess.confidence, false, {}};
    if (guess.how != How::private_zone) answer.candidates.push_back(guess.zone.name());
    return answer;
}

TzidAnswer by_rules_alone(const Question& question, std::string_view tzid,
                          const Observances& rules) {
    const auto zones = zones_like(question.tzdb, rules, question.span, question.hint);
    TzidAnswer answer;
    if (zones.empty()) {
        answer.zone = zone_from(rules, std::string{tzid});
        if (answer.zone) answer.how = How::private_zone;
        if (answer.zone) answer.confidence = Confidence::medium;
        return answer;
    }
    const auto hinted = question.tzdb.find(question.hint);
    const bool sure = zones.size() == 1 || (hinted && hinted->name() == zones.front().name());
    answer.zone = zones.front();
    answer.how = How::rules;
    answer.confidence = sure ? Confidence::high : Confidence::medium;
    add_candidates(answer, zones);
    return answer;
}

TzidAnswer by_name_and_rules(const Question& question, const Guess& guess,
                             const Observances& rules) {
    const auto zones = zones_like(question.tzdb, rules, question.span, guess.zone.name());
    TzidAnswer named = answer_of(guess);
    if (describes(rules, guess.zone, question.span)) {
        named.confidence = Confidence::high;
        add_candidates(named, zones);
        return named;
    }
    if (is_part_of(rules, guess.zone, question.span)) {
        named.confidence = Confidence::medium;
        return named;
    }
    if (agreed_once(rules, guess.zone)) {
        named.confidence = Confidence::medium;
        named.conflict = true;
        add_candidates(named, zones);
        return named;
    }
    named.conflict = true;
    named.confidence = Confidence::low;
    if (zones.empty()) return named;
    TzidAnswer ruled{zones.front(), How::rules, Confidence::medium, true, {}};
    add_candidates(ruled, zones);
    add_candidates(ruled, {guess.zone});
    return ruled;
}

}  // namespace

TzidAnswer resolve_tzid(const Tzdb& tzdb, std::string_view tzid, const Observances* rules,
                        Span span, std::string_view hint) {
    const Question question{tzdb, span, hint};
    const auto guess = by_name(question, tzid);
    const bool has_rules = rules != nullptr && !rules->list.empty();
    if (!has_rules) return guess ? answer_of(*guess) : TzidAnswer{};
    return guess ? by_name_and_rules(question, *guess, *rules)
                 : by_rules_alone(question, tzid, *rules);
}

std::string_view to_text(TzidAnswer::How how) {
    constexpr std::string_view texts[] = {"name",   "alias", "windows", "display-name",
                                          "prefix", "rules", "private", "none"};
    return texts[static_cast<std::size_t>(how)];
}

std::string_view to_text(TzidAnswer::Confidence confidence) {
    constexpr std::string_view texts[] = {"high", "medium", "low"};
    return texts[static_cast<std::size_t>(confidence)];
}

}  // namespace plazo::timezone
