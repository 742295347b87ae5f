// timezone/places.h - what zones a place may be in, by the name that people know it by.
//
//     zones_of_place(tzdb, "Buenos Aires")     America/Argentina/Buenos_Aires
//     zones_of_place(tzdb, "abu dhabi")        Asia/Dubai: no zone is called so
//     zones_of_place(tzdb, "Rom")              Europe/Rome, in German
//     zones_of_place(tzdb, "samoa")            Pacific/Apia and Pacific/Pago_Pago
//
// (The examples run in tests/timezone/display_names_test.cpp.) Known are the cities of the tz
// database; what else Windows, Exchange and Lotus Notes show, which is kept by hand in places.cpp;
// and the cities' names in some twenty languages, from Unicode CLDR (city_names.inc).
#pragma once

#include <string_view>
#include <vector>

#include "timezone/tzdb.h"

namespace plazo::timezone {

/// Every zone that the place may be in; empty where it is not known. ASCII letters compare without
/// regard to case.
std::vector<Zone> zones_of_place(const Tzdb& tzdb, std::string_view place);

}  // namespace plazo::timezone
