#include <nlohmann/json.hpp>

#include "examples/sandbox/calendar_calls.h"
#include "examples/sandbox/calendar_view.h"
#include "examples/sandbox/reply.h"
#include "examples/sandbox/schedule.h"
#include "timezone/text.h"

namespace plazo::sandbox {
namespace {

using nlohmann::json;

struct Asked {
    std::vector<std::string> addresses;
    Instant from;
    Instant to;
    std::chrono::minutes slot{slot_minutes_default};
};

Refusal bad(const char* code, const std::string& message) {
    return {400, code, message};
}

Instant read_time(const json& value, const Zones& zones) {
    const auto local = timezone::parse_graph_date_time(text_of(value, "dateTime"));
    if (!local || !in_exchanges_time(*local)) {
        throw bad("ErrorInvalidParameter",
                  "A time must be local, without offset, and from 1601 to 4500.");
    }
    return zones.instant({*local, text_of(value, "timeZone", "UTC")});
}

void check(const Asked& asked, bool complete) {
    if (!complete) {
        throw bad("ErrorInvalidParameter", "schedules, startTime and endTime are required.");
    }
    if (asked.addresses.empty() || asked.addresses.size() > schedules_max) {
        throw bad("ErrorInvalidParameter", "There must be 1 to 20 schedules.");
    }
    if (asked.slot < std::chrono::minutes{slot_minutes_min} ||
        asked.slot > std::chrono::minutes{slot_minutes_max}) {
        throw bad("ErrorInvalidMergedFreeBusyInterval",
                  "availabilityViewInterval must be 5 to 1440 minutes.");
    }
    if (asked.to <= asked.from || asked.to - asked.from > schedule_span_max) {
        throw bad("ErrorInvalidTimeInterval", "The interval must be positive and at most 62 days.");
    }
}

/// The members, whose names match without regard to case as those of every action.
Asked read_body(const json& body, const Zones& zones) {
    if (!body.is_object()) throw bad("RequestBodyRead", "An object is expected.");
    Asked asked;
    bool starts = false;
    bool ends = false;
    for (const auto& [name, value] : body.items()) {
        const auto is = [&, &name = name](const char* known) {
            return graph::equal_ignoring_case(name, known);
        };
        if (is("startTime")) {
            asked.from = read_time(value, zones);
            starts = true;
        } else if (is("endTime")) {
            asked.to = read_time(value, zones);
            ends = true;
        } else if (is("availabilityViewInterval") && value.is_number_integer()) {
            const auto minutes = value.get<std::int64_t>();
            const bool sane = minutes >= 0 && minutes <= slot_minutes_max;
            asked.slot = std::chrono::minutes{sane ? minutes : 0};
        } else if (is("schedules") && value.is_array()) {
            for (const json& each : value) {
                if (!each.is_string()) throw bad("RequestBodyRead", "An address is a string.");
                asked.addresses.push_back(each.get<std::string>());
            }
        } else {
            throw unknown_property(name, "getSchedule");
        }
    }
    check(asked, starts && ends);
    return asked;
}

json item_json(const Item& item, const View& view) {
    const Content& content = item.content;
    const auto time = [&](const EventTime& stored) {
        const EventTime shown = view.rendering.zones->in_zone(stored, view.rendering.zone);
        return json{{"dateTime", timezone::format_local(shown.local) + ".0000000"},
                    {"timeZone", shown.zone}};
    };
    const bool is_private = content.sensitivity == "private";
    json out{{"isPrivate", is_private},
             {"status", item.event->cancelled ? "free" : content.show_as},
             {"start", time(content.start)},
             {"end", time(content.end)}};
    if (is_private) return out;
    out["subject"] = content.subject;
    out["location"] = content.locations.empty() ? "" : content.locations.front().display_name;
    return out;
}

json hours_json(const Mailbox& mailbox, const Zones& zones) {
    return {{"daysOfWeek", {"monday", "tuesday", "wednesday", "thursday", "friday"}},
            {"startTime", "08:00:00.0000000"},
            {"endTime", "17:00:00.0000000"},
            {"timeZone", {{"name", zones.windows_name(mailbox.time_zone)}}}};
}

json schedule_json(Call& call, const std::string& address, const Asked& asked, const View& view) {
    World& world = call.world;
    json out{{"scheduleId", address}, {"availabilityView", ""}, {"scheduleItems", json::array()}};
    const Mailbox* mailbox = world.directory.find(address);
    if (!mailbox || !mailbox->has_calendar() || tenant_of(world, address) != call.caller.tenant) {
        out["error"] = {{"message", "Unable to resolve e-mail address " + address +
                                        " to an Active Directory object."},
                        {"responseCode", "5009"}};
        return out;
    }
    std::vector<BusySpan> spans;
    std::vector<Item> items;
    for (auto& [id, event] : world.calendars[mailbox->id].events) {
        auto found = items_between(event, asked.from, asked.to, world.zones);
        std::move(found.begin(), found.end(), std::back_inserter(items));
    }
    std::stable_sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
        return world.zones.instant(a.content.start) < world.zones.instant(b.content.start);
    });
    for (const Item& item : items) {
        out["scheduleItems"].push_back(item_json(item, view));
        spans.push_back({world.zones.instant(item.content.start),
                         world.zones.instant(end_of(item.content, world.zones)),
                         item.event->cancelled ? std::string_view{"free"} : item.content.show_as});
    }
    out["availabilityView"] = availability_view(spans, asked.from, asked.to, asked.slot);
    out["workingHours"] = hours_json(*mailbox, world.zones);
    return out;
}

}  // namespace

graph::Response get_schedule(Call& call) {
    const Mailbox& mailbox =
        reach(call, {"Calendars.ReadBasic.All", "Calendars.Read", "Calendars.ReadWrite"});
    const View view = preferred_view(call, mailbox);
    const Asked asked = read_body(json_body(call), call.world.zones);
    json schedules = json::array();
    for (const std::string& address : asked.addresses) {
        schedules.push_back(schedule_json(call, address, asked, view));
    }
    return answer(
        200,
        {{"@odata.context", call.world.options.origin() +
                                "/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)"},
         {"value", schedules}},
        view);
}

}  // namespace plazo::sandbox
