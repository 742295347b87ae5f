// scheduler/projection.h - the calendar event that a deadline wants to be.
//
//     const graph::EventDraft wanted = project(deadline, repository, tzdb);
//
// One event, one body, safe for an outsider: what, when and where to read on. Detail stays behind
// the link. Attendees do not see each other as soon as one of them is external. The organiser is
// never an attendee. Under --redirect-to every attendee becomes that one address, and the subject
// says who was meant.
#pragma once

#include <string>

#include "graph/event.h"
#include "scheduler/deadline.h"
#include "scheduler/repository.h"
#include "scheduler/zone_choice.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// The mailbox whose calendar holds the event: the organiser that the trigger named, as long as the
/// repository allows that one, else the repository's mailbox.
const std::string& organiser_of(const Deadline& deadline, const Repository& repository);

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
