// Thousands of random rules, asked of the engine and of a reader of RFC 5545's table that knows no
// arithmetic: it goes through the time line second by second, minute by minute or day by day, asks
// of each part whether it admits the moment, sorts the admitted ones into the periods of FREQ, and
// picks by BYSETPOS.
#include <algorithm>
#include <map>
#include <random>

#include "fixture.h"
#include "ical/rule_occurrences.h"

namespace plazo::ical {
namespace {

constexpr std::int64_t day_seconds = 86400;

using Days = date::local_days;

struct Moment {
    explicit Moment(LocalTime of) : time{of}, date{timezone::date_of(of)} {
        const std::int64_t clock = timezone::time_of_day(of).count();
        hour = static_cast<int>(clock / 3600);
        minute = static_cast<int>(clock / 60 % 60);
        second = static_cast<int>(clock % 60);
        month = static_cast<int>(static_cast<unsigned>(date.month()));
        day = static_cast<int>(static_cast<unsigned>(date.day()));
        weekday = timezone::weekday_of(date);
    }
    LocalTime time;
    Date date;
    int month, day, hour, minute, second;
    Weekday weekday;
};

Date first_of_month(Date date) {
    return date.year() / date.month() / 1;
}

Date first_of_year(Date date) {
    return date.year() / 1 / 1;
}

int length_of_month(Date date) {
    return timezone::days_between(first_of_month(date),
                                  timezone::add_months(first_of_month(date), 1));
}

int length_of_year(Date date) {
    return date.year().is_leap() ? 366 : 365;
}

Date week_start_of(Date date, Weekday week_start) {
    while (timezone::weekday_of(date) != week_start) date = timezone::add_days(date, -1);
    return date;
}

/// By its Thursday's like: the fourth day of a week tells which year the week is of.
struct Week {
    Week(Date date, Weekday week_start) {
        const Date first = week_start_of(date, week_start);
        const Date fourth = timezone::add_days(first, 3);
        number = timezone::days_between(first_of_year(fourth), fourth) / 7 + 1;
        count = number;
        for (Date next = timezone::add_days(fourth, 7); next.year() == fourth.year();
             next = timezone::add_days(next, 7)) {
            ++count;
        }
    }
    int number;
    int count;
};

bool lists(const std::vector<int>& list, int number, int count) {
    return std::any_of(list.begin(), list.end(),
                       [&](int each) { return each == number || each == number - count - 1; });
}

bool lists(const std::vector<int>& list, int number) {
    return std::find(list.begin(), list.end(), number) != list.end();
}

class Oracle {
  public:
    Oracle(const Recurrence& rule, LocalTime start) : rule_{rule}, start_{start} { complete(); }

    /// All that the rule gives in the periods that begin before `end`.
    std::vector<LocalTime> until(LocalTime end) {
        std::map<std::int64_t, std::vector<LocalTime>> periods;
        for (Date day = first_day_of_period(); timezone::midnight(day) < end;
             day = timezone::add_days(day, 1)) {
            if (!admits_day(Moment{timezone::midnight(day)})) continue;
            for (std::int64_t clock : clock_) {
                const Moment moment{timezone::at(day, seconds{clock})};
                const std::int64_t steps = period_of(moment) - period_of(start_);
                if (steps < 0 || steps % rule_.interval != 0) continue;
                periods[steps].push_back(moment.time);
            }
        }
        std::vector<LocalTime> all;
        for (const auto& [steps, times] : periods) {
            const int count = static_cast<int>(times.size());
            for (int place = 1; place <= count; ++place) {
                const bool chosen =
                    rule_.by_set_position.empty() || lists(rule_.by_set_position, place, count);
                const LocalTime time = times[static_cast<std::size_t>(place - 1)];
                if (chosen && time >= start_.time) all.push_back(time);
            }
        }
        if (rule_.count && all.size() > static_cast<std::size_t>(*rule_.count)) {
            all.resize(static_cast<std::size_t>(*rule_.count));
        }
        return all;
    }

  private:
    /// "Information not contained in the rule": what the start says of it.
    void complete() {
        const Frequency frequency = rule_.frequency;
        const auto put = [](std::vector<int>& list, bool wanted, int value) {
            if (wanted && list.empty()) list = {value};
        };
        put(rule_.by_second, frequency > Frequency::secondly, start_.second);
        put(rule_.by_minute, frequency > Frequency::minutely, start_.minute);
        put(rule_.by_hour, frequency > Frequency::hourly, start_.hour);
        const bool no_weekday = rule_.by_day.empty();
        const bool no_other = rule_.by_month_day.empty() && rule_.by_year_day.empty();
        const bool no_week = rule_.by_week_number.empty();
        if (frequency == Frequency::weekly && no_weekday) {
            rule_.by_day = {{0, start_.weekday}};
        } else if (frequency == Frequency::monthly && no_weekday && no_other) {
            rule_.by_month_day = {start_.day};
        } else if (frequency == Frequency::yearly && no_weekday) {
            const bool days_of_month = no_week && rule_.by_year_day.empty();
            if (!no_week && no_other) rule_.by_day = {{0, start_.weekday}};
            if (days_of_month && rule_.by_month.empty()) rule_.by_month = {start_.month};
            if (days_of_month && no_other) rule_.by_month_day = {start_.day};
        }
        for (int& second : rule_.by_second) second = std::min(second, 59);
        months_hold_weekdays_ = frequency == Frequency::monthly || !rule_.by_month.empty();
        const auto admits = [](const std::vector<int>& list, int number) {
            return list.empty() || lists(list, number);
        };
        for (int hour = 0; hour < 24; ++hour) {
            if (!admits(rule_.by_hour, hour)) continue;
            for (int minute = 0; minute < 60; ++minute) {
                if (!admits(rule_.by_minute, minute)) continue;
                for (int second = 0; second < 60; ++second) {
                    if (!admits(rule_.by_second, second)) continue;
                    clock_.push_back(3600 * hour + 60 * minute + second);
                }
            }
        }
    }

