#include "ical/document.h"

#include "fixture.h"
#include "ical/writer.h"

namespace plazo::ical {
namespace {

/// The text as the inside of a component that begins in line 0, so that its own lines count from 1.
class Lines {
  public:
    explicit Lines(std::string_view inside, const Limits& limits = {})
        : text_{"BEGIN:X\n" + std::string{inside}} {
        document_.read(text_, limits, Mode::lenient, 0);
    }
    std::vector<PropertyView> all() const {
        const auto properties = document_.components().front().properties();
        return {properties.begin(), properties.end()};
    }
    PropertyView only() const {
        EXPECT_EQ(all().size(), 1u);
        return all().front();
    }
    /// Without the one that END:X is missing.
    Strings codes() const {
        Strings all = ical::codes(document_.problems());
        if (!all.empty() && all.back() == "unclosed-component") all.pop_back();
        return all;
    }
    const std::vector<Problem>& problems() const { return document_.problems(); }

  private:
    std::string text_;
    Document document_;
};

Strings values_of(const ParameterView& parameter) {
    Strings values;
    for (std::size_t i = 0; i < parameter.value_count(); ++i) {
        values.emplace_back(parameter.value(i));
    }
    return values;
}

TEST(Document, ExampleOfTheManualPage) {
    const std::string text = "BEGIN:VCALENDAR\nX-MOOD;CN=\"Doe, J\":fi\n ne\nEND:VCALENDAR\n";
    const Document document = parse(text);
    const ComponentView calendar = document.components().front();
    const PropertyView mood = *calendar.find("x-mood");
    EXPECT_EQ(mood.value(), "fine");
    EXPECT_EQ(mood.parameter(ParameterName::cn), "Doe, J");
    EXPECT_EQ(mood.position(), (Position{2, 1}));
    EXPECT_TRUE(document.problems().empty());
}

TEST(Problem, ExampleOfTheManualPage) {
    const std::string text = "BEGIN:VCALENDAR\r\nNONSENSE\r\nEND:VCALENDAR\r\n";
    const Document document = parse(text);
    EXPECT_EQ(describe(document.problems().front()),
              "2:1: error: there is no ':' between a name and a value");
}

TEST(Document, EveryKindOfLineBreakEndsALine) {
    const std::string text =
        "\xEF\xBB\xBF"
        "BEGIN:X\r\nA:1\r\nB:2\nC:3\rD:4\nEND:X";
    const Document document = parse(text);
    const auto properties = document.components().front().properties();
    const std::vector<PropertyView> all{properties.begin(), properties.end()};
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].name(), "A");
    EXPECT_EQ(all[3].value(), "4");
    EXPECT_EQ(all[3].position(), (Position{5, 1}));
    EXPECT_TRUE(document.problems().empty());
}

TEST(Document, AFoldInsideAUtf8CharacterIsUndone) {
    const Lines lines{"SUMMARY:a\xC3\r\n \xB1o\r\n"};
    EXPECT_EQ(lines.only().value(), "a\xC3\xB1o");
    EXPECT_TRUE(lines.codes().empty());
}

TEST(Document, FoldsMayStandAnywhereInALine) {
    const std::string unfolded = "ATTENDEE;CN=\"Doe, J\";ROLE=CHAIR:mailto:j@example.com";
    for (std::size_t cut = 1; cut < unfolded.size(); ++cut) {
        const Lines lines{unfolded.substr(0, cut) + "\r\n " + unfolded.substr(cut) + "\r\n"};
        const PropertyView line = lines.only();
        EXPECT_EQ(line.id(), PropertyName::attendee) << cut;
        EXPECT_EQ(line.parameter(ParameterName::cn), "Doe, J") << cut;
        EXPECT_EQ(line.parameter(ParameterName::role), "CHAIR") << cut;
        EXPECT_EQ(line.value(), "mailto:j@example.com") << cut;
    }
}

