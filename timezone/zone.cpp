#include "timezone/zone.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace plazo::timezone {

namespace {

Instant as_instant(LocalTime local, seconds offset) {
    return Instant{local.time_since_epoch() - offset};
}

/// For "always" and "for ever": the years that have answers, and a day on either side for clocks.
Instant within_years(Instant instant) {
    const Span years = whole_years(year_min, year_max);
    return std::clamp(instant, years.from - days{1}, years.to + days{1});
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

/// Answers as far as `bulk` knows; what it stops at, `one` answers.
template <class From, class To, class Bulk, class One>
void in_bulk(std::span<const From> asked, std::span<To> answers, Bulk bulk, One one) {
    assert(answers.size() >= asked.size());
    std::size_t done = 0;
    while (true) {
        done += bulk(asked.subspan(done), answers.data() + done);
        if (done == asked.size()) return;
        answers[done] = one(asked[done]);
        ++done;
    }
}

}  // namespace

Span whole_years(int first, int last) {
    return {date::sys_days{year{first} / 1 / 1}, date::sys_days{year{last + 1} / 1 / 1}};
}

constinit const OffsetIndex ZoneFacts::empty_;

ZoneFacts::~ZoneFacts() {
    const OffsetIndex* index = index_.load();
    if (index != &empty_) delete index;
}

bool ZoneFacts::make_index() const {
    const OffsetIndex* expected = &empty_;
    if (index_.load() != expected) return false;
    auto made = std::make_unique<const OffsetIndex>(table_);
    if (index_.compare_exchange_strong(expected, made.get())) made.release();
    return true;
}

Zone::Zone(std::string name, ZoneTable table)
    : Zone{std::move(name), std::make_shared<const ZoneFacts>(std::move(table))} {}

Zone::Zone(std::string name, std::shared_ptr<const ZoneFacts> facts)
    : named_{std::make_shared<const Named>(Named{std::move(name), std::move(facts)})},
      facts_{named_->facts.get()} {
    assert(facts_ && !table().types.empty());
}

Zone Zone::utc() {
    static const Zone zone = fixed(seconds{0});
    return zone;
}

Zone Zone::fixed(seconds offset) {
    if (offset > offset_max || offset < -offset_max) {
        throw std::invalid_argument{"an offset of 26 hours or more"};
    }
    const std::string name = fixed_name(offset);
    return Zone{name, ZoneTable{{{offset, false, name}}, 0, {}, {}}};
}

LocalInfo Zone::info(Instant instant) const {
    const ZoneType& type = table().types[period_at(table(), instant).type];
    return {LocalTime{instant.time_since_epoch() + type.offset}, type.offset, type.abbreviation,
            type.dst};
}

seconds Zone::offset_with_care(Instant instant) const {
    if (facts_->make_index()) return offset(instant);
    return table().types[period_at(table(), instant).type].offset;
}

Instant Zone::instant_with_care(LocalTime local) const {
    return resolve(local).compatible();
}

Resolution Zone::resolve(LocalTime local) const {
    const auto turn = facts_->index().turn_near(local);
    if (!turn) return facts_->make_index() ? resolve(local) : resolve_with_care(local);
    const auto [low, high] = std::minmax(turn->before, turn->after);
    const bool is_over = local >= turn->settled;
    if (is_over || local < turn->settled - (high - low)) {
        const Instant only = as_instant(local, is_over ? turn->after : turn->before);
        return {Resolution::Kind::unique, only, only, {}};
    }
    const auto kind = turn->after > turn->before ? Resolution::Kind::gap : Resolution::Kind::fold;
    return {kind, as_instant(local, high), as_instant(local, low), as_instant(turn->settled, high)};
}

/// For local times of which the index knows nothing. No clock is further than offset_max from UTC,
/// so only the periods of that window can have shown the time: one or two of them, but any number
/// is dealt with.
Resolution Zone::resolve_with_care(LocalTime local) const {
    const Instant window_end = as_instant(local, -offset_max);
    const auto offset_in = [&](const Period& period) { return table().types[period.type].offset; };
    std::optional<Instant> first;
    Resolution gap;
    Resolution answer;
    Period period = period_at(table(), as_instant(local, offset_max));
    while (true) {
        const Instant shown = as_instant(local, offset_in(period));
        if ((!period.begin || shown >= *period.begin) && (!period.end || shown < *period.end)) {
            if (!first) {
                first = shown;
                answer = {Resolution::Kind::unique, shown, shown, {}};
            } else {
                answer = {Resolution::Kind::fold, *first, shown, *period.begin};
            }
        }
        if (!period.end || *period.end > window_end) break;
        const Period next = period_at(table(), *period.end);
        const Instant shown_after = as_instant(local, offset_in(next));
        if (shown >= *period.end && shown_after < *period.end) {
            gap = {Resolution::Kind::gap, shown_after, shown, *period.end};
        }
        period = next;
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

void Zone::offsets(std::span<const Instant> instants, std::span<seconds> answers) const {
    in_bulk(
        instants, answers,
        [&](auto asked, seconds* to) { return facts_->index().offsets(asked, to); },
        [&](Instant instant) { return offset_with_care(instant); });
}

void Zone::locals(std::span<const Instant> instants, std::span<LocalTime> answers) const {
    in_bulk(
        instants, answers,
        [&](auto asked, LocalTime* to) { return facts_->index().locals(asked, to); },
        [&](Instant instant) { return local(instant); });
}

void Zone::instants(std::span<const LocalTime> locals, std::span<Instant> answers) const {
    in_bulk(
        locals, answers,
        [&](auto asked, Instant* to) { return facts_->index().instants(asked, to); },
        [&](LocalTime local) { return instant_with_care(local); });
}

std::vector<Transition> Zone::transitions(Instant from, Instant to) const {
    from = within_years(from);
    to = within_years(to);
    std::vector<Transition> found;
    const auto& types = table().types;
    std::uint8_t before = period_at(table(), from - seconds{1}).type;
    for (const ZoneChange& each : changes_in(table(), from, to)) {
        if (types[before] != types[each.type]) {
            found.push_back({each.at, types[before], types[each.type]});
        }
        before = each.type;
    }
    return found;
}

std::vector<OffsetChange> Zone::offset_changes(Instant from, Instant to) const {
    from = within_years(from);
    to = within_years(to);
    std::vector<OffsetChange> found;
    seconds before = table().types[period_at(table(), from - seconds{1}).type].offset;
    for (const ZoneChange& each : changes_in(table(), from, to)) {
        const seconds after = table().types[each.type].offset;
        if (before != after) found.push_back({each.at, after});
        before = after;
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

Instant Zone::last_listed_change() const {
    const auto& changes = table().changes;
    return changes.empty() ? whole_years(year_min, year_min).from : changes.back().at;
}

bool Zone::same_table(const Zone& other) const {
    return facts_ == other.facts_ || table() == other.table();
}

bool same_offsets(const Zone& a, const Zone& b, Span span) {
    if (a.same_table(b)) return true;
    if (a.offset(span.from) != b.offset(span.from)) return false;
    // A change at the beginning of the span has been compared.
    const Instant after = span.from + seconds{1};
    return a.offset_changes(after, span.to) == b.offset_changes(after, span.to);
}

}  // namespace plazo::timezone