    Date first_day_of_period() const {
        switch (rule_.frequency) {
            case Frequency::yearly:
                return first_of_year(start_.date);
            case Frequency::monthly:
                return first_of_month(start_.date);
            case Frequency::weekly:
                return week_start_of(start_.date, rule_.week_start);
            default:
                return start_.date;
        }
    }

    bool admits_day(const Moment& at) const {
        const auto& rule = rule_;
        if (!rule.by_month.empty() && !lists(rule.by_month, at.month)) return false;
        if (!rule.by_month_day.empty() &&
            !lists(rule.by_month_day, at.day, length_of_month(at.date))) {
            return false;
        }
        const int day_of_year = timezone::days_between(first_of_year(at.date), at.date) + 1;
        if (!rule.by_year_day.empty() &&
            !lists(rule.by_year_day, day_of_year, length_of_year(at.date))) {
            return false;
        }
        if (!rule.by_week_number.empty()) {
            const Week week{at.date, rule.week_start};
            if (!lists(rule.by_week_number, week.number, week.count)) return false;
        }
        return rule.by_day.empty() || admits_weekday(at);
    }

    bool admits_weekday(const Moment& at) const {
        const auto same_period = [&](Date other) {
            return other.year() == at.date.year() &&
                   (!months_hold_weekdays_ || other.month() == at.date.month());
        };
        const auto weeks_within = [&](int week) {
            int weeks = 0;
            while (same_period(timezone::add_days(at.date, week * (weeks + 1)))) ++weeks;
            return weeks;
        };
        const int from_front = weeks_within(-7) + 1;
        const int from_back = -weeks_within(7) - 1;
        return std::any_of(rule_.by_day.begin(), rule_.by_day.end(), [&](WeekdayNumber each) {
            return each.weekday == at.weekday &&
                   (each.number == 0 || each.number == from_front || each.number == from_back);
        });
    }

    std::int64_t period_of(const Moment& at) const {
        const std::int64_t since = at.time.time_since_epoch().count() + 10'000'000 * day_seconds;
        const int year = int{at.date.year()};
        switch (rule_.frequency) {
            case Frequency::yearly:
                return year;
            case Frequency::monthly:
                return year * 12 + at.month;
            case Frequency::weekly:
                return Days{week_start_of(at.date, rule_.week_start)}.time_since_epoch().count() /
                       7;
            case Frequency::daily:
                return since / day_seconds;
            case Frequency::hourly:
                return since / 3600;
            case Frequency::minutely:
                return since / 60;
            default:
                return since;
        }
    }

    Recurrence rule_;
    Moment start_;
    std::vector<std::int64_t> clock_;
    bool months_hold_weekdays_ = false;
};

/// Rules that have few enough parts to match now and then.
class RandomRules {
  public:
    int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
    bool one_in(int many) { return below(many) == 0; }

    Recurrence rule(Frequency frequency) {
        Recurrence rule;
        rule.frequency = frequency;
        rule.interval = one_in(2) ? 1 : 1 + below(frequency < Frequency::daily ? 200 : 6);
        rule.week_start = weekday();
        const bool sub_daily = frequency < Frequency::daily;
        const bool yearly = frequency == Frequency::yearly;
        const bool monthly = frequency == Frequency::monthly;
        const bool weekly = frequency == Frequency::weekly;
        if (one_in(3)) fill(rule.by_month, 4, 1, 12, false);
        if (!weekly && one_in(3)) fill(rule.by_month_day, 8, 1, 31, true);
        if ((yearly || sub_daily) && one_in(6)) fill(rule.by_year_day, 20, 1, 366, true);
        if (yearly && one_in(4)) fill(rule.by_week_number, 6, 1, 53, true);
        if (one_in(2)) {
            const bool numbered = (yearly || monthly) && rule.by_week_number.empty();
            const int most = yearly && rule.by_month.empty() ? 53 : 5;
            for (int i = 1 + below(4); i > 0; --i) {
                const int number = numbered && one_in(2) ? 1 + below(most) : 0;
                rule.by_day.push_back({one_in(3) ? -number : number, weekday()});
            }
        }
        if (one_in(4)) fill(rule.by_hour, 3, 0, 23, false);
        if (one_in(5)) fill(rule.by_minute, 3, 0, 59, false);
        const bool secondly = frequency == Frequency::secondly;
        if (secondly ? !one_in(40) : one_in(8)) fill(rule.by_second, 2, 0, 60, false);
        if (one_in(3)) fill(rule.by_set_position, 3, 1, one_in(2) ? 4 : 40, true);
        if (one_in(3)) rule.count = 1 + below(60);
        if (!faults_of(rule).empty()) rule.by_set_position.clear();
        return rule;
    }

