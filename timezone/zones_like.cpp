// From a block's rules to places: the functions of that name in observances.h.
#include <algorithm>
#include <span>
#include <utility>

#include "timezone/observances.h"
#include "timezone/zone_classes.h"

namespace plazo::timezone {

namespace {

/// The years of a span that is made of whole years, all of them in ZoneYears.
struct Years {
    int first;
    int last;
};

std::optional<Years> years_of(Span span) {
    const Span known = whole_years(ZoneYears::first_year, ZoneYears::last_year);
    if (span.from >= span.to || span.from < known.from || span.to > known.to) return std::nullopt;
    const auto year_of = [](Instant instant) {
        return int{Date{std::chrono::floor<days>(instant)}.year()};
    };
    const Years years{year_of(span.from), year_of(span.to - seconds{1})};
    const Span whole = whole_years(years.first, years.last);
    return whole.from == span.from && whole.to == span.to ? std::optional{years} : std::nullopt;
}

/// The zones that do what the rules say in each of several spans.
class Likeness {
  public:
    Likeness(const Tzdb& tzdb, const Observances& rules, Span span)
        : zones_{tzdb.zones()}, rules_{rules} {
        if (rules.list.empty()) return;
        const auto changes = rules.offset_changes({span.from + seconds{1}, span.to});
        seconds offset = rules.offset(span.from);
        const auto years = years_of(span);
        if (!years) {
            own_classes_.emplace(zones_, span);
            narrow(*own_classes_, offset, changes);
            return;
        }
        std::span<const OffsetChange> rest{changes};
        for (int year = years->first; year <= years->last; ++year) {
            const Span whole = whole_years(year, year);
            if (!rest.empty() && rest.front().at == whole.from) {
                offset = rest.front().offset;
                rest = rest.subspan(1);
            }
            std::size_t count = 0;
            while (count < rest.size() && rest[count].at < whole.to) ++count;
            if (!narrow(tzdb.years().in(year, zones_), offset, rest.first(count))) return;
            if (count > 0) offset = rest[count - 1].offset;
            rest = rest.subspan(count);
        }
    }

    /// In the order of a ZoneClass.
    template <class Take>
    void each(Take take) const {
        if (matches_.empty()) return;
        const auto agrees = [](const Match& match, std::uint32_t zone) {
            return &match.classes->of(zone) == match.found;
        };
        for (const std::uint32_t zone : matches_.front().found->members) {
            const bool is_like =
                std::all_of(matches_.begin() + 1, matches_.end(),
                            [&](const Match& match) { return agrees(match, zone); });
            if (is_like) take(zones_[zone], zone);
        }
    }

    /// Whether all that the zone's clocks are called is what the rules call it.
    bool uses_the_names(std::uint32_t zone) const {
        const auto is_used = [&](const ShownName& shown) {
            return std::any_of(rules_.list.begin(), rules_.list.end(), [&](const auto& each) {
                return each.to == shown.offset && each.name == shown.name;
            });
        };
        return std::all_of(matches_.begin(), matches_.end(), [&](const Match& match) {
            const auto& names = match.classes->names(zone);
            return std::all_of(names.begin(), names.end(), is_used);
        });
    }

  private:
    struct Match {
        const ZoneClasses* classes;
        const ZoneClass* found;
    };

    /// False, and nothing is like the rules, when no zone does that.
    bool narrow(const ZoneClasses& classes, seconds offset, std::span<const OffsetChange> changes) {
        const ZoneClass* found = classes.find(offset, changes);
        if (found == nullptr) matches_.clear();
        if (found != nullptr) matches_.push_back({&classes, found});
        return found != nullptr;
    }

    const std::vector<Zone>& zones_;
    const Observances& rules_;
    std::optional<ZoneClasses> own_classes_;
    std::vector<Match> matches_;
};

/// What speaks for one of several equal zones; more is better.
class Favour {
  public:
    Favour(const Tzdb& tzdb, const Likeness& likeness, std::string_view hint)
        : likeness_{likeness}, hinted_{tzdb.find(hint)} {}

    int of(const Zone& zone, std::uint32_t place) const {
        const bool is_hinted = hinted_ && hinted_->name() == zone.name();
        return (is_hinted ? 2 : 0) + (likeness_.uses_the_names(place) ? 1 : 0);
    }

  private:
    const Likeness& likeness_;
    std::optional<Zone> hinted_;
};

}  // namespace

std::vector<Zone> zones_like(const Tzdb& tzdb, const Observances& rules, Span span,
                             std::string_view hint) {
    const Likeness likeness{tzdb, rules, span};
    const Favour favour{tzdb, likeness, hint};
    std::vector<std::pair<int, const Zone*>> found;
    likeness.each([&](const Zone& zone, std::uint32_t place) {
        found.emplace_back(favour.of(zone, place), &zone);
    });
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Zone> zones;
    zones.reserve(found.size());
    for (const auto& [ignored, zone] : found) zones.push_back(*zone);
    return zones;
}

std::optional<Zone> zone_like(const Tzdb& tzdb, const Observances& rules, Span span,
                              std::string_view hint) {
    const Likeness likeness{tzdb, rules, span};
    const Favour favour{tzdb, likeness, hint};
    const Zone* best = nullptr;
    int most = -1;
    likeness.each([&](const Zone& zone, std::uint32_t place) {
        const int now = favour.of(zone, place);
        if (now > most) best = &zone;
        most = std::max(most, now);
    });
    return best == nullptr ? std::nullopt : std::optional{*best};
}

}  // namespace plazo::timezone