TEST(Document, LinesOfAnyLengthAreSplitAtTheSamePlaces) {
    // What is looked at 64 bytes at a time has to be right at each of their borders.
    for (std::size_t length = 0; length < 200; ++length) {
        const std::string padding(length, 'x');
        const Lines lines{"X-" + padding + ";CN=\"" + padding + ":;\";ROLE=" + padding + ":" +
                          padding + "\r\nB:2\n"};
        ASSERT_EQ(lines.all().size(), 2u) << length;
        const PropertyView line = lines.all()[0];
        EXPECT_EQ(line.name(), "X-" + padding);
        EXPECT_EQ(line.parameter(ParameterName::cn), padding + ":;");
        EXPECT_EQ(line.parameter(ParameterName::role), padding);
        EXPECT_EQ(line.value(), padding);
        EXPECT_EQ(lines.all()[1].value(), "2");
    }
}

TEST(Document, FoldsAfterDoubledLineBreaksAreUndoneWithOneWarning) {
    const Lines lines{"SUMMARY:one\r\r\n two\r\r\nB:2\r\r\nC:3\r\r\n"};
    ASSERT_EQ(lines.all().size(), 3u);
    EXPECT_EQ(lines.all()[0].value(), "onetwo");
    EXPECT_EQ(lines.codes(), Strings{"blank-line"});
}

TEST(Document, ParametersAreQuotedMultipleAndCaretEncoded) {
    const Lines lines{"X;A=\"a:b;c,d\",e,\"\";B=x^^y^'z^nw^k:v:w;x\r\n"};
    const PropertyView line = lines.only();
    const auto parameters = line.parameters();
    ASSERT_EQ(parameters.size(), 2u);
    EXPECT_EQ(values_of(parameters.front()), (Strings{"a:b;c,d", "e", ""}));
    EXPECT_EQ(line.parameter("b"), "x^y\"z\nw^k");
    EXPECT_EQ(line.value(), "v:w;x");
}

TEST(Document, PositionsAreThoseOfTheFileBeforeUnfolding) {
    const Lines lines{"A:1\r\nDTSTART;VALUE=\r\n DATE;X=1:\r\n\t20260101\r\n"};
    const PropertyView line = lines.all().at(1);
    EXPECT_EQ(line.position(), (Position{2, 1}));
    EXPECT_EQ(line.value_position(), (Position{4, 2}));
    EXPECT_EQ(line.position_in_value(4), (Position{4, 6}));
    EXPECT_EQ(line.source(), "DTSTART;VALUE=\r\n DATE;X=1:\r\n\t20260101\r\n");
    EXPECT_EQ(lines.all()[0].value_position(), (Position{1, 3}));
}

TEST(Document, PositionsPassOverBytesThatWereRemovedOrReplaced) {
    const Lines lines{"A:x\x07y\xE9z\n"};
    const PropertyView line = lines.only();
    EXPECT_EQ(line.value(), "xy\xEF\xBF\xBDz");
    EXPECT_EQ(line.position_in_value(1), (Position{1, 5}));
    EXPECT_EQ(line.position_in_value(5), (Position{1, 7}));
}

TEST(Document, OneBadLineLosesNoOther) {
    const Lines lines{"A:1\nno colon here\nBAD NAME:x\n;X=1:2\nB:2\nC;X=1\n"};
    EXPECT_EQ(lines.all().size(), 2u);
    ASSERT_GE(lines.problems().size(), 4u);
    for (int line = 2; line <= 4; ++line) {
        EXPECT_EQ(lines.problems()[static_cast<std::size_t>(line) - 2].position,
                  (Position{line, 1}));
    }
    EXPECT_EQ(lines.problems()[3].position, (Position{6, 1}));
}

TEST(Document, LoneQuotesAndMissingValuesAreTakenWithAWarning) {
    const Lines lines{"A;CN=Jim \"Joe\" Doe;RSVP:1\nB;CN=\"open;X=y:2\n"};
    ASSERT_EQ(lines.all().size(), 2u);
    EXPECT_EQ(lines.all()[0].parameter(ParameterName::cn), "Jim \"Joe\" Doe");
    EXPECT_EQ(lines.all()[0].parameter(ParameterName::rsvp), "");
    EXPECT_EQ(lines.all()[1].parameter(ParameterName::cn), "open");
    EXPECT_EQ(lines.all()[1].value(), "2");
    EXPECT_EQ(lines.codes(),
              (Strings{"quote-inside-value", "parameter-without-value", "unclosed-quote"}));
    EXPECT_FALSE(has_error(lines.problems()));
}