    LocalTime start() {
        const Date day = timezone::add_days(date::year{1990} / 1 / 1, below(20'000));
        return timezone::at(day, seconds{below(static_cast<int>(day_seconds))});
    }

  private:
    Weekday weekday() { return static_cast<Weekday>(1 + below(7)); }

    void fill(std::vector<int>& list, int count_max, int min, int max, bool negative) {
        for (int i = 1 + below(count_max); i > 0; --i) {
            const int value = min + below(max - min + 1);
            list.push_back(negative && one_in(3) ? -value : value);
        }
    }

    std::mt19937 random_{5545};
};

std::vector<LocalTime> copied(const RuleOccurrences& rule, LocalTime from, LocalTime to) {
    std::vector<LocalTime> times(rule.count(from, to) + 1);
    times.resize(rule.copy(from, to, times));
    return times;
}

/// How long a rule is looked at, and how long its last period may be.
struct Looked {
    days at;
    days further;
};

Looked looked(Frequency frequency) {
    switch (frequency) {
        case Frequency::yearly:
            return {days{366 * 4}, days{366}};
        case Frequency::monthly:
            return {days{366 * 2}, days{31}};
        case Frequency::weekly:
        case Frequency::daily:
            return {days{366}, days{7}};
        case Frequency::hourly:
            return {days{60}, days{1}};
        default:
            return {days{5}, days{1}};
    }
}

TEST(RecurrenceDifferential, RandomRulesGiveWhatTheTableOfTheRfcSays) {
    RandomRules random;
    std::size_t rules = 0;
    std::size_t times = 0;
    for (int i = 0; i < 3500; ++i) {
        const auto frequency = static_cast<Frequency>(i % 7);
        const Recurrence rule = random.rule(frequency);
        const LocalTime start = random.start();
        if (!faults_of(rule).empty()) continue;
        const LocalTime end = start + looked(frequency).at;
        const auto all = Oracle{rule, start}.until(end + looked(frequency).further);
        std::vector<LocalTime> expected;
        std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                     [&](LocalTime time) { return time < end; });
        const RuleOccurrences engine{rule, start};
        ASSERT_TRUE(copied(engine, start, end) == expected)
            << format_recurrence(rule) << " from " << timezone::format_ical(start);
        ++rules;
        times += expected.size();
    }
    EXPECT_GT(rules, 3400u);
    EXPECT_GT(times, 50'000u);
}

TEST(RecurrenceDifferential, SeekingAndCountingAgreeWithGoingThrough) {
    RandomRules random;
    for (int i = 0; i < 1400; ++i) {
        const auto frequency = static_cast<Frequency>(i % 7);
        const Recurrence rule = random.rule(frequency);
        const LocalTime start = random.start();
        if (!faults_of(rule).empty()) continue;
        const RuleOccurrences engine{rule, start};
        const LocalTime end = start + looked(frequency).at;
        const std::vector<LocalTime> all = copied(engine, LocalTime::min(), end);
        const std::string name = format_recurrence(rule) + " from " + timezone::format_ical(start);
        ASSERT_TRUE(std::is_sorted(all.begin(), all.end())) << name;
        std::vector<LocalTime> walked;
        RuleWalk walk{engine, LocalTime::min(), end};
        while (const auto time = walk.next()) walked.push_back(*time);
        ASSERT_EQ(walked, all) << name;
        for (int question = 0; question < 20; ++question) {
            const bool near_one = !all.empty() && random.one_in(2);
            const auto which = static_cast<std::size_t>(random.below(1'000'000));
            const LocalTime time = near_one ? all[which % all.size()] + seconds{random.below(3) - 1}
                                            : start + (end - start) * random.below(1000) / 1000;
            const auto place = std::lower_bound(all.begin(), all.end(), time);
            const auto next = place == all.end() ? engine.first_from(end) : *place;
            ASSERT_EQ(engine.first_from(time), next) << name;
            const auto last = place == all.begin() ? std::nullopt : std::optional{*(place - 1)};
            ASSERT_EQ(engine.last_before(time), last) << name;
            ASSERT_EQ(engine.contains(time), place != all.end() && *place == time) << name;
            ASSERT_EQ(engine.count(start, time), static_cast<std::uint64_t>(place - all.begin()))
                << name;
            ASSERT_EQ(engine.count(time, end), static_cast<std::uint64_t>(all.end() - place))
                << name;
        }
    }
}

}  // namespace
}  // namespace plazo::ical
