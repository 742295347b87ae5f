// graph/event.h - the calendar event as Microsoft Graph wants it written, and as it comes back.
//
// An EventDraft is what we want to stand in the calendar. It becomes JSON as a whole when the event
// is created, and member by member when it is changed: only what differs is sent, because Exchange
// mails every attendee about whatever a PATCH contains (Graph, "Update event").
//
//     EventDraft wanted{.subject = "Revisar CONTRATO-000021", .start = ..., .zone = "Romance
//     Standard Time"}; nlohmann::json body = event_json(wanted); nlohmann::json patch =
//     event_changes(before, body);        // an empty object: nothing to send
//
// Start and end are wall times in `zone`, a Windows zone name (timezone/windows_zones.h): mailbox
// servers accept all of those and not every IANA name. A whole-day event runs from midnight to
// midnight, the end exclusive.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/time.h"

namespace plazo::graph {

using timezone::LocalTime;

/// Exchange's limit (Graph, event resource).
inline constexpr std::size_t attendees_max = 500;
inline constexpr std::size_t subject_characters_max = 255;

struct Attendee {
    std::string address;
    std::string name;
    bool required = true;
    /// A room or equipment that somebody has booked with the event; it stays what it is.
    bool resource = false;

    bool operator==(const Attendee&) const = default;
};

/// A named extended property of ours (PidLid namespace below): invisible to people, kept by
/// Exchange, and found again by a filter.
struct ExtendedProperty {
    std::string name;
    std::string value;
};

/// The property set of every extended property that Plazo writes.
inline constexpr std::string_view property_set = "{d3a1f0c4-52b7-4c57-9f0b-7a1c9e5b2f68}";
/// Names what the event was made for; unique in a mailbox.
inline constexpr std::string_view key_property = "PlazoKey";
/// The hash of the projection that was last written: tells whether a write in doubt arrived.
inline constexpr std::string_view hash_property = "PlazoHash";

struct EventDraft {
    std::string subject;
    std::string body_html;
    LocalTime start{};
    LocalTime end{};
    std::string zone;
    bool all_day = false;
    /// free, tentative, busy, oof, workingElsewhere
    std::string show_as = "free";
    /// Nothing: no alert. Counts from the start.
    std::optional<int> reminder_minutes;
    std::string location;
    std::vector<std::string> categories;
    std::vector<Attendee> attendees;
    bool hide_attendees = false;
    bool response_requested = false;
    bool allow_new_time_proposals = false;
    std::vector<ExtendedProperty> properties;
    /// Sent at creation only: Graph refuses it in a PATCH.
    std::string transaction_id;
};

/// The id of one of our extended properties: "String {guid} Name PlazoKey".
std::string property_id(std::string_view name);

/// The whole event, the body of a POST.
nlohmann::json event_json(const EventDraft& draft);

/// The members of `after` that differ from `before`, without attendees and transactionId. The body
/// of a PATCH; an empty object when nothing differs.
nlohmann::json event_changes(const nlohmann::json& before, const nlohmann::json& after);

/// {"attendees": [...]}: the body of a PATCH that changes nothing else.
nlohmann::json attendees_json(const std::vector<Attendee>& attendees);

/// The list for that PATCH, which replaces the one that stands: `current`, as Graph just read it,
/// without those of `ours_before` who are not in `ours_now`, and with those of `ours_now` who were
/// not in `ours_before` and are not on it. Everybody else stays as they are, because whoever is
/// left out is uninvited: people who joined by a forward, rooms, and those whom Exchange shows by a
/// name of its own instead of an address ("/o=ExchangeLabs/..."). One of ours whom somebody has
/// taken off the list is not put back. Send it with If-Match. Addresses compare without regard to
/// case.
std::vector<Attendee> attendees_after(const std::vector<Attendee>& current,
                                      const std::vector<Attendee>& ours_before,
                                      const std::vector<Attendee>& ours_now);

/// The attendees of an event's JSON. Entries of another shape, and those of whom neither address
/// nor name is known, are left out.
std::vector<Attendee> read_attendees(const nlohmann::json& event);

/// What matters of an event that Graph sent.
struct ReadEvent {
    std::string id;
    std::string i_cal_uid;
    std::string etag;
    bool cancelled = false;
    std::vector<Attendee> attendees;
    std::vector<ExtendedProperty> properties;

    std::optional<std::string> property(std::string_view name) const;
};

/// Reads an event; nullopt when the JSON is not one.
std::optional<ReadEvent> read_event(const nlohmann::json& event);

/// Of an answer's body: the event that it is, or the first of the list that it is (find_event).
std::optional<ReadEvent> read_event_answer(const std::string& body);
std::optional<ReadEvent> read_first_event(const std::string& body);

}  // namespace plazo::graph
