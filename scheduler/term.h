// scheduler/term.h - terms as they come in JSON, counted: "P10D" by a rule and a work calendar.
//
// What triggers, the API and the command line ask alike, so that they refuse alike and explain
// alike. The rules themselves are timezone/counting.h's.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "scheduler/fields.h"
#include "timezone/counting.h"

namespace plazo::scheduler {

/// An ISO 8601 duration, not zero. Weeks are refused for all rules but natural: a week of a work
/// calendar is five days to some and seven to others.
timezone::Duration read_term(Fields& fields, const char* name, timezone::CountingRule rule);

/// The rule in member "rule", else `otherwise`.
timezone::CountingRule read_rule(Fields& fields, timezone::CountingRule otherwise);

/// "14:00" in member `name`.
std::optional<std::chrono::seconds> read_clock(Fields& fields, const char* name);

/// Where a clock in `zone` stands when the term is over. `asked.from` is on the wall of `zone`: for
/// days it is taken as that date of the calendar, for hours as that instant. Throws InputError at
/// `name` with the reason of the refusal.
timezone::Counted count_term(const Fields& fields, const char* name,
                             const timezone::Counting& asked, const timezone::WorkTimetable& table,
                             const timezone::Zone& zone);

/// "counted from 2026-11-24 to 2026-12-09 by business, calendar es-md", then a line for each day
/// that was skipped.
std::vector<std::string> explanation(const timezone::Counted& counted, timezone::CountingRule rule,
                                     const timezone::WorkTimetable& table);

/// Answers {"from": "2026-11-23T09:30", "term": "P10D", "rule": "business", "at": "14:00",
/// "back": false} on the wall of the calendar's zone; "from" may be a date. The answer:
/// {"due": "2026-12-09T14:00:00", "zone": "Europe/Madrid", "utc": "2026-12-09T13:00:00Z",
/// "explain": [...]}.
nlohmann::json answer_count(Fields& question, const timezone::WorkTimetable& table);

}  // namespace plazo::scheduler
