#include "timezone/tzid.h"

#include <algorithm>

#include "timezone/tzid_name.h"

namespace plazo::timezone {

namespace {

using How = TzidAnswer::How;
using Confidence = TzidAnswer::Confidence;

/// The years in which a block may have been right once.
constexpr int oldest_rules_year = 1990;
constexpr int latest_rules_year = 2037;

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

TzidAnswer answer_of(const NamedZone& guess) {
    TzidAnswer answer{guess.zone, guess.how, guess.confidence, false, {}};
    if (guess.how != How::private_zone) answer.candidates.push_back(guess.zone.name());
    return answer;
}

TzidAnswer by_rules_alone(const TzidQuestion& question, std::string_view tzid,
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

TzidAnswer by_name_and_rules(const TzidQuestion& question, const NamedZone& guess,
                             const Observances& rules) {
    const auto zones = zones_like(question.tzdb, rules, question.span, guess.zone.name());
    TzidAnswer named = answer_of(guess);
    if (describes(rules, guess.zone, question.span)) {
        named.confidence = Confidence::high;
        add_candidates(named, zones);
        return named;
    }
    named.conflict = true;
    if (is_part_of(rules, guess.zone, question.span) || agreed_once(rules, guess.zone)) {
        named.confidence = Confidence::medium;
        add_candidates(named, zones);
        return named;
    }
    named.confidence = Confidence::low;
    if (zones.empty()) return named;
    TzidAnswer ruled{zones.front(), How::rules, Confidence::medium, true, {}};
    add_candidates(ruled, zones);
    add_candidates(ruled, {guess.zone});
    return ruled;
}

}  // namespace

TzidAnswer resolve_tzid(const Tzdb& tzdb, std::string_view tzid, const Observances* rules,
                        Span span, std::string_view hint, std::string_view location) {
    const TzidQuestion question{tzdb, span, hint};
    auto named = zone_of_tzid(question, tzid);
    if (!named && !location.empty()) named = zone_of_tzid(question, location);
    const bool has_rules = rules != nullptr && !rules->list.empty();
    if (!has_rules) return named ? answer_of(*named) : TzidAnswer{};
    return named ? by_name_and_rules(question, *named, *rules)
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
