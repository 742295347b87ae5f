#include "ical/occurrences.h"

#include <algorithm>

#include "ical/rule_occurrences.h"

namespace plazo::ical {

Times RecurrenceSet::between(LocalTime from, LocalTime to, std::size_t count_max) const {
    std::vector<LocalTime> extra = additions;
    if (start_counts) extra.push_back(start);
    std::sort(extra.begin(), extra.end());
    std::vector<LocalTime> excluded = exceptions;
    std::sort(excluded.begin(), excluded.end());

    std::optional<RuleOccurrences> walk;
    if (rule) {
        Recurrence counted = *rule;
        if (start_counts && counted.count) {
            const bool matched = RuleOccurrences{*rule, start, until}.next() == start;
            if (!matched) --*counted.count;
        }
        if (!counted.count || *counted.count > 0) walk.emplace(counted, start, until);
    }
    if (walk) walk->skip_to(from);
    std::optional<LocalTime> ruled = walk ? walk->next() : std::nullopt;
    auto added = std::lower_bound(extra.begin(), extra.end(), from);

    Times result;
    while (true) {
        if (walk && walk->gave_up()) {
            result.truncated = true;
            return result;
        }
        const bool has_added = added != extra.end();
        if (!ruled && !has_added) return result;
        const LocalTime time = !has_added ? *ruled : !ruled ? *added : std::min(*ruled, *added);
        if (time >= to) return result;
        if (!std::binary_search(excluded.begin(), excluded.end(), time)) {
            result.truncated = result.times.size() == count_max;
            if (result.truncated) return result;
            result.times.push_back(time);
        }
        while (added != extra.end() && *added == time) ++added;
        if (ruled == time) ruled = walk->next();
    }
}

Times RecurrenceSet::first(std::size_t count_max) const {
    return between(LocalTime::min(), LocalTime::max(), count_max);
}

}  // namespace plazo::ical
