// scheduler/importer.h - what an .ics file wants of a calendar, decided before anything is done.
//
//     Calendar --plan_import()--> ImportItems --decide() (import_item.h)--> create, update,
//     cancel...
//
// A series that Exchange has words for becomes one item with its exceptions. One that it has none
// for becomes an item for each occurrence in a window of time, which share the UID; without an end
// of its own it is refused. An override whose series is not in the file stands alone.
//
// Example (runs in tests/scheduler/importer_test.cpp):
//     const auto items = plan_import(calendar, repository, {.invite = true, .now = now}, tzdb);
//     items[0].uid == "weekly@acme.es";
//     items[0].exceptions.size() == 2;    // an EXDATE and a RECURRENCE-ID
//
// People are invited only when asked for: Graph makes the mailbox the organiser and gives the event
// a UID of its own, so that people whom another organiser has invited already would get a second
// meeting. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "ical/calendar.h"
#include "scheduler/import_item.h"
#include "scheduler/repository.h"
#include "timezone/tzdb.h"

namespace plazo::scheduler {

/// A rule that Exchange does not know becomes single events (exchange_series.h) of the time up to
/// here; the next import goes on from there.
inline constexpr timezone::days expansion_window{2 * 366};
/// Each exception costs two requests.
inline constexpr std::size_t series_exceptions_max = 500;
/// Of one file.
inline constexpr std::size_t import_items_max = 10'000;

struct ImportOptions {
    /// Attendees of the file are invited...
    bool invite = false;
    /// Events that have ended are imported, too.
    bool past = false;
    /// ...also where the file names another organiser.
    bool take_over = false;
    timezone::Instant now{};
};

/// Throws InputError for more than `import_items_max`.
std::vector<ImportItem> plan_import(const ical::Calendar& calendar, const Repository& repository,
                                    const ImportOptions& options, const timezone::Tzdb& tzdb);

}  // namespace plazo::scheduler
