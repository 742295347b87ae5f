// scheduler/change.h - what a trigger changes of a deadline, whatever order triggers come in.
//
// A trigger sets the groups of its type (deadline.h). Of each group the highest revision wins:
//
//     the trigger's revision is higher    the group is set
//     equal, same content                 nothing happens
//     equal, other content                InputError: two messages claim to be the same revision
//     lower                               nothing happens; when that holds for all groups: stale
//
// Example (runs in tests/scheduler/change_test.cpp): a move (revision 8) that overtakes its upsert
// (revision 7) waits in a Deadline that knows only when; the upsert then sets everything but that.
#pragma once

#include <optional>
#include <string_view>

#include "scheduler/deadline.h"
#include "scheduler/trigger.h"

namespace plazo::scheduler {

enum class Result {
    created,
    updated,
    moved,
    reassigned,
    completed,
    cancelled,
    reopened,
    unchanged,  // it was so already
    stale,      // something newer was there already
};

std::string_view name_of(Result result);

struct Applied {
    Deadline deadline;
    Result result = Result::unchanged;
    /// The due date is another one than before.
    bool due_changed = false;
};

/// `standing` is what is stored under the trigger's deadline id, if anything. Throws InputError for
/// another kind of revision than the deadline began with, and for an equal revision with other
/// content.
Applied apply_trigger(const Trigger& trigger, const std::optional<Deadline>& standing);

/// What somebody closes by hand, outside of the workflow's revisions.
struct Closing {
    Status status = Status::completed;
    /// Who completed it.
    std::string by;
    std::string reason;
};

/// Sets the status and leaves all revisions as they are.
Applied close_by_hand(const Deadline& standing, const Closing& closing);

}  // namespace plazo::scheduler
