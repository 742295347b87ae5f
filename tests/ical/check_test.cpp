#include "ical/check.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

std::vector<Problem> problems_in(const std::string& text, Mode mode = Mode::lenient) {
    return check(parse(text), mode);
}

/// The lines as part of an event in which nothing else is wrong.
Strings in_event(const std::string& lines, Mode mode = Mode::lenient) {
    const std::string text =
        "BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTAMP:20260101T000000Z\r\n" +
        lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
    return codes(problems_in(text, mode));
}

TEST(Check, ExampleOfTheManualPage) {
    const auto problems = problems_in(
        "BEGIN:VEVENT\nUID:1\nDTSTAMP:yesterday\nDTSTART:20260302\nPRIORITY:12\nEND:VEVENT\n");
    ASSERT_EQ(problems.size(), 4u);
    EXPECT_EQ(describe(problems[0]), "1:1: warning: VEVENT stands outside of a VCALENDAR");
    EXPECT_EQ(describe(problems[1]), "3:9: error: DTSTAMP is no DATE-TIME");
    EXPECT_EQ(describe(problems[2]),
              "4:9: warning: the value is a DATE, and VALUE does not say so");
    EXPECT_EQ(describe(problems[3]), "5:10: error: PRIORITY has to be from 0 to 9");
}

TEST(Check, GoodFilesHaveNoProblems) {
    for (const char* name : {"exchange_invitation.ics", "google_feed.ics"}) {
        const std::string text = data_file(name);
        EXPECT_EQ(codes(check(parse(text))), Strings{}) << name;
    }
}

TEST(Check, EveryTypeIsHeldAgainstItsGrammar) {
    const Strings bad{"bad-value"};
    EXPECT_EQ(in_event("DTSTART:20260230T000000\n"), bad);
    EXPECT_EQ(in_event("EXDATE:20260101T000000,2026\n"), bad);
    EXPECT_EQ(in_event("DURATION:P\n"), bad);
    EXPECT_EQ(in_event("SEQUENCE:one\n"), bad);
    EXPECT_EQ(in_event("GEO:91;0\n"), bad);
    EXPECT_EQ(in_event("URL:not a uri\n"), bad);
    EXPECT_EQ(in_event("ATTENDEE:nobody\n"), bad);
    EXPECT_EQ(in_event("RDATE;VALUE=PERIOD:20260101T000000Z/20250101T000000Z\n"), bad);
    EXPECT_EQ(in_event("REQUEST-STATUS:fine\n"), bad);
    EXPECT_EQ(in_event("ATTACH;VALUE=BINARY;ENCODING=BASE64:a$b\n"), bad);
    EXPECT_EQ(in_event("RRULE:FREQ=FORTNIGHTLY\n"), Strings{"bad-rule"});
    EXPECT_EQ(in_event("PERCENT-COMPLETE:101\n"), Strings{"out-of-range"});
    EXPECT_EQ(in_event("SEQUENCE:-1\n"), Strings{"out-of-range"});
}

TEST(Check, GoodValuesOfEveryTypePass) {
    EXPECT_EQ(in_event("DTSTART;VALUE=DATE:20260228\r\n"
                       "EXDATE:20260101T000000Z,20260102T000000Z\n"
                       "DURATION:-P1DT2H\nSEQUENCE:+1\nGEO:37.386013;-122.082932\n"
                       "URL:https://example.com/\nATTENDEE:mailto:a@example.com\n"
                       "RDATE;VALUE=PERIOD:20260101T000000Z/PT1H\n"
                       "REQUEST-STATUS:2.0;Success\nREQUEST-STATUS:3.1;Bad\\;value;DTSTART:x\n"
                       "ATTACH;VALUE=BINARY;ENCODING=BASE64:Zm9v\nATTACH:cid:1\n"
                       "RRULE:FREQ=DAILY\nCATEGORIES:a\\,b,c\nX-ANY;VALUE=X-TYPE:\\x\n"),
              Strings{});
}

TEST(Check, WhatFieldsForgetIsAWarning) {
    EXPECT_EQ(in_event("CREATED;VALUE=DATE:20260101\n"), (Strings{"value-type", "not-utc"}));
    EXPECT_EQ(in_event("LAST-MODIFIED:20260101T000000\n"), Strings{"not-utc"});
    EXPECT_EQ(in_event("DTSTART;VALUE=NONSENSE:20260101\n"), Strings{"unknown-value-type"});
    EXPECT_EQ(in_event("SUMMARY:C:\\temp\n"), Strings{"bad-escape"});
    EXPECT_EQ(in_event("DTSTART;TZID=Nowhere:20260101T000000\n"), Strings{"undefined-tzid"});
    EXPECT_EQ(in_event("DTSTART;TZID=/example.com/Nowhere:20260101T000000\n"), Strings{});
}

