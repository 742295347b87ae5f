// scheduler/trigger.h - one message of the workflow: set this deadline, move it, it is done.
//
// Arrives as a CloudEvent 1.0 in structured mode. Its `type` says what is wanted:
//
//     com.r2docuo.deadline.upsert     the whole wanted state; a list that is absent is empty
//     com.r2docuo.deadline.move       only when
//     com.r2docuo.deadline.reassign   only who
//     com.r2docuo.deadline.complete   done: remind nobody, take a future event out of the calendars
//     com.r2docuo.deadline.cancel     the same, because it is no longer needed
//
// Reading is strict: what is unknown, of the wrong type, or cannot be served is an InputError with
// a pointer, and a field that would be ignored is refused instead. Wall times without a zone are
// the repository's.
//
//     const std::string name = repository_of(event);        // whose key is needed
//     const Trigger trigger = read_trigger(event, repository, tzdb, now);
//
// A due date that is counted names a work calendar (calendars.h) and a rule (timezone/counting.h):
//
//     {"offset": "P10D", "count": "business", "rule": "es-ley39-2015", "calendar": "es-madrid",
//      "from": {"on": "2026-11-23"}, "at": "14:00"}
//
// The payload's rules: RFC 3339 and ISO 8601 for times, IANA or Windows names for zones.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "scheduler/deadline.h"
#include "scheduler/repository.h"
#include "timezone/tzdb.h"
#include "timezone/work_timetable.h"

namespace plazo::scheduler {

/// One event, as Standard Webhooks advises.
inline constexpr std::size_t trigger_bytes_max = 20 * 1024;
inline constexpr std::size_t assignees_max = 500;
inline constexpr std::size_t reminders_max = 16;
inline constexpr std::size_t title_bytes_max = 255;
inline constexpr std::size_t name_bytes_max = 200;
inline constexpr std::size_t address_bytes_max = 254;
/// Beyond it readers of JSON lose the last digits (RFC 8259, 6).
inline constexpr std::int64_t revision_max = 9'007'199'254'740'991;
inline constexpr std::chrono::minutes event_length_max{24 * 60};

struct Trigger {
    enum class Type { upsert, move, reassign, complete, cancel };
    Type type = Type::upsert;
    /// The two names of the delivery: the same pair again is the same message.
    std::string source;
    std::string id;
    /// A counter, or the event's time in microseconds where the message has none.
    std::int64_t revision = 0;
    bool revision_is_time = false;
    /// What it sets: for an upsert all, else only the group of its type. Identified in any case.
    Deadline content;
    /// How the due date was counted, line by line, where it was counted by a rule.
    std::vector<std::string> explain;
};

/// The repository that an event names in its data. Throws InputError.
std::string repository_of(const nlohmann::json& event);

/// The work calendar by which an event wants its due date counted, as it stands in its data;
/// nothing when it names none. For whoever has to fetch it; read_trigger says what is wrong with
/// it.
std::optional<std::string> calendar_of(const nlohmann::json& event);

/// `calendar` is the one of calendar_of(event), or nullptr where there is none of that name. Throws
/// InputError.
Trigger read_trigger(const nlohmann::json& event, const Repository& repository,
                     const timezone::Tzdb& tzdb, timezone::Instant now,
                     const timezone::WorkTimetable* calendar = nullptr);

}  // namespace plazo::scheduler
