// scheduler/import_guests.h - who of an imported event's attendees is invited, and why not.
//
//     not without --invite
//     not where the file names another organiser, unless --take-over: Graph makes the mailbox the
//     organiser and gives the event a UID of its own, so that people would get a second meeting
//     not the mailbox itself, rooms, resources, what is no address, and domains that the repository
//     may not write to
//
// Example (runs in tests/scheduler/import_item_test.cpp):
//     const Guests guests = guests_of(event, repository, {.invite = true});
//     guests.invited->front().address == "luis@acme.es";
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/event.h"
#include "ical/event.h"
#include "scheduler/importer.h"
#include "scheduler/repository.h"

namespace plazo::scheduler {

struct Guests {
    /// Nothing: nobody is invited now, and nobody uninvited who was. Under --redirect-to it is that
    /// one address.
    std::optional<std::vector<graph::Attendee>> invited;
    /// For the mark of a rehearsal: who was meant. Empty: no rehearsal.
    std::string meant;
    /// One of them is external, so they do not see each other; also said when nobody is invited
    /// now, so that inviting them later changes nothing else.
    bool hidden = false;
    std::vector<std::string> warnings;
};

/// Whether two events concern the same addresses, whatever else is said of their attendees.
bool same_people(const ical::Event& a, const ical::Event& b);

Guests guests_of(const ical::Event& event, const Repository& repository,
                 const ImportOptions& options);

}  // namespace plazo::scheduler
