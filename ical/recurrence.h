// ical/recurrence.h - a recurrence rule as a value: RFC 5545, 3.3.10.
//
// Example (runs in tests/ical/recurrence_test.cpp):
//     RecurrenceText text = parse_recurrence("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3");
//     text.recurrence->by_day == std::vector<WeekdayNumber>{{-1, Weekday::friday}};
//     format_recurrence(*text.recurrence) == "FREQ=MONTHLY;COUNT=3;BYDAY=-1FR";
//
// A rule is taken whole or refused with every fault named: a rule with a part left out would give
// other days than its author meant. What the RFC forbids is refused, too (COUNT with UNTIL,
// BYWEEKNO without YEARLY, BYSETPOS alone...). Of RFC 7529 the Gregorian calendar with SKIP=OMIT is
// taken, since that is what RFC 5545 does; other calendars and skips are refused.
//
// What a rule means together with its DTSTART is in occurrences.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ical/value.h"

namespace plazo::ical {

using timezone::Weekday;

inline constexpr std::size_t rule_bytes_max = 4096;
inline constexpr std::size_t rule_list_max = 366;  // values of one BY part

enum class Frequency { secondly, minutely, hourly, daily, weekly, monthly, yearly };

/// "2TU": the second Tuesday of the month or year; "-1FR": the last Friday; 0: every such day.
struct WeekdayNumber {
    int number = 0;
    Weekday weekday = Weekday::monday;

    bool operator==(const WeekdayNumber&) const = default;
};

/// Lists are in the order of the text, and empty when the part is missing.
struct Recurrence {
    Frequency frequency = Frequency::daily;
    int interval = 1;
    std::optional<int> count;
    std::optional<DateTime> until;  // inclusive; date, floating or utc
    std::vector<int> by_second;     // 0..60; 60 is read as 59, like in a time
    std::vector<int> by_minute;
    std::vector<int> by_hour;
    std::vector<WeekdayNumber> by_day;
    std::vector<int> by_month_day;    // 1..31, -31..-1
    std::vector<int> by_year_day;     // 1..366, -366..-1
    std::vector<int> by_week_number;  // 1..53, -53..-1; weeks of ISO 8601 when WKST is Monday
    std::vector<int> by_month;
    std::vector<int> by_set_position;  // 1..366, -366..-1
    Weekday week_start = Weekday::monday;

    bool operator==(const Recurrence&) const = default;
};

/// A recurrence, or why there is none.
struct RecurrenceText {
    std::optional<Recurrence> recurrence;
    std::vector<std::string> faults;
};

/// Reads the value of an RRULE; letters in either case.
RecurrenceText parse_recurrence(std::string_view text);

/// What RFC 5545 forbids in this rule, as sentences; empty for a good one. parse_recurrence() has
/// asked this already; a program that builds a rule asks it here.
std::vector<std::string> faults_of(const Recurrence& recurrence);

/// FREQ first, then the parts in the RFC's order; nothing that is a default.
std::string format_recurrence(const Recurrence& recurrence);

}  // namespace plazo::ical
