#include "timezone/observances.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

date::weekday day_of_week(Weekday weekday) {
    return date::weekday{static_cast<unsigned>(weekday)};
}

int year_of(LocalTime local) {
    return static_cast<int>(date_of(local).year());
}

Instant instant_of(const Observance& observance, LocalTime onset) {
    return Instant{onset.time_since_epoch() - observance.from};
}

/// The onset that `observance`'s rule has in a year, if it has one.
std::optional<Instant> ruled_onset(const Observance& observance, int of_year) {
    if (!observance.rule || of_year < year_of(observance.onset)) return std::nullopt;
    const auto date = observance.rule->in_year(of_year);
    if (!date) return std::nullopt;
    const LocalTime onset = at(*date, time_of_day(observance.onset));
    if (onset <= observance.onset) return std::nullopt;
    const Instant instant = instant_of(observance, onset);
    if (observance.rule->until && instant > *observance.rule->until) return std::nullopt;
    return instant;
}

/// Beyond every year that a table of 400 years can reach: a rule without an end.
constexpr int endless_year = 2 * year_max;

/// The last year in which the rule can have an onset.
int last_ruled_year(const Observance& observance) {
    if (!observance.rule) return year_of(observance.onset);
    if (!observance.rule->until) return endless_year;
    const auto until = LocalTime{observance.rule->until->time_since_epoch() + observance.from};
    return std::min(year_of(until), year_max);
}

/// The latest onset at or before `instant`.
std::optional<Instant> latest_onset(const Observance& observance, Instant instant) {
    std::optional<Instant> latest;
    const auto consider = [&](Instant onset) {
        if (onset <= instant && (!latest || onset > *latest)) latest = onset;
    };
    consider(instant_of(observance, observance.onset));
    for (const LocalTime onset : observance.onsets) consider(instant_of(observance, onset));
    if (!observance.rule) return latest;

    // A leap day may be eight years away (1896 to 1904), every other day is there each year.
    constexpr int longest_pause = 9;
    const int local_year = year_of(LocalTime{instant.time_since_epoch() + observance.from});
    int candidate = std::min(local_year, last_ruled_year(observance));
    for (const int stop = candidate - longest_pause; candidate >= stop; --candidate) {
        const auto onset = ruled_onset(observance, candidate);
        if (!onset || *onset > instant) continue;
        consider(*onset);
        break;
    }
    return latest;
}

struct Onset {
    Instant at;
    const Observance* observance;
};

/// All onsets in the span, in order; of those at the same instant the last in the list counts.
/// Nothing when there are more than observance_changes_max.
std::optional<std::vector<Onset>> onsets_in(const Observances& rules, Span span) {
    std::vector<Onset> onsets;
    for (const Observance& each : rules.list) {
        const auto add = [&](Instant instant) {
            if (instant >= span.from && instant < span.to) onsets.push_back({instant, &each});
        };
        add(instant_of(each, each.onset));
        for (const LocalTime onset : each.onsets) add(instant_of(each, onset));
        if (each.rule) {
            const auto local_year = [&](Instant instant) {
                return year_of(LocalTime{instant.time_since_epoch() + each.from});
            };
            const int first = std::max(local_year(span.from), year_of(each.onset));
            const int last = std::min(local_year(span.to), last_ruled_year(each));
            for (int of_year = first; of_year <= last; ++of_year) {
                if (const auto onset = ruled_onset(each, of_year)) add(*onset);
            }
        }
        if (onsets.size() > observance_changes_max) return std::nullopt;
    }
    std::stable_sort(onsets.begin(), onsets.end(),
                     [](const Onset& a, const Onset& b) { return a.at < b.at; });
    std::vector<Onset> distinct;
    for (const Onset& onset : onsets) {
        if (!distinct.empty() && distinct.back().at == onset.at) distinct.pop_back();
        distinct.push_back(onset);
    }
    return distinct;
}

ZoneType type_of(const Observance& observance) {
    return {observance.to, observance.daylight, observance.name};
}

/// What clocks showed before the first onset: the offset it changed, by the name it has elsewhere.
ZoneType first_type(const Observances& rules) {
    const auto earlier = [](const Observance& a, const Observance& b) {
        return instant_of(a, a.onset) < instant_of(b, b.onset);
    };
    const auto first = std::min_element(rules.list.begin(), rules.list.end(), earlier);
    if (first == rules.list.end()) return {};
    const auto same_offset = [&](const Observance& each) { return each.to == first->from; };
    const auto named = std::find_if(rules.list.begin(), rules.list.end(), same_offset);
    return named == rules.list.end() ? ZoneType{first->from, false, {}} : type_of(*named);
}

ZoneType type_at(const Observances& rules, Instant instant) {
    const Observance* ruling = nullptr;
    std::optional<Instant> since;
    for (const Observance& each : rules.list) {
        const auto onset = latest_onset(each, instant);
        if (!onset || (since && *onset < *since)) continue;
        since = onset;
        ruling = &each;
    }
    return ruling == nullptr ? first_type(rules) : type_of(*ruling);
}

/// The first year from which on nothing but rules without an end has a say.
int first_regular_year(const Observances& rules) {
    int latest = year_min;
    for (const Observance& each : rules.list) {
        latest = std::max(latest, year_of(each.onset));
        for (const LocalTime onset : each.onsets) latest = std::max(latest, year_of(onset));
        if (each.rule && each.rule->until) latest = std::max(latest, last_ruled_year(each));
    }
    return std::min(latest, year_max) + 1;
}

