#include "timezone/tzdb_difference.h"

#include <algorithm>
#include <map>
#include <utility>

namespace plazo::timezone {

namespace {

/// Two yearly rules that agree in each of the fourteen calendars that a year can have agree for
/// ever; so many years meet all of them, even around 2100, which has no leap day.
constexpr int years_compared = 60;

/// When both zones have nothing but yearly rules before them.
Instant settled(const Zone& a, const Zone& b, Instant from) {
    const Instant last = std::max({from, a.last_listed_change(), b.last_listed_change()});
    return last + years_compared * days{366};
}

}  // namespace

std::optional<Instant> first_difference(const Zone& a, const Zone& b, Instant from) {
    if (a.same_table(b)) return std::nullopt;
    if (a.offset(from) != b.offset(from)) return from;
    const Instant end = settled(a, b, from);
    const auto changes_of_a = a.offset_changes(from + seconds{1}, end);
    const auto changes_of_b = b.offset_changes(from + seconds{1}, end);
    const auto [in_a, in_b] = std::mismatch(changes_of_a.begin(), changes_of_a.end(),
                                            changes_of_b.begin(), changes_of_b.end());
    if (in_a == changes_of_a.end() && in_b == changes_of_b.end()) return std::nullopt;
    if (in_a == changes_of_a.end()) return in_b->at;
    if (in_b == changes_of_b.end()) return in_a->at;
    return std::min(in_a->at, in_b->at);
}

std::vector<ZoneDifference> differences(const Tzdb& before, const Tzdb& after, Instant from) {
    using Kind = ZoneDifference::Kind;
    std::map<std::pair<std::string, std::string>, std::optional<Instant>> compared;
    const auto compare = [&](const Zone& a, const Zone& b) {
        const auto [place, is_new] = compared.try_emplace({a.name(), b.name()});
        if (is_new) place->second = first_difference(a, b, from);
        return place->second;
    };
    std::vector<ZoneDifference> found;
    for (const std::string& name : before.names()) {
        const auto old_zone = before.find(name);
        const auto new_zone = after.find(name);
        if (!new_zone) {
            found.push_back({name, Kind::removed, {}});
        } else if (const auto since = compare(*old_zone, *new_zone)) {
            found.push_back({name, Kind::moved, *since});
        }
    }
    for (const std::string& name : after.names()) {
        if (!before.find(name)) found.push_back({name, Kind::added, {}});
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

}  // namespace plazo::timezone
