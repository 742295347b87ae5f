#include "timezone/zone_classes.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>
#include <tuple>

#include "timezone/windows_zones.h"

namespace plazo::timezone {

namespace {

/// What clocks of a zone show in a span, and how it is called.
struct Shown {
    seconds offset;
    std::vector<OffsetChange> changes;
    std::vector<ShownName> names;
};

Shown shown_by(const Zone& zone, Span span) {
    const LocalInfo info = zone.info(span.from);
    const auto transitions = zone.transitions(span.from + seconds{1}, span.to);
    Shown shown{info.offset, offset_changes(transitions), {{info.offset, info.abbreviation}}};
    for (const Transition& each : transitions) {
        const ShownName name{each.after.offset, each.after.abbreviation};
        const bool is_new =
            std::find(shown.names.begin(), shown.names.end(), name) == shown.names.end();
        if (is_new) shown.names.push_back(name);
    }
    return shown;
}

/// -1, 0 or 1; the order is of no other use than to search by.
int compare(const ZoneClass& a, seconds offset, std::span<const OffsetChange> changes) {
    if (a.offset != offset) return a.offset < offset ? -1 : 1;
    const auto key = [](const OffsetChange& change) { return std::pair{change.at, change.offset}; };
    const auto [mine, theirs] =
        std::mismatch(a.changes.begin(), a.changes.end(), changes.begin(), changes.end());
    if (theirs == changes.end()) return mine == a.changes.end() ? 0 : 1;
    if (mine == a.changes.end()) return -1;
    return key(*mine) < key(*theirs) ? -1 : 1;
}

template <class Classes>
auto first_not_before(Classes& classes, seconds offset, std::span<const OffsetChange> changes) {
    return std::partition_point(classes.begin(), classes.end(), [&](const ZoneClass& each) {
        return compare(each, offset, changes) < 0;
    });
}

}  // namespace

std::vector<std::uint32_t> by_importance(const std::vector<Zone>& zones) {
    using Reasons = std::tuple<bool, int, bool, std::string_view>;
    std::map<std::string_view, int> places;
    for (const Zone& zone : zones) {
        if (const auto windows = windows_from_iana(zone.name())) ++places[*windows];
    }
    std::vector<Reasons> against;  // what is less comes first
    for (const Zone& zone : zones) {
        const auto windows = windows_from_iana(zone.name());
        const bool is_main = windows && iana_from_windows(*windows) == zone.name();
        const bool is_place = zone.name().find('/') != std::string::npos;
        against.emplace_back(!is_main, windows ? -places[*windows] : 0, !is_place, zone.name());
    }
    std::vector<std::uint32_t> order(zones.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return against[a] < against[b]; });
    return order;
}

ZoneClasses::ZoneClasses(const std::vector<Zone>& zones, Span span,
                         const std::vector<std::uint32_t>& order)
    : class_of_zone_(zones.size()), names_(zones.size()) {
    for (const std::uint32_t zone : order) {
        Shown shown = shown_by(zones[zone], span);
        auto place = first_not_before(classes_, shown.offset, shown.changes);
        if (place == classes_.end() || compare(*place, shown.offset, shown.changes) != 0) {
            place = classes_.insert(place, {shown.offset, std::move(shown.changes), {}});
        }
        place->members.push_back(zone);
        names_[zone] = std::move(shown.names);
    }
    for (std::uint32_t i = 0; i < classes_.size(); ++i) {
        for (const std::uint32_t zone : classes_[i].members) class_of_zone_[zone] = i;
    }
}

const ZoneClass* ZoneClasses::find(seconds offset, std::span<const OffsetChange> changes) const {
    const auto place = first_not_before(classes_, offset, changes);
    if (place == classes_.end() || compare(*place, offset, changes) != 0) return nullptr;
    return &*place;
}

const ZoneClasses& ZoneYears::in(int year, const std::vector<Zone>& zones) const {
    assert(year >= first_year && year <= last_year);
    return years_[static_cast<std::size_t>(year - first_year)].get([&] {
        const auto& order = order_.get([&] { return by_importance(zones); });
        return ZoneClasses{zones, whole_years(year, year), order};
    });
}

}  // namespace plazo::timezone
