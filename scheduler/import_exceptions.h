// scheduler/import_exceptions.h - which occurrences of a series differ from its rule, and how
// Exchange can be told.
//
//     EXDATE                       deleted
//     override                     changed; deleted when it is cancelled
//     override past a neighbour    deleted, and an event of its own: Exchange lets no occurrence
//                                  reach the day of another one (ErrorOccurrenceCrossingBoundary)
//     override of no occurrence    an event of its own
//
// Example (runs in tests/scheduler/importer_test.cpp; every Monday):
//     const SeriesExceptions exceptions = exceptions_of(series, zones);
//     exceptions.deleted.contains(the_second_monday);
#pragma once

#include <set>
#include <vector>

#include "ical/series.h"
#include "scheduler/exchange.h"

namespace plazo::scheduler {

/// Events are those of the Series, which has to stay.
struct SeriesExceptions {
    struct Change {
        timezone::LocalTime original{};
        const ical::Event* event = nullptr;
    };
    /// On the clock of the series, as is `original`.
    std::set<timezone::LocalTime> deleted;
    std::vector<Change> changed;
    std::vector<const ical::Event*> alone;
};

/// Of a series with a master. What names no occurrence of it is left out.
SeriesExceptions exceptions_of(const ical::Series& series, const FileZones& zones);

}  // namespace plazo::scheduler
