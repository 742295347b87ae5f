// What the tests of the mapping to Exchange share: an event made of a few lines.
#pragma once

#include <gtest/gtest.h>

#include "scheduler/exchange_event.h"
#include "tests/scheduler/world.h"

namespace plazo::scheduler::testing {

/// An event made of these lines, and the zones of its file.
struct Made {
    explicit Made(const std::string& lines)
        : calendar{ical::read_calendar("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\n" +
                                       lines + "\nEND:VEVENT\nEND:VCALENDAR\n")},
          zones{ical::zones_of(calendar, tzdb(), "Europe/Madrid"), *tzdb().find("Europe/Madrid"),
                tzdb()} {
        EXPECT_EQ(calendar.events.size(), 1U) << lines;
    }
    const ical::Event& event() const { return calendar.events.front(); }
    GraphTimes times() const { return single_times(event(), zones).value(); }
    nlohmann::json json_of() {
        warnings.clear();
        return graph_event(event(), times(), zones, warnings);
    }

    ical::Calendar calendar;
    FileZones zones;
    std::vector<std::string> warnings;
};

inline const std::string monday = "DTSTART;TZID=Europe/Madrid:20260302T100000\n";

inline std::string alarm(const std::string& trigger) {
    return "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER" + trigger + "\nEND:VALARM";
}

}  // namespace plazo::scheduler::testing
