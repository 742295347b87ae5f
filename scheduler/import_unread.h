// scheduler/import_unread.h - the events of a file that could not be read.
//
// read_calendar() leaves out what it cannot understand. An import has to account for each event of
// its file, so each of those is an item that failed, with the reason and its place.
//
// Example (runs in tests/scheduler/import_unread_test.cpp):
//     const ical::Document document = ical::parse(text);
//     const ical::Calendar calendar = ical::read_calendar(document);
//     unread_items(document, calendar).front().reason ==
//         "8:9: error: DTSTART is no date or time...";
#pragma once

#include <vector>

#include "ical/calendar.h"
#include "ical/document.h"
#include "scheduler/import_item.h"

namespace plazo::scheduler {

/// VEVENTs and VTODOs of the document that are not in the calendar, in the order of the text.
std::vector<ImportItem> unread_items(const ical::Document& document,
                                     const ical::Calendar& calendar);

}  // namespace plazo::scheduler
