#include "ical/writer.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(Writer, ExampleOfTheManualPage) {
    Writer writer;
    writer.begin("VEVENT");
    writer.line("SUMMARY", format_text("Answer, today"));
    writer.property("ATTENDEE").parameter("CN", "Doe, J").value("mailto:j@example.com");
    writer.end("VEVENT");
    EXPECT_EQ(writer.text(),
              "BEGIN:VEVENT\r\nSUMMARY:Answer\\, today\r\n"
              "ATTENDEE;CN=\"Doe, J\":mailto:j@example.com\r\nEND:VEVENT\r\n");
}

TEST(Writer, FilesAreAFixedPointAndLoseNothing) {
    for (const char* name :
         {"exchange_invitation.ics", "google_feed.ics", "apple_task.ics", "weekly_series.ics"}) {
        const std::string source = data_file(name);
        const Document read = parse(source);
        EXPECT_TRUE(read.problems().empty()) << name;
        const std::string text = format(read);
        const Document again = parse(text);
        EXPECT_TRUE(same_content(again, read)) << name;
        EXPECT_EQ(format(again), text) << name;
    }
}

TEST(Writer, UnknownPartsKeepOrderAndRawValues) {
    const std::string text =
        "BEGIN:VCALENDAR\r\nX-ODD;X-P=a,\"b:c\":1\\,2\\;\\x;3\r\nNEWPROP:\r\n"
        "EXDATE:20260101T000000,20260102T000000\r\nBEGIN:X-PART\r\nX-IN:y\r\nEND:X-PART\r\n"
        "END:VCALENDAR\r\n";
    EXPECT_EQ(format(parse(text)), text);
}

TEST(Writer, LinesFoldAt75OctetsBetweenCharacters) {
    std::string enye;
    for (int i = 0; i < 100; ++i) enye += "\xC3\xB1";
    Writer writer;
    writer.begin("VEVENT");
    writer.line("SUMMARY", enye);
    writer.end("VEVENT");
    const std::string& text = writer.text();
    std::size_t begin = 0;
    for (std::size_t end = text.find("\r\n"); end != std::string::npos;
         begin = end + 2, end = text.find("\r\n", begin)) {
        EXPECT_LE(end - begin, 75u);
        EXPECT_NE(static_cast<unsigned char>(text[end - 1]), 0xC3u);
    }
    EXPECT_EQ(parse(text).components().front().find(PropertyName::summary)->value(), enye);
}

TEST(Writer, BytesThatAreNoUtf8FoldToo) {
    Writer writer;
    writer.line("X", std::string(500, '\xBF'));
    for (std::size_t at = 0, end = 0; (end = writer.text().find("\r\n", at)) != std::string::npos;
         at = end + 2) {
        EXPECT_LE(end - at, 75u);
    }
}

TEST(Writer, NoValueCanSmuggleALineIn) {
    Writer writer;
    writer.begin("VEVENT");
    writer.property("X-A\r\nX-B").parameter("CN\n", "x\r\nATTENDEE:y\"z^");
    writer.value("one\r\nATTENDEE:mailto:evil@example.com");
    writer.end("VEVENT");
    const std::string& text = writer.text();
    EXPECT_EQ(text,
              "BEGIN:VEVENT\r\n"
              "X-AX-B;CN=\"x^nATTENDEE:y^'z^^\":one\\nATTENDEE:mailto:evil@example.com\r\n"
              "END:VEVENT\r\n");
    EXPECT_EQ(parse(text).components().front().find("X-AX-B")->parameter(ParameterName::cn),
              "x\nATTENDEE:y\"z^");
}

TEST(Writer, WhatWasRepairedIsWrittenAsItShouldBe) {
    const std::string text =
        "BEGIN:VEVENT\nA;CN=Jim \"Joe\" Doe;RSVP:1\nB;CN=\"open:2\nC;CN=a^b:3\nEND:VEVENT\n";
    const std::string written = format(parse(text));
    EXPECT_EQ(written,
              "BEGIN:VEVENT\r\nA;CN=Jim ^'Joe^' Doe;RSVP=:1\r\nB;CN=open:2\r\nC;CN=a^^b:3\r\n"
              "END:VEVENT\r\n");
    EXPECT_TRUE(parse(written).problems().empty());
    EXPECT_EQ(format(parse(written)), written);
    EXPECT_TRUE(same_content(parse(written), parse(text)));
}

TEST(Writer, FurtherValuesShareAParameter) {
    Writer writer;
    writer.property("ATTENDEE").parameter("MEMBER", "mailto:a@example.com");
    writer.further_value("b").value("mailto:c@example.com");
    EXPECT_EQ(writer.text(), "ATTENDEE;MEMBER=\"mailto:a@example.com\",b:mailto:c@example.com\r\n");
}

}  // namespace
}  // namespace plazo::ical
