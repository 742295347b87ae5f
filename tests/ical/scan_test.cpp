#include "ical/scan.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

std::vector<Property> lines(std::string_view text, std::vector<Problem>& problems,
                            Limits limits = {}) {
    std::vector<Property> all;
    Scanner scanner{text, problems, limits};
    while (auto line = scanner.next()) all.push_back(std::move(*line));
    return all;
}

TEST(Scan, ExampleOfTheManualPage) {
    std::vector<Problem> problems;
    Scanner scanner{"ATTENDEE;CN=\"Doe, J\";ROLE=CHAIR:mailto:\r\n j@example.com\r\n", problems};
    const Property line = *scanner.next();
    EXPECT_EQ(line.name, "ATTENDEE");
    EXPECT_EQ(line.value, "mailto:j@example.com");
    EXPECT_EQ(*line.parameter("cn"), "Doe, J");
    EXPECT_TRUE(problems.empty());
}

TEST(Scan, EveryKindOfLineBreakEndsALine) {
    std::vector<Problem> problems;
    const auto all = lines(
        "\xEF\xBB\xBF"
        "A:1\r\nB:2\nC:3\rD:4",
        problems);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].name, "A");
    EXPECT_EQ(all[3].value, "4");
    EXPECT_EQ(all[3].position, (Position{4, 1}));
    EXPECT_TRUE(problems.empty());
}

TEST(Scan, AFoldInsideAUtf8CharacterIsUndone) {
    std::vector<Problem> problems;
    const auto all = lines("SUMMARY:a\xC3\r\n \xB1o\r\n", problems);
    EXPECT_EQ(all.at(0).value, "a\xC3\xB1o");
    EXPECT_TRUE(problems.empty());
}

TEST(Scan, FoldsAfterDoubledLineBreaksAreUndoneWithOneWarning) {
    std::vector<Problem> problems;
    const auto all = lines("SUMMARY:one\r\r\n two\r\r\nB:2\r\r\nC:3\r\r\n", problems);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].value, "onetwo");
    EXPECT_EQ(codes(problems), Strings{"blank-line"});
}

TEST(Scan, ParametersAreQuotedMultipleAndCaretEncoded) {
    std::vector<Problem> problems;
    const auto all = lines("X;A=\"a:b;c,d\",e,\"\";B=x^^y^'z^nw^k:v:w;x\r\n", problems);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].parameters[0].values, (Strings{"a:b;c,d", "e", ""}));
    EXPECT_EQ(all[0].parameters[1].values, Strings{"x^y\"z\nw^k"});
    EXPECT_EQ(all[0].value, "v:w;x");
}

TEST(Scan, PositionsAreThoseOfTheFileBeforeUnfolding) {
    std::vector<Problem> problems;
    const auto all = lines("A:1\r\nDTSTART;VALUE=\r\n DATE;X=1:\r\n\t20260101\r\n", problems);
    EXPECT_EQ(all.at(1).position, (Position{2, 1}));
    EXPECT_EQ(all[1].parameters[0].position, (Position{2, 9}));
    EXPECT_EQ(all[1].parameters[1].position, (Position{3, 7}));
    EXPECT_EQ(all[1].value_position, (Position{4, 2}));
}

TEST(Scan, OneBadLineLosesNoOther) {
    std::vector<Problem> problems;
    const auto all = lines("A:1\nno colon here\nBAD NAME:x\nB:2\n", problems);
    EXPECT_EQ(all.size(), 2u);
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].position, (Position{2, 1}));
    EXPECT_EQ(problems[1].position, (Position{3, 1}));
}

TEST(Scan, LoneQuotesAndMissingValuesAreTakenWithAWarning) {
    std::vector<Problem> problems;
    const auto all = lines("A;CN=Jim \"Joe\" Doe;RSVP:1\nB;CN=\"open:2\n", problems);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(*all[0].parameter("CN"), "Jim \"Joe\" Doe");
    EXPECT_EQ(*all[0].parameter("RSVP"), "");
    EXPECT_EQ(all[1].value, "2");
    EXPECT_EQ(codes(problems),
              (Strings{"quote-inside-value", "parameter-without-value", "unclosed-quote"}));
    EXPECT_FALSE(has_error(problems));
}

TEST(Scan, ForeignBytesAndControlsAreReplacedAndReported) {
    std::vector<Problem> problems;
    const auto all = lines(std::string_view{"A:caf\xE9\x00\x07!\n", 10}, problems);
    EXPECT_EQ(all.at(0).value, "caf\xEF\xBF\xBD!");
    EXPECT_EQ(codes(problems), (Strings{"control-character", "not-utf8"}));
}

TEST(Scan, OverlongAndSurrogateBytesAreNotUtf8) {
    for (const char* bytes : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
        std::vector<Problem> problems;
        lines(std::string{"A:"} + bytes, problems);
        EXPECT_EQ(codes(problems), Strings{"not-utf8"});
    }
}

TEST(Scan, LimitsAreErrorsAndTheRestIsRead) {
    Limits limits;
    limits.line_bytes = 10;
    limits.parameters = 1;
    std::vector<Problem> problems;
    const auto all = lines("A:0123456789\nB;X=1;Y=2:\nC:3\n", problems, limits);
    EXPECT_EQ(all.size(), 1u);
    EXPECT_EQ(codes(problems), (Strings{"line-too-long", "too-many-parameters"}));

    limits.text_bytes = 3;
    problems.clear();
    EXPECT_TRUE(lines("A:12", problems, limits).empty());
    EXPECT_EQ(codes(problems), Strings{"text-too-long"});
}

TEST(Scan, TheListOfProblemsIsBounded) {
    std::string text;
    for (std::size_t i = 0; i < 2 * problems_max; ++i) text += "nonsense\n";
    std::vector<Problem> problems;
    lines(text, problems);
    ASSERT_EQ(problems.size(), problems_max + 1);
    EXPECT_EQ(problems.back().code, "too-many-problems");
}

TEST(Scan, HostileTextsEnd) {
    std::string folds = "X:";
    for (int i = 0; i < 500'000; ++i) folds += "\n a";
    std::vector<Problem> problems;
    EXPECT_TRUE(lines(folds, problems).empty());
    EXPECT_EQ(codes(problems), Strings{"line-too-long"});
    problems.clear();
    lines("X;P=\"" + std::string(text_bytes_max - 10, '"'), problems);
    EXPECT_EQ(codes(problems), Strings{"line-too-long"});
}

}  // namespace
}  // namespace plazo::ical
