// scheduler/calendar_codec.h - a work calendar as JSON: what administrators write, what the API
// takes and the store keeps.
//
//     {"zone": "Europe/Madrid",
//      "week": {"mon-thu": "09:00-14:00,15:00-18:00", "fri": "08:00-15:00"},
//      "seasons": [{"name": "summer", "from": "06-15", "to": "09-15",
//                   "week": {"mon-fri": "08:00-15:00"}}],
//      "holidays": ["es-madrid"],
//      "layers": [{"name": "acme", "level": "company", "days": [
//          {"date": "2026-05-15", "name": "San Isidro"},
//          {"from": "08-10", "to": "08-21", "name": "closed"},
//          {"date": "12-24", "name": "Nochebuena", "hours": "09:00-14:00"},
//          {"date": "2026-12-12", "name": "for 24 December", "like": "fri"}]}]}
//
// (It runs in tests/scheduler/calendar_codec_test.cpp.) Days without hours are free; a day that is
// named twice is refused. A date without a year is one of every year. "holidays" names ready sets
// (timezone/ready_holidays.h), which come before the layers; a layer may say which years it knows,
// "covers": {"from": 2026, "to": 2027}. "zone" may be left out where the holidays are of one place.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "timezone/tzdb.h"
#include "timezone/work_calendar.h"

namespace plazo::scheduler {

inline constexpr std::size_t calendar_name_bytes_max = 64;
inline constexpr std::size_t calendar_bytes_max = 256 * 1024;

/// Throws InputError with a pointer.
timezone::WorkCalendar read_work_calendar(const nlohmann::json& value, std::string name,
                                          const timezone::Tzdb& tzdb);

/// The JSON that reads as `calendar`; its ready sets are written out as layers.
nlohmann::json work_calendar_json(const timezone::WorkCalendar& calendar);

/// Letters, digits, "-", "_" and ".", at most calendar_name_bytes_max.
bool valid_calendar_name(std::string_view name);

}  // namespace plazo::scheduler
