// scheduler/act.h - the outward acts by which a calendar event comes to show its deadline.
//
// From what stands to what is wanted it may take several acts, each one request to Graph, because
// Exchange mails people about whatever a request contains. `next_act` names the next one:
//
//     nothing stands, something is wanted      create, with everybody invited at once
//     it stands in another organiser's calendar, or nothing is wanted
//                                              cancel, if it is still to come
//     somebody is an attendee no more          remove: a PATCH of attendees alone mails only those
//     what is visible differs                  update: a PATCH of what differs mails everybody
//     somebody is new                          add: again a PATCH of attendees alone
//
// in this order, so that one who leaves gets no update and one who joins gets one invitation,
// already right. An event that has ended, and would still have ended, is left alone.
//
// Each Act carries the draft that stands once it is done; `performed` turns that into the
// Projection. Pure functions: the dispatcher sends.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "graph/event.h"
#include "graph/http.h"
#include "graph/outcome.h"
#include "scheduler/projection.h"
#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

struct Act {
    enum class Kind { create, cancel, remove_attendees, update, add_attendees };
    Kind kind = Kind::create;
    std::string mailbox;
    int generation = 1;
    /// JSON of what stands when it is done.
    std::string draft;
};

std::string_view name_of(Act::Kind kind);
std::optional<Act::Kind> act_named(std::string_view name);

/// An event that stands keeps the zone name that it was written with, unless `zones` names another:
/// the server that took it may have refused a better one.
std::optional<Act> next_act(const Deadline& deadline, const std::optional<Projection>& standing,
                            const Repository& repository, const timezone::Tzdb& tzdb, Instant now,
                            ZoneChoice zones = {});

/// What refusals have taught while one Step was carried out.
struct Lessons {
    ZoneChoice zones;
    /// Somebody changed the event at the same moment.
    bool conflict = false;
};

/// Whether another request may get around the refusal at once: the event as it is by now, after a
/// conflict, once; another name for the same clocks, after a refusal that may be about the zone of
/// a request that names one. `standing` is what stood when the request was made.
bool worth_another_request(const Act& act, const std::optional<Projection>& standing,
                           const graph::Outcome& outcome, Lessons& lessons);

/// The request of a create, update or cancel.
graph::Request request_for(const Act& act, const Deadline& deadline,
                           const std::optional<Projection>& standing, const Repository& repository,
                           const std::string& request_id);

/// The list that the event shall have after attendees were removed or added: `current` as Graph
/// just read it, minus ours who left, plus ours who joined (graph::attendees_after).
std::vector<graph::Attendee> merged_attendees(const Act& act, const Projection& standing,
                                              const std::vector<graph::Attendee>& current);

/// The hash that an event carries whose visible members are those of `draft`
/// (graph::hash_property).
std::string draft_hash(const std::string& draft);

/// What stands after `act` was done. `event` is what Graph answered to a creation.
Projection performed(const Act& act, const std::optional<Projection>& standing,
                     const std::optional<graph::ReadEvent>& event);

/// What stands when Graph has an event with our transactionId and other content: that event, of
/// which only the attendees are known, so that all the rest is written again; or nothing, when it
/// is cancelled.
Projection adopted(const Act& act, const graph::ReadEvent& event);

}  // namespace plazo::scheduler