TEST(Document, InStrictModeEveryRepairIsAnError) {
    const std::string text = "BEGIN:VEVENT\nA;RSVP:1\nEND:VEVENT\n";
    EXPECT_FALSE(has_error(parse(text).problems()));
    const Document strict = parse(text, {}, Mode::strict);
    EXPECT_TRUE(has_error(strict.problems()));
    EXPECT_EQ(strict.components().front().find("A")->value(), "1");
}

TEST(Document, ForeignBytesAndControlsAreReplacedAndReported) {
    const Lines lines{std::string_view{"A:caf\xE9\x00\x07!\n", 10}};
    EXPECT_EQ(lines.only().value(), "caf\xEF\xBF\xBD!");
    EXPECT_EQ(lines.codes(), (Strings{"control-character", "not-utf8"}));
}

TEST(Document, OverlongAndSurrogateBytesAreNotUtf8) {
    for (const char* bytes : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
        EXPECT_EQ(Lines{std::string{"A:"} + bytes}.codes(), Strings{"not-utf8"});
    }
}

TEST(Document, LimitsAreErrorsAndTheRestIsRead) {
    Limits limits;
    limits.line_bytes = 10;
    limits.parameters = 1;
    const Lines lines{"A:0123456789\nB;X=1;Y=2:\nB;X=1,2:\nA:01234\n 56789\nC:3\n", limits};
    EXPECT_EQ(lines.all().size(), 1u);
    EXPECT_EQ(lines.codes(), (Strings{"line-too-long", "too-many-parameters", "too-many-parameters",
                                      "line-too-long"}));
    limits.text_bytes = 3;
    const std::string text = "BEGIN:X";
    const Document refused = parse(text, limits);
    EXPECT_TRUE(refused.components().empty());
    EXPECT_EQ(codes(refused.problems()), Strings{"text-too-long"});
}

TEST(Document, TheListOfProblemsIsBounded) {
    std::string text;
    for (std::size_t i = 0; i < 2 * problems_max; ++i) text += "nonsense\n";
    const Lines lines{text};
    ASSERT_EQ(lines.problems().size(), problems_max + 1);
    EXPECT_EQ(lines.problems().back().code, "too-many-problems");
}

TEST(Document, MissingAndStrayEndsAreRepaired) {
    const std::string text =
        "BEGIN:VCALENDAR\nEND:VTODO\nBEGIN:VEVENT\nBEGIN:VALARM\nX:1\nEND:VCALENDAR\n"
        "BEGIN:VCALENDAR\n";
    const Document document = parse(text);
    EXPECT_EQ(codes(document.problems()), (Strings{"end-without-begin", "unclosed-component",
                                                   "unclosed-component", "unclosed-component"}));
    ASSERT_EQ(document.components().size(), 2u);
    const ComponentView alarm =
        document.components().front().components().front().components().front();
    EXPECT_EQ(alarm.id(), ComponentName::valarm);
    EXPECT_EQ(alarm.find("X")->value(), "1");
    EXPECT_EQ(alarm.source(), "BEGIN:VALARM\nX:1\n");
    EXPECT_FALSE(has_error(document.problems()));
}

TEST(Document, ABeginThatCannotStandInsideShowsThatAnEndIsMissing) {
    const std::string text =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nACTION:AUDIO\nBEGIN:VEVENT\nUID:2\n"
        "END:VEVENT\nEND:VCALENDAR\n";
    const Document document = parse(text);
    EXPECT_EQ(codes(document.problems()), (Strings{"unclosed-component", "unclosed-component"}));
    const auto events = document.components().front().components();
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events.front().find(PropertyName::uid)->value(), "1");
    EXPECT_EQ(events.front().components().size(), 1u);
}

TEST(Document, EventsWithoutACalendarStandBesideEachOther) {
    const std::string text =
        "BEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:3\n"
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n";
    const Document document = parse(text);
    EXPECT_EQ(document.components().size(), 4u);
    const std::string written = format(document);
    EXPECT_TRUE(parse(written).problems().empty());
    EXPECT_TRUE(same_content(parse(written), document));
}

