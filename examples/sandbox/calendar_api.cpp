#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/reply.h"

namespace plazo::sandbox {
namespace {

/// Leaves out "calendar" or the default calendar's "calendars/{id}" in front of what is below it.
std::vector<std::string> below_calendar(Call& call) {
    std::vector<std::string> path = call.path;
    if (path.front() == "calendar" && path.size() > 1) {
        path.erase(path.begin());
    } else if (path.front() == "calendars" && path.size() > 1) {
        const Mailbox& mailbox = may_read(call);
        if (calendar_of(call, mailbox).id != path[1]) {
            throw Refusal{404, "ErrorItemNotFound",
                          "The specified object was not found in the store."};
        }
        path.erase(path.begin(), path.begin() + 2);
        if (path.empty()) path.emplace_back("calendar");
    }
    return path;
}

}  // namespace

graph::Response calendar_api(Call& call) {
    const std::string& method = call.request.method;
    const auto path = below_calendar(call);
    const auto is = [&](const char* verb, std::string_view first, std::size_t size) {
        return method == verb && path.size() == size && path[0] == first;
    };
    if (is("GET", "calendar", 1)) return read_calendar(call);
    if (is("GET", "calendars", 1)) return list_calendars(call);
    if (is("GET", "calendarView", 1)) return calendar_view(call);
    if (is("GET", "events", 1)) return list_events(call);
    if (is("POST", "events", 1)) return create_event(call);
    if (is("POST", "getSchedule", 1)) return get_schedule(call);
    if (is("POST", "translateExchangeIds", 1)) return translate_ids(call);
    if (is("GET", "events", 2) && path[1].starts_with("delta")) {
        throw not_simulated("events/delta, which v1.0 does not have");
    }
    if (is("GET", "events", 2)) return show_event(call, path[1]);
    if (is("PATCH", "events", 2)) return change_event(call, path[1]);
    if (is("DELETE", "events", 2)) return delete_event(call, path[1]);
    if (is("GET", "calendarView", 2) && path[1] == "delta") return calendar_delta(call);
    if (is("GET", "calendarView", 2) && path[1] == "delta()") return calendar_delta(call);
    if (is("GET", "outlook", 2) && path[1].starts_with("supportedTimeZones")) {
        return supported_time_zones(call);
    }
    if (is("GET", "events", 3) && path[2] == "instances") return instances(call, path[1]);
    if (is("POST", "events", 3) && path[2] == "cancel") return cancel_event(call, path[1]);
    if (is("POST", "events", 3) && path[2] == "forward") return forward_event(call, path[1]);
    for (const auto& [act, response] : {std::pair{"accept", "accepted"},
                                        {"tentativelyAccept", "tentativelyAccepted"},
                                        {"decline", "declined"}}) {
        if (is("POST", "events", 3) && path[2] == act) return answer_event(call, path[1], response);
    }
    if (is("POST", "events", 3) && path[2] == "permanentDelete") {
        return delete_for_good(call, path[1]);
    }
    throw not_simulated(method + " " + std::string{graph::path_of(call.request.target)});
}

}  // namespace plazo::sandbox
