// scheduler/exchange_words.h - the words of Graph for what iCalendar says in others, both ways.
//
//     showAs        X-MICROSOFT-CDO-BUSYSTATUS, else TRANSP, else STATUS:TENTATIVE
//     sensitivity   CLASS; "personal" is X-PERSONAL ([MS-OXCICAL] 2.1.3.1.1.20.4)
//     importance    PRIORITY: 1 to 4 high, 5 normal, 6 to 9 low (RFC 5545, 3.8.1.9)
//     attendees     ROLE and CUTYPE are `type`, PARTSTAT is `status.response`
//
// Example (runs in tests/scheduler/exchange_words_test.cpp):
//     event.transparency = "TRANSPARENT";
//     show_as(event) == "free";
//     set_show_as("oof", event);
//     event.busy_status == "OOF";
//
// Words of Graph are matched in either case, and one that is not known is taken as Graph's default.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "graph/event.h"
#include "ical/event.h"

namespace plazo::scheduler {

std::string_view show_as(const ical::Event& event);
/// Sets STATUS, too, except where the event is cancelled.
void set_show_as(std::string_view word, ical::Event& event);

/// A CLASS that is not known has to be treated as PRIVATE: RFC 5545, 3.8.1.3.
std::string_view sensitivity(const ical::Event& event);
std::string_view class_of(std::string_view sensitivity);

std::string_view importance(const ical::Event& event);
int priority_of(std::string_view importance);

/// Rooms and equipment are resources; all who need not come are optional. What somebody answered is
/// not part of it: Exchange keeps account of that itself.
graph::Attendee graph_attendee(const ical::Attendee& attendee);

/// Of one entry of `attendees`; nothing where it holds no e-mail address, as an Exchange DN.
/// `asks`: the event wants answers, so that who has not given one is asked (RSVP).
std::optional<ical::Attendee> attendee_of(const nlohmann::json& entry, bool asks);

}  // namespace plazo::scheduler
