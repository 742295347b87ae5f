// scheduler/exchange_recurrence.h - a recurrence in the words of Exchange, and back.
//
//     RecurrenceSet --exact_recurrence()--> GraphRecurrence --recurrence_json()--> {"pattern",...}
//     Recurrence    <--rule_of()----------- GraphRecurrence <--read_recurrence()-- {"pattern",...}
//
// Example (runs in tests/scheduler/exchange_recurrence_test.cpp; `set` is the last day of every
// month, from 31 January 2026 at ten):
//     const auto exact = std::get<ExactRecurrence>(exact_recurrence(set, "Romance Standard Time"));
//     exact.recurrence.pattern.day_of_month == 31;
//     recurrence_json(exact.recurrence)["pattern"]["type"] == "absoluteMonthly";
//     format_recurrence(rule_of(exact.recurrence, start, madrid)) == "FREQ=MONTHLY;BYMONTHDAY=-1";
//
// Graph has six patterns and three ranges; RFC 5545 has many more rules. A rule is said exactly or
// not at all, since one that is nearly right puts meetings on wrong days. Where the two differ:
//   * Exchange moves day 29 to 31 to the last day of a shorter month, RFC 5545 leaves that month
//     out. So day 31 is BYMONTHDAY=-1, day 30 is BYMONTHDAY=28,29,30;BYSETPOS=-1, and BYMONTHDAY=31
//     has words only where every month that it comes to, until it ends, has 31 days.
//   * Exchange's weeks begin on Sunday unless it is told, RFC 5545's on Monday: always told.
//   * endDate is a day of the series' zone and included, UNTIL an instant.
//   * Exchange counts to 999: what has more occurrences ends on the day of its last one.
//   * A pattern's first day is one of its days. A DTSTART that its rule does not match is an
//     occurrence all the same, and the first of COUNT: it stays apart, and so does each RDATE.
//
// Back, every recurrence of Graph has a rule. Sources: Graph, "recurrencePattern" and
// "recurrenceRange"; [MS-OXCICAL] 2.1.3.2.2; EWS for the limits. Pure functions.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ical/occurrences.h"
#include "timezone/time.h"
#include "timezone/zone.h"

namespace plazo::scheduler {

/// EWS, NumberedRecurrence.
inline constexpr int recurrence_count_max = 999;
/// EWS: a daily interval, and all others.
inline constexpr int daily_interval_max = 999;
inline constexpr int other_interval_max = 99;
/// Occurrences that a rule does not have, and that stand beside it.
inline constexpr std::size_t apart_max = 400;
/// Exchange's calendar ends on 1 September 4500; what goes on until that year has no end.
inline constexpr int exchange_year_max = 4500;

/// What each member means depends on `type`; the others are not looked at.
struct GraphPattern {
    enum class Type {
        daily,             // interval
        weekly,            // interval, days_of_week, first_day_of_week
        absolute_monthly,  // interval, day_of_month
        relative_monthly,  // interval, days_of_week, index
        absolute_yearly,   // interval, month, day_of_month
        relative_yearly,   // interval, month, days_of_week, index
    };
    Type type = Type::daily;
    int interval = 1;
    std::vector<timezone::Weekday> days_of_week = {};  // from Monday on, each once
    timezone::Weekday first_day_of_week = timezone::Weekday::sunday;
    int day_of_month = 1;  // in a shorter month its last day
    int month = 1;
    int index = 1;  // 1 to 4, or -1 for the last, of the days that are in days_of_week

    bool operator==(const GraphPattern&) const = default;
};

struct GraphRange {
    enum class Type { no_end, end_date, numbered };
    Type type = Type::no_end;
    timezone::Date start{};  // the first occurrence's
    timezone::Date end{};    // end_date: included
    int count = 0;           // numbered
    std::string zone = {};   // a Windows zone, in which the dates are; may be missing in an answer

    bool operator==(const GraphRange&) const = default;
};

struct GraphRecurrence {
    GraphPattern pattern;
    GraphRange range;

    bool operator==(const GraphRecurrence&) const = default;
};

/// Why something has no words in Exchange: a sentence that goes on from "because".
struct Refused {
    std::string why;
};

struct ExactRecurrence {
    GraphRecurrence recurrence;
    /// The series' first occurrence; later than the set's start where that is not of the rule.
    timezone::LocalTime first{};
    /// The occurrences that the rule does not have, in order: RDATEs, and a start of that kind.
    std::vector<timezone::LocalTime> apart;
};

/// All of the set but its EXDATEs, which are exceptions of a series and no part of its pattern, and
/// its EXRULEs, which the caller has to look after; both only keep their times out of `apart`.
/// `zone` is the Windows name of the set's clock.
std::variant<ExactRecurrence, Refused> exact_recurrence(const ical::RecurrenceSet& set,
                                                        std::string_view zone);

/// The rule of a series that starts at `start`, in `zone`. UNTIL is of the kind that RFC 5545,
/// 3.3.10 asks for: a day for whole days, else the end of that day in UTC.
ical::Recurrence rule_of(const GraphRecurrence& recurrence, const ical::DateTime& start,
                         const timezone::Zone& zone);

/// {"pattern": {...}, "range": {...}}, with what its type needs and no more.
nlohmann::json recurrence_json(const GraphRecurrence& recurrence);

/// Reads what Graph sends. Words in either case; what the type does not need is not looked at.
std::variant<GraphRecurrence, Refused> read_recurrence(const nlohmann::json& recurrence);

}  // namespace plazo::scheduler
