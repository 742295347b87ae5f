#include "scheduler/exchange_series.h"

#include <algorithm>

namespace plazo::scheduler {

using ical::DateTime;
using ical::Event;
using ical::LocalTime;
using ical::Occurrences;
using ical::Period;
using ical::RecurrenceSet;
using ical::Series;

namespace {

/// `event` as it takes place `shift` later, as the occurrence `id`, and as long as `period` says,
/// if there is one.
Event occurrence_of(const Event& event, ical::seconds shift, DateTime id, const Period* period) {
    Event one = event;
    one.start.local += shift;
    one.end.local += shift;
    if (period != nullptr && period->duration) {
        one.duration = period->duration;
        one.end = one.start;
        one.end.local += period->duration->nominal + period->duration->exact;
    } else if (period != nullptr && period->end) {
        one.duration.reset();
        one.end = *period->end;
    }
    one.rule.reset();
    one.exclusion_rules.clear();
    one.additions.clear();
    one.addition_periods.clear();
    one.exceptions.clear();
    one.recurrence_id = std::move(id);
    return one;
}

LocalTime day_of(LocalTime time) {
    return timezone::midnight(timezone::date_of(time));
}

/// Whether an occurrence that moves from `a` to `b` meets another one, counting in whole days.
bool meets_another(const Occurrences& set, LocalTime a, LocalTime b) {
    const LocalTime from = day_of(std::min(a, b));
    const LocalTime to = day_of(std::max(a, b)) + timezone::days{1};
    return set.between(from, to, 2).times.size() > 1;
}

/// The one series, with what it was made of.
class SeriesMaker {
  public:
    SeriesMaker(const Series& series, const FileZones& zones)
        : series_{series},
          master_{*series.master},
          zones_{zones},
          set_{ical::recurrence_set(master_, zones.zone_of)} {}

    std::variant<ExactSeries, Refused> exact();
    std::variant<SingleEvents, Refused> single(std::string why, Window window) const;

  private:
    void sort_overrides(const Occurrences& of_rule);
    void leave_out_crossings(const Occurrences& remaining);
    void set_apart(const std::vector<LocalTime>& times);
    bool has_override(LocalTime original) const;
    const Period* period_at(LocalTime time) const;
    bool goes_on_for_ever() const;
    DateTime id_of(LocalTime original) const {
        return {master_.start.kind, original, master_.start.tzid};
    }
    /// The override of that occurrence, named on the clock of the series.
    Event named(Event event, LocalTime original) const {
        event.recurrence_id = id_of(original);
        return event;
    }
    LocalTime on_clock(const DateTime& time) const {
        return ical::on_clock_of(master_.start, time, zones_.zone_of);
    }

