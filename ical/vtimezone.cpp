#include "ical/vtimezone.h"

#include <algorithm>

#include "ical/occurrences.h"

namespace plazo::ical {

namespace {

using timezone::Instant;
using timezone::Observance;
using timezone::YearlyRule;

int month_of(LocalTime time) {
    return static_cast<int>(static_cast<unsigned>(timezone::date_of(time).month()));
}

int day_of_month(LocalTime time) {
    return static_cast<int>(static_cast<unsigned>(timezone::date_of(time).day()));
}

/// The first of seven days in a row, 8 of 8,9,...,14; nothing for other lists.
std::optional<int> first_of_week(std::vector<int> month_days) {
    std::sort(month_days.begin(), month_days.end());
    for (std::size_t i = 1; i < month_days.size(); ++i) {
        if (month_days[i] != month_days[i - 1] + 1) return std::nullopt;
    }
    if (month_days.size() != 7) return std::nullopt;
    return month_days.front();
}

/// The rule in one of YearlyRule's forms, without its UNTIL.
std::optional<YearlyRule> yearly_form(const Recurrence& rule, LocalTime onset) {
    const bool plain = rule.interval == 1 && !rule.count && rule.by_second.empty() &&
                       rule.by_minute.empty() && rule.by_hour.empty() && rule.by_year_day.empty() &&
                       rule.by_week_number.empty() && rule.by_set_position.empty() &&
                       rule.by_day.size() <= 1;
    const bool monthly = rule.frequency == Frequency::monthly && rule.by_month.size() == 1;
    const bool yearly = rule.frequency == Frequency::yearly && rule.by_month.size() <= 1;
    if (!plain || !(monthly || yearly)) return std::nullopt;
    YearlyRule form;
    const int month = rule.by_month.empty() ? month_of(onset) : rule.by_month.front();
    form.month = timezone::month{static_cast<unsigned>(month)};
    if (rule.by_day.empty()) {
        if (rule.by_month_day.size() > 1) return std::nullopt;
        form.kind = YearlyRule::Kind::month_day;
        form.number = rule.by_month_day.empty() ? day_of_month(onset) : rule.by_month_day.front();
        return form;
    }
    const WeekdayNumber& day = rule.by_day.front();
    form.weekday = day.weekday;
    form.number = day.number;
    const bool every_weekday = rule.by_month.empty();  // BYDAY then counts in the year
    if (every_weekday) return std::nullopt;
    if (rule.by_month_day.empty()) {
        return day.number == 0 || std::abs(day.number) > 5 ? std::nullopt : std::optional{form};
    }
    const auto first = first_of_week(rule.by_month_day);
    if (!first || day.number != 0) return std::nullopt;
    if (*first == -7) {
        form.number = -1;
        return form;
    }
    if (*first < 1) return std::nullopt;
    form.kind = YearlyRule::Kind::weekday_on_or_after;
    form.number = *first;
    return form;
}

/// Reads one STANDARD or DAYLIGHT.
class ObservanceReader {
  public:
    ObservanceReader(const Component& component, std::vector<Problem>& problems)
        : component_{component}, problems_{problems, problems_max} {}

    std::optional<Observance> read() {
        const auto onset = local("DTSTART");
        const auto to = offset("TZOFFSETTO");
        if (!onset || !to) {
            problems_.fail(component_.position, "bad-observance",
                           component_.name + " without DTSTART or TZOFFSETTO is left out");
            return std::nullopt;
        }
        const auto from = offset("TZOFFSETFROM");
        if (!from) {
            problems_.warn(component_.position, "no-offset-from",
                           component_.name + " has no TZOFFSETFROM; its TZOFFSETTO is taken");
        }
        observance_.onset = *onset;
        observance_.to = *to;
        observance_.from = from.value_or(*to);
        observance_.daylight = same_name(component_.name, "DAYLIGHT");
        if (const Property* name = component_.find("TZNAME")) {
            observance_.name = parse_text(name->value);
        }
        for (const Property* property : component_.all("RDATE")) read_onsets(*property);
        for (const Property* property : component_.all("RRULE")) read_rule(*property);
        return observance_;
    }

  private:
    std::optional<LocalTime> local(const char* name) {
        const Property* property = component_.find(name);
        const auto time = property ? parse_date_time(property->value) : std::nullopt;
        return time ? std::optional{time->local} : std::nullopt;
    }

    std::optional<seconds> offset(const char* name) {
        const Property* property = component_.find(name);
        return property ? parse_utc_offset(property->value) : std::nullopt;
    }

    /// The clock before the onset shows this at a time which the text gives in UTC.
    LocalTime wall(const DateTime& time) const {
        return time.kind == TimeKind::utc ? time.local + observance_.from : time.local;
    }

