#include "timezone/counting.h"

#include <algorithm>
#include <array>
#include <utility>

#include "timezone/text.h"

namespace plazo::timezone {

namespace {

constexpr std::array<std::pair<std::string_view, CountingRule>, 4> rule_names = {{
    {"natural", CountingRule::natural},
    {"business", CountingRule::business},
    {"es-ley39-2015", CountingRule::es_ley39_2015},
    {"es-judicial", CountingRule::es_judicial},
}};

constexpr std::string_view weekday_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                              "Friday", "Saturday", "Sunday"};

/// The last minute that has the date of its day.
constexpr seconds end_of_day = hours{24} - minutes{1};

/// Thrown and caught in this file only.
struct Refused {
    CountingRefusal refusal;
};

[[noreturn]] void refuse(std::string text) {
    throw Refused{{std::move(text), std::nullopt}};
}

template <class Value>
Value value_of(const OrRefusal<Value>& answer, const WorkTimetable& table) {
    if (const Refusal* refusal = std::get_if<Refusal>(&answer)) {
        throw Refused{{refusal->text(table.calendar()), *refusal}};
    }
    return std::get<Value>(answer);
}

bool is_legal(CountingRule rule) {
    return rule == CountingRule::es_ley39_2015 || rule == CountingRule::es_judicial;
}

/// 1 August to 31 August, 24 December to 6 January.
std::optional<std::string_view> closed_courts(Date date) {
    const unsigned month = static_cast<unsigned>(date.month());
    const unsigned day = static_cast<unsigned>(date.day());
    if (month == 8) return "August";
    if ((month == 12 && day >= 24) || (month == 1 && day <= 6)) return "24 December to 6 January";
    return std::nullopt;
}

/// Which days count, by a rule, and why the others do not.
class Days {
  public:
    Days(CountingRule rule, const WorkTimetable& table) : rule_{rule}, table_{table} {}

    /// Nothing for a day that counts.
    std::optional<SkippedDay> skipped(Date date) const {
        if (!table_.knows(date)) value_of(table_.business_days_between(date, date), table_);
        return is_legal(rule_) ? skipped_by_law(date) : skipped_by_calendar(date);
    }

  private:
    static SkippedDay weekend(Date date) {
        const auto weekday = static_cast<std::size_t>(weekday_of(date)) - 1;
        return {date, SkippedDay::Reason::weekend, std::string{weekday_names[weekday]}, {}, {}};
    }

    static SkippedDay holiday(Date date, const Holiday& holiday, const HolidaySet& set) {
        return {date, SkippedDay::Reason::holiday, holiday.name, set.level, set.name};
    }

    std::optional<SkippedDay> skipped_by_calendar(Date date) const {
        if (table_.is_business_day(date)) return std::nullopt;
        const WorkTimetable::Day day = table_.day(date);
        return day.holiday != nullptr ? holiday(date, *day.holiday, *day.set) : weekend(date);
    }

    std::optional<SkippedDay> skipped_by_law(Date date) const {
        if (rule_ == CountingRule::es_judicial) {
            if (const auto name = closed_courts(date)) {
                return SkippedDay{date, SkippedDay::Reason::rule, std::string{*name}, {}, {}};
            }
        }
        if (weekday_of(date) >= Weekday::saturday) return weekend(date);
        if (const auto off = table_.legal_holiday(date)) {
            return holiday(date, *off->holiday, *off->set);
        }
        return std::nullopt;
    }

    CountingRule rule_;
    const WorkTimetable& table_;
};

/// One count: what was asked, and the answer as far as it has come.
class Count {
  public:
    Count(const Counting& asked, const WorkTimetable& table)
        : asked_{asked}, table_{table}, days_{asked.rule, table}, base_{date_of(asked.from)} {}

    Counted run() {
        check();
        if (asked_.term.exact != seconds{0}) return by_hours();
        if (asked_.rule == CountingRule::natural) return by_the_calendar();
        return asked_.term.months != 0 ? by_months() : by_days();
    }

  private:
    int step() const { return asked_.backward ? -1 : 1; }

    void check() const {
        const Duration& term = asked_.term;
        if (term.zero()) refuse("a term of nothing");
        if (term.months < 0 || term.days < 0 || term.exact < seconds{0}) {
            refuse("a negative term; to count back is another question");
        }
        if (term.months > 12 * duration_years_max || term.days > 366 * duration_years_max ||
            term.exact > days{366 * duration_years_max}) {
            refuse("a term of more than " + std::to_string(duration_years_max) + " years");
        }
        const int kinds = (term.months != 0) + (term.days != 0) + (term.exact != seconds{0});
        if (asked_.rule == CountingRule::natural) return;
        const std::string rule{to_text(asked_.rule)};
        if (kinds > 1) {
            refuse("by " + rule + " a term is in days, or in months and years, or in hours");
        }
        if (!is_legal(asked_.rule)) return;
        if (asked_.backward) refuse("by " + rule + " nothing is counted back");
        if (term.exact == seconds{0}) return;
        if (asked_.rule == CountingRule::es_judicial) refuse("by es-judicial no hours are counted");
        if (term.exact > legal_hours_max) {
            refuse("by es-ley39-2015 a term of more than 24 hours is given in days");
        }
    }