    const Series& series_;
    const Event& master_;
    const FileZones& zones_;
    RecurrenceSet set_;
    ExactSeries made_;
};

std::variant<ExactSeries, Refused> SeriesMaker::exact() {
    const bool changes_course = std::any_of(series_.overrides.begin(), series_.overrides.end(),
                                            [](const Event& each) { return each.this_and_future; });
    if (changes_course) return Refused{"it changes from one occurrence on"};
    if (!master_.exclusion_rules.empty()) return Refused{"it leaves out dates by a rule (EXRULE)"};
    const auto times = series_times(master_, zones_);
    if (!times) return Refused{"Windows has no time zone like its own"};
    const auto answer = exact_recurrence(set_, times->zone);
    if (const auto* refused = std::get_if<Refused>(&answer)) return *refused;
    const auto& found = std::get<ExactRecurrence>(answer);

    made_.recurrence = found.recurrence;
    const ical::seconds shift = found.first - master_.start.local;
    made_.master = master_;
    made_.master.start.local += shift;
    made_.master.end.local += shift;
    made_.times = *times;
    made_.times.start += shift;
    made_.times.end += shift;

    // DTSTART counts for COUNT also where the rule does not match it; then it is apart.
    RecurrenceSet rule_only = set_;
    rule_only.additions.clear();
    rule_only.exceptions.clear();
    if (found.first != set_.start) rule_only.exceptions.push_back(set_.start);
    made_.deleted.insert(set_.exceptions.begin(), set_.exceptions.end());
    const Occurrences of_rule{rule_only};
    std::erase_if(made_.deleted, [&](LocalTime time) { return !of_rule.contains(time); });
    sort_overrides(of_rule);
    rule_only.exceptions.insert(rule_only.exceptions.end(), made_.deleted.begin(),
                                made_.deleted.end());
    leave_out_crossings(Occurrences{rule_only});
    set_apart(found.apart);
    return std::move(made_);
}

void SeriesMaker::sort_overrides(const Occurrences& of_rule) {
    for (const Event& event : series_.overrides) {
        const LocalTime original = on_clock(*event.recurrence_id);
        const bool known = of_rule.contains(original);
        made_.deleted.erase(original);
        if (known && event.cancelled()) made_.deleted.insert(original);
        if (event.cancelled()) continue;
        if (known) {
            made_.changed.push_back({original, &event});
        } else {
            made_.alone.push_back(
                {named(event, original), "it is no longer where its series has it"});
        }
    }
}

/// `remaining`: what is left when the deletions are done.
void SeriesMaker::leave_out_crossings(const Occurrences& remaining) {
    LocalTime last_day = LocalTime::min();  // of the changed one before
    std::erase_if(made_.changed, [&](const ExactSeries::Change& each) {
        const LocalTime start = on_clock(each.event->start);
        if (day_of(start) > last_day && !meets_another(remaining, each.original, start)) {
            last_day = day_of(start);
            return false;
        }
        made_.deleted.insert(each.original);
        made_.alone.push_back(
            {named(*each.event, each.original),
             "it reaches the day of another occurrence, which Exchange does not let it"});
        return true;
    });
}

void SeriesMaker::set_apart(const std::vector<LocalTime>& times) {
    for (const LocalTime time : times) {
        if (has_override(time)) continue;
        const bool is_start = time == master_.start.local;
        made_.alone.push_back(
            {occurrence_of(master_, time - master_.start.local, id_of(time), period_at(time)),
             is_start ? "the rule of its series does not have this day"
                      : "it is a date of its own (RDATE) beside its series"});
    }
}

bool SeriesMaker::has_override(LocalTime original) const {
    return std::any_of(series_.overrides.begin(), series_.overrides.end(), [&](const Event& each) {
        return on_clock(*each.recurrence_id) == original;
    });
}

const Period* SeriesMaker::period_at(LocalTime time) const {
    const auto& periods = master_.addition_periods;
    const auto found = std::find_if(periods.begin(), periods.end(), [&](const Period& each) {
        return on_clock(each.start) == time;
    });
    return found == periods.end() ? nullptr : &*found;
}

bool SeriesMaker::goes_on_for_ever() const {
    if (!set_.rule || set_.rule->count || set_.rule->until) return false;
    RecurrenceSet rule_only{.start = set_.start, .rule = set_.rule};
    rule_only.start_counts = false;
    return Occurrences{rule_only}.first_from(LocalTime::min()).has_value();
}

std::variant<SingleEvents, Refused> SeriesMaker::single(std::string why, Window window) const {
    if (goes_on_for_ever()) {
        return Refused{why + "; and without an end it cannot become single events"};
    }
    constexpr std::size_t one_more = expanded_occurrences_max + 1;
    const auto found = series_.between(window.from, window.to, one_more, zones_.zone_of);
    if (found.truncated || found.list.size() > expanded_occurrences_max) {
        return Refused{why + "; and it would become more than " +
                       std::to_string(expanded_occurrences_max) + " single events"};
    }
    SingleEvents made{std::move(why), {}, false};
    for (const ical::Instance& each : found.list) {
        const LocalTime own = on_clock(each.event->start);
        Event one = occurrence_of(*each.event, each.start - own, id_of(each.original), each.period);
        one.uid = master_.uid;
        made.events.push_back(std::move(one));
    }
    made.more_later = window.to != LocalTime::max() &&
                      !series_.between(window.to, LocalTime::max(), 1, zones_.zone_of).list.empty();
    return made;
}

}  // namespace

SeriesInGraph series_in_graph(const Series& series, const FileZones& zones, Window window) {
    if (series.master->extra("RRULE") != nullptr) return Refused{"it recurs by several rules"};
    SeriesMaker maker{series, zones};
    auto exact = maker.exact();
    if (auto* made = std::get_if<ExactSeries>(&exact)) return std::move(*made);
    auto single = maker.single(std::get<Refused>(exact).why, window);
    if (auto* made = std::get_if<SingleEvents>(&single)) return std::move(*made);
    return std::get<Refused>(std::move(single));
}

}  // namespace plazo::scheduler