TEST(Check, CommasInTextHaveToBeEscapedInStrictModeOnly) {
    EXPECT_EQ(in_event("SUMMARY:one, two\n"), Strings{});
    EXPECT_EQ(in_event("SUMMARY:one, two\n", Mode::strict), Strings{"not-escaped"});
    EXPECT_EQ(in_event("CATEGORIES:one,two\n", Mode::strict), Strings{});
}

TEST(Check, ComponentsHaveWhatTheyNeedAndOnlyOnce) {
    const auto problems = problems_in(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\n"
        "SUMMARY:a\nSUMMARY:b\nDURATION:PT1H\nBEGIN:VALARM\nACTION:AUDIO\nREPEAT:2\nEND:VALARM\n"
        "BEGIN:STANDARD\nEND:STANDARD\nEND:VTODO\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n"
        "END:VCALENDAR\n");
    std::vector<std::string> said;
    for (const Problem& each : problems) said.push_back(each.text);
    EXPECT_EQ(said, (Strings{"VCALENDAR has no PRODID", "VTODO has more than one SUMMARY",
                             "VTODO has DURATION without DTSTART", "VALARM has no TRIGGER",
                             "VALARM has DURATION or REPEAT without the other",
                             "STANDARD cannot stand in VTODO", "STANDARD has no DTSTART",
                             "STANDARD has no TZOFFSETFROM", "STANDARD has no TZOFFSETTO",
                             "VTIMEZONE has no STANDARD or DAYLIGHT"}));
    EXPECT_FALSE(has_error(problems));
    EXPECT_EQ(in_event("DTEND:20260101T000000Z\nDURATION:PT1H\n"), Strings{"property-conflict"});
}

TEST(Check, PositionsInFoldedValuesAreThoseOfTheFile) {
    const auto problems = problems_in(
        "BEGIN:X-A\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:PT0S\nSUMMARY:abc\r\n d\\xef\r\n"
        "END:VALARM\nEND:X-A\n");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(describe(problems[0]), "6:3: warning: a backslash before this is no escape");
}

Strings codes_of(const std::string& inside, const std::string& method = "") {
    const std::string text =
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n" + method + inside + "END:VCALENDAR\n";
    return codes(check(parse(text)));
}

std::string event_with(const std::string& lines) {
    return "BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\n" + lines + "END:VEVENT\n";
}

TEST(Check, AnEventHasADtstartUnlessItIsSent) {
    EXPECT_EQ(codes_of(event_with("")), Strings{"missing-property"});
    EXPECT_EQ(codes_of(event_with(""), "METHOD:REPLY\n"), Strings{});
    EXPECT_EQ(codes_of(""), Strings{"missing-component"});
}

TEST(Check, WhatDtstartSaysAboutTheOthers) {
    const std::string start = "DTSTART:20260301T100000Z\n";
    EXPECT_EQ(codes_of(event_with(start + "DTEND:20260301T090000Z\n")),
              Strings{"property-conflict"});
    EXPECT_EQ(codes_of(event_with(start + "DTEND;VALUE=DATE:20260302\n")),
              Strings{"property-conflict"});
    EXPECT_EQ(codes_of(event_with(start + "RRULE:FREQ=DAILY;UNTIL=20260401\n")),
              Strings{"property-conflict"});
    EXPECT_EQ(codes_of(event_with(start + "RRULE:FREQ=DAILY;until=20260401\n")),
              Strings{"property-conflict"});
    EXPECT_EQ(codes_of(event_with(start + "DTEND:20260301T100000Z\nRRULE:FREQ=DAILY;"
                                          "UNTIL=20260401T000000Z\n")),
              Strings{});
}

TEST(Check, AnAlarmHasWhatItShows) {
    const auto alarm = [](const std::string& lines) {
        return codes_of(event_with("DTSTART:20260301T100000Z\nBEGIN:VALARM\nTRIGGER:-PT5M\n" +
                                   lines + "END:VALARM\n"));
    };
    EXPECT_EQ(alarm("ACTION:DISPLAY\n"), Strings{"missing-property"});
    EXPECT_EQ(alarm("ACTION:EMAIL\n"),
              (Strings{"missing-property", "missing-property", "missing-property"}));
    EXPECT_EQ(alarm("ACTION:AUDIO\n"), Strings{});
}

TEST(Check, ZonesAreThoseOfTheirOwnCalendar) {
    const std::string text =
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:Foo\nBEGIN:STANDARD\n"
        "DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n"
        "END:VTIMEZONE\nEND:VCALENDAR\n" +
        event_with("DTSTART;TZID=Foo:20260301T100000\n");
    const Strings found = codes(check(parse(text)));
    EXPECT_NE(std::find(found.begin(), found.end(), "undefined-tzid"), found.end());
}

}  // namespace
}  // namespace plazo::ical
