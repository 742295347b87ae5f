// ical/event_difference.h - what changed between two states of an event, and what that asks for.
//
// Example (runs in tests/ical/event_difference_test.cpp):
//     Event after = before;
//     after.start.local += hours{1};
//     after.attendees.push_back({.address = "eva@example.com"});
//     const EventDifference difference = difference_of(before, after);
//     difference.has(Change::time);
//     difference.added.front().address == "eva@example.com";
//     difference.reschedules();     // SEQUENCE rises
//     difference.asks_again;
//     difference.audience() == Audience::everybody;
//
// Two spellings of the same are no change: the order of attendees, categories and dates, a rule
// whose parts are written in another order, e-mail addresses in capital letters, what RFC 6638 lets
// a server note (SCHEDULE-STATUS). Neither is DTSTAMP, SEQUENCE, CREATED or LAST-MODIFIED: they
// follow from changes.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ical/event.h"

namespace plazo::ical {

enum class Change : std::uint8_t {
    time,        // DTSTART, DTEND, DUE, DURATION
    recurrence,  // RRULE, EXRULE, RDATE, EXDATE
    status,
    title,
    description,
    place,  // LOCATION, GEO, CONFERENCE, RESOURCES
    organizer,
    attendees_added,
    attendees_removed,
    attendees_changed,  // a role, a name, a delegation
    participation,      // PARTSTAT alone
    attachments,
    remarks,  // COMMENT, CONTACT, URL
    relations,
    progress,        // COMPLETED, PERCENT-COMPLETE
    classification,  // CLASS, PRIORITY, CATEGORIES
    appearance,      // COLOR, IMAGE, TRANSP, what X-MICROSOFT- says of being busy
    alarms,
    other,  // what no field stands for
};
inline constexpr std::size_t changes_count = static_cast<std::size_t>(Change::other) + 1;

/// "time", "attendees-added"
std::string_view name_of(Change change);

/// An attendee of both.
struct AttendeeChange {
    Attendee before;
    Attendee after;

    bool operator==(const AttendeeChange&) const = default;
};

/// Who of those invited has to be told.
enum class Audience { nobody, added_and_removed, everybody };

struct EventDifference {
    std::bitset<changes_count> changes;
    // Sorted by address
    std::vector<Attendee> added;
    std::vector<Attendee> removed;
    std::vector<AttendeeChange> changed;  // in whatever, PARTSTAT included

    bool has(Change change) const { return changes.test(static_cast<std::size_t>(change)); }
    bool none() const { return changes.none(); }
    /// Whether SEQUENCE must rise: RFC 5546, 2.1.4 names DTSTART, DTEND, DURATION, DUE, RRULE,
    /// RDATE, EXDATE and STATUS.
    bool reschedules() const;
    /// Whether answers count no more, and each PARTSTAT but the organizer's goes back to
    /// NEEDS-ACTION: when an occurrence is new or at another time. RFC 6638, 3.2.8: not for a
    /// further EXDATE, which only takes something away.
    bool asks_again = false;
    /// Nobody for what is the organizer's own (alarms, categories, colours) and for answers:
    /// telling all of each answer would be a storm of mail.
    Audience audience() const;
};

EventDifference difference_of(const Event& before, const Event& after);

/// `after` as the organizer should store and send it: with a SEQUENCE above that of `before` where
/// the change asks for it, and its attendees asked again where it does. What the caller has raised
/// stays.
Event revised(const Event& before, Event after);

/// Whether two addresses mean one mailbox: without regard to case.
bool same_address(std::string_view a, std::string_view b);

}  // namespace plazo::ical
