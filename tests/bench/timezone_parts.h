// tests/bench/timezone_parts.h - the measures of timezone/ that have a file of their own.
#pragma once

#include "tests/bench/harness.h"
#include "tests/bench/timezone_peers.h"
#include "timezone/tzdb.h"

namespace plazo::bench {

/// Windows names and IANA names.
void measure_names(Report& report, const timezone::Tzdb& tzdb, const std::vector<Peer>& peers);
/// What zone a VTIMEZONE means, beside what peers take to read it.
void measure_vtimezones(Report& report, const timezone::Tzdb& tzdb, const std::vector<Peer>& peers);
/// Working days and hours.
void measure_work_calendars(Report& report, const timezone::Tzdb& tzdb);
/// Every name, every change from 1970 to 2100, both ways, beside each peer that has clocks. Says
/// the first differences on stderr.
void check_clocks(Report& report, const timezone::Tzdb& tzdb, const std::vector<Peer>& peers);

}  // namespace plazo::bench
