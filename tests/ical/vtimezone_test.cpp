#include "ical/vtimezone.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

using timezone::YearlyRule;

ZoneBlock read_block(const std::string& parts, std::vector<Problem>& problems) {
    const ParseResult result =
        parse("BEGIN:VTIMEZONE\r\nTZID:Some\\, place\r\n" + parts + "END:VTIMEZONE\r\n");
    EXPECT_TRUE(result.problems.empty());
    return read_vtimezone(result.components.front(), problems).value();
}

std::string standard(const std::string& lines) {
    return "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
           "TZOFFSETTO:+0100\r\n" +
           lines + "END:STANDARD\r\n";
}

std::optional<YearlyRule> rule_of(const std::string& rule) {
    std::vector<Problem> problems;
    return read_block(standard("RRULE:" + rule + "\r\n"), problems).rules.list.front().rule;
}

TEST(Vtimezone, ExampleOfTheManualPage) {
    const timezone::Zone madrid = *frozen_tzdb().find("Europe/Madrid");
    const ZoneBlock block{"Europe/Madrid", timezone::outlook_safe(madrid, 2026), ""};
    const Component component = write_vtimezone(block);
    EXPECT_EQ(component.components.size(), 2u);
    std::vector<Problem> problems;
    EXPECT_EQ(read_vtimezone(component, problems), block);
    EXPECT_TRUE(problems.empty());
    for (const Component& part : component.components) {
        EXPECT_NE(part.find("RRULE")->value.find("BYDAY=-1SU"), std::string::npos);
        EXPECT_EQ(part.find("RDATE"), nullptr);  // Outlook cannot read it
    }
}

TEST(Vtimezone, TheUsualFormsOfARuleAreKeptAsRules) {
    const auto last_sunday = rule_of("FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10");
    ASSERT_TRUE(last_sunday);
    EXPECT_EQ(last_sunday->kind, YearlyRule::Kind::nth_weekday);
    EXPECT_EQ(last_sunday->number, -1);
    EXPECT_EQ(last_sunday->month, timezone::month{10});
    const auto after_8th = rule_of("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU");
    EXPECT_EQ(after_8th->kind, YearlyRule::Kind::weekday_on_or_after);
    EXPECT_EQ(after_8th->number, 8);
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=SU")->number,
              -1);
    const auto same_day = rule_of("FREQ=YEARLY");
    EXPECT_EQ(same_day->kind, YearlyRule::Kind::month_day);
    EXPECT_EQ(same_day->number, 25);
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20201025T010000Z")->until,
              timezone::parse_rfc3339("2020-10-25T01:00:00Z"));
}

TEST(Vtimezone, UnusualRulesAreWrittenOutAndABoundIsReported) {
    std::vector<Problem> problems;
    const std::string counted = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=3\r\n";
    const auto three = read_block(standard(counted), problems).rules.list.front();
    EXPECT_FALSE(three.rule);
    EXPECT_EQ(spelled(three.onsets),
              (Strings{"19701025T030000", "19711031T030000", "19721029T030000"}));
    EXPECT_TRUE(problems.empty());
    read_block(standard("RRULE:FREQ=SECONDLY\r\n"), problems);
    EXPECT_EQ(codes(problems), Strings{"rule-written-out"});
}

TEST(Vtimezone, WritingAndReadingGivesTheSameRules) {
    std::vector<Problem> problems;
    const ZoneBlock block = read_block(
        "X-LIC-LOCATION:Europe/Madrid\r\n" +
            standard("TZNAME:CET\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU;"
                     "UNTIL=19990101T000000Z\r\nRDATE:19800101T000000,19810101T000000\r\n") +
            standard("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n"),
        problems);
    EXPECT_EQ(block.tzid, "Some, place");
    EXPECT_EQ(block.location, "Europe/Madrid");
    EXPECT_EQ(block.rules.list.front().onsets.size(), 2u);
    EXPECT_EQ(read_vtimezone(write_vtimezone(block), problems), block);
    EXPECT_TRUE(problems.empty());
}

TEST(Vtimezone, DamagedPartsAreRepairedOrLeftOut) {
    std::vector<Problem> problems;
    const ZoneBlock block = read_block(
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19700101T000000\r\nEND:DAYLIGHT\r\n",
        problems);
    ASSERT_EQ(block.rules.list.size(), 1u);
    EXPECT_EQ(block.rules.list.front().from, hours{1});
    EXPECT_EQ(codes(problems), (Strings{"no-offset-from", "bad-observance"}));
    Component nameless;
    nameless.name = "VTIMEZONE";
    EXPECT_EQ(read_vtimezone(nameless, problems), std::nullopt);
    EXPECT_EQ(problems.back().code, "no-tzid");
}

}  // namespace
}  // namespace plazo::ical
