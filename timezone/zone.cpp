#include "timezone/zone.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace plazo::timezone {

namespace {

/// Walks through the periods of a table, across the point from which it repeats. Period 0 is before
/// the first change; period i begins with change i - 1 of the present cycle.
class Periods {
  public:
    Periods(const ZoneTable& table, Instant instant) : table_{table} {
        Instant folded = instant;
        if (table.repeats_from && instant >= *table.repeats_from) {
            const auto cycles = (instant - *table.repeats_from) / gregorian_cycle + 1;
            shift_ = cycles * gregorian_cycle;
            folded -= shift_;
        }
        const auto after = [](Instant wanted, const ZoneChange& change) {
            return wanted < change.at;
        };
        const auto& changes = table.changes;
        index_ = static_cast<std::size_t>(
            std::upper_bound(changes.begin(), changes.end(), folded, after) - changes.begin());
    }

    const ZoneType& type() const {
        return table_.types[index_ == 0 ? table_.initial : table_.changes[index_ - 1].type];
    }

    /// When the next period begins, if one does.
    std::optional<Instant> next() const {
        const auto& changes = table_.changes;
        const std::size_t following = wraps() ? first_repeated() : index_;
        if (following == changes.size()) return std::nullopt;
        return changes[following].at + shift_ + (wraps() ? gregorian_cycle : seconds{0});
    }

    void advance() {
        if (wraps()) {
            index_ = first_repeated();
            shift_ += gregorian_cycle;
        }
        ++index_;
    }

  private:
    /// Whether the next change is one of the cycle after this one.
    bool wraps() const {
        return table_.repeats_from && (index_ == table_.changes.size() ||
                                       table_.changes[index_].at >= *table_.repeats_from);
    }

    std::size_t first_repeated() const {
        const Instant begin = *table_.repeats_from - gregorian_cycle;
        const auto before = [](const ZoneChange& change, Instant wanted) {
            return change.at < wanted;
        };
        const auto& changes = table_.changes;
        return static_cast<std::size_t>(
            std::lower_bound(changes.begin(), changes.end(), begin, before) - changes.begin());
    }

    const ZoneTable& table_;
    std::size_t index_ = 0;
    seconds shift_{0};
};

Instant as_instant(LocalTime local, seconds offset) {
    return Instant{local.time_since_epoch() - offset};
}

std::string fixed_name(seconds offset) {
    if (offset == seconds{0}) return "UTC";
    const auto two_digits = [](std::int64_t value) {
        return std::string{static_cast<char>('0' + value / 10),
                           static_cast<char>('0' + value % 10)};
    };
    const std::int64_t total = std::abs(offset.count());
    std::string name = offset < seconds{0} ? "UTC-" : "UTC+";
    name += two_digits(total / 3600) + ":" + two_digits(total / 60 % 60);
    if (total % 60 != 0) name += ":" + two_digits(total % 60);
    return name;
}

}  // namespace

Span whole_years(int first, int last) {
    return {date::sys_days{year{first} / 1 / 1}, date::sys_days{year{last + 1} / 1 / 1}};
}

Zone::Zone(std::string name, ZoneTable table)
    : Zone{std::move(name), std::make_shared<const ZoneTable>(std::move(table))} {}

Zone::Zone(std::string name, std::shared_ptr<const ZoneTable> table)
    : name_{std::make_shared<const std::string>(std::move(name))}, table_{std::move(table)} {
    assert(table_ && !table_->types.empty());
}

Zone Zone::utc() {
    return fixed(seconds{0});
}

Zone Zone::fixed(seconds offset) {
    if (offset > offset_max || offset < -offset_max) {
        throw std::invalid_argument{"an offset of 26 hours or more"};
    }
    const std::string name = fixed_name(offset);
    return Zone{name, ZoneTable{{{offset, false, name}}, 0, {}, std::nullopt}};
}

LocalInfo Zone::info(Instant instant) const {
    const ZoneType& type = Periods{*table_, instant}.type();
    return {LocalTime{instant.time_since_epoch() + type.offset}, type.offset, type.abbreviation,
            type.dst};
}

seconds Zone::offset(Instant instant) const {
    return Periods{*table_, instant}.type().offset;
}

LocalTime Zone::local(Instant instant) const {
    return LocalTime{instant.time_since_epoch() + offset(instant)};
}

Resolution Zone::resolve(LocalTime local) const {
    // No clock is further than offset_max from UTC, so only the periods of this window can have
    // shown the time: one or two of them, but any number is dealt with.
    const Instant window_end = as_instant(local, -offset_max);
    Periods period{*table_, as_instant(local, offset_max)};
    std::optional<Instant> begin;
    std::optional<Instant> first;
    Resolution gap;
    Resolution answer;
    while (true) {
        const std::optional<Instant> end = period.next();
        const seconds offset = period.type().offset;
        const Instant shown = as_instant(local, offset);
        if ((!begin || shown >= *begin) && (!end || shown < *end)) {
            if (!first) {
                first = shown;
                answer = {Resolution::Kind::unique, shown, shown, {}};
            } else {
                answer = {Resolution::Kind::fold, *first, shown, *begin};
            }
        }
        if (!end || *end > window_end) break;
        period.advance();
        const Instant shown_after = as_instant(local, period.type().offset);
        if (shown >= *end && shown_after < *end) {
            gap = {Resolution::Kind::gap, shown_after, shown, *end};
        }
        begin = end;
    }
    return first ? answer : gap;
}

std::optional<Instant> Zone::instant(LocalTime local, Policy policy) const {
    const Resolution resolution = resolve(local);
    switch (policy) {
        case Policy::compatible:
            return resolution.compatible();
        case Policy::earlier:
            return resolution.earlier;
        case Policy::later:
            return resolution.later;
        case Policy::reject:
            break;
    }
    if (resolution.kind != Resolution::Kind::unique) return std::nullopt;
    return resolution.earlier;
}

Instant Zone::start_of_day(Date date) const {
    const Resolution resolution = resolve(midnight(date));
    return resolution.kind == Resolution::Kind::gap ? resolution.change : resolution.earlier;
}

std::vector<Transition> Zone::transitions(Instant from, Instant to) const {
    std::vector<Transition> found;
    Periods period{*table_, from - seconds{1}};
    for (auto at = period.next(); at && *at < to; at = period.next()) {
        const ZoneType before = period.type();
        period.advance();
        if (period.type() != before) found.push_back({*at, before, period.type()});
    }
    return found;
}

std::vector<OffsetChange> offset_changes(const std::vector<Transition>& transitions) {
    std::vector<OffsetChange> changes;
    for (const Transition& each : transitions) {
        if (each.before.offset != each.after.offset)
            changes.push_back({each.at, each.after.offset});
    }
    return changes;
}

bool Zone::same_table(const Zone& other) const {
    return table_ == other.table_ || *table_ == *other.table_;
}

bool same_offsets(const Zone& a, const Zone& b, Span span) {
    if (a.same_table(b)) return true;
    if (a.offset(span.from) != b.offset(span.from)) return false;
    return offset_changes(a.transitions(span.from, span.to)) ==
           offset_changes(b.transitions(span.from, span.to));
}

}  // namespace plazo::timezone
