// scheduler/projection.h - the calendar event that a deadline wants to be.
//
//     const graph::EventDraft wanted = project(deadline, repository, tzdb);
//
// One event, one body, safe for an outsider: what, when and where to read on. Detail stays behind
// the link. Attendees do not see each other as soon as one of them is external. The organiser is
// never an attendee. Under --redirect-to every attendee becomes that one address, and the subject
// says who was meant.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "graph/event.h"
#include "scheduler/deadline.h"
#include "scheduler/repository.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// The mailbox whose calendar holds the event: the organiser that the trigger named, as long as the
/// repository allows that one, else the repository's mailbox.
const std::string& organiser_of(const Deadline& deadline, const Repository& repository);

/// After so many names of a zone that a mailbox's server refused, the event is written in UTC.
inline constexpr std::size_t zone_names_max = 4;

/// What a mailbox's server said to names of time zones. Several Windows names show the same clocks
/// (timezone/windows_check.h), and servers know fewer of them than Unicode lists.
struct ZoneChoice {
    /// The one to stay with, as long as its clocks are the zone's.
    std::string taken;
    std::vector<std::string> refused;
};

/// The zone name in the JSON of a draft; empty where it has none.
std::string zone_name_of(const std::string& draft);

/// Of a deadline that is known (deadline.h). Without transactionId and hash: those belong to the
/// writing.
graph::EventDraft project(const Deadline& deadline, const Repository& repository,
                          const timezone::Tzdb& tzdb, const ZoneChoice& zones = {});

/// What the event of this deadline and generation is known by in the mailbox (graph::key_property).
std::string event_key(const Deadline& deadline, int generation);

/// Name-based UUID of repository, deadline, occurrence and generation: the same request after a
/// crash.
std::string transaction_id(const Deadline& deadline, int generation);

}  // namespace plazo::scheduler
