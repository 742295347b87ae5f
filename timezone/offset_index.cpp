#include "timezone/offset_index.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace plazo::timezone {

namespace {

/// Times `begin` to `end`, not included, are ambiguous by a change; before them the clock is
/// `before`, after them `after`. For instants nothing is ambiguous: begin == end.
struct Change {
    std::int64_t begin;
    std::int64_t end;
    seconds before;
    seconds after;
};

/// Every change of the offset from a day before `first` to a day after `last`.
std::vector<Change> changes_between(const ZoneTable& table, std::int64_t first, std::int64_t last) {
    std::vector<Change> changes;
    const Instant from{seconds{first} - offset_max};
    seconds before = table.types[period_at(table, from).type].offset;
    for (const ZoneChange& each : changes_in(table, from, Instant{seconds{last} + offset_max})) {
        const seconds after = table.types[each.type].offset;
        const std::int64_t at = each.at.time_since_epoch().count();
        if (before != after) changes.push_back({at, at, before, after});
        before = after;
    }
    return changes;
}

/// The same on the wall: from the earlier to the later of what both clocks show at the change.
std::vector<Change> on_the_wall(std::vector<Change> changes) {
    for (Change& each : changes) {
        const auto [low, high] = std::minmax(each.before, each.after);
        each.begin += low.count();
        each.end += high.count();
    }
    return changes;
}

}  // namespace

OffsetIndex::OffsetIndex(const ZoneTable& table) {
    const std::int64_t end = first_second + std::int64_t{bucket_count} * bucket_seconds;
    const seconds first =
        table.types[period_at(table, Instant{seconds{first_second} - offset_max}).type].offset;
    const auto fill = [first](Buckets& buckets, const std::vector<Change>& changes) {
        seconds current = first;
        auto next = changes.begin();
        for (std::size_t i = 0; i < bucket_count; ++i) {
            const std::int64_t from = first_second + static_cast<std::int64_t>(i) * bucket_seconds;
            const std::int64_t to = from + bucket_seconds;
            for (; next != changes.end() && next->end < from; ++next) current = next->after;
            // On the wall a later change may begin before an earlier one, by no more than this.
            const std::int64_t margin = 2 * offset_max.count();
            const auto last = std::find_if(
                next, changes.end(), [&](const Change& each) { return each.begin >= to + margin; });
            const auto touching =
                std::count_if(next, last, [&](const Change& each) { return each.begin < to; });
            const bool has_change = touching > 0;
            const bool is_whole =
                !has_change || (touching == 1 && next->begin < to && next->end < to);
            if (!is_whole) continue;
            buckets[i] = bucket(has_change ? next->end - from : bucket_seconds, current,
                                has_change ? next->after : current);
        }
    };
    const std::vector<Change> changes = changes_between(table, first_second, end);
    fill(instants_, changes);
    fill(locals_, on_the_wall(changes));
}

std::uint64_t OffsetIndex::bucket(std::int64_t second, seconds before, seconds after) {
    return static_cast<std::uint64_t>(second) << 40 |
           static_cast<std::uint64_t>(before.count() + bias) << 20 |
           static_cast<std::uint64_t>(after.count() + bias);
}

std::optional<OffsetIndex::Turn> OffsetIndex::turn_near(LocalTime local) const {
    const auto since_first = static_cast<std::uint64_t>(local.time_since_epoch().count()) -
                             static_cast<std::uint64_t>(first_second);
    const std::uint64_t number = since_first >> bucket_bits;
    if (number >= bucket_count || locals_[number] == 0) return std::nullopt;
    const auto begin = first_second + static_cast<std::int64_t>(number) * bucket_seconds;
    const auto second = static_cast<std::int64_t>(locals_[number] >> 40);
    const auto offset = [&](int shift) {
        return seconds{static_cast<std::int64_t>(locals_[number] >> shift & 0xFFFFF) - bias};
    };
    return Turn{offset(20), offset(0), LocalTime{seconds{begin + second}}};
}

}  // namespace plazo::timezone
