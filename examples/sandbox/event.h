// examples/sandbox/event.h - an event as Exchange keeps it.
//
// Content is what clients may write; Event adds what the server owns. A series is one Event with a
// recurrence; its occurrences are computed, and only those that differ are kept, as Deviations by
// their original day.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "examples/sandbox/recurrence.h"
#include "examples/sandbox/times.h"
#include "examples/sandbox/zones.h"

namespace plazo::sandbox {

inline constexpr std::size_t attendees_max = 500;
inline constexpr int event_days_max = 5 * 366;

struct Body {
    std::string type = "html";
    std::string content;
    bool operator==(const Body&) const = default;
};

struct Location {
    std::string display_name;
    std::string uri;
    std::string email;
    bool operator==(const Location&) const = default;
};

struct Attendee {
    std::string address;
    std::string name;
    std::string type = "required";
    bool operator==(const Attendee&) const = default;
};

/// Once set it stays: later changes of it are ignored.
struct OnlineMeeting {
    bool on = false;
    std::string provider = "unknown";
    std::string join_url;  ///< made by the server; also stands in the event's body
    bool operator==(const OnlineMeeting&) const = default;
};

/// A named property that people do not see, {"id", "value"}.
struct ExtendedProperty {
    std::string id;
    std::string value;
    bool operator==(const ExtendedProperty&) const = default;
};

/// What a client may write; the defaults are Graph's.
struct Content {
    std::string subject;
    Body body;
    EventTime start;
    EventTime end;
    bool all_day = false;
    std::vector<Location> locations;
    std::optional<Recurrence> recurrence;
    std::vector<Attendee> attendees;
    std::string importance = "normal";
    std::string sensitivity = "normal";
    std::string show_as = "busy";
    std::vector<std::string> categories;
    bool reminder = true;
    int reminder_minutes = 15;
    bool response_requested = true;
    bool new_time_proposals = true;
    bool hide_attendees = false;
    OnlineMeeting online;
    std::string transaction_id;
    std::vector<ExtendedProperty> extended_properties;
    bool operator==(const Content&) const = default;
};

/// The change key that a change made which delta does not tell, and the one before.
struct Untold {
    std::string key;
    std::string before;
};

/// An occurrence that was changed by itself, or taken out.
struct Deviation {
    Content content;
    std::set<std::string> own_fields;  ///< those that no longer follow the series
    std::string change_key;
    Untold untold;
    bool cancelled = false;
};

/// What an attendee answered: accepted, tentativelyAccepted or declined.
struct MeetingReply {
    std::string response;
    Instant at;
    std::optional<EventTime> proposed_start;
    std::optional<EventTime> proposed_end;
};

/// By an occurrence's original day, none for the whole event, and lower-case address.
using MeetingReplies = std::map<std::pair<std::optional<Date>, std::string>, MeetingReply>;

struct Event {
    std::string id;
    std::string immutable_id;
    std::string calendar_uid;
    std::string change_key;
    Untold untold;
    Instant created;
    Instant modified;
    Content content;
    std::string organizer;  ///< address
    std::string organizer_name;
    bool own = true;  ///< the mailbox organizes it; false in an attendee's copy
    bool cancelled = false;
    int sequence = 0;
    std::map<Date, Deviation> deviations;
    MeetingReplies replies;  ///< those that came back; in a copy its owner's, also under ""
};

/// An event or one occurrence of a series, as a client sees it.
struct Item {
    Event* event = nullptr;
    std::optional<Date> day;  ///< of an occurrence, its original day
    Content content;          ///< in force: times moved to the day, deviations applied
    std::string change_key;
    std::string told_key;  ///< the change key as delta counts changes
    bool deviates = false;
};

/// What this person answered for the occurrence, else for all; null if nothing.
const MeetingReply* reply_of(const Item& item, const std::string& address);

/// When an event is over. Where the clock change turns start and end round, as between 02:30 and
/// 03:00 of a day without that hour, it takes as long as its wall times say.
EventTime end_of(const Content& content, const Zones& zones);

}  // namespace plazo::sandbox
