// scheduler/import_leftovers.h - what earlier imports made of a UID and the file no longer has.
//
// A series can stand as several events: where Exchange has no rule like its own, and for dates
// beside the rule. When the series changes, those that are no longer wanted are cancelled.
//
// Example (runs in tests/scheduler/import_leftovers_test.cpp; `standing` is in the calendar):
//     complete_plan(items, standing, now);
//     items.back().action == ImportItem::Action::retract;
//
// Pure functions.
#pragma once

#include <vector>

#include "scheduler/import_item.h"

namespace plazo::scheduler {

/// Whether the items, all of one UID, say all that is wanted of it. Those of an override alone do
/// not, nor of a series that failed in part.
bool speaks_for_all(const std::vector<ImportItem>& items);

/// Adds a `retract` for each event that stands and that items which speak for all do not have, but
/// for those that ended by `now` and those beyond `expansion_window`. Where that would uninvite
/// people whom nobody invites to what comes instead, all of it fails.
void complete_plan(std::vector<ImportItem>& items, const std::vector<ImportedEvent>& standing,
                   timezone::Instant now);

}  // namespace plazo::scheduler