TEST(Document, ALongNameIsCutBetweenCharacters) {
    const std::string text = "BEGIN:" + std::string(254, 'x') + "\xC3\xB1y\nEND:A\n";
    const Document document = parse(text);
    EXPECT_EQ(document.components().front().name(), std::string(254, 'x'));
    const std::string written = format(document);
    EXPECT_TRUE(same_content(parse(written), document));
}

TEST(Document, LineEndsThatWereCopiedFromSourceAreNoPartOfAName) {
    const std::string text = "BEGIN:VEVENT\\r\nUID:1\nEND:VEVENT\\r\\n\n";
    const Document document = parse(text);
    EXPECT_EQ(document.components().front().id(), ComponentName::vevent);
    EXPECT_TRUE(document.problems().empty());
}

TEST(Document, PropertiesBetweenComponentsBelongToTheOuterOne) {
    const std::string text =
        "BEGIN:A\nBEGIN:B\nX:b\nEND:B\nX:1\nBEGIN:C\nBEGIN:D\nX:d\nEND:D\nX:c\nEND:C\n"
        "BEGIN:E\nEND:E\nX:2\nEND:A\n";
    const Document document = parse(text);
    const ComponentView outer = document.components().front();
    std::string values;
    for (const PropertyView each : outer.properties()) values += each.value();
    EXPECT_EQ(values, "12");
    std::string names;
    for (const ComponentView each : outer.components()) names += each.name();
    EXPECT_EQ(names, "BCE");
    EXPECT_EQ(outer.source(), text);
    EXPECT_EQ(outer.components().front().source(), "BEGIN:B\nX:b\nEND:B\n");
}

TEST(Document, WhatIsNotICalendarIsOneError) {
    for (const char* text : {"", "hello", "<html>\n<body>:\n</html>", "{\"a\": 1}"}) {
        const Document document = parse(text);
        EXPECT_TRUE(document.components().empty());
        EXPECT_EQ(codes(document.problems()), Strings{"not-icalendar"}) << text;
    }
}

TEST(Document, DeepNestingIsCutAndWhatFollowsIsRead) {
    std::string text = "BEGIN:VCALENDAR\n";
    for (int i = 0; i < 100'000; ++i) text += "BEGIN:A\n";
    for (int i = 0; i < 100'000; ++i) text += "END:A\n";
    text += "X-AFTER:1\nEND:VCALENDAR\n";
    const Document document = parse(text);
    EXPECT_EQ(codes(document.problems()), Strings{"nesting-too-deep"});
    EXPECT_TRUE(document.components().front().find("X-AFTER"));
}

TEST(Document, TooManyPartsAreAnError) {
    Limits limits;
    limits.properties = 2;
    limits.components = 2;
    const std::string many = "BEGIN:A\nX:1\nX:2\nX:3\nX:4\nEND:A\n";
    EXPECT_EQ(codes(parse(many, limits).problems()), Strings{"too-many-properties"});
    const std::string three = "BEGIN:A\nEND:A\nBEGIN:A\nEND:A\nBEGIN:A\nEND:A\n";
    const Document document = parse(three, limits);
    EXPECT_EQ(codes(document.problems()), Strings{"too-many-components"});
    EXPECT_EQ(document.components().size(), 2u);
}

TEST(Document, ReadingAgainForgetsWhatWasRead) {
    const std::string first = "BEGIN:A\nX;Y=^n:1\n 2\nEND:A\nnonsense\n";
    const std::string second = "BEGIN:B\nZ:3\nEND:B\n";
    Document document = parse(first);
    document.read(second);
    EXPECT_EQ(document.components().size(), 1u);
    EXPECT_EQ(document.components().front().find("Z")->value(), "3");
    EXPECT_TRUE(document.problems().empty());
}

TEST(Document, AnEndMayHaveANameThatIsCut) {
    const std::string name = "X-" + std::string(300, 'A');
    const std::string text = "BEGIN:VCALENDAR\nBEGIN:" + name + "\nA:1\nEND:" + name +
                             "\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n";
    const Document document = parse(text);
    std::size_t count = 0;
    for (const ComponentView each : document.components().front().components()) {
        EXPECT_TRUE(each.components().empty());
        ++count;
    }
    EXPECT_EQ(count, 2u);
}

}  // namespace
}  // namespace plazo::ical
