// The writer's half of observances.h: which two yearly rules stand for a zone in a year.
#include <algorithm>
#include <map>
#include <vector>

#include "timezone/observances.h"

namespace plazo::timezone {

namespace {

/// Outlook's own blocks begin in 1601; a later year keeps readers that walk from it quick.
constexpr int first_year = 1970;
/// How many further years a rule is tried on, to tell "the fourth Sunday" from "the last".
constexpr int years_tried = 7;

/// The wall time at which a change comes, on the clock that it changes.
LocalTime before_change(const Transition& change) {
    return LocalTime{change.at.time_since_epoch() + change.before.offset};
}

/// In how many of the years from `first` on the zone changes its clock just then.
int years_kept(const YearlyDay& day, const Transition& model, const Zone& zone, int first) {
    const seconds clock = time_of_day(before_change(model));
    int kept = 0;
    for (int each = first; each < first + years_tried; ++each) {
        const auto midnight = day.in_year(each);
        if (!midnight) continue;
        const Instant at_rule{(*midnight + clock).time_since_epoch() - model.before.offset};
        if (zone.offset(at_rule - seconds{1}) == model.before.offset &&
            zone.offset(at_rule) == model.after.offset) {
            ++kept;
        }
    }
    return kept;
}

/// The day that explains a change best. Only what Exchange reads: the first to fourth or the last
/// of a weekday, or the same day each year.
YearlyDay day_of(const Transition& change, const Zone& zone) {
    using Kind = YearlyDay::Kind;
    const Date date = date_of(before_change(change));
    const int number = static_cast<int>(static_cast<unsigned>(date.day()));
    const int nth = (number - 1) / 7 + 1;
    const bool is_last = add_days(date, 7).month() != date.month();
    std::vector<YearlyDay> candidates;
    if (is_last) candidates.push_back({Kind::nth_weekday, date.month(), -1, weekday_of(date)});
    if (nth < 5) candidates.push_back({Kind::nth_weekday, date.month(), nth, weekday_of(date)});
    candidates.push_back({Kind::month_day, date.month(), number});
    const auto kept = [&](const YearlyDay& day) {
        return years_kept(day, change, zone, static_cast<int>(date.year()));
    };
    return *std::max_element(
        candidates.begin(), candidates.end(),
        [&](const YearlyDay& a, const YearlyDay& b) { return kept(a) < kept(b); });
}

/// The first from `first_year` on that there is; 29 February has to wait.
LocalTime first_in(const YearlyDay& day) {
    for (int each = first_year;; ++each) {
        if (const auto midnight = day.in_year(each)) return *midnight;
    }
}

Observance observance_of(const Transition& change, const Zone& zone) {
    Observance observance;
    observance.rule = YearlyRule{day_of(change, zone)};
    observance.onset = first_in(observance.rule->day) + time_of_day(before_change(change));
    observance.from = change.before.offset;
    observance.to = change.after.offset;
    observance.name = change.after.abbreviation;
    observance.daylight = change.after.offset > change.before.offset;
    return observance;
}

/// The one offset that is in force for most of the span.
Observance constant(const Zone& zone, Span span) {
    std::map<seconds, seconds> shown_for;
    Instant since = span.from;
    for (const OffsetChange& change : offset_changes(zone.transitions(span.from, span.to))) {
        shown_for[zone.offset(since)] += change.at - since;
        since = change.at;
    }
    shown_for[zone.offset(since)] += span.to - since;
    const auto longest =
        std::max_element(shown_for.begin(), shown_for.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    Observance observance;
    observance.onset = midnight(Date{year{first_year} / 1 / 1});
    observance.from = observance.to = longest->first;
    for (Instant each = span.from; each < span.to; each += days{1}) {
        const LocalInfo info = zone.info(each);
        if (info.offset == longest->first) observance.name = info.abbreviation;
    }
    return observance;
}

}  // namespace

Observances outlook_safe(const Zone& zone, int year) {
    const Span span = whole_years(year, year);
    std::vector<Transition> changes = zone.transitions(span.from, span.to);
    std::erase_if(changes,
                  [](const Transition& each) { return each.before.offset == each.after.offset; });
    const bool is_pair = changes.size() == 2 &&
                         changes[0].before.offset == changes[1].after.offset &&
                         changes[0].after.offset == changes[1].before.offset;
    if (!is_pair) return {{constant(zone, span)}};
    if (changes[0].after.offset > changes[0].before.offset) std::swap(changes[0], changes[1]);
    const Observances pair{{observance_of(changes[0], zone), observance_of(changes[1], zone)}};
    return describes(pair, zone, span) ? pair : Observances{{constant(zone, span)}};
}

OutlookRules outlook_safe(const Zone& zone, Span span) {
    const auto year_of = [](Instant instant) {
        return int{Date{std::chrono::floor<days>(instant)}.year()};
    };
    const int first = year_of(span.from);
    const int last = std::min(year_of(span.to - seconds{1}), first + outlook_years_tried - 1);
    OutlookRules best{outlook_safe(zone, first), std::nullopt};
    best.wrong_from = first_difference(best.rules, zone, span);
    for (int each = first + 1; each <= last && best.wrong_from; ++each) {
        OutlookRules other{outlook_safe(zone, each), std::nullopt};
        other.wrong_from = first_difference(other.rules, zone, span);
        if (!other.wrong_from || *other.wrong_from > *best.wrong_from) best = std::move(other);
    }
    return best;
}

}  // namespace plazo::timezone
