// timezone/posix_rule.h - the text form of a yearly rule, as POSIX defines it for TZ and RFC 9636,
// 3.3.1 extends it for the last line of a TZif file.
//
//     CET-1CEST,M3.5.0,M10.5.0/3     Madrid: one hour east ("-1"), two in summer; from the last
//                                    (5th) Sunday of March, 02:00, to that of October, 03:00
//     <-03>3<-02>,M3.5.0/-1,...      names that are no words are quoted; hours may be -167 to 167
//     IST-1GMT0,M10.5.0,M3.5.0/1     Dublin: the "daylight" time of winter is an hour behind
//
// Example (runs in tests/timezone/posix_rule_test.cpp):
//     const auto rule = parse_posix_rule("CET-1CEST,M3.5.0,M10.5.0/3");
//     rule->daylight->starts.in_year(2026) == parse_local("2026-03-29T02:00:00");
//     rule->daylight->ends.in_year(2026) == parse_local("2026-10-25T03:00:00");
//
// Values and pure functions, safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"
#include "timezone/yearly_day.h"
#include "timezone/zone_table.h"

namespace plazo::timezone {

/// A moment of every year, on the wall clock that is in force until it.
struct YearlyMoment {
    YearlyDay day;  // Jn, n, or Mm.w.d as the w-th weekday of a month; w = 5 is the last
    seconds time = hours{2};

    LocalTime in_year(int year) const;
    bool operator==(const YearlyMoment&) const = default;
};

struct PosixRule {
    struct Daylight {
        std::string name;
        seconds offset{0};    // east of UTC
        YearlyMoment starts;  // on the standard clock
        YearlyMoment ends;    // on the daylight clock
        bool operator==(const Daylight&) const = default;
    };
    std::string name;
    seconds offset{0};  // east of UTC: the opposite of the sign in the text
    std::optional<Daylight> daylight;
    bool operator==(const PosixRule&) const = default;
};

/// Reads the whole text, or nothing: a daylight name without its two dates is refused, since POSIX
/// leaves open which dates are meant.
std::optional<PosixRule> parse_posix_rule(std::string_view text);

/// Lets `rule` govern `table` after its last change, for ever. False when the table has no room for
/// two more types; it is unchanged then.
bool continue_with(ZoneTable& table, const PosixRule& rule);

/// A place that has known no other rule.
ZoneTable table_of(const PosixRule& rule);

}  // namespace plazo::timezone
