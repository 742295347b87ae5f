// examples/sandbox/calendar_calls.h - the calls on a mailbox's calendar; calendar_api.cpp knows
// their paths.
#pragma once

#include <string>

#include "examples/sandbox/graph_api.h"

namespace plazo::sandbox {

// calendar_reading.cpp
graph::Response list_events(Call& call);
graph::Response show_event(Call& call, const std::string& id);
graph::Response calendar_view(Call& call);
graph::Response instances(Call& call, const std::string& id);
graph::Response list_calendars(Call& call);
/// Of the mailbox's one calendar.
graph::Response read_calendar(Call& call);

// calendar_writing.cpp
graph::Response create_event(Call& call);
graph::Response change_event(Call& call, const std::string& id);
graph::Response delete_event(Call& call, const std::string& id);
graph::Response delete_for_good(Call& call, const std::string& id);
graph::Response cancel_event(Call& call, const std::string& id);

// answers_api.cpp; `response` is accepted, tentativelyAccepted or declined
graph::Response answer_event(Call& call, const std::string& id, const std::string& response);
graph::Response forward_event(Call& call, const std::string& id);

/// calendarView/delta (calendar_delta.cpp)
graph::Response calendar_delta(Call& call);
/// calendar/getSchedule (schedule_api.cpp)
graph::Response get_schedule(Call& call);
/// outlook/supportedTimeZones, with its argument (zones_api.cpp)
graph::Response supported_time_zones(Call& call);
/// translateExchangeIds (calendar_ids.cpp)
graph::Response translate_ids(Call& call);

}  // namespace plazo::sandbox
