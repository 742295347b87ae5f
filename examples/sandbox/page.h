// examples/sandbox/page.h - the sandbox in a browser: mailboxes, calendars, mails and the journal
// as they stand.
//
//     /                                     clock, faults, mailboxes, latest mail
//     /mailboxes/{address}/inbox | sent | deleted | calendar
//     /journal, /faults, /throttle, /subscriptions, /clock
//
// Everything is read with GET and made on the server; there is no script. What changes the sandbox
// stays with the admin calls, whose curl lines the pages show. Nothing in a mail or an event is
// taken for markup, and a page may load nothing but its own style sheet and icon.
#pragma once

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

/// Whether the request is for a page rather than for a simulated service: one of the paths above,
/// or any that a browser was given by hand, which then is 404.
bool is_for_page(const graph::Request& request);

/// Also 400 and 404, in words for a person.
graph::Response page(World& world, const graph::Request& request);

}  // namespace plazo::sandbox
