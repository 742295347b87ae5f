// scheduler/due_reader.h - the member "due" of a trigger: when, in one of three ways.
//
//     {"at": "2026-12-15T14:00:00", "timeZone": "Europe/Madrid"}     a wall time; with an offset or
//                                                                    Z the instant, in that zone
//     {"on": "2026-12-15"}                                           a whole day
//     {"offset": "P10D", "count": "business", "rule": "es-ley39-2015",
//      "calendar": "es-madrid", "from": {"on": "2026-11-23"}, "at": "14:00"}    counted
//
// Without "from" it is counted from the time of the event. "count": "business" wants a calendar;
// the rule is then "business" unless another is named. The rules are timezone/counting.h's.
#pragma once

#include <string>
#include <vector>

#include "scheduler/deadline.h"
#include "scheduler/fields.h"
#include "scheduler/repository.h"
#include "timezone/tzdb.h"
#include "timezone/work_timetable.h"

namespace plazo::scheduler {

struct DueContext {
    const Repository& repository;
    const timezone::Tzdb& tzdb;
    timezone::Instant event_time;
    /// The calendar that the due date names; nullptr where it names none, or none that is known.
    const timezone::WorkTimetable* calendar;
};

struct ReadDue {
    Due due;
    /// How it was counted: scheduler/term.h.
    std::vector<std::string> explain;
};

/// Throws InputError.
ReadDue read_due(Fields due, const DueContext& context);

}  // namespace plazo::scheduler
