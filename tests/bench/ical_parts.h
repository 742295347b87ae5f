// tests/bench/ical_parts.h - the measures of ical/ that have a file of their own.
#pragma once

#include "tests/bench/harness.h"
#include "tests/bench/ical_peers.h"

namespace plazo::bench {

/// Rules expanded, windows long after a start, rules without any occurrence.
void measure_recurrence(Report& report, const OurIcal& ours, const std::vector<IcalPeer>& peers);
/// Whether the peers find the same times.
void check_recurrence(Report& report, const OurIcal& ours, const std::vector<IcalPeer>& peers);
/// Texts and rules that are made to burn time or memory.
void measure_hostile_input(Report& report);

}  // namespace plazo::bench
