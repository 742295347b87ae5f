// ical/value.h - typed values: RFC 5545, 3.3, between raw text and C++.
//
// Every parse_ function takes the raw value of a property or parameter and answers nothing when the
// text is not of its type; the caller knows the line and makes the Problem. Every format_ function
// writes what its parse_ function reads.
//
// Example (runs in tests/ical/value_test.cpp):
//     DateTime start = *parse_date_time("20261215T140000");
//     start.kind == TimeKind::floating;
//     format_text("a, b; c\nd") == "a\\, b\\; c\\nd";
//     parse_duration("-P1DT2H") == Duration{days{-1}, hours{-2}};
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/time.h"

namespace plazo::ical {

using timezone::Date;
using timezone::days;
using timezone::hours;
using timezone::LocalTime;
using timezone::minutes;
using timezone::seconds;

/// What a DATE or DATE-TIME is fixed to: a whole day, the wall clock of whoever looks at it, UTC,
/// or the wall clock of a named zone.
enum class TimeKind { date, floating, utc, zoned };

/// A DATE or DATE-TIME as it is written. It is no Instant: a zoned one needs its Zone for that.
struct DateTime {
    TimeKind kind = TimeKind::floating;
    LocalTime local{};  // midnight when `kind` is date
    std::string tzid;   // only when `kind` is zoned

    bool operator==(const DateTime&) const = default;
};

/// "20261215T140000" floating, "...Z" utc, "20261215" date. Second 60 is
/// read as 59, as RFC 5545, 3.3.12 asks of a clock without leap seconds. The caller turns floating
/// into zoned where there is a TZID.
std::optional<DateTime> parse_date_time(std::string_view text);
/// Without TZID or VALUE: those are parameters.
std::string format_date_time(const DateTime& time);

/// RFC 5545, 3.3.6 and 3.8.2.5: weeks and days are nominal ("the same time on another day"), hours,
/// minutes and seconds are exact. The sign stands before both.
struct Duration {
    days nominal{};
    seconds exact{};

    bool operator==(const Duration&) const = default;
};

/// "P15DT5H0M20S", "-P2W", "PT0S"; not "P" or "PT". At most 100 years either way.
std::optional<Duration> parse_duration(std::string_view text);
std::string format_duration(Duration duration);

/// A PERIOD has an end or a duration.
struct Period {
    DateTime start;
    std::optional<DateTime> end;
    std::optional<Duration> duration;

    bool operator==(const Period&) const = default;
};
std::optional<Period> parse_period(std::string_view text);

/// "+0100", "-045602"; east of Greenwich is positive. "-0000", which RFC 5545 forbids and files
/// have, is zero.
std::optional<seconds> parse_utc_offset(std::string_view text);
std::string format_utc_offset(seconds offset);

/// TEXT, RFC 5545, 3.3.11. A backslash before any other character stays, as in "C:\temp".
std::string parse_text(std::string_view raw);
std::string format_text(std::string_view text);
/// The texts of a multi-valued property such as CATEGORIES, which commas without backslash part.
std::vector<std::string> parse_text_list(std::string_view raw);

std::optional<bool> parse_boolean(std::string_view text);
std::optional<std::int32_t> parse_integer(std::string_view text);

/// The text itself when it begins with a scheme and holds no space or control character.
std::optional<std::string> parse_uri(std::string_view text);

bool is_uri(std::string_view text);

/// "143000", also with Z (RFC 5545, 3.3.12).
bool is_time(std::string_view text);

/// The address of a CAL-ADDRESS: what follows "mailto:" in any case, percent-decoded and without
/// "?subject=..."; also a bare "ann@example.com", which some programs write. Nothing for other URIs
/// ("invalid:nomail", an Exchange DN).
std::optional<std::string> parse_mail_address(std::string_view text);
/// "mailto:ann@example.com"; what cannot stand in a URI is percent-encoded.
std::string format_mail_address(std::string_view address);

}  // namespace plazo::ical
