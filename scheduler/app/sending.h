// scheduler/app/sending.h - carrying out one Step: write the Intent, send the request, write what
// came of it.
//
//     read the Record -> decide the next act -> commit the Intent -> send -> commit the result
//         ^                                                                      |
//         +----------------------------------------------------------------------+
//
// Each arrow may be where the process dies. Before the Intent is on disk nothing has left; after
// it, the next process finds it and knows what may have happened:
//
//     create      the same request again: its transactionId makes Graph answer with the event that
//                 exists. When the deadline wants something else by now, or the doubt is old, the
//                 event is looked for instead
//     update      the event is read: it carries the hash of what was last written
//     cancel      the event is read: it is gone or cancelled if it worked
//     attendees   the list is read anew, and only what is missing is changed
//     mail        unknown: it may have gone out, so it is not sent again
//     draft       of a mail: it is looked for by the id that it bears
//     send        of that draft: the draft is looked at, it is one still or it was sent
//
// Every commit is a compare-and-set on the Record. When a trigger was faster, the Record is read
// again and the decision made anew; what Graph has done already is never lost, since recording it
// is retried.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "graph/clock.h"
#include "graph/http.h"
#include "graph/outcome.h"
#include "scheduler/store.h"
#include "timezone/tzdb.h"

namespace plazo::app {

/// What it takes. All references outlive every Step that is carried out.
struct Sending {
    scheduler::Store& store;
    const timezone::Tzdb& tzdb;
    graph::Clock& clock;
    graph::Random& random;
    /// How long changes of an event that stands already are gathered.
    std::chrono::seconds quiet;
    /// Graph with the token of a repository's application. Throws TokenError where the
    /// configuration has none for it.
    std::function<graph::Handler(const scheduler::Repository&)> graph_of;
    /// Whether a repository's application may make drafts, as far as one can tell. Empty: none may.
    std::function<boost::asio::awaitable<bool>(scheduler::Repository)> may_draft = nullptr;
};

/// How a Step fared this time; for logs and the report of `plazo remind`.
struct StepReport {
    /// Where it left the outbox; otherwise it is due again at `again_at`.
    std::optional<scheduler::Ending> ending;
    timezone::Instant again_at{};
    std::string detail;
};

/// Makes the calendar show what the deadline says now, act by act.
boost::asio::awaitable<StepReport> carry_out_event(Sending& sending, scheduler::Step step);

/// Sends one reminder, at most once.
boost::asio::awaitable<StepReport> carry_out_reminder(Sending& sending, scheduler::Step step);

/// One request and what its answer means; `body` is the answer's.
struct Answered {
    graph::Outcome outcome;
    std::string body;
};

/// Never throws for the network's sake: no answer, and no token, are outcomes too.
boost::asio::awaitable<Answered> send(Sending& sending, scheduler::Repository repository,
                                      graph::Request request, graph::Repeatable repeatable);

/// The request as it was written down.
graph::Request request_of(const scheduler::Intent& intent);

/// Writes a request down. `act` as in Intent.
scheduler::Intent intent_for(const graph::Request& request, std::string act,
                             const std::string& request_id, timezone::Instant now);

/// The Step of that id in the Record, if it is there still.
const scheduler::Step* find_step(const scheduler::Record& record, const std::string& id);

/// A Change that leaves the deadline and its projection as they are.
scheduler::Change change_of(const scheduler::Record& record);

/// Fills `change` and `report` with what follows an attempt that was not done: the Step again, or
/// its ending. `taken_up`: an earlier attempt sent the Intent already, so its doubt outlives what
/// this attempt has learnt.
void put_off_or_settle(scheduler::Step step, bool taken_up, const graph::Outcome& outcome,
                       timezone::Instant now, double jitter, scheduler::Change& change,
                       StepReport& report);

/// The same, committed. `taken_up` as above.
boost::asio::awaitable<StepReport> put_off(Sending& sending, scheduler::Step step,
                                           graph::Outcome outcome, bool taken_up = false);

/// Takes the Intent off the Step, so that what comes next is decided anew. Where a trigger was
/// faster it stays, and whoever reads the Step again finds out once more what became of it.
boost::asio::awaitable<void> forget_intent(Sending& sending, const scheduler::Step& step);

}  // namespace plazo::app
