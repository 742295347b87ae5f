// scheduler/exchange_series.h - a series of events, with all that differs from its rule, as
// Exchange can have it. One of three:
//
//     ExactSeries    a recurrence of Graph's, and exceptions to settle one by one
//     SingleEvents   no pattern says the same: an event for each occurrence
//     Refused        neither: several rules, or without an end, or more events than
//                    `expanded_occurrences_max`
//
// Example (runs in tests/scheduler/exchange_series_test.cpp; Mondays, one left out, one moved):
//     const auto exact = std::get<ExactSeries>(series_in_graph(series, zones));
//     exact.recurrence.pattern.type == GraphPattern::Type::weekly;
//     exact.deleted.contains(the_second_monday);
//     exact.changed.front().event->summary == "On Tuesday this week";
//
// What becomes of each part of a series that is exact:
//     EXDATE                       deleted
//     override                     changed; deleted when it is cancelled
//     override past a neighbour    deleted, and an event of its own: Exchange lets no occurrence
//                                  reach the day of another one (ErrorOccurrenceCrossingBoundary)
//     override of no occurrence    an event of its own
//     RDATE, and a DTSTART that the rule does not match      an event of its own
//
// Graph wants them in this order: the series without attendees, the deletions, which make room, the
// changes, and at last the attendees in a PATCH of their own, so that they get one invitation that
// is already right. Pure functions.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "ical/series.h"
#include "scheduler/exchange_recurrence.h"
#include "scheduler/exchange_times.h"

namespace plazo::scheduler {

/// A rule that Exchange does not know becomes at most this many events.
inline constexpr std::size_t expanded_occurrences_max = 400;

/// Which occurrences of a series are wanted where each becomes an event, on its clock.
struct Window {
    timezone::LocalTime from = timezone::LocalTime::min();
    timezone::LocalTime to = timezone::LocalTime::max();
};

/// Pointers are to the events of the Series that was asked about, which has to stay.
struct ExactSeries {
    struct Change {
        timezone::LocalTime original{};
        const ical::Event* event = nullptr;
    };
    struct Alone {
        ical::Event event;  // with its RECURRENCE-ID, and without a rule
        std::string why;
    };
    /// The master, at the first occurrence that its rule has.
    ical::Event master;
    GraphTimes times;
    GraphRecurrence recurrence;
    /// On the clock of the series, as is `original`.
    std::set<timezone::LocalTime> deleted;
    std::vector<Change> changed;
    std::vector<Alone> alone;
};

/// `why` Exchange has no recurrence like it; each event has its RECURRENCE-ID, and all have the UID
/// of the series. `more_later`: some take place after the window.
struct SingleEvents {
    std::string why;
    std::vector<ical::Event> events;
    bool more_later = false;
};

using SeriesInGraph = std::variant<ExactSeries, SingleEvents, Refused>;

/// Of a series with a master that recurs.
SeriesInGraph series_in_graph(const ical::Series& series, const FileZones& zones,
                              Window window = {});

}  // namespace plazo::scheduler
