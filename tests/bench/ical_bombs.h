// tests/bench/ical_bombs.h - texts that are made to burn time or memory.
//
// tests/ical/hostile_test.cpp asks what they answer, ical_hostile_bench.cpp what they cost.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace plazo::bench {

struct TextBomb {
    std::string name;
    std::string text;
};

/// `piece` again and again, as often as fills `bytes`, between the two others.
inline std::string repeated(std::string head, const std::string& piece, const std::string& tail,
                            std::size_t bytes) {
    head.reserve(bytes + piece.size() + tail.size());
    while (head.size() + tail.size() + piece.size() <= bytes) head += piece;
    return head + tail;
}

/// One of each kind, of at most `bytes`.
inline std::vector<TextBomb> text_bombs(std::size_t bytes) {
    const std::string open = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n";
    const std::string close = "END:VCALENDAR\r\n";
    const std::string event =
        open + "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000\r\n";
    const std::string end = "END:VEVENT\r\n" + close;
    const std::string alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n";
    const std::string observance =
        "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=HOURLY;BYDAY=MO,2TU;BYMONTH=1,3,5,7,8\r\nEND:DAYLIGHT\r\n";
    const std::string zone = "BEGIN:VTIMEZONE\r\nTZID:x\r\n";

    std::vector<TextBomb> bombs;
    const auto add = [&](std::string name, const std::string& head, const std::string& piece,
                         const std::string& tail) {
        bombs.push_back({std::move(name), repeated(head, piece, tail, bytes)});
    };
    add("nested components", open, "BEGIN:X-NEST\r\n", "");
    add("events without their ENDs", open, "BEGIN:VEVENT\r\n", "");
    add("components side by side", open, "BEGIN:VEVENT\r\nEND:VEVENT\r\n", close);
    add("nothing but BEGINs of calendars", "", "BEGIN:VCALENDAR\r\n", "");
    add("ENDs of nothing", open, "END:VEVENT\r\n", close);
    add("one long line", event + "X-A:", "a", "\r\n" + end);
    add("one long name", event, "A", ":x\r\n" + end);
    add("lines of a byte", event, "A:\r\n", end);
    add("parameters", event + "X-A", ";A=1", ":x\r\n" + end);
    add("values of a parameter", event + "X-A;A=1", ",1", ":x\r\n" + end);
    add("quoted values", event + "X-A;A=\"\"", ",\"\"", ":x\r\n" + end);
    add("carets", event + "X-A;A=", "^n", ":x\r\n" + end);
    add("a quote that nobody closes", event + "X-A;A=\"", "a", "");
    add("quotes", event + "X-A;A=", "\"", "\r\n" + end);
    add("folds of a byte", event + "X-A:", "x\r\n ", "x\r\n" + end);
    add("folds of nothing", event + "X-A:", "\r\n ", "x\r\n" + end);
    add("folds of a lone LF", event + "X-A:", "\n\t", "x\r\n" + end);
    add("blank lines", event, "\r\n", end);
    add("lone CRs", event, "\r", end);
    add("no content lines", event, "nonsense\r\n", end);
    add("control characters", event + "X-A:", "\x01", "\r\n" + end);
    add("bytes that are not UTF-8", event + "X-A:", "\xFF", "\r\n" + end);
    add("escapes", event + "SUMMARY:", "\\,\\n\\", "\r\n" + end);
    add("values of EXDATE", event + "EXDATE:20260101T000000", ",20260101T000000", "\r\n" + end);
    add("lines of EXDATE", event, "EXDATE:20260101T000000\r\n", end);
    add("periods of RDATE", event + "RDATE;VALUE=PERIOD:20260101T000000/PT1H",
        ",20260101T000000/PT1H", "\r\n" + end);
    add("RRULEs without occurrence", event, "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n", end);
    add("one long RRULE", event + "RRULE:FREQ=SECONDLY;BYSECOND=0", ",1", "\r\n" + end);
    add("attendees", event, "ATTENDEE;CN=A:mailto:a@example.com\r\n", end);
    add("alarms", event, alarm, end);
    add("observances from 1601", open + zone, observance, "END:VTIMEZONE\r\n" + close);
    add("zones from 1601", open, zone + observance + "END:VTIMEZONE\r\n", close);
    add("series", open,
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000\r\n"
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000\r\nEND:VEVENT\r\n",
        close);
    return bombs;
}

}  // namespace plazo::bench
