// examples/sandbox/calendar.h - a mailbox's calendar: events, series and their occurrences.
//
// An occurrence is addressed by its series' id with its original day appended; changing one makes a
// deviation, deleting one takes the day out of the series. This file keeps calendars; who gets mail
// for a change is the meeting's business (meeting.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "examples/sandbox/delta.h"
#include "examples/sandbox/events.h"
#include "examples/sandbox/ids.h"

namespace plazo::sandbox {

/// The longest window that Exchange shows at once, two years.
inline constexpr int view_days_max = 2 * 366;

/// What was created under a transactionId: the same request again is answered with that event.
struct Transaction {
    std::string event_id;
    std::string digest;  ///< of the request's JSON, its members in order
    Instant at;
};

struct Calendar {
    std::string id;
    Events events;
    std::vector<Event> deleted;  ///< Deleted Items, under new ids as everything moved
    std::map<std::string, Transaction> transactions;
    Deltas deltas;
};

/// Adds an event with new ids; a series begins at the first day that its pattern matches.
Event& add_event(Calendar& calendar, Content content, Ids& ids, Instant now);
/// An attendee's copy of a meeting: ids of its own under the meeting's iCalUId. It says nothing
/// yet.
Event& add_copy(Calendar& calendar, const Event& meeting, Ids& ids, Instant now);

/// The event or occurrence with this id, default or immutable; a Refusal 404 or, for what cannot be
/// an id, 400 ErrorInvalidIdMalformed.
Item find_item(Calendar& calendar, const std::string& id);

/// A whole event, or the series itself.
Item whole(Event& event);
/// The occurrence of a series on its original day; cancelled days too.
Item occurrence(Event& series, Date day);

/// What overlaps [from, to): the event, or the occurrences that are not taken out. Whole days count
/// as midnight to midnight of the zone they were written in.
std::vector<Item> items_between(Event& event, Instant from, Instant to, const Zones& zones);

/// Puts changed content in force: for an occurrence as a deviation in `named` fields, for a series
/// also in the deviations that follow it. A Refusal 400 ErrorOccurrenceCrossingBoundary if an
/// occurrence would meet its neighbour's day.
void change_item(Item& item, const Content& content, const std::set<std::string>& named, Ids& ids,
                 Instant now);

/// Takes a day out of its series; a whole event leaves the calendar, for Deleted Items if it is
/// kept. The item is void afterwards.
void remove_item(Calendar& calendar, Item& item, bool keep, Ids& ids, Instant now);

std::string id_of(const Item& item, bool immutable);

}  // namespace plazo::sandbox
