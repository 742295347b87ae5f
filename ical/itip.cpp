#include "ical/itip.h"

#include <algorithm>
#include <set>

namespace plazo::ical {

namespace {

void collect_zones(const Event& event, std::set<std::string>& names) {
    const auto take = [&](const DateTime& time) {
        if (time.kind == TimeKind::zoned) names.insert(time.tzid);
    };
    take(event.start);
    take(event.end);
    if (event.recurrence_id) take(*event.recurrence_id);
    for (const DateTime& time : event.additions) take(time);
    for (const DateTime& time : event.exceptions) take(time);
}

}  // namespace

std::vector<Problem> problems_of_message(const Calendar& calendar) {
    std::vector<Problem> problems;
    ProblemList list{problems, problems_max};
    const bool request = calendar.method == "REQUEST";
    if (!request && calendar.method != "CANCEL") {
        list.fail({}, "method",
                  calendar.method.empty() ? "there is no METHOD"
                                          : "METHOD:" + calendar.method + " is not handled");
        return problems;
    }
    if (calendar.events.empty()) list.fail({}, "no-event", "the message holds no event");
    for (const Event& event : calendar.events) {
        const auto require = [&](bool present, const char* name) {
            if (!present) {
                list.fail(event.position, "itip",
                          "RFC 5546: " + calendar.method + " needs " + name);
            }
        };
        require(!event.uid.empty(), "UID");
        require(event.stamp.has_value(), "DTSTAMP");
        require(event.organizer.has_value(), "ORGANIZER");
        require(!request || !event.attendees.empty(), "an ATTENDEE");
        require(event.uid == calendar.events.front().uid, "one UID for all its events");
    }
    return problems;
}

std::vector<Problem> problems_of_method(const Calendar& calendar, std::string_view mail_method) {
    std::vector<Problem> problems;
    if (!mail_method.empty() && !same_name(mail_method, calendar.method)) {
        problems.push_back({Severity::error,
                            {},
                            "method",
                            "the mail says method=" + std::string{mail_method} +
                                ", its calendar METHOD:" + calendar.method});
    }
    return problems;
}

Message make_message(Method method, std::vector<Event> events, const std::vector<ZoneBlock>& zones,
                     Instant now) {
    const bool cancel = method == Method::cancel;
    Calendar calendar;
    calendar.method = cancel ? "CANCEL" : "REQUEST";
    std::set<std::string> names;
    for (Event& event : events) {
        event.stamp = now;
        if (cancel) {
            event.status = "CANCELLED";
            event.alarms.clear();
        }
        collect_zones(event, names);
    }
    for (const ZoneBlock& block : zones) {
        if (names.contains(block.tzid)) calendar.zones.try_emplace(block.tzid, block);
    }
    calendar.events = std::move(events);
    Message message;
    message.problems = problems_of_message(calendar);
    for (const std::string& name : names) {
        if (calendar.zones.contains(name)) continue;
        message.problems.push_back(
            {Severity::error, {}, "undefined-tzid", "the zone \"" + name + "\" is not defined"});
    }
    if (!message.problems.empty()) return message;
    message.content_type = "text/calendar; method=" + calendar.method + "; charset=utf-8";
    message.text = format_calendar(calendar);
    return message;
}

}  // namespace plazo::ical
