// examples/sandbox/meeting.h - what attendees get: copies in their calendars, and mail when
// Exchange would send it.
//
//     created with attendees                        an invitation to each
//     only attendees changed, alone in the PATCH    invitations to the added, cancellations to the
//                                                   removed, nothing to the others
//     anything else that people see changed         an update to everybody
//     attendees and more in the PATCH, all as was   an update to everybody
//     reminder, showAs, categories, extended        nothing
//     somebody removed who is in a group, too       an update to everybody
//     deleted or cancelled                          a cancellation to each, with the comment
//     forwarded                                     an invitation to the new, who join the list
//
// Who is invited to single occurrences only gets their mail, but no copy in his calendar. Who
// declined or removed his copy has it back when he gets mail again.
//
// A series with deviations sends one mail for the series and one per deviation. Whether Exchange is
// really silent about the organizer's private properties is not documented, so a switch says
// otherwise (quirks.h).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

struct World;
struct Mailbox;

/// The attendee's copy of the meeting; null if there is none.
Event* copy_of(World& world, const Mailbox& mailbox, const std::string& calendar_uid);

/// Whom the attendee list reaches, members of groups instead of the groups.
std::vector<std::string> invited_people(const World& world, const Event& event);

void announce_new(World& world, const Mailbox& organizer, const Item& item);

/// `before` is what stood there, `named` what the PATCH contained.
void announce_change(World& world, const Mailbox& organizer, const Content& before,
                     const Item& item, const std::set<std::string>& named);

void announce_removal(World& world, const Mailbox& organizer, const Item& item,
                      const std::string& comment);

/// `added` have come into the list by a forward, of which nobody else hears by this.
void announce_forward(World& world, const Mailbox& organizer, const Item& item,
                      const std::vector<Attendee>& added, const std::string& comment);

}  // namespace plazo::sandbox