    void skip(SkippedDay day) {
        if (counted_.skipped.size() < skipped_days_max) {
            counted_.skipped.push_back(std::move(day));
        } else {
            ++counted_.more_skipped;
        }
    }

    /// The next day that counts after `date`, or before it; what is skipped is noted.
    Date next_counted(Date date) {
        for (date = timezone::add_days(date, step());; date = timezone::add_days(date, step())) {
            auto skipped = days_.skipped(date);
            if (!skipped) return date;
            skip(*std::move(skipped));
        }
    }

    Counted ending_on(Date date) {
        counted_.last = date;
        counted_.due = at(date, clock_on(date));
        return std::move(counted_);
    }

    Instant begin() const { return asked_.instant.value_or(table_.zone().instant(asked_.from)); }

    Counted ending_at(Instant due) {
        counted_.instant = due;
        counted_.due = table_.zone().local(due);
        counted_.last = date_of(counted_.due);
        return std::move(counted_);
    }

    /// The clock that was asked for; else that of the beginning, within the hours of the day.
    seconds clock_on(Date date) const {
        if (asked_.at) return *asked_.at;
        if (is_legal(asked_.rule)) return end_of_day;
        const seconds clock = time_of_day(asked_.from);
        const DayHours hours_of_day = table_.day(date).hours;
        if (asked_.rule != CountingRule::business || hours_of_day.empty()) return clock;
        const seconds opening = hours_of_day.front().from;
        const seconds closing = std::min(seconds{hours_of_day.back().to}, end_of_day);
        return std::clamp(clock, opening, std::max(opening, closing));
    }

    Counted by_the_calendar() {
        const Duration term = asked_.backward ? asked_.term.negated() : asked_.term;
        const Date last = timezone::add_days(add_months(base_, term.months), term.days);
        counted_.first = timezone::add_days(base_, step());
        return ending_on(last);
    }

    Counted by_months() {
        const Date named = add_months(base_, step() * asked_.term.months);
        counted_.first = timezone::add_days(base_, step());
        auto skipped = days_.skipped(named);
        if (!skipped) return ending_on(named);
        skip(*std::move(skipped));
        return ending_on(next_counted(named));
    }

    Counted by_days() {
        if (asked_.rule == CountingRule::business) {
            // Refuses at once what a walk would find out late, or never.
            value_of(table_.add_business_days(base_, step() * asked_.term.days), table_);
        }
        Date date = base_;
        for (int i = 0; i < asked_.term.days; ++i) {
            date = next_counted(date);
            if (i == 0) counted_.first = date;
        }
        return ending_on(date);
    }

    Counted by_hours() {
        if (asked_.at) refuse("a term in hours has its own clock; \"at\" is for days");
        if (asked_.rule == CountingRule::business) return by_working_hours();
        if (asked_.rule == CountingRule::es_ley39_2015) return by_legal_hours();
        const bool is_exact = asked_.term.months == 0 && asked_.term.days == 0;
        const Duration term = asked_.backward ? asked_.term.negated() : asked_.term;
        counted_.first = base_;
        return ending_at(is_exact ? begin() + term.exact
                                  : instant_later(asked_.from, term, table_.zone()));
    }

    Counted by_working_hours() {
        const Instant due =
            value_of(table_.add_working_time(begin(), step() * asked_.term.exact), table_);
        const Date last = date_of(table_.zone().local(due));
        std::optional<Date> first;
        for (Date date = base_; date != last; date = timezone::add_days(date, step())) {
            if (auto skipped = days_.skipped(date)) {
                skip(*std::move(skipped));
            } else if (!first) {
                first = date;
            }
        }
        counted_.first = first.value_or(last);
        return ending_at(due);
    }

    /// All hours of a working day run; the rest of a day that is none does not.
    Counted by_legal_hours() {
        const Zone& zone = table_.zone();
        Date date = base_;
        Instant from = begin();
        if (auto skipped = days_.skipped(date)) {
            skip(*std::move(skipped));
            date = next_counted(date);
            from = zone.start_of_day(date);
        }
        counted_.first = date;
        seconds left = asked_.term.exact;
        while (true) {
            const Instant midnight = zone.start_of_day(timezone::add_days(date, 1));
            if (from + left <= midnight) break;
            left -= midnight - from;
            date = next_counted(date);
            from = zone.start_of_day(date);
        }
        Counted counted = ending_at(from + left);
        counted.last = date;  // a day may end at the midnight after it
        return counted;
    }

    const Counting& asked_;
    const WorkTimetable& table_;
    Days days_;
    Date base_;
    Counted counted_;
};

}  // namespace

std::optional<CountingRule> counting_rule_named(std::string_view name) {
    for (const auto& [known, rule] : rule_names) {
        if (known == name) return rule;
    }
    return std::nullopt;
}

std::string_view to_text(CountingRule rule) {
    return rule_names[static_cast<std::size_t>(rule)].first;
}

std::string SkippedDay::text() const {
    std::string text = format_date(date) + " " + name;
    if (reason == Reason::holiday) text += " (" + std::string{to_text(level)} + ")";
    return text;
}

std::variant<Counted, CountingRefusal> count(const Counting& asked, const WorkTimetable& table) {
    try {
        return Count{asked, table}.run();
    } catch (const Refused& refused) {
        return refused.refusal;
    }
}

}  // namespace plazo::timezone