    void read_onsets(const Property& property) {
        const auto times = parse_times(property);
        if (!times) {
            problems_.fail(property.value_position, "bad-time", "a bad RDATE is left out");
            return;
        }
        for (const DateTime& time : *times) observance_.onsets.push_back(wall(time));
    }

    void read_rule(const Property& property) {
        const RecurrenceText text = parse_recurrence(property.value);
        for (const std::string& fault : text.faults) {
            problems_.fail(property.value_position, "bad-rule", fault + "; the rule is left out");
        }
        if (!text.recurrence) return;
        const Recurrence& rule = *text.recurrence;
        std::optional<LocalTime> until;
        if (rule.until) {
            const bool whole_day = rule.until->kind == TimeKind::date;
            until = wall(*rule.until) + (whole_day ? hours{24} - seconds{1} : seconds{0});
        }
        auto form = yearly_form(rule, observance_.onset);
        if (form && !observance_.rule) {
            if (until) form->until = Instant{until->time_since_epoch() - observance_.from};
            observance_.rule = form;
            return;
        }
        const RecurrenceSet set{observance_.onset, rule, until, {}, {}};
        const LocalTime end = timezone::midnight(
            Date{timezone::year{written_out_year_max}, timezone::month{1}, timezone::day{1}});
        const Times onsets = set.between(observance_.onset, end, written_out_onsets_max);
        auto& all = observance_.onsets;
        all.insert(all.end(), onsets.times.begin(), onsets.times.end());
        if (onsets.truncated || (!rule.count && !rule.until)) {
            problems_.warn(property.value_position, "rule-written-out",
                           "an unusual rule is taken for a limited time only");
        }
    }

    const Component& component_;
    ProblemList problems_;
    Observance observance_{};
};

Recurrence recurrence_of(const YearlyRule& form) {
    Recurrence rule;
    rule.frequency = Frequency::yearly;
    rule.by_month = {static_cast<int>(static_cast<unsigned>(form.month))};
    switch (form.kind) {
        case YearlyRule::Kind::nth_weekday:
            rule.by_day = {{form.number, form.weekday}};
            break;
        case YearlyRule::Kind::weekday_on_or_after:
            rule.by_day = {{0, form.weekday}};
            for (int day = form.number; day < form.number + 7; ++day) {
                rule.by_month_day.push_back(day);
            }
            break;
        case YearlyRule::Kind::month_day:
            rule.by_month_day = {form.number};
            break;
    }
    if (form.until) {
        rule.until = DateTime{TimeKind::utc, LocalTime{form.until->time_since_epoch()}, {}};
    }
    return rule;
}

Component write_observance(const Observance& observance) {
    Component component;
    component.name = observance.daylight ? "DAYLIGHT" : "STANDARD";
    const auto local = [](LocalTime time) {
        return format_date_time({TimeKind::floating, time, {}});
    };
    component.add("DTSTART", local(observance.onset));
    component.add("TZOFFSETFROM", format_utc_offset(observance.from));
    component.add("TZOFFSETTO", format_utc_offset(observance.to));
    if (!observance.name.empty()) component.add("TZNAME", format_text(observance.name));
    if (observance.rule) {
        component.add("RRULE", format_recurrence(recurrence_of(*observance.rule)));
    }
    for (LocalTime onset : observance.onsets) component.add("RDATE", local(onset));
    return component;
}

}  // namespace

std::optional<ZoneBlock> read_vtimezone(const Component& component,
                                        std::vector<Problem>& problems) {
    ProblemList list{problems, problems_max};
    ZoneBlock block;
    if (const Property* tzid = component.find("TZID")) block.tzid = parse_text(tzid->value);
    if (block.tzid.empty()) {
        list.fail(component.position, "no-tzid", "a VTIMEZONE without TZID is left out");
        return std::nullopt;
    }
    if (const Property* location = component.find("X-LIC-LOCATION")) {
        block.location = parse_text(location->value);
    }
    for (const Component& part : component.components) {
        const bool known = same_name(part.name, "STANDARD") || same_name(part.name, "DAYLIGHT");
        if (!known) {
            list.warn(part.position, "unused-component", part.name + " in VTIMEZONE is not used");
        } else if (const auto observance = ObservanceReader{part, problems}.read()) {
            block.rules.list.push_back(*observance);
        }
    }
    return block;
}

Component write_vtimezone(const ZoneBlock& block) {
    Component component;
    component.name = "VTIMEZONE";
    component.add("TZID", format_text(block.tzid));
    if (!block.location.empty()) component.add("X-LIC-LOCATION", format_text(block.location));
    for (const Observance& observance : block.rules.list) {
        component.components.push_back(write_observance(observance));
    }
    return component;
}

}  // namespace plazo::ical
