#include "ical/occurrences.h"

#include <algorithm>
#include <stdexcept>

namespace plazo::ical {

namespace {

void sort_out(std::vector<LocalTime>& times) {
    if (!std::is_sorted(times.begin(), times.end())) std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
}

/// Those of a sorted list that are in [from, to).
std::span<const LocalTime> part_of(const std::vector<LocalTime>& times, LocalTime from,
                                   LocalTime to) {
    const auto begin = std::lower_bound(times.begin(), times.end(), from);
    return {begin, std::lower_bound(begin, times.end(), std::max(from, to))};
}

[[noreturn]] void give_up() {
    throw std::length_error{"there are more occurrences than are held against an EXRULE"};
}

}  // namespace

Occurrences::Occurrences(const RecurrenceSet& set)
    : too_many_exclusions_{set.exclusion_rules.size() > exclusion_rules_max},
      additions_{set.additions},
      exceptions_{set.exceptions} {
    if (set.rule) {
        rule_.emplace(*set.rule, set.start, set.until);
        // DTSTART is the first that COUNT counts, also where the rule does not give it.
        if (set.start_counts && set.rule->count && !rule_->contains(set.start)) {
            Recurrence rest = *set.rule;
            --*rest.count;
            rule_.reset();
            if (*rest.count > 0) rule_.emplace(rest, set.start, set.until);
        }
    }
    if (!too_many_exclusions_) {
        for (const Recurrence& rule : set.exclusion_rules) {
            exclusions_.emplace_back(rule, set.start);
        }
    }
    if (set.start_counts) additions_.push_back(set.start);
    sort_out(additions_);
    sort_out(exceptions_);
}

/// What each of the EXRULEs has of a limit.
std::size_t Occurrences::shared(std::size_t limit) const {
    return limit / std::max<std::size_t>(exclusions_.size(), 1);
}

bool Occurrences::excluded_by_rule(LocalTime time) const {
    if (too_many_exclusions_) give_up();
    return std::any_of(exclusions_.begin(), exclusions_.end(),
                       [&](const RuleOccurrences& rule) { return rule.contains(time); });
}

bool Occurrences::excepted(LocalTime time) const {
    return std::binary_search(exceptions_.begin(), exceptions_.end(), time);
}

Times Occurrences::between(LocalTime from, LocalTime to, std::size_t count_max) const {
    Times result;
    result.truncated = too_many_exclusions_;
    if (result.truncated) return result;
    std::optional<RuleWalk> walk;
    if (rule_) walk.emplace(*rule_, from, to);
    std::optional<LocalTime> ruled = walk ? walk->next() : std::nullopt;
    const auto added_part = part_of(additions_, from, to);
    auto added = added_part.begin();
    const auto excepted_part = part_of(exceptions_, from, to);
    auto next_excepted = excepted_part.begin();
    std::size_t excluded = 0;
    while (ruled || added != added_part.end()) {
        const bool from_list = added != added_part.end() && (!ruled || *added <= *ruled);
        const LocalTime time = from_list ? *added : *ruled;
        if (ruled == time) ruled = walk->next();
        if (from_list) ++added;
        while (next_excepted != excepted_part.end() && *next_excepted < time) ++next_excepted;
        if (next_excepted != excepted_part.end() && *next_excepted == time) continue;
        if (!exclusions_.empty() && excluded_by_rule(time)) {
            result.truncated = ++excluded == shared(excluded_max);
            if (result.truncated) return result;
            continue;
        }
        result.truncated = result.times.size() == count_max;
        if (result.truncated) return result;
        result.times.push_back(time);
    }
    return result;
}

std::optional<LocalTime> Occurrences::first_from(LocalTime time) const {
    const Times found = between(time, LocalTime::max(), 1);
    if (!found.times.empty()) return found.times.front();
    if (found.truncated) give_up();
    return std::nullopt;
}

std::optional<LocalTime> Occurrences::last_before(LocalTime time) const {
    std::size_t excluded = 0;
    while (true) {
        std::optional<LocalTime> last = rule_ ? rule_->last_before(time) : std::nullopt;
        const auto added = std::lower_bound(additions_.begin(), additions_.end(), time);
        if (added != additions_.begin()) last = std::max(last, std::optional{*std::prev(added)});
        if (!last) return std::nullopt;
        const bool by_rule = excluded_by_rule(*last);
        if (!by_rule && !excepted(*last)) return last;
        if (by_rule && ++excluded == shared(excluded_max)) give_up();
        time = *last;
    }
}

bool Occurrences::contains(LocalTime time) const {
    const bool given = std::binary_search(additions_.begin(), additions_.end(), time) ||
                       (rule_ && rule_->contains(time));
    return given && !excepted(time) && !excluded_by_rule(time);
}

std::uint64_t Occurrences::count(LocalTime from, LocalTime to) const {
    if (!exclusions_.empty() || too_many_exclusions_) {
        const Times all = between(from, to, shared(counted_max));
        if (all.truncated) give_up();
        return all.times.size();
    }
    std::uint64_t sum = rule_ ? rule_->count(from, to) : 0;
    for (LocalTime time : part_of(additions_, from, to)) {
        if (!rule_ || !rule_->contains(time)) ++sum;
    }
    for (LocalTime time : part_of(exceptions_, from, to)) {
        const bool given = std::binary_search(additions_.begin(), additions_.end(), time) ||
                           (rule_ && rule_->contains(time));
        if (given) --sum;
    }
    return sum;
}

Times RecurrenceSet::between(LocalTime from, LocalTime to, std::size_t count_max) const {
    return Occurrences{*this}.between(from, to, count_max);
}

Times RecurrenceSet::first(std::size_t count_max) const {
    return between(LocalTime::min(), LocalTime::max(), count_max);
}

std::vector<timezone::Instant> instants_of(std::span<const LocalTime> times,
                                           const timezone::Zone& zone) {
    std::vector<timezone::Instant> instants(times.size());
    zone.instants(times, instants);
    if (!std::is_sorted(instants.begin(), instants.end())) {
        std::sort(instants.begin(), instants.end());
    }
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
}

}  // namespace plazo::ical