bool is_ordinary(const Observance& observance) {
    const auto near = [](seconds offset) { return offset <= offset_max && offset >= -offset_max; };
    const auto known = [](LocalTime local) {
        return year_of(local) >= year_min && year_of(local) <= year_max;
    };
    return near(observance.from) && near(observance.to) && known(observance.onset) &&
           std::all_of(observance.onsets.begin(), observance.onsets.end(), known);
}

}  // namespace

std::optional<Date> YearlyRule::in_year(int of_year) const {
    const auto in_month = date::year{of_year} / month;
    const Date last_day{in_month / date::last};
    Date found{in_month / 1};
    switch (kind) {
        case Kind::nth_weekday: {
            const Date first{number > 0 ? Date{in_month / day_of_week(weekday)[1]}
                                        : Date{in_month / day_of_week(weekday)[date::last]}};
            found = add_days(first, 7 * (number > 0 ? number - 1 : number + 1));
            break;
        }
        case Kind::weekday_on_or_after: {
            const Date from = add_days(found, number - 1);
            const int wait = static_cast<int>(weekday) - static_cast<int>(weekday_of(from));
            return add_days(from, (wait + 7) % 7);
        }
        case Kind::month_day:
            found = number > 0 ? add_days(found, number - 1) : add_days(last_day, number + 1);
            break;
    }
    if (found.month() != month) return std::nullopt;
    return found;
}

seconds Observances::offset(Instant instant) const {
    return type_at(*this, instant).offset;
}

std::vector<Transition> Observances::transitions(Instant from, Instant to) const {
    std::vector<Transition> found;
    const auto onsets = onsets_in(*this, {from, to});
    if (!onsets || onsets->empty()) return found;
    ZoneType before = type_at(*this, from - seconds{1});
    for (const Onset& onset : *onsets) {
        const ZoneType after = type_of(*onset.observance);
        if (after != before) found.push_back({onset.at, before, after});
        before = after;
    }
    return found;
}

std::optional<Zone> zone_from(const Observances& rules, std::string name) {
    if (rules.list.empty() || !std::all_of(rules.list.begin(), rules.list.end(), is_ordinary)) {
        return std::nullopt;
    }
    const bool endless = std::any_of(rules.list.begin(), rules.list.end(), [](const auto& each) {
        return each.rule && !each.rule->until;
    });
    const int regular_from = first_regular_year(rules);
    const int last_year = endless ? regular_from + 401 : regular_from;
    const auto begin = date::sys_days{year{year_min} / 1 / 1} - days{2};
    const auto end = date::sys_days{year{last_year} / 1 / 1};
    const auto onsets = onsets_in(rules, {begin, end});
    if (!onsets) return std::nullopt;

    ZoneTable table;
    table.types.push_back(first_type(rules));
    for (const Onset& onset : *onsets) {
        const ZoneType type = type_of(*onset.observance);
        auto known = std::find(table.types.begin(), table.types.end(), type);
        if (known == table.types.end()) known = table.types.insert(known, type);
        const auto index = known - table.types.begin();
        if (index > std::numeric_limits<std::uint8_t>::max()) return std::nullopt;
        table.changes.push_back({onset.at, static_cast<std::uint8_t>(index)});
    }
    if (endless) table.repeats_from = end;
    return Zone{std::move(name), std::move(table)};
}

bool describes(const Observances& rules, const Zone& zone, Span span) {
    if (rules.list.empty() || rules.offset(span.from) != zone.offset(span.from)) return false;
    return offset_changes(rules.transitions(span.from, span.to)) ==
           offset_changes(zone.transitions(span.from, span.to));
}

std::vector<Zone> zones_like(const Tzdb& tzdb, const Observances& rules, Span span,
                             std::string_view hint) {
    if (rules.list.empty()) return {};
    const auto hinted = tzdb.find(hint);
    const seconds first_offset = rules.offset(span.from);
    const auto changes = offset_changes(rules.transitions(span.from, span.to));
    const auto has_name = [&](const ZoneType& type) {
        return std::any_of(rules.list.begin(), rules.list.end(), [&](const Observance& each) {
            return each.to == type.offset && each.name == type.abbreviation;
        });
    };

    // Ordered by what speaks against a zone: `false` comes first.
    using Reasons = std::tuple<bool, bool, bool, bool, std::string_view>;
    std::vector<std::pair<Reasons, const Zone*>> found;
    for (const Zone& zone : tzdb.zones()) {
        if (zone.offset(span.from) != first_offset) continue;
        const auto transitions = zone.transitions(span.from, span.to);
        if (offset_changes(transitions) != changes) continue;
        const LocalInfo info = zone.info(span.from);
        const bool named =
            has_name({info.offset, info.dst, info.abbreviation}) &&
            std::all_of(transitions.begin(), transitions.end(),
                        [&](const Transition& each) { return has_name(each.after); });
        const auto windows = windows_from_iana(zone.name());
        const bool is_main = windows && iana_from_windows(*windows) == zone.name();
        const bool is_place = zone.name().find('/') != std::string::npos;
        const bool is_hinted = hinted && hinted->name() == zone.name();
        found.push_back({{!is_hinted, !named, !is_main, !is_place, zone.name()}, &zone});
    }
    std::sort(found.begin(), found.end());
    std::vector<Zone> zones;
    for (const auto& [reasons, zone] : found) zones.push_back(*zone);
    return zones;
}

}  // namespace plazo::timezone
