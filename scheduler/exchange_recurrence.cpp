#include "scheduler/exchange_recurrence.h"

#include <algorithm>
#include <array>
#include <optional>

#include "scheduler/exchange_pattern.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using ical::LocalTime;
using ical::Occurrences;
using ical::Recurrence;
using ical::RecurrenceSet;
using timezone::Date;
using Pattern = GraphPattern::Type;
using Range = GraphRange::Type;

namespace {

/// A month is as long as one of the same name 400 years later.
constexpr int months_of_cycle = 400 * 12;

/// The last day is the one before UNTIL's where that comes too early on its own.
Date last_day(const RecurrenceSet& set, LocalTime first) {
    const LocalTime until = set.until.value_or(set.rule->until->local);
    const Date day = timezone::date_of(until);
    const bool whole_day = set.rule->until->kind == ical::TimeKind::date;
    const bool too_early = timezone::time_of_day(until) < timezone::time_of_day(first);
    return !whole_day && too_early ? timezone::add_days(day, -1) : day;
}

GraphRange range_of(const RecurrenceSet& rule_only, const Occurrences& occurrences, LocalTime first,
                    std::string_view zone) {
    GraphRange range;
    range.start = timezone::date_of(first);
    range.zone = zone;
    const Recurrence& rule = *rule_only.rule;
    if (rule.count && *rule.count <= recurrence_count_max) {
        range.type = Range::numbered;
        range.count = *rule.count;
        return range;
    }
    if (!rule.count && !rule.until) return range;
    range.end = rule.count ? timezone::date_of(*occurrences.last_before(LocalTime::max()))
                           : last_day(rule_only, first);
    if (int{range.end.year()} < exchange_year_max) range.type = Range::end_date;
    return range;
}

/// The first month that the pattern comes to and that has no such day.
std::optional<date::year_month> month_without_day(const GraphPattern& pattern,
                                                  const GraphRange& range) {
    const bool yearly = pattern.type == Pattern::absolute_yearly;
    const int step = yearly ? 12 * pattern.interval : pattern.interval;
    const date::day wanted{static_cast<unsigned>(pattern.day_of_month)};
    date::year_month month{range.start.year(), range.start.month()};
    for (int visited = 0; visited * step < months_of_cycle; ++visited) {
        if (range.type == Range::numbered && visited == range.count) break;
        const Date last{month / date::last};
        if (range.type == Range::end_date && last > range.end) break;
        if (last.day() < wanted) return month;
        month += date::months{step};
    }
    return std::nullopt;
}

std::string without_day(const GraphPattern& pattern, date::year_month month) {
    const std::string text = timezone::format_date(month / 1);
    constexpr std::size_t year_and_month = 7;
    return text.substr(0, year_and_month) + " has no day " + std::to_string(pattern.day_of_month) +
           ": the rule leaves it out, and Exchange would take its last day";
}

/// What takes place and is not of the rule.
std::vector<LocalTime> apart_from(const Occurrences& of_rule, const RecurrenceSet& set) {
    std::vector<LocalTime> apart = set.additions;
    if (set.start_counts) apart.push_back(set.start);
    std::sort(apart.begin(), apart.end());
    apart.erase(std::unique(apart.begin(), apart.end()), apart.end());
    const Occurrences whole{set};
    std::erase_if(apart,
                  [&](LocalTime time) { return of_rule.contains(time) || !whole.contains(time); });
    return apart;
}

ical::DateTime end_of_day(Date day, const ical::DateTime& start, const timezone::Zone& zone) {
    const LocalTime midnight = timezone::midnight(day);
    if (start.kind == ical::TimeKind::date) return {ical::TimeKind::date, midnight, ""};
    const LocalTime last_second = midnight + timezone::days{1} - timezone::seconds{1};
    if (start.kind == ical::TimeKind::floating) return {ical::TimeKind::floating, last_second, ""};
    return {ical::TimeKind::utc, LocalTime{zone.instant(last_second).time_since_epoch()}, ""};
}

/// Days from the 28th to `day`, of which the last one that a month has is meant.
std::vector<int> last_of_days_up_to(int day) {
    std::vector<int> days;
    for (int each = shortest_month; each <= day; ++each) days.push_back(each);
    return days;
}

/// `shortest` and `longest`: of the months that the pattern comes to.
void set_day_of_month(int day, int shortest, int longest, Recurrence& rule) {
    if (day <= shortest || shortest == longest) {
        rule.by_month_day = {std::min(day, longest)};
    } else if (day >= longest) {
        rule.by_month_day = {-1};
    } else {
        rule.by_month_day = last_of_days_up_to(day);
        rule.by_set_position = {-1};
    }
}

void set_weekdays(const GraphPattern& pattern, Recurrence& rule) {
    const bool single = pattern.days_of_week.size() == 1;
    for (const timezone::Weekday day : pattern.days_of_week) {
        rule.by_day.push_back({single ? pattern.index : 0, day});
    }
    if (!single) rule.by_set_position = {pattern.index};
}

}  // namespace

