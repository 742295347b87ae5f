#include "timezone/observances.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "timezone/civil.h"

namespace plazo::timezone {

namespace {

int year_of(LocalTime local) {
    return civil_time(local).year;
}

Instant instant_of(const Observance& observance, LocalTime onset) {
    return Instant{onset.time_since_epoch() - observance.from};
}

LocalTime local_of(const Observance& observance, Instant instant) {
    return LocalTime{instant.time_since_epoch() + observance.from};
}

/// The onset that `observance`'s rule has in a year, if it has one.
std::optional<Instant> ruled_onset(const Observance& observance, int of_year) {
    const auto midnight = observance.rule->day.in_year(of_year);
    if (!midnight) return std::nullopt;
    const LocalTime onset = *midnight + time_of_day(observance.onset);
    if (onset <= observance.onset) return std::nullopt;
    const Instant instant = instant_of(observance, onset);
    if (observance.rule->until && instant > *observance.rule->until) return std::nullopt;
    return instant;
}

/// The last year in which the rule can have an onset.
int last_ruled_year(const Observance& observance) {
    if (!observance.rule->until) return std::numeric_limits<int>::max();
    const Instant beyond = whole_years(year_max, year_max).to;
    return year_of(local_of(observance, std::min(*observance.rule->until, beyond)));
}

/// Calls take(onset) for those of the years `first` to `last`, on the observance's own clock, in no
/// particular order.
template <class Take>
void each_onset(const Observance& observance, int first, int last, Take take) {
    const auto take_listed = [&](LocalTime onset) {
        const int of_year = year_of(onset);
        if (of_year >= first && of_year <= last) take(instant_of(observance, onset));
    };
    take_listed(observance.onset);
    for (const LocalTime onset : observance.onsets) take_listed(onset);
    if (!observance.rule) return;
    const int stop = std::min(last, last_ruled_year(observance));
    for (int each = std::max(first, year_of(observance.onset)); each <= stop; ++each) {
        if (const auto onset = ruled_onset(observance, each)) take(*onset);
    }
}

/// The latest onset at or before `instant`.
std::optional<Instant> latest_onset(const Observance& observance, Instant instant) {
    std::optional<Instant> latest;
    const auto consider = [&](Instant onset) {
        if (onset <= instant && (!latest || onset > *latest)) latest = onset;
    };
    consider(instant_of(observance, observance.onset));
    for (const LocalTime onset : observance.onsets) consider(instant_of(observance, onset));
    if (!observance.rule || !latest) return latest;

    // A fifth weekday of February comes every 28 years, and 40 around a year like 2100; every other
    // day is there more often.
    constexpr int longest_pause = 40;
    const int this_year = year_of(local_of(observance, instant));
    int candidate = std::min(this_year, last_ruled_year(observance));
    const int stop = std::max(candidate - longest_pause, year_of(observance.onset));
    for (; candidate >= stop; --candidate) {
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

/// In order; of those at the same instant the last in the list counts.
void sort(std::vector<Onset>& onsets) {
    std::sort(onsets.begin(), onsets.end(), [](const Onset& a, const Onset& b) {
        return a.at != b.at ? a.at < b.at : a.observance < b.observance;
    });
    const auto later_counts = [](const Onset& a, const Onset& b) { return a.at == b.at; };
    onsets.erase(onsets.begin(), std::unique(onsets.rbegin(), onsets.rend(), later_counts).base());
}

std::vector<Onset> onsets_in(const Observances& rules, Span span) {
    std::vector<Onset> onsets;
    onsets.reserve(16);
    for (const Observance& each : rules.list) {
        each_onset(each, year_of(local_of(each, span.from)), year_of(local_of(each, span.to)),
                   [&](Instant onset) {
                       if (onset >= span.from && onset < span.to) onsets.push_back({onset, &each});
                   });
    }
    sort(onsets);
    return onsets;
}

ZoneType type_of(const Observance& observance) {
    return {observance.to, observance.daylight, observance.name};
}

/// The one whose onset comes first; nullptr for an empty list.
const Observance* first_of(const Observances& rules) {
    const auto earlier = [](const Observance& a, const Observance& b) {
        return instant_of(a, a.onset) < instant_of(b, b.onset);
    };
    const auto first = std::min_element(rules.list.begin(), rules.list.end(), earlier);
    return first == rules.list.end() ? nullptr : &*first;
}

/// What clocks showed before the first onset: the offset it changed, by the name it has elsewhere.
ZoneType first_type(const Observances& rules) {
    const Observance* first = first_of(rules);
    if (first == nullptr) return {};
    const auto same_offset = [&](const Observance& each) { return each.to == first->from; };
    const auto named = std::find_if(rules.list.begin(), rules.list.end(), same_offset);
    return named == rules.list.end() ? ZoneType{first->from, false, {}} : type_of(*named);
}

/// Which observance is in force; nullptr before the first onset.
const Observance* ruling_at(const Observances& rules, Instant instant) {
    const Observance* ruling = nullptr;
    std::optional<Instant> since;
    for (const Observance& each : rules.list) {
        const auto onset = latest_onset(each, instant);
        if (!onset || (since && *onset < *since)) continue;
        since = onset;
        ruling = &each;
    }
    return ruling;
}

bool is_ordinary(const Observance& observance) {
    const auto near = [](seconds offset) { return offset <= offset_max && offset >= -offset_max; };
    const auto known = [](LocalTime local) {
        return year_of(local) >= year_min && year_of(local) <= year_max;
    };
    return near(observance.from) && near(observance.to) && known(observance.onset) &&
           std::all_of(observance.onsets.begin(), observance.onsets.end(), known);
}

/// A rule that a ZoneTable can follow for ever. One without an end that skips years cannot: its
/// onsets are listed up to year_max.
bool is_everlasting(const Observance& observance) {
    return observance.rule && !observance.rule->until && observance.rule->day.every_year();
}

/// The last year in which anything but everlasting rules has a say.
int last_irregular_year(const Observances& rules) {
    int latest = year_min;
    for (const Observance& each : rules.list) {
        latest = std::max(latest, year_of(each.onset));
        for (const LocalTime onset : each.onsets) latest = std::max(latest, year_of(onset));
        if (each.rule && !is_everlasting(each)) {
            latest = std::max(latest, std::min(last_ruled_year(each), year_max));
        }
    }
    return latest;
}

/// Makes a ZoneTable; false where it has no room.
class TableBuilder {
  public:
    explicit TableBuilder(ZoneType initial) { table_.types.push_back(std::move(initial)); }

    bool add(const Onset& onset) {
        const auto type = index_of(*onset.observance);
        if (type) table_.changes.push_back({onset.at, *type});
        return type.has_value();
    }

    bool add_everlasting(const Observance& observance) {
        const auto type = index_of(observance);
        if (!type || table_.yearly.size() == yearly_changes_max) return false;
        table_.yearly.push_back(
            {observance.rule->day, time_of_day(observance.onset), observance.from, *type});
        return true;
    }

    ZoneTable take() { return std::move(table_); }

  private:
    std::optional<std::uint8_t> index_of(const Observance& observance) {
        const auto same = [&](const ZoneType& type) {
            return type.offset == observance.to && type.dst == observance.daylight &&
                   type.abbreviation == observance.name;
        };
        auto& types = table_.types;
        const auto known = std::find_if(types.begin(), types.end(), same);
        const auto index = static_cast<std::size_t>(known - types.begin());
        if (index > std::numeric_limits<std::uint8_t>::max()) return std::nullopt;
        if (known == types.end()) types.push_back(type_of(observance));
        return static_cast<std::uint8_t>(index);
    }

    ZoneTable table_;
};

}  // namespace

seconds Observances::offset(Instant instant) const {
    if (const Observance* ruling = ruling_at(*this, instant)) return ruling->to;
    const Observance* first = first_of(*this);
    return first == nullptr ? seconds{0} : first->from;
}

std::vector<Transition> Observances::transitions(Instant from, Instant to) const {
    std::vector<Transition> found;
    const auto onsets = onsets_in(*this, {from, to});
    if (onsets.empty()) return found;
    const Observance* ruling = ruling_at(*this, from - seconds{1});
    ZoneType before = ruling == nullptr ? first_type(*this) : type_of(*ruling);
    for (const Onset& onset : onsets) {
        ZoneType after = type_of(*onset.observance);
        if (after != before) found.push_back({onset.at, before, after});
        before = std::move(after);
    }
    return found;
}

std::vector<OffsetChange> Observances::offset_changes(Span span) const {
    std::vector<OffsetChange> found;
    const auto onsets = onsets_in(*this, span);
    if (onsets.empty()) return found;
    found.reserve(onsets.size());
    seconds before = offset(span.from - seconds{1});
    for (const Onset& onset : onsets) {
        if (onset.observance->to != before) found.push_back({onset.at, onset.observance->to});
        before = onset.observance->to;
    }
    return found;
}

std::optional<Zone> zone_from(const Observances& rules, std::string name) {
    if (rules.list.empty() || !std::all_of(rules.list.begin(), rules.list.end(), is_ordinary)) {
        return std::nullopt;
    }
    // Two days on, every clock has left the year; from there on the everlasting rules are alone.
    const int last_year = last_irregular_year(rules);
    const Instant regular_from = whole_years(last_year, last_year).to + days{2};
    TableBuilder builder{first_type(rules)};
    std::vector<Onset> onsets;
    for (const Observance& each : rules.list) {
        if (is_everlasting(each) && !builder.add_everlasting(each)) return std::nullopt;
        each_onset(each, year_min, last_year + 1, [&](Instant onset) {
            if (onset < regular_from) onsets.push_back({onset, &each});
        });
        if (onsets.size() > observance_changes_max) return std::nullopt;
    }
    sort(onsets);
    for (const Onset& onset : onsets) {
        if (!builder.add(onset)) return std::nullopt;
    }
    return Zone{std::move(name), builder.take()};
}

std::optional<Instant> first_difference(const Observances& rules, const Zone& zone, Span span) {
    if (span.from >= span.to) return std::nullopt;
    if (rules.offset(span.from) != zone.offset(span.from)) return span.from;
    const Span rest{span.from + seconds{1}, span.to};
    const auto ruled = rules.offset_changes(rest);
    const auto real = zone.offset_changes(rest.from, rest.to);
    const auto [a, b] = std::mismatch(ruled.begin(), ruled.end(), real.begin(), real.end());
    if (a == ruled.end() && b == real.end()) return std::nullopt;
    if (a == ruled.end()) return b->at;
    if (b == real.end()) return a->at;
    return std::min(a->at, b->at);
}

bool describes(const Observances& rules, const Zone& zone, Span span) {
    return !rules.list.empty() && !first_difference(rules, zone, span);
}

}  // namespace plazo::timezone
