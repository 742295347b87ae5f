// examples/sandbox/answers.h - what attendees answer to a meeting, and how the organizer learns it.
//
//     POST /_sandbox/answers {"mailbox", "iCalUId", "response": accept | tentative | decline,
//                             "comment", "proposed": {"start", "end"}, "silently": false}
//
// An answer changes the attendee's status in the organizer's event, and with it the event's change
// key, and arrives as a mail with METHOD:REPLY, or COUNTER where it proposes another time. Given
// silently it stays in the attendee's copy. Who declines loses the copy to Deleted Items. People
// outside the tenant can answer too. A room accepts, but declines what meets another event of its.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "examples/sandbox/event.h"

namespace plazo::sandbox {

struct World;

struct GivenAnswer {
    std::string address;   ///< of who answers
    std::string response;  ///< accepted, tentativelyAccepted or declined
    std::string comment;
    std::optional<EventTime> proposed_start;
    std::optional<EventTime> proposed_end;
    bool silently = false;
};

/// `organized` is the organizer's event, `day` the occurrence that is answered, none for all.
void give_answer(World& world, Event& organized, std::optional<Date> day, const GivenAnswer& given);

/// Reads a proposed time slot, {"start", "end"}; a Refusal 400.
void propose(GivenAnswer& given, const nlohmann::json& slot, const Zones& zones);

/// The organizer's event with this id in any calendar of the tenant; null where there is none.
Event* organized_event(World& world, const std::string& calendar_uid);

/// The rooms among the attendees that have not answered do so.
void let_rooms_answer(World& world, Event& organized);

/// The admin call.
nlohmann::json add_answer(World& world, const nlohmann::json& body);

}  // namespace plazo::sandbox
