#include "ical/event_parts.h"

#include <algorithm>

#include "fixture.h"
#include "ical/event.h"

namespace plazo::ical {
namespace {

struct ReadEvent {
    std::optional<Event> event;
    std::vector<Problem> problems;
};

ReadEvent read_lines(const std::string& lines, const std::string& name = "VEVENT") {
    const std::string text = "BEGIN:" + name +
                             "\nUID:u\nDTSTAMP:20260101T000000Z\nDTSTART:20260105T090000Z\n" +
                             lines + "END:" + name + "\n";
    Document document;
    document.read(text, own_file_limits);
    ReadEvent read;
    read.event = read_event(document.components().front(), read.problems);
    return read;
}

/// The content lines of a component in canonical form, sorted.
Strings sorted_lines(const std::string& component) {
    Document document;
    document.read(component, own_file_limits);
    Strings all;
    for (const PropertyView property : document.components().front().properties()) {
        Writer writer;
        writer.copy(property);
        all.push_back(writer.take());
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// Reads an event of these lines and writes it: nothing may be lost, and nothing added.
void expect_kept(const std::string& lines, const std::string& name = "VEVENT") {
    const ReadEvent read = read_lines(lines, name);
    EXPECT_EQ(codes(read.problems), Strings{});
    Writer writer;
    write_event(writer, *read.event);
    const std::string before = "BEGIN:" + name +
                               "\nUID:u\nDTSTAMP:20260101T000000Z\nDTSTART:20260105T090000Z\n" +
                               lines + "END:" + name + "\n";
    EXPECT_EQ(sorted_lines(writer.text()), sorted_lines(before));
}

TEST(EventParts, ExampleOfTheManualPage) {
    const auto event =
        read_lines(
            "ATTENDEE;DELEGATED-TO=\"mailto:bob@example.com\":mailto:ann@example.com\n"
            "X-MICROSOFT-CDO-IMPORTANCE:1\nBEGIN:VALARM\nACTION:DISPLAY\n"
            "DESCRIPTION:x\nTRIGGER:-PT5M\nREPEAT:2\nDURATION:PT5M\nEND:VALARM\n")
            .event;
    const Attendee& ann = event->attendees.front();
    EXPECT_EQ(ann.delegated_to.front(), "bob@example.com");
    EXPECT_EQ(event->alarms.front().repeat, 2);
    EXPECT_EQ(event->extra("X-MICROSOFT-CDO-IMPORTANCE")->value, "1");
}

TEST(EventParts, EveryParameterOfPeopleIsKept) {
    expect_kept(
        "ORGANIZER;CN=Boss;EMAIL=b@example.com;SENT-BY=\"mailto:s@example.com\";DIR=\"ldap:\n"
        " //h/b\";LANGUAGE=es;SCHEDULE-AGENT=CLIENT;X-A=1,2:mailto:boss@example.com\n");
    expect_kept(
        "ATTENDEE;CUTYPE=GROUP;ROLE=CHAIR;PARTSTAT=DELEGATED;RSVP=TRUE;DELEGATED-TO=\"mail\n"
        " to:a@example.com\",\"mailto:b@example.com\";DELEGATED-FROM=\"mailto:c@example.com\n"
        " \";MEMBER=\"mailto:l@example.com\";SCHEDULE-STATUS=2.0;X-NUM-GUESTS=0:mailto:d@e\n"
        " xample.com\n");
}

TEST(EventParts, LanguagesAndOtherNotesOfTextsAreKept) {
    expect_kept("SUMMARY;LANGUAGE=es;X-A=b:Hola\nLOCATION;LANGUAGE=de:l\n");
    expect_kept("DESCRIPTION;ALTREP=\"cid:1\":d\nCATEGORIES;LANGUAGE=en:a\\,b,c\nRESOURCES:x,y\n");
    expect_kept("COMMENT;LANGUAGE=en:one\nCOMMENT:two\nCONTACT;ALTREP=\"x:1\":who\n");
    expect_kept("URL;VALUE=URI:https://h/e\nCLASS:PRIVATE\nTRANSP:TRANSPARENT\nCOLOR:teal\n");
}

TEST(EventParts, WhatIsAttachedAndRelatedIsKept) {
    expect_kept("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Join;LANGUAGE=en:https://m/1\n");
    expect_kept("RELATED-TO:a\nRELATED-TO;RELTYPE=SIBLING;X-A=1:b\n");
    expect_kept("ATTACH;FMTTYPE=text/plain;X-FILENAME=a.txt:https://h/a\n");
    expect_kept("ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a:aGk=\n");
    expect_kept("IMAGE;FMTTYPE=image/png;VALUE=URI;DISPLAY=BADGE,THUMBNAIL:https://h/i\n");
    expect_kept("GEO:41.5;-2.000625\nREQUEST-STATUS:2.8;Success\\, ignored;RRULE:FREQ=DAILY\n");
}

TEST(EventParts, DatesPeriodsAndOldRulesAreKept) {
    expect_kept(
        "RDATE;VALUE=PERIOD;TZID=Europe/Madrid:20260112T090000/PT1H\n"
        "RDATE;VALUE=PERIOD:20260113T090000Z/20260113T100000Z\nRDATE:20260114T090000Z\n");
    expect_kept("RRULE:FREQ=DAILY;COUNT=9\nEXRULE:FREQ=WEEKLY\nEXDATE;X-A=1:20260107T090000Z\n");
    expect_kept("CREATED:20260101T000000Z\nLAST-MODIFIED:20260102T000000Z\nSEQUENCE:1\n");
    expect_kept("PERCENT-COMPLETE:0\nCOMPLETED:20260103T000000Z\nPRIORITY:9\n", "VTODO");
    expect_kept("DTEND:20260105T100000Z\n", "VTODO");  // means nothing in a task
}

TEST(EventParts, WhatIsUnknownKeepsItsRawValueAndOrder) {
    expect_kept("X-A;X-B=\"c;d\":raw\\,\\x\nX-A:again\nNEWPROP;VALUE=X:1\n");
    const auto event = read_lines("X-B:1\nX-A:2\nX-B:3\n").event;
    ASSERT_EQ(event->extras.size(), 3u);
    EXPECT_EQ(event->extras[1].name, "X-A");
    EXPECT_EQ(event->extras[2].value, "3");
    EXPECT_EQ(event->extra("x-b")->value, "1");
    EXPECT_EQ(event->extra("x-c"), nullptr);
}

TEST(EventParts, ComponentsInsideAreKept) {
    const ReadEvent read = read_lines(
        "BEGIN:PARTICIPANT\nUID:p\nBEGIN:VLOCATION\nNAME:Hall\nEND:VLOCATION\nEND:PARTICIPANT\n");
    EXPECT_EQ(codes(read.problems), Strings{});
    EXPECT_EQ(read.event->components,
              "BEGIN:PARTICIPANT\r\nUID:p\r\nBEGIN:VLOCATION\r\nNAME:Hall\r\nEND:VLOCATION\r\n"
              "END:PARTICIPANT\r\n");
    Writer writer;
    write_event(writer, *read.event);
    EXPECT_NE(writer.text().find(read.event->components), std::string::npos);
}

TEST(EventParts, AnAlarmHasAllOfRfc9074) {
    const ReadEvent read = read_lines(
        "BEGIN:VALARM\nUID:a\nACTION:email\nTRIGGER;RELATED=END;X-T=1:-PT30M\nDESCRIPTION:d\n"
        "SUMMARY;LANGUAGE=en:s\nATTENDEE:mailto:ann@example.com\nATTACH:https://h/a\nREPEAT:3\n"
        "DURATION:PT10M\nACKNOWLEDGED:20260105T083000Z\nRELATED-TO;RELTYPE=SNOOZE:b\n"
        "PROXIMITY:arrive\nX-A:1\nBEGIN:VLOCATION\nUID:l\nEND:VLOCATION\nEND:VALARM\n"
        "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20260105T080000Z\nEND:VALARM\n");
    EXPECT_EQ(codes(read.problems), Strings{});
    const Alarm& alarm = read.event->alarms.at(0);
    EXPECT_EQ(alarm.action, "EMAIL");
    EXPECT_TRUE(alarm.related_to_end);
    EXPECT_EQ(alarm.attendees.at(0).address, "ann@example.com");
    EXPECT_EQ(alarm.attachments.at(0).uri, "https://h/a");
    EXPECT_EQ(alarm.repeat, 3);
    EXPECT_EQ(alarm.duration, (Duration{days{0}, minutes{10}}));
    EXPECT_TRUE(alarm.acknowledged);
    EXPECT_EQ(alarm.relations.at(0).type, "SNOOZE");
    EXPECT_EQ(alarm.proximity, "ARRIVE");
    EXPECT_EQ(alarm.extras.at(0).name, "X-A");
    EXPECT_NE(alarm.components, "");
    Writer writer;
    write_event(writer, *read.event);
    Document document;
    document.read(writer.text());
    std::vector<Problem> problems;
    EXPECT_EQ(read_event(document.components().front(), problems), read.event);
}

TEST(EventParts, AnAlarmOfNoUseIsLeftOut) {
    const ReadEvent read = read_lines(
        "BEGIN:VALARM\nACTION:AUDIO\nEND:VALARM\n"
        "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:20260105T080000\nREPEAT:x\nEND:VALARM\n");
    ASSERT_EQ(read.event->alarms.size(), 1u);
    EXPECT_EQ(codes(read.problems), (Strings{"bad-trigger", "not-utc", "bad-value"}));
}

TEST(EventParts, PeopleWithoutAnAddressKeepTheirUri) {
    const ReadEvent read = read_lines(
        "ATTENDEE;EMAIL=Ann@Example.com:urn:uuid:1\nATTENDEE:/o=Org/cn=ann\n"
        "ATTENDEE:bob@example.com\n");
    const auto& attendees = read.event->attendees;
    EXPECT_EQ(attendees[0].uri, "urn:uuid:1");
    EXPECT_EQ(attendees[1].address, "/o=Org/cn=ann");
    EXPECT_EQ(attendees[2].address, "bob@example.com");
    EXPECT_EQ(attendees[2].uri, "");
    EXPECT_EQ(codes(read.problems), Strings{"not-a-mail-address"});
    expect_kept("ATTENDEE;ROLE=CHAIR;PARTSTAT=ACCEPTED;EMAIL=ann@example.com:urn:uuid:1\n");
}

TEST(EventParts, InlineAttachmentsAreLimitedInSize) {
    const std::string line =
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + std::string(attachment_bytes_max / 3 * 4, 'A') +
        "\n";
    const ReadEvent read = read_lines(line + line + line);
    EXPECT_EQ(read.event->attachments.size(), 2u);
    EXPECT_EQ(codes(read.problems), Strings{"bad-attachment"});
    EXPECT_EQ(codes(read_lines("ATTACH;ENCODING=BASE64:?\n").problems), Strings{"bad-attachment"});
    const ReadEvent half = read_lines("ATTACH;VALUE=BINARY:aGk=\n");  // without its ENCODING
    EXPECT_EQ(half.event->attachments.at(0).data, "hi");
}

TEST(EventParts, WhatIsNotUnderstoodOfAListIsKeptAsItIs) {
    const ReadEvent read = read_lines(
        "EXDATE:20260107T090000Z,never\nRDATE:20260108T090000Z/soon\nREQUEST-STATUS:2.0\n");
    EXPECT_TRUE(read.event->exceptions.empty());
    ASSERT_EQ(read.event->extras.size(), 3u);
    EXPECT_EQ(read.event->extra("EXDATE")->value, "20260107T090000Z,never");
    EXPECT_EQ(codes(read.problems), (Strings{"bad-time", "bad-time", "bad-value"}));
}

}  // namespace
}  // namespace plazo::ical
