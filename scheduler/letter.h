// scheduler/letter.h - what people read: the body of an invitation, a reminder mail, a
// cancellation's comment.
//
// In Spanish and English. Every text that came from outside is escaped; a description is Markdown,
// of which raw HTML and dangerous links are left out. Dates are spelled out with their zone, since
// the reader may sit in another one.
//
// An invitation and anything that an outsider gets name the deadline, its date, the document's name
// and link, and nothing else. Only colleagues read the description and the document's code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/mail.h"
#include "scheduler/deadline.h"
#include "scheduler/repository.h"

namespace plazo::scheduler {

/// "martes, 15 de diciembre de 2026, 14:00 (Europe/Madrid)"
std::string spelled_out(const Due& due, std::string_view language);

/// The HTML body of the event, in the repository's language: one event has one body.
std::string event_body(const Deadline& deadline, const Repository& repository);

/// What the cancellation says to `attendees`, the addresses that the event has now: who and why
/// only where they and all assignees are colleagues. For a deadline that is open the event moves to
/// another organiser's calendar.
std::string cancellation_comment(const Deadline& deadline, const Repository& repository,
                                 const std::vector<std::string>& attendees);

/// The reminder to one assignee, in the assignee's language. `overdue`: the deadline has passed.
graph::Mail reminder_letter(const Deadline& deadline, const Repository& repository,
                            const Assignee& assignee, bool overdue);

/// The mail that `plazo repository test --send-to` sends.
graph::Mail test_letter(const Repository& repository, const std::string& address);

/// "[Ensayo para luis@acme.es] Revisar ...": the subject under --redirect-to.
std::string rehearsal_subject(const std::string& subject, const std::string& meant,
                              std::string_view language);

}  // namespace plazo::scheduler
