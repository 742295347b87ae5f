// From a zone to observances that are right for a span or for ever: the functions of that name in
// observances.h.
//
// Changes of one kind (from, to, name) are cut into runs of years in which they come on one day of
// the year at one time; what is in no run of two years or more becomes single onsets. A run that
// reaches `horizon` has no end: between the last change that any table lists (Morocco's Ramadans,
// 2087) and there are years enough to see every kind of year.
#include <algorithm>
#include <utility>

#include "timezone/civil.h"
#include "timezone/observances.h"

namespace plazo::timezone {

namespace {

constexpr int horizon_year = 2200;

struct Change {
    Observance observance;  // with its onset, and no more
    Instant at;
};

Change change_of(const Transition& transition) {
    Change change;
    change.at = transition.at;
    Observance& observance = change.observance;
    observance.onset = LocalTime{transition.at.time_since_epoch() + transition.before.offset};
    observance.from = transition.before.offset;
    observance.to = transition.after.offset;
    observance.name = transition.after.abbreviation;
    // Where summer is the standard time (Dublin), people and programs still expect it as DAYLIGHT.
    observance.daylight = transition.before.dst == transition.after.dst
                              ? transition.after.dst
                              : observance.to > observance.from;
    return change;
}

bool same_kind(const Change& a, const Change& b) {
    return a.observance.from == b.observance.from && a.observance.to == b.observance.to &&
           a.observance.name == b.observance.name && a.observance.daylight == b.observance.daylight;
}

int year_of(const Change& change) {
    return civil_time(change.observance.onset).year;
}

/// All days of every year that an onset may be an instance of, the plainest first.
std::vector<YearlyDay> possible_days(LocalTime onset) {
    using Kind = YearlyDay::Kind;
    const auto number = [](Date of) { return static_cast<int>(static_cast<unsigned>(of.day())); };
    const auto last_of_month = [&](Date of) {
        return of.month() == month{2} ? 28 : number(Date{of.year() / of.month() / date::last});
    };
    const Date date = date_of(onset);
    const Weekday weekday = weekday_of(date);
    std::vector<YearlyDay> days;
    if (add_days(date, 7).month() != date.month()) {
        days.push_back({Kind::nth_weekday, date.month(), -1, weekday});
    }
    const int nth = (number(date) - 1) / 7 + 1;
    if (nth < 5) days.push_back({Kind::nth_weekday, date.month(), nth, weekday});
    days.push_back({Kind::month_day, date.month(), number(date)});
    std::vector<YearlyDay> over_month_end;  // which takes a BYYEARDAY to say
    for (int back = 0; back < 7; ++back) {
        const Date first = add_days(date, -back);
        const bool in_month = number(first) + 6 <= last_of_month(first);
        if (first.year() != date.year() || (!in_month && first.month() == month{12})) continue;
        (in_month ? days : over_month_end)
            .push_back({Kind::weekday_on_or_after, first.month(), number(first), weekday});
    }
    days.insert(days.end(), over_month_end.begin(), over_month_end.end());
    const int before = days_between(Date{date.year() / 1 / 1}, date);
    days.push_back({Kind::day_of_year, month{1}, before});
    return days;
}

struct Run {
    YearlyDay day;
    std::size_t length = 0;
};

/// The longest run of years that begins with the first of `changes`, which are all of a kind and
/// have one onset in each of the first `count` years.
Run longest_run(const Change* changes, std::size_t count) {
    Run longest;
    const LocalTime first = changes->observance.onset;
    const seconds time = time_of_day(first);
    for (const YearlyDay& day : possible_days(first)) {
        std::size_t length = 0;
        while (length < count) {
            const auto midnight = day.in_year(year_of(*changes) + static_cast<int>(length));
            if (!midnight || *midnight + time != changes[length].observance.onset) break;
            ++length;
        }
        const bool far_fetched = day.kind == YearlyDay::Kind::day_of_year && length < 28;
        if (length > longest.length && !far_fetched) longest = {day, length};
    }
    return longest;
}

/// How many of `changes` come in years that follow each other.
std::size_t years_in_a_row(const std::vector<Change>& changes, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < changes.size() && year_of(changes[end]) == year_of(changes[end - 1]) + 1) ++end;
    return end - begin;
}

/// Adds the observances of changes that are all of a kind. A last run that reaches `endless_from`
/// has no end.
void add_kind(Observances& rules, const std::vector<Change>& changes, Instant endless_from) {
    std::optional<std::size_t> single;  // the observance with the onsets that are in no run
    for (std::size_t i = 0; i < changes.size();) {
        const Run run = longest_run(&changes[i], years_in_a_row(changes, i));
        if (run.length < 2) {
            if (!single) {
                single = rules.list.size();
                rules.list.push_back(changes[i].observance);
            } else {
                rules.list[*single].onsets.push_back(changes[i].observance.onset);
            }
            ++i;
            continue;
        }
        i += run.length;
        Observance& observance = rules.list.emplace_back(changes[i - run.length].observance);
        observance.rule = YearlyRule{run.day};
        const Instant last = changes[i - 1].at;
        if (i < changes.size() || last < endless_from) observance.rule->until = last;
    }
}

/// A zone that has never known another time.
Observance constant(const Zone& zone, Instant from) {
    constexpr int usual_first_year = 1970;
    const LocalInfo info = zone.info(from);
    Observance observance;
    observance.onset = midnight(Date{year{usual_first_year} / 1 / 1});
    observance.from = observance.to = info.offset;
    observance.name = info.abbreviation;
    observance.daylight = info.dst;
    return observance;
}

/// The changes in the span and the last one before it.
std::vector<Change> changes_for(const Zone& zone, Span span) {
    const auto is_shown = [](const Transition& each) {
        return each.before.offset != each.after.offset ||
               each.before.abbreviation != each.after.abbreviation;
    };
    const Instant beginning = whole_years(year_min, year_min).from;
    std::vector<Change> changes;
    for (const Transition& each : zone.transitions(beginning, std::max(span.to, span.from))) {
        if (!is_shown(each)) continue;
        if (each.at <= span.from) changes.clear();
        changes.push_back(change_of(each));
    }
    return changes;
}

/// Right in the span; beyond it where a run reaches `endless_from`.
Observances rules_of(const Zone& zone, Span span, Instant endless_from) {
    std::vector<std::vector<Change>> kinds;
    for (Change& change : changes_for(zone, span)) {
        auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& changes) {
            return same_kind(changes.front(), change);
        });
        if (kind == kinds.end()) kind = kinds.insert(kind, std::vector<Change>{});
        kind->push_back(std::move(change));
    }
    Observances rules;
    for (const auto& changes : kinds) add_kind(rules, changes, endless_from);
    if (rules.list.empty()) rules.list.push_back(constant(zone, span.from));
    const auto earlier = [](const Observance& a, const Observance& b) { return a.onset < b.onset; };
    std::stable_sort(rules.list.begin(), rules.list.end(), earlier);
    return rules;
}

}  // namespace

Observances observances_of(const Zone& zone, Span span) {
    return rules_of(zone, span, Instant::max());
}

Observances observances_from(const Zone& zone, Instant from) {
    constexpr int years_seen = 40;
    const int first_year = civil_time(LocalTime{from.time_since_epoch()}).year;
    const int last_year = std::clamp(first_year + years_seen, horizon_year, year_max);
    const Instant horizon = whole_years(last_year, last_year).to;
    return rules_of(zone, {from, horizon}, horizon - days{2 * 366});
}

}  // namespace plazo::timezone
