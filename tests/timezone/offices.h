// tests/timezone/offices.h - the work calendars of the tests.
#pragma once

#include "timezone/work_timetable.h"
#include "tree.h"

namespace plazo::timezone {

using std::chrono::hours;
using std::chrono::minutes;

inline Holiday day_off(const char* day, const char* name) {
    return {.name = name, .first = date(day), .last = date(day), .hours = {}};
}

inline DayHours shift(const char* text) {
    return parse_day_hours(text).value();
}

/// Monday to Friday, one interval, in Madrid, without holidays.
inline WorkCalendar office(const char* hours_of_day) {
    return {"office", "Europe/Madrid", weekdays(shift(hours_of_day)), {}, {}};
}

inline HolidaySet layer(const char* name, HolidayLevel level, std::vector<Holiday> holidays,
                        YearSpan covers = {}) {
    return {name, level, covers, std::move(holidays)};
}

inline WorkTimetable compiled(const WorkCalendar& calendar, YearSpan years = {2024, 2036}) {
    return std::get<WorkTimetable>(
        WorkTimetable::compile(calendar, zone(calendar.zone.c_str()), years));
}

template <class Value>
Value answer(const OrRefusal<Value>& given) {
    return std::get<Value>(given);
}

template <class Value>
Refusal refusal(const OrRefusal<Value>& given) {
    return std::get<Refusal>(given);
}

}  // namespace plazo::timezone
