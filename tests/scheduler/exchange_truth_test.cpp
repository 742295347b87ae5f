// The rule of truth: whatever is called exact means the same days to Exchange and to RFC 5545.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "scheduler/exchange_recurrence.h"
#include "tests/scheduler/graph_occurrences.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler {
namespace {

using ical::Frequency;
using ical::Recurrence;
using ical::RecurrenceSet;
using testing::graph_occurrences;
using timezone::Date;
using timezone::LocalTime;
using timezone::Weekday;
using Pattern = GraphPattern::Type;
using Range = GraphRange::Type;

constexpr std::chrono::hours ten{10};
constexpr int rounds = 3'000;

/// The same numbers each time: std's distributions are another on each library, its engine not.
class Dice {
  public:
    explicit Dice(unsigned seed) : engine_{seed} {}
    int from(int min, int max) {
        const auto sides = static_cast<std::uint32_t>(max - min + 1);
        return min + static_cast<int>(engine_() % sides);
    }
    bool once_in(int sides) { return from(1, sides) == 1; }
    template <typename Value>
    Value one_of(const std::vector<Value>& values) {
        return values[static_cast<std::size_t>(from(0, static_cast<int>(values.size()) - 1))];
    }

  private:
    std::mt19937 engine_;
};

const timezone::Zone& madrid() {
    static const timezone::Zone zone = *testing::tzdb().find("Europe/Madrid");
    return zone;
}

ical::DateTime in_madrid(LocalTime local) {
    return {ical::TimeKind::zoned, local, "Europe/Madrid"};
}

RecurrenceSet set_of(const Recurrence& rule, LocalTime start) {
    RecurrenceSet set{.start = start, .rule = rule};
    if (rule.until && rule.until->kind == ical::TimeKind::utc) {
        set.until = madrid().local(timezone::Instant{rule.until->local.time_since_epoch()});
    }
    return set;
}

/// Long enough for each rule to show what it does.
Date horizon(const GraphRecurrence& recurrence) {
    const bool yearly = recurrence.pattern.type == Pattern::absolute_yearly ||
                        recurrence.pattern.type == Pattern::relative_yearly;
    const bool monthly = recurrence.pattern.type == Pattern::absolute_monthly ||
                         recurrence.pattern.type == Pattern::relative_monthly;
    const int months = yearly ? 12 * 9 : (monthly ? 40 : 8);
    return timezone::add_months(recurrence.range.start, months);
}

std::vector<Date> days_of(const RecurrenceSet& set, Date last) {
    constexpr std::size_t plenty = 100'000;
    std::vector<Date> days;
    const LocalTime to = timezone::midnight(timezone::add_days(last, 1));
    for (const LocalTime time : set.between(LocalTime::min(), to, plenty).times) {
        days.push_back(timezone::date_of(time));
    }
    return days;
}

Date random_day(Dice& dice) {
    return timezone::add_days(Date{date::year{2024} / 1 / 1}, dice.from(0, 4 * 366));
}

std::vector<Weekday> random_weekdays(Dice& dice) {
    std::vector<Weekday> days;
    const int wanted = dice.once_in(3) ? dice.from(1, 7) : 1;
    for (int i = 0; i < wanted; ++i) days.push_back(static_cast<Weekday>(dice.from(1, 7)));
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

GraphRecurrence random_recurrence(Dice& dice) {
    GraphRecurrence made;
    GraphPattern& pattern = made.pattern;
    pattern.type = static_cast<Pattern>(dice.from(0, 5));
    pattern.interval = dice.once_in(2) ? 1 : dice.from(1, 14);
    pattern.month = dice.from(1, 12);
    pattern.day_of_month = dice.once_in(2) ? dice.from(28, 31) : dice.from(1, 31);
    pattern.index = dice.one_of<int>({1, 2, 3, 4, -1});
    pattern.days_of_week = random_weekdays(dice);
    pattern.first_day_of_week = static_cast<Weekday>(dice.from(1, 7));
    GraphRange& range = made.range;
    range.zone = "Romance Standard Time";
    range.start = random_day(dice);
    while (!testing::is_of_pattern(made, range.start)) {
        range.start = timezone::add_days(range.start, 1);
    }
    range.type = static_cast<Range>(dice.from(0, 2));
    if (range.type == Range::numbered) range.count = dice.from(1, 30);
    if (range.type == Range::end_date)
        range.end = timezone::add_days(range.start, dice.from(0, 900));
    return made;
}

/// A list of one to three values, or none.
std::vector<int> some(Dice& dice, int min, int max) {
    std::vector<int> values;
    if (!dice.once_in(2)) return values;
    const int wanted = dice.once_in(3) ? dice.from(2, 3) : 1;
    for (int i = 0; i < wanted; ++i) {
        const int value = dice.from(min, max);
        values.push_back(min < 0 && value == 0 ? 1 : value);
    }
    return values;
}

/// Any rule of whole days that RFC 5545 allows, those near to Exchange's more often.
Recurrence random_rule(Dice& dice, Date start) {
    Recurrence rule;
    rule.frequency = static_cast<Frequency>(
        dice.from(static_cast<int>(Frequency::daily), static_cast<int>(Frequency::yearly)));
    rule.interval = dice.once_in(2) ? 1 : dice.from(1, 13);
    rule.week_start = dice.once_in(2) ? Weekday::monday : static_cast<Weekday>(dice.from(1, 7));
    const bool nth = rule.frequency >= Frequency::monthly;
    if (dice.once_in(2)) {
        const bool numbered = nth && dice.once_in(2);
        for (const Weekday day : random_weekdays(dice)) {
            rule.by_day.push_back({numbered ? dice.one_of<int>({1, 2, 3, 4, 5, -1, -2}) : 0, day});
        }
    }
    if (rule.frequency != Frequency::weekly && dice.once_in(2)) {
        rule.by_month_day = dice.once_in(2) ? some(dice, -3, 31) : some(dice, 28, 31);
        if (dice.once_in(6)) rule.by_month_day = {28, 29, 30};
        if (dice.once_in(9)) rule.by_month_day = {28, 29, 30, 31};
    }
    if (rule.frequency == Frequency::yearly || dice.once_in(6)) rule.by_month = some(dice, 1, 12);
    if (nth && (!rule.by_day.empty() || !rule.by_month_day.empty())) {
        rule.by_set_position = dice.once_in(2) ? some(dice, -2, 4) : std::vector<int>{};
        if (dice.once_in(4)) rule.by_set_position = {-1};
    }
    if (dice.once_in(3)) rule.count = dice.from(1, 40);
    if (!rule.count && dice.once_in(3)) {
        const Date last = timezone::add_days(start, dice.from(0, 2000));
        rule.until = {ical::TimeKind::utc, timezone::at(last, std::chrono::hours{dice.from(0, 23)}),
                      ""};
    }
    return rule;
}

TEST(RuleOfTruth, WhatExchangeSaysHasTheSameDaysAsItsRule) {
    Dice dice{20260302};
    for (int round = 0; round < rounds; ++round) {
        const GraphRecurrence said = random_recurrence(dice);
        const LocalTime start = timezone::at(said.range.start, ten);
        const Recurrence rule = rule_of(said, in_madrid(start), madrid());
        ASSERT_TRUE(ical::faults_of(rule).empty()) << ical::format_recurrence(rule);
        const Date last = horizon(said);
        ASSERT_EQ(graph_occurrences(said, last), days_of(set_of(rule, start), last))
            << recurrence_json(said) << " " << ical::format_recurrence(rule);
    }
}

TEST(RuleOfTruth, WhatExchangeSaysComesBackAsItWas) {
    Dice dice{20260303};
    for (int round = 0; round < rounds; ++round) {
        const GraphRecurrence said = random_recurrence(dice);
        const LocalTime start = timezone::at(said.range.start, ten);
        const Recurrence rule = rule_of(said, in_madrid(start), madrid());
        const auto again = exact_recurrence(set_of(rule, start), said.range.zone);
        ASSERT_TRUE(std::holds_alternative<ExactRecurrence>(again))
            << recurrence_json(said) << " " << ical::format_recurrence(rule) << " "
            << std::get<Refused>(again).why;
        const auto& exact = std::get<ExactRecurrence>(again);
        ASSERT_TRUE(exact.apart.empty()) << ical::format_recurrence(rule);
        const Date last = horizon(said);
        ASSERT_EQ(graph_occurrences(exact.recurrence, last), graph_occurrences(said, last))
            << recurrence_json(said) << " " << recurrence_json(exact.recurrence);
        const auto read = read_recurrence(recurrence_json(said));
        ASSERT_EQ(recurrence_json(std::get<GraphRecurrence>(read)), recurrence_json(said));
    }
}

TEST(RuleOfTruth, ARuleThatIsExactHasItsVeryDaysInExchange) {
    Dice dice{20260304};
    std::map<Pattern, int> exact_of;
    int refused = 0;
    for (int round = 0; round < 2 * rounds; ++round) {
        const LocalTime start = timezone::at(random_day(dice), ten);
        const Recurrence rule = random_rule(dice, timezone::date_of(start));
        if (!ical::faults_of(rule).empty()) continue;
        const RecurrenceSet set = set_of(rule, start);
        const auto answer = exact_recurrence(set, "Romance Standard Time");
        if (const auto* why = std::get_if<Refused>(&answer)) {
            ASSERT_NE(why->why, "");
            ++refused;
            continue;
        }
        const auto& exact = std::get<ExactRecurrence>(answer);
        ++exact_of[exact.recurrence.pattern.type];
        const Date last = horizon(exact.recurrence);
        std::vector<Date> days = graph_occurrences(exact.recurrence, last);
        for (const LocalTime time : exact.apart) days.push_back(timezone::date_of(time));
        std::sort(days.begin(), days.end());
        ASSERT_EQ(days, days_of(set, last))
            << ical::format_recurrence(rule) << " from " << timezone::format_local(start) << ": "
            << recurrence_json(exact.recurrence);
    }
    EXPECT_GT(refused, rounds / 10);
    for (int type = 0; type <= static_cast<int>(Pattern::relative_yearly); ++type) {
        EXPECT_GT(exact_of[static_cast<Pattern>(type)], rounds / 100) << type;
    }
}

}  // namespace
}  // namespace plazo::scheduler
