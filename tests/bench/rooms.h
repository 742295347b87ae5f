// tests/bench/rooms.h - which rooms have a bench. A new one is a file NAME_bench.cpp beside this
// one with a function measure_NAME, and two lines: here, and in main.cpp.
#pragma once

#include "tests/bench/harness.h"

namespace plazo::bench {

void measure_timezone(Report& report);

}  // namespace plazo::bench
