// ical/vtimezone_rule.h - what the RRULE of a STANDARD or DAYLIGHT comes down to.
//
// Rules for clocks mean one day of every year, in however many ways they say it:
//
//     FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU                               the last Sunday of March
//     FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1                     the same
//     FREQ=MONTHLY;INTERVAL=12;BYDAY=SU;BYMONTHDAY=-7,-6,...,-1      the same, from a DTSTART in
//                                                                    March
//
// The usual forms are read at once. Any other is laid out over 28 years, among which are years that
// begin on each day of the week, with and without a leap day: what fits all of them is the day.
//
// Example (runs in tests/ical/vtimezone_rule_test.cpp):
//     const auto text = parse_recurrence("FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1");
//     const auto days = yearly_days(*text.recurrence, *parse_local("1970-03-29T02:00:00"));
//     days->front().day.number == -1;
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ical/recurrence.h"
#include "timezone/yearly_day.h"

namespace plazo::ical {

/// A rule in one of the forms of nearly all files: yearly, in one month, and there on the n-th of a
/// weekday, on a day of the month, or on the weekday among seven days.
struct UsualRule {
    /// Nothing for a rule that asks for what is never, the first Sunday among the 15th to 21st.
    std::optional<timezone::YearlyDay> day;
    std::string_view until;  // as written; empty when there is none
};

/// Nothing for any other form, also where that would mean the same, and for what is no rule at all.
std::optional<UsualRule> parse_usual_rule(std::string_view text);

/// Not for what comes many times a day, every third week, or at a BYSETPOS of those: no clock is
/// changed like that, and writing it out could take long.
bool is_for_clocks(const Recurrence& rule);

/// A day of every year and the time of day.
struct YearlyTime {
    timezone::YearlyDay day;
    seconds time;
};

/// The days that `rule` gives in every year from that of `onset` (its DTSTART) on, without regard
/// to COUNT and UNTIL; none for a rule that never gives any. Nothing when no such days are all that
/// it gives, and for onsets so late that 28 years do not fit before 2100, which is no leap year.
std::optional<std::vector<YearlyTime>> yearly_days(const Recurrence& rule, LocalTime onset);

/// The rule that gives a day back.
Recurrence recurrence_of(const timezone::YearlyDay& day);

}  // namespace plazo::ical
