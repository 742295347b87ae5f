#include "timezone/zone_table.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <span>

#include "timezone/civil.h"

namespace plazo::timezone {

namespace {

/// The yearly changes of five years in order, of those at one instant only the last listed. The
/// change that rules an instant of the middle year is one of them, and so is the next: POSIX hours
/// (-167 to 167) may move a change into the year before or after its own, so that the last change
/// of one year and the first of the next may both have to be looked for a year further.
class FiveYears {
  public:
    FiveYears(const std::vector<YearlyChange>& yearly, int middle) {
        assert(yearly.size() <= yearly_changes_max);
        for (int year = middle - 2; year <= middle + 2; ++year) {
            for (const YearlyChange& each : yearly) add({each.in_year(year), each.type});
        }
    }

    std::span<const ZoneChange> changes() const { return {changes_.data(), size_}; }

  private:
    void add(ZoneChange change) {
        std::size_t place = size_;
        while (place > 0 && changes_[place - 1].at > change.at) --place;
        if (place > 0 && changes_[place - 1].at == change.at) {
            changes_[place - 1] = change;
            return;
        }
        for (std::size_t i = size_; i > place; --i) changes_[i] = changes_[i - 1];
        changes_[place] = change;
        ++size_;
    }

    std::array<ZoneChange, 5 * yearly_changes_max> changes_;
    std::size_t size_ = 0;
};

/// The period after the last of table.changes, as far as `yearly` divides it.
Period yearly_period(const ZoneTable& table, Instant instant, Period last) {
    const auto local = LocalTime{instant.time_since_epoch()};
    const FiveYears years{table.yearly, civil_time(local).year};
    for (const ZoneChange& change : years.changes()) {
        if (last.begin && change.at <= *last.begin) continue;
        if (change.at > instant) {
            last.end = change.at;
            break;
        }
        last = {change.type, change.at, std::nullopt};
    }
    return last;
}

}  // namespace

Instant YearlyChange::in_year(int year) const {
    const auto midnight = day.in_year(year);
    assert(midnight);
    return Instant{(*midnight + time).time_since_epoch() - before};
}

Period period_at(const ZoneTable& table, Instant instant) {
    const auto& changes = table.changes;
    const auto after = [](Instant wanted, const ZoneChange& change) { return wanted < change.at; };
    const auto next = std::upper_bound(changes.begin(), changes.end(), instant, after);
    Period period{table.initial, std::nullopt, std::nullopt};
    if (next != changes.begin()) {
        period.type = std::prev(next)->type;
        period.begin = std::prev(next)->at;
    }
    if (next != changes.end()) {
        period.end = next->at;
        return period;
    }
    return table.yearly.empty() ? period : yearly_period(table, instant, period);
}

std::vector<ZoneChange> changes_in(const ZoneTable& table, Instant from, Instant to) {
    const auto before = [](const ZoneChange& change, Instant wanted) { return change.at < wanted; };
    const auto& listed = table.changes;
    std::vector<ZoneChange> found{
        std::lower_bound(listed.begin(), listed.end(), from, before),
        std::lower_bound(listed.begin(), listed.end(), std::max(from, to), before)};
    const bool has_list = !listed.empty();
    if (table.yearly.empty() || from >= to || (has_list && listed.back().at >= to)) return found;

    const Instant ruled_from = has_list ? std::max(from, listed.back().at + seconds{1}) : from;
    const auto year_of = [](Instant instant) {
        return civil_time(LocalTime{instant.time_since_epoch()}).year;
    };
    std::vector<ZoneChange> ruled;
    for (int year = year_of(ruled_from) - 2; year <= year_of(to) + 2; ++year) {
        for (const YearlyChange& each : table.yearly) {
            const Instant at = each.in_year(year);
            if (at >= ruled_from && at < to) ruled.push_back({at, each.type});
        }
    }
    std::stable_sort(ruled.begin(), ruled.end(),
                     [](const ZoneChange& a, const ZoneChange& b) { return a.at < b.at; });
    for (const ZoneChange& each : ruled) {
        if (!found.empty() && found.back().at == each.at) found.pop_back();
        found.push_back(each);
    }
    return found;
}

}  // namespace plazo::timezone
