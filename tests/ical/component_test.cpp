#include "ical/component.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(Component, ExampleOfTheManualPage) {
    const ParseResult result = parse("BEGIN:VCALENDAR\nX-MOOD:fine\nEND:VCALENDAR\n");
    const Component& calendar = result.components.front();
    EXPECT_EQ(calendar.find("x-mood")->value, "fine");
    EXPECT_EQ(format(calendar), "BEGIN:VCALENDAR\r\nX-MOOD:fine\r\nEND:VCALENDAR\r\n");
}

TEST(Component, FilesAreAFixedPointAndLoseNothing) {
    for (const char* name :
         {"exchange_invitation.ics", "google_feed.ics", "apple_task.ics", "weekly_series.ics"}) {
        const ParseResult read = parse(data_file(name));
        EXPECT_TRUE(read.problems.empty()) << name;
        const std::string text = format(read.components);
        const ParseResult again = parse(text);
        EXPECT_EQ(again.components, read.components) << name;
        EXPECT_EQ(format(again.components), text) << name;
    }
}

TEST(Component, UnknownPartsKeepOrderAndRawValues) {
    const std::string text =
        "BEGIN:VCALENDAR\r\nX-ODD;X-P=a,\"b:c\":1\\,2\\;\\x;3\r\nNEWPROP:\r\n"
        "EXDATE:20260101T000000,20260102T000000\r\nBEGIN:X-PART\r\nX-IN:y\r\nEND:X-PART\r\n"
        "END:VCALENDAR\r\n";
    EXPECT_EQ(format(parse(text).components), text);
}

TEST(Component, LinesFoldAt75OctetsBetweenCharacters) {
    Component component;
    component.name = "VEVENT";
    std::string enye;
    for (int i = 0; i < 100; ++i) enye += "\xC3\xB1";
    component.add("SUMMARY", enye);
    const std::string text = format(component);
    std::size_t begin = 0;
    for (std::size_t end = text.find("\r\n"); end != std::string::npos;
         begin = end + 2, end = text.find("\r\n", begin)) {
        EXPECT_LE(end - begin, 75u);
        EXPECT_NE(static_cast<unsigned char>(text[end - 1]), 0xC3u);
    }
    EXPECT_EQ(parse(text).components.front(), component);
}

TEST(Component, NoValueCanSmuggleALineIn) {
    Component component;
    component.name = "VEVENT";
    Property& line = component.add("X-A\r\nX-B", "one\r\nATTENDEE:mailto:evil@example.com");
    line.parameters.push_back({"CN\n", {"x\r\nATTENDEE:y\"z^"}, {}});
    const std::string text = format(component);
    EXPECT_EQ(text,
              "BEGIN:VEVENT\r\n"
              "X-AX-B;CN=\"x^nATTENDEE:y^'z^^\":one\\nATTENDEE:mailto:evil@example.com\r\n"
              "END:VEVENT\r\n");
    EXPECT_EQ(*parse(text).components.front().find("X-AX-B")->parameter("CN"), "x\nATTENDEE:y\"z^");
}

TEST(Component, MissingAndStrayEndsAreRepaired) {
    const ParseResult result = parse(
        "BEGIN:VCALENDAR\nEND:VTODO\nBEGIN:VEVENT\nBEGIN:VALARM\nX:1\nEND:VCALENDAR\n"
        "BEGIN:VCALENDAR\n");
    EXPECT_EQ(codes(result.problems), (Strings{"end-without-begin", "unclosed-component",
                                               "unclosed-component", "unclosed-component"}));
    ASSERT_EQ(result.components.size(), 2u);
    EXPECT_EQ(result.components[0].components[0].components[0].find("X")->value, "1");
    EXPECT_FALSE(has_error(result.problems));
}

TEST(Component, WhatIsNotICalendarIsOneError) {
    for (const char* text : {"", "hello", "<html>\n<body>:\n</html>", "{\"a\": 1}"}) {
        const ParseResult result = parse(text);
        EXPECT_TRUE(result.components.empty());
        EXPECT_EQ(codes(result.problems), Strings{"not-icalendar"}) << text;
    }
}

TEST(Component, DeepNestingIsCutAndWhatFollowsIsRead) {
    std::string text = "BEGIN:VCALENDAR\n";
    for (int i = 0; i < 100'000; ++i) text += "BEGIN:A\n";
    for (int i = 0; i < 100'000; ++i) text += "END:A\n";
    text += "X-AFTER:1\nEND:VCALENDAR\n";
    const ParseResult result = parse(text);
    EXPECT_EQ(codes(result.problems), Strings{"nesting-too-deep"});
    EXPECT_NE(result.components.front().find("X-AFTER"), nullptr);
}

TEST(Component, TooManyPartsAreAnError) {
    Limits limits;
    limits.properties = 2;
    limits.components = 2;
    const ParseResult properties = parse("BEGIN:A\nX:1\nX:2\nX:3\nEND:A\n", limits);
    EXPECT_EQ(codes(properties.problems), Strings{"too-many-properties"});
    const ParseResult components =
        parse("BEGIN:A\nEND:A\nBEGIN:A\nEND:A\nBEGIN:A\nEND:A\n", limits);
    EXPECT_EQ(codes(components.problems), Strings{"too-many-components"});
    EXPECT_EQ(components.components.size(), 2u);
}

}  // namespace
}  // namespace plazo::ical
