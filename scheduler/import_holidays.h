// scheduler/import_holidays.h - the holidays of an .ics file as a layer of a work calendar.
//
//     whole days            a holiday, also one that lasts several days
//     recurring             each of its days in the years asked for
//     the same day twice    once; under other names, with both
//     cancelled             left out
//     with a time of day    left out, with a warning: it says nothing of the rest of the day
//
// Example (runs in tests/scheduler/import_holidays_test.cpp; New Year each year, Easter in 2026):
//     const HolidayImport made = import_holidays(calendar, {.name = "official"});
//     made.set.covers == YearSpan{2026, 2026};
//     made.set.days.front().name == "New Year";
//
// A set says which years it knows (timezone/work_calendar.h), and counting through others is
// refused. So the years are those in which the file has holidays that do not recur for ever, unless
// they are named: nobody can tell from "every 1 January" that nothing else is a holiday in 2031.
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ical/calendar.h"
#include "timezone/work_calendar.h"

namespace plazo::scheduler {

/// A span of years that is longer is refused.
inline constexpr int holiday_years_max = 50;
/// A name that is longer is cut: what calendar_codec.h takes.
inline constexpr std::size_t holiday_name_bytes_max = 200;

struct HolidayOptions {
    std::string name;  // of the layer
    timezone::HolidayLevel level = timezone::HolidayLevel::company;
    std::optional<timezone::YearSpan> years = std::nullopt;
    /// Of the file: Exchange tells some ends and exceptions of its whole days in UTC. Without, they
    /// are taken as they are written.
    ical::ZoneOf zone_of = nullptr;
};

/// What became of one event of the file.
struct HolidayEvent {
    ical::Position position;
    std::string summary;
    /// Days that it gave to the set; 0 where `reason` says why.
    int days = 0;
    std::string reason;
};

struct HolidayImport {
    /// Its days are in order and apart, none is every year's.
    timezone::HolidaySet set;
    std::vector<HolidayEvent> events;  // in the order of the file, each once
    std::vector<ical::Problem> problems;
};

/// Throws InputError for a file without any, where no years can be told, for too long a span, and
/// for more holidays than a set may have.
HolidayImport import_holidays(const ical::Calendar& calendar, const HolidayOptions& options);

}  // namespace plazo::scheduler
