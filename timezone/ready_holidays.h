// timezone/ready_holidays.h - the public holidays of the European countries, and of the regions of
// Spain, Germany and the United Kingdom, ready to be layers of a WorkCalendar.
//
// Example (runs in tests/timezone/ready_holidays_test.cpp):
//     WorkCalendar office = ready_calendar("es-madrid").value();    // Monday to Friday, 9 to 17
//     office.layers.size() == 2;                                    // "es", "es-md"
//     office.layers[0].covers == YearSpan{2024, 2040};
//
// A place is named by its ISO 3166-2 code in small letters, and in Spain by the name of the region
// too: es-madrid, es-canarias. Only days that are off by law are in the sets; bank holidays and
// observances lengthen no term.
//
// How far to trust it. What the regions of Spain keep from 2024 to 2026 is the gazette's (the BOE
// prints it each autumn). All else is computed (npm's date-holidays, with what is known to be wrong
// in it mended): right for as long as the law stays where the law says it all, and a forecast where
// each year is decided anew. So it is in Spain after 2026, where a region chooses some of its days
// and what to do with one that falls on a Sunday: only its habits are in the sets, no movable
// feasts of Ceuta and Melilla. Never in them are the two days of each municipality, the one of each
// Canary island, and the Saturdays that Hungary and others swap: put those, and what differs from
// the gazette, into a layer of one's own, which has the last word.
//
// The tables are constants; asking makes values. Safe on any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "timezone/work_calendar.h"

namespace plazo::timezone {

struct ReadyPlace {
    std::string_view code;  // "es-md"
    std::string_view name;  // "Comunidad de Madrid"
    std::string_view zone;  // "Europe/Madrid"
};

/// By code.
std::span<const ReadyPlace> ready_places();

/// By code or by name, in any case; nothing for places that are not there.
std::optional<ReadyPlace> ready_place(std::string_view code);

/// The country's set, and after it the region's where the place is one. Empty for other places.
std::vector<HolidaySet> ready_holidays(std::string_view code);

/// Those layers, the place's zone, and Monday to Friday from 9 to 17, named by the code.
std::optional<WorkCalendar> ready_calendar(std::string_view code);

}  // namespace plazo::timezone
