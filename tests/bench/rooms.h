// tests/bench/rooms.h - which rooms have a bench. A new one is a file NAME_bench.cpp beside this
// one with the functions below, and lines here and in main.cpp.
#pragma once

#include "tests/bench/harness.h"

namespace plazo::bench {

/// Takes the figures.
void measure_timezone(Report& report);
void measure_ical(Report& report);
void measure_token(Report& report);
void measure_graph(Report& report);
void measure_sandbox(Report& report);
/// Compares answers with those of peers, one by one.
void check_timezone(Report& report);
void check_ical(Report& report);
void check_token(Report& report);
void check_graph(Report& report);
void check_sandbox(Report& report);

}  // namespace plazo::bench
