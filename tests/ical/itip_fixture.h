// tests/ical/itip_fixture.h - a meeting, a weekly series and the people in them.
#pragma once

#include "fixture.h"
#include "ical/itip.h"

namespace plazo::ical {

inline const timezone::Instant now = timezone::parse_rfc3339("2026-03-01T08:00:00Z").value();

inline constexpr const char* boss = "boss@example.com";
inline constexpr const char* ann = "ann@example.com";
inline constexpr const char* bob = "bob@example.com";
inline constexpr const char* eva = "eva@example.com";

inline DateTime in_madrid(const char* text) {
    return {TimeKind::zoned, local(text), "Europe/Madrid"};
}

inline std::vector<ZoneBlock> madrid() {
    return {
        {"Europe/Madrid", timezone::outlook_safe(*frozen_tzdb().find("Europe/Madrid"), 2026), ""}};
}

/// Of Ann and Bob, by the boss, who is there, too.
inline Event meeting() {
    Event event;
    event.uid = "meeting-1";
    event.sequence = 2;
    event.stamp = now - hours{24};
    event.summary = "Budget";
    event.start = in_madrid("20260302T090000");
    event.end = in_madrid("20260302T100000");
    event.organizer = Organizer{.address = boss, .name = "The Boss"};
    event.attendees = {{.address = boss, .partstat = "ACCEPTED"},
                       {.address = ann, .name = "Ann", .rsvp = true},
                       {.address = bob, .rsvp = true}};
    return event;
}

/// The same every Monday.
inline Event series() {
    Event event = meeting();
    event.uid = "series-1";
    event.rule = parse_recurrence("FREQ=WEEKLY").recurrence;
    return event;
}

inline Attendee& attendee(Event& event, std::string_view address) {
    for (Attendee& each : event.attendees) {
        if (each.address == address) return each;
    }
    ADD_FAILURE() << address << " is not invited";
    return event.attendees.front();
}

/// Whom the frozen database knows.
inline std::optional<timezone::Zone> frozen_zone_of(const std::string& tzid) {
    return frozen_tzdb().find(tzid);
}

inline std::vector<Event> all_of(const Calendar& calendar) {
    std::vector<Event> events = calendar.events;
    events.insert(events.end(), calendar.undated.begin(), calendar.undated.end());
    return events;
}

inline Calendar read_message(const Message& message) {
    EXPECT_EQ(codes(message.problems), Strings{});
    Calendar calendar = read_calendar(message.text);
    EXPECT_EQ(codes(calendar.problems), Strings{});
    return calendar;
}

}  // namespace plazo::ical
