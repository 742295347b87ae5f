// scheduler/plan.h - what is still to be done, given what is meant and what stands. A pure
// function.
//
//     const Plan made = plan(deadline, record, {repository, tzdb, quiet}, now);
//
// It compares the event that the deadline wants to be with the one that stands in the calendar, and
// the reminders that should go out with those in the outbox and those that went. What is missing is
// put, what is no longer wanted is dropped. Applied to its own result it gives nothing: planning
// twice is harmless.
//
// Its rules, each a test in tests/scheduler/plan_test.cpp:
//   * A creation is due at once. A later change waits for `quiet`, so that several go out as one;
//   it does not
//     wait longer because more come.
//   * Nothing visible differs: no Step.
//   * Closed: a future event is cancelled, a past one stays as it is; no reminder is left.
//   * A reminder whose moment has passed when the deadline is set or moved is not sent: the
//   invitation or its
//     update says the same at the same time.
//   * A reminder that went out is not repeated, unless the deadline has moved to a later date than
//   it spoke of.
//   * A Step that has begun (it has an Intent) is never dropped: its end decides what comes after.
//   * New zone data move what is there and bring nothing else: a reminder that waits, also to a
//   moment that has passed, since no update of an event says the same; an event, where the name
//   that Microsoft 365 knows its zone by no longer tells the right time.
#pragma once

#include <chrono>
#include <vector>

#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// Why it is planned.
enum class Cause {
    message,    // somebody has set, moved or closed the deadline
    zone_data,  // it is as it was; what follows from it may not be
};

struct PlanContext {
    const Repository& repository;
    const timezone::Tzdb& tzdb;
    /// How long changes of an event that stands already are gathered.
    std::chrono::seconds quiet;
    Cause cause = Cause::message;
};

struct Plan {
    std::vector<Step> put;
    std::vector<Settled> drop;

    bool empty() const { return put.empty() && drop.empty(); }
};

/// `deadline` as it shall be; `standing` for what stands: projection, Steps, sent reminders.
Plan plan(const Deadline& deadline, const Record& standing, const PlanContext& context,
          Instant now);

}  // namespace plazo::scheduler
