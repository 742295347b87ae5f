// tests/bench/rooms.h - the measures of each room.
#pragma once

#include "tests/bench/harness.h"

namespace plazo::bench {

void measure_timezone(Report& report);

}  // namespace plazo::bench