std::variant<ExactRecurrence, Refused> exact_recurrence(const RecurrenceSet& set,
                                                        std::string_view zone) {
    if (!set.rule) return Refused{"it has no rule, only dates (RDATE)"};
    RecurrenceSet rule_only{.start = set.start, .rule = set.rule, .until = set.until};
    rule_only.start_counts = false;
    const auto first = Occurrences{rule_only}.first_from(LocalTime::min());
    if (!first) return Refused{"its rule has no occurrence"};
    if (rule_only.rule->count && set.start_counts && *first != set.start) {
        if (--*rule_only.rule->count == 0) return Refused{"its rule has no occurrence"};
    }
    PatternMaker maker{*rule_only.rule, set.start};
    const auto pattern = maker.make();
    if (!pattern) return Refused{maker.why_not()};
    const Occurrences of_rule{rule_only};
    const GraphRange range = range_of(rule_only, of_rule, *first, zone);
    if (maker.day_has_to_exist()) {
        const auto month = month_without_day(*pattern, range);
        if (month) return Refused{without_day(*pattern, *month)};
    }
    std::vector<LocalTime> apart = apart_from(of_rule, set);
    if (apart.size() > apart_max) {
        return Refused{"it has more than " + std::to_string(apart_max) +
                       " dates of its own (RDATE)"};
    }
    return ExactRecurrence{{*pattern, range}, *first, std::move(apart)};
}

Recurrence rule_of(const GraphRecurrence& recurrence, const ical::DateTime& start,
                   const timezone::Zone& zone) {
    const GraphPattern& pattern = recurrence.pattern;
    Recurrence rule;
    rule.interval = pattern.interval;
    switch (pattern.type) {
        case Pattern::daily:
            rule.frequency = ical::Frequency::daily;
            break;
        case Pattern::weekly:
            rule.frequency = ical::Frequency::weekly;
            rule.week_start = pattern.first_day_of_week;
            for (const auto day : pattern.days_of_week) rule.by_day.push_back({0, day});
            break;
        case Pattern::absolute_monthly:
            rule.frequency = ical::Frequency::monthly;
            set_day_of_month(pattern.day_of_month, shortest_month, longest_month, rule);
            break;
        case Pattern::relative_monthly:
            rule.frequency = ical::Frequency::monthly;
            set_weekdays(pattern, rule);
            break;
        case Pattern::absolute_yearly:
            rule.frequency = ical::Frequency::yearly;
            rule.by_month = {pattern.month};
            set_day_of_month(pattern.day_of_month, days_of_month(pattern.month, false),
                             days_of_month(pattern.month, true), rule);
            break;
        case Pattern::relative_yearly:
            rule.frequency = ical::Frequency::yearly;
            rule.by_month = {pattern.month};
            set_weekdays(pattern, rule);
            break;
    }
    const GraphRange& range = recurrence.range;
    if (range.type == Range::numbered) rule.count = range.count;
    if (range.type == Range::end_date) rule.until = end_of_day(range.end, start, zone);
    return rule;
}

}  // namespace plazo::scheduler
