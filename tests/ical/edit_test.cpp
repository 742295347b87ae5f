#include "ical/edit.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

TEST(Edit, ExampleOfTheManualPage) {
    const std::string source = "BEGIN:VEVENT\nUID:1\nX-Odd ; :kept\nSTATUS:TENTATIVE\nEND:VEVENT\n";
    const Document document = parse(source);
    const ComponentView event = document.components().front();
    Edit edit{document};
    edit.set_value(*event.find(PropertyName::status), "CONFIRMED");
    edit.append(event, "SEQUENCE:1\r\n");
    EXPECT_EQ(edit.text(),
              "BEGIN:VEVENT\nUID:1\nX-Odd ; :kept\nSTATUS:CONFIRMED\r\nSEQUENCE:1\r\n"
              "END:VEVENT\n");
}

/// A text full of what formatting would put right.
const std::string odd =
    "\xEF\xBB\xBF"
    "begin:vcalendar\n"
    "nonsense\r"
    "\r\n"
    "BEGIN:VEVENT\r\n"
    "uid:a\r\n\t b\r\n"
    "ATTENDEE;CN=\"x\";CN=y;RSVP:mailto:a@example.com\n"
    "X-BYTES:\xE9\x07\n"
    "Summary: kept \n"
    "END:VEVENT\n"
    "END:VCALENDAR";

TEST(Edit, WithoutChangesTheTextIsTheSameToTheByte) {
    const Document document = parse(odd);
    const Edit edit{document};
    EXPECT_TRUE(edit.empty());
    EXPECT_EQ(edit.text(), odd);
}

TEST(Edit, OneLineOfAnOddTextChangesAndNoOther) {
    const Document document = parse(odd);
    const ComponentView event = document.components().front().components().front();
    Edit edit{document};
    edit.set_value(*event.find(PropertyName::uid), "c");
    std::string expected = odd;
    expected.replace(expected.find("uid:"), std::string{"uid:a\r\n\t b\r\n"}.size(), "uid:c\r\n");
    EXPECT_EQ(edit.text(), expected);
}

TEST(Edit, ParametersStayWithANewValue) {
    const Document document = parse(odd);
    const ComponentView event = document.components().front().components().front();
    Edit edit{document};
    edit.set_value(*event.find(PropertyName::attendee), "mailto:b@example.com");
    EXPECT_NE(edit.text().find("\r\nATTENDEE;CN=x;CN=y;RSVP=:mailto:b@example.com\r\nX-BYTES"),
              std::string::npos);
}

TEST(Edit, ComponentsAreRemovedAndReplacedWhole) {
    const std::string source = "BEGIN:A\nBEGIN:B\nX:1\nEND:B\nBEGIN:C\nEND:C\nEND:A\n";
    const Document document = parse(source);
    const auto inner = document.components().front().components();
    const std::vector<ComponentView> parts{inner.begin(), inner.end()};
    Edit edit{document};
    edit.set_value(*parts[0].find("X"), "gone with its component");
    edit.remove(parts[0]);
    edit.replace(parts[1], "BEGIN:D\r\nEND:D\r\n");
    EXPECT_EQ(edit.text(), "BEGIN:A\nBEGIN:D\r\nEND:D\r\nEND:A\n");
}

TEST(Edit, OfTwoChangesToOnePlaceTheLaterCounts) {
    const std::string source = "BEGIN:A\nX:1\nEND:A\n";
    const Document document = parse(source);
    const PropertyView line = *document.components().front().find("X");
    Edit edit{document};
    edit.set_value(line, "2");
    edit.set_value(line, "3");
    EXPECT_EQ(edit.text(), "BEGIN:A\nX:3\r\nEND:A\n");
}

TEST(Edit, LinesPutInFollowEachOther) {
    const std::string source = "BEGIN:A\nX:1";
    const Document document = parse(source);
    Edit edit{document};
    edit.append(document.components().front(), "Y:2\r\n");
    edit.append(document.components().front(), "Z:3\r\n");
    EXPECT_EQ(edit.text(), "BEGIN:A\nX:1\r\nY:2\r\nZ:3\r\n");
}

TEST(Edit, LinesThatALimitLeftOutAreKept) {
    Limits limits;
    limits.properties = 1;
    limits.line_bytes = 20;
    const std::string source =
        "BEGIN:A\nX:1\nY:2\nZ:" + std::string(50, 'z') + "\nBEGIN:B\nEND:B\nEND:A\n";
    const Document document = parse(source, limits);
    Edit edit{document};
    edit.set_value(*document.components().front().find("X"), "2");
    EXPECT_EQ(edit.text(),
              "BEGIN:A\nX:2\r\nY:2\nZ:" + std::string(50, 'z') + "\nBEGIN:B\nEND:B\nEND:A\n");
}

TEST(Edit, LinesWithoutABreakGetOne) {
    const std::string source = "BEGIN:VEVENT\nUID:1\nEND:VEVENT\n";
    const Document document = parse(source);
    Edit edit{document};
    edit.append(document.components().front(), "SEQUENCE:1");
    EXPECT_EQ(edit.text(), "BEGIN:VEVENT\nUID:1\nSEQUENCE:1\r\nEND:VEVENT\n");
}

TEST(Edit, ATextThatIsTooLongToReadIsStillThere) {
    const std::string source = "BEGIN:VEVENT\n" + std::string(text_bytes_max, 'x');
    const Document document = parse(source);
    EXPECT_EQ(document.problems().front().code, "text-too-long");
    EXPECT_EQ(Edit{document}.text(), source);
}

}  // namespace
}  // namespace plazo::ical
