// timezone/text.h - the spellings of times that Plazo meets, and the times they stand for.
//
//     2026-12-15T14:00:00+01:00      RFC 3339, an instant
//     2026-12-15T14:00:00            a local time: it needs a Zone to become an instant
//     20261215T140000                the same in iCalendar (RFC 5545, 3.3.5)
//     2026-12-15T14:00:00.0000000    the same in Microsoft Graph's answers
//
// Example (runs in tests/timezone/text_test.cpp):
//     const Instant due = *parse_rfc3339("2026-12-15T14:00:00.75+01:00");
//     format_rfc3339(due) == "2026-12-15T13:00:00Z";
//     parse_local("2026-02-29T10:00") == std::nullopt;    // 2026 is no leap year
//
// Reading is strict: the whole text has to be the time, days have to exist, years are 1 to 9999.
// Nothing is the answer to everything else. A 60th second, which clocks have shown, reads as the
// 59th, as RFC 5545, 3.3.12 asks of those who count no leap seconds. Fractions are cut, never
// rounded. Writing an instant outside the years 1 to 9999 is a programmer's error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timezone/time.h"

namespace plazo::timezone {

/// Needs "Z" or an offset.
std::optional<Instant> parse_rfc3339(std::string_view text);
/// Microseconds since 1970-01-01T00:00:00Z.
std::optional<std::int64_t> parse_rfc3339_micros(std::string_view text);
/// "2026-12-15T13:00:00Z"
std::string format_rfc3339(Instant instant);
/// The inverse of parse_rfc3339_micros: six digits after the point.
std::string format_rfc3339_micros(std::int64_t micros);

/// "2026-12-15T14:00:00" or "2026-12-15T14:00": no fraction, no offset.
std::optional<LocalTime> parse_local(std::string_view text);
std::string format_local(LocalTime local);

/// "2026-12-15"
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);

/// "20261215T140000". A trailing "Z" is the caller's to take off: it makes the time one of UTC.
std::optional<LocalTime> parse_ical_date_time(std::string_view text);
std::string format_ical(LocalTime local);

/// "20261215"
std::optional<Date> parse_ical_date(std::string_view text);
std::string format_ical(Date date);

/// "2026-12-15T14:00:00", with any number of digits after a point. Graph sends seven of them.
std::optional<LocalTime> parse_graph_date_time(std::string_view text);
std::string format_graph(LocalTime local);

}  // namespace plazo::timezone
