// tests/bench/timezone_parts.h - the measures of timezone/ that have a file of their own.
#pragma once

#include "tests/bench/harness.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

/// Windows names and IANA names, beside ICU.
void measure_names(Report& report, const timezone::Tzdb& tzdb);
/// Which zone a VTIMEZONE means, beside what ICU and libical take to read it.
void measure_vtimezones(Report& report, const timezone::Tzdb& tzdb);
/// Working days and hours.
void measure_work_calendars(Report& report, const timezone::Tzdb& tzdb);
/// Every zone, every transition from 1970 to 2100, both ways.
void check_against_cctz(Report& report, const timezone::Tzdb& tzdb);

}  // namespace plazo::bench
