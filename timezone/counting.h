// timezone/counting.h - from "10 working days" to a date, by a named rule, with the reasons.
//
// Example (runs in tests/timezone/counting_test.cpp; `table` as in work_timetable.h, of es-md):
//     Counting asked{CountingRule::business, *parse_local("2026-11-23T09:30:00"), {.days = 10}};
//     const Counted counted = std::get<Counted>(count(asked, table));
//     counted.due == *parse_local("2026-12-09T09:30:00");
//     counted.skipped.back().text() == "2026-12-08 Inmaculada Concepción (national)";
//
// The rules. Whatever the rule, the day one counts from is not counted itself.
//
//     natural          Days, months and years of the calendar, and exact hours. Nothing is skipped.
//     business         A day is a working day of the calendar, never 24 hours. Months and years go
//                      by the calendar, and on to the next working day. Hours are working time, so
//                      that 24 of them are three days of eight.
//     es-ley39-2015    Spain, terms before the administration: Ley 39/2015, article 30. Days leave
//                      out Saturdays, Sundays and holidays (30.2). Months and years end on the day
//                      of the same number, or on the last of the month (30.4), and where that is
//                      no working day on the next (30.5). Hours run on through all 24 of each
//                      working day, and are 24 at most (30.1).
//     es-judicial      Spain, terms before the courts: days leave out Saturdays, Sundays, holidays,
//                      all of August, and 24 December to 6 January (LOPJ 182 and 183, LEC 130.2
//                      and 133). Months and years as above. Hours are not counted by it.
//
// The two Spanish rules know no holidays but those of the law: layers of level company, and
// Saturdays on which the company works, have no say. Among the other layers the last that names a
// date decides, so that a layer of one's own can take a wrong holiday back. They are an aid, not
// legal advice: which holidays a place has is a matter of the layers, and what is urgent has terms
// of its own. Natural days whose last one moves to a working day (30.5) are no rule here.
//
// Pure functions, safe on any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "timezone/duration.h"
#include "timezone/work_timetable.h"

namespace plazo::timezone {

enum class CountingRule { natural, business, es_ley39_2015, es_judicial };

/// "natural", "business", "es-ley39-2015", "es-judicial".
std::optional<CountingRule> counting_rule_named(std::string_view name);
std::string_view to_text(CountingRule rule);

/// An explanation is no longer than this: more than three years of weekends.
inline constexpr std::size_t skipped_days_max = 400;
/// Ley 39/2015, 30.1.
inline constexpr hours legal_hours_max = hours{24};

struct Counting {
    CountingRule rule = CountingRule::business;
    /// On the wall of the calendar's zone.
    LocalTime from{};
    /// Days, months, or exact time: one of them, by every rule but natural.
    Duration term;
    /// The clock of the result, for days, months and years. Without it the clock of `from` stays,
    /// for business not before the opening and not after the closing of the day that was found; by
    /// the two Spanish rules a day ends when it ends, at 23:59.
    std::optional<seconds> at;
    /// Counts back. By the two Spanish rules nothing is counted back.
    bool backward = false;
    /// For hours: the instant that is meant by `from`, which may have come twice.
    std::optional<Instant> instant = {};
};

/// A day that was passed over, and why.
struct SkippedDay {
    enum class Reason { weekend, holiday, rule };
    Date date{};
    Reason reason = Reason::weekend;
    std::string name;                             // "Saturday", "Inmaculada Concepción", "August"
    HolidayLevel level = HolidayLevel::national;  // of a holiday
    std::string set;                              // of a holiday: "es"

    /// "2026-12-08 Inmaculada Concepción (national)", "2026-12-05 Saturday"
    std::string text() const;
    bool operator==(const SkippedDay&) const = default;
};

struct Counted {
    LocalTime due{};
    /// For hours: the instant that `due` stands for.
    std::optional<Instant> instant = {};
    /// The first and the last day that counted; the same day twice where none lies between.
    Date first{};
    Date last{};
    /// In the order in which they were met; after skipped_days_max there are `more_skipped`.
    std::vector<SkippedDay> skipped;
    std::size_t more_skipped = 0;
};

/// Why a term cannot be counted at all; or the timetable's Refusal.
struct CountingRefusal {
    std::string text;
    std::optional<Refusal> cause;
};

/// The term ends at `due`. Zero, negative and mixed terms are refused, and so is every term over
/// duration_years_max.
std::variant<Counted, CountingRefusal> count(const Counting& asked, const WorkTimetable& table);

}  // namespace plazo::timezone
