#include "ical/vtimezone.h"

#include "fixture.h"

namespace plazo::ical {
namespace {

using timezone::YearlyDay;
using timezone::YearlyRule;

ZoneBlock read_block(const std::string& parts, std::vector<Problem>& problems) {
    const std::string text =
        "BEGIN:VTIMEZONE\r\nTZID:Some\\, place\r\n" + parts + "END:VTIMEZONE\r\n";
    const Document document = parse(text);
    EXPECT_TRUE(document.problems().empty());
    return read_vtimezone(document.components().front(), problems);
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
    Writer writer;
    write_vtimezone(writer, block);
    EXPECT_EQ(read_vtimezone(writer.text()), block);
    const Document document = parse(writer.text());
    const ComponentView component = document.components().front();
    EXPECT_EQ(component.components().size(), 2u);
    for (const ComponentView part : component.components()) {
        EXPECT_NE(part.find("RRULE")->value().find("BYDAY=-1SU"), std::string_view::npos);
        EXPECT_FALSE(part.find("RDATE"));  // Outlook cannot read it
    }
}

TEST(Vtimezone, TheUsualFormsOfARuleAreKeptAsRules) {
    const auto last_sunday = rule_of("FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10");
    ASSERT_TRUE(last_sunday);
    EXPECT_EQ(last_sunday->day.kind, YearlyDay::Kind::nth_weekday);
    EXPECT_EQ(last_sunday->day.number, -1);
    EXPECT_EQ(last_sunday->day.month, timezone::month{10});
    const auto after_5th = rule_of("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5,6,7,8,9,10,11;BYDAY=SU");
    EXPECT_EQ(after_5th->day.kind, YearlyDay::Kind::weekday_on_or_after);
    EXPECT_EQ(after_5th->day.number, 5);
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=SU")->day.number,
              -1);
    const auto same_day = rule_of("FREQ=YEARLY");
    EXPECT_EQ(same_day->day.kind, YearlyDay::Kind::month_day);
    EXPECT_EQ(same_day->day.number, 25);
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20201025T010000Z")->until,
              timezone::parse_rfc3339("2020-10-25T01:00:00Z"));
}

TEST(Vtimezone, ACountBecomesTheLastOnset) {
    // DTSTART counts, and it is the last Sunday of October 1970.
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=3")->until,
              timezone::parse_rfc3339("1972-10-29T01:00:00Z"));
    EXPECT_EQ(rule_of("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;COUNT=1000000000")->until, std::nullopt);
}

TEST(Vtimezone, UntilMayBeUtcLocalOrADate) {
    for (const char* until : {"19801026T010000Z", "19801026T030000", "19801026"}) {
        std::vector<Problem> problems;
        const ZoneBlock block =
            read_block(standard(std::string{"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL="} +
                                until + "\r\n"),
                       problems);
        const auto last = *timezone::parse_rfc3339("1980-10-26T01:00:00Z");
        const auto changes = block.rules.transitions(last, last + hours{24 * 800});
        EXPECT_EQ(changes.size(), 0u);  // it is the same offset each time
        EXPECT_GE(*block.rules.list.front().rule->until, last) << until;
        EXPECT_LT(*block.rules.list.front().rule->until, last + hours{24}) << until;
    }
}

TEST(Vtimezone, OfABadUntilTheDateIsTaken) {
    std::vector<Problem> problems;
    const auto block = read_block(
        standard("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=19801025T16000Z\r\n"), problems);
    EXPECT_EQ(block.rules.list.front().rule->until,
              timezone::parse_rfc3339("1980-10-25T21:59:59Z"));
    EXPECT_EQ(codes(problems), Strings{"bad-until"});
}

TEST(Vtimezone, AnOffsetWithoutItsPlusIsRead) {
    std::vector<Problem> problems;
    const auto block = read_block(
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:0200\r\n"
        "TZOFFSETTO:010000\r\nEND:STANDARD\r\n",
        problems);
    EXPECT_EQ(block.rules.list.front().from, hours{2});
    EXPECT_EQ(block.rules.list.front().to, hours{1});
}

TEST(Vtimezone, ARuleOfSeveralDaysBecomesSeveralObservances) {
    std::vector<Problem> problems;
    const ZoneBlock block =
        read_block(standard("RRULE:FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU\r\n"), problems);
    ASSERT_EQ(block.rules.list.size(), 2u);
    EXPECT_EQ(block.rules.list[0].rule->day.month, timezone::month{3});
    EXPECT_EQ(block.rules.list[1].rule->day.month, timezone::month{10});
    EXPECT_EQ(block.rules.list[1].to, hours{1});
    EXPECT_TRUE(problems.empty());
}

TEST(Vtimezone, ARuleWithAClockOfItsOwnBeginsWithItsFirstOnset) {
    std::vector<Problem> problems;
    const ZoneBlock block = read_block(
        standard("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;BYHOUR=2;BYMINUTE=0\r\n"), problems);
    ASSERT_EQ(block.rules.list.size(), 2u);
    EXPECT_EQ(block.rules.list[0].rule, std::nullopt);  // the DTSTART at 03:00 counts, too
    EXPECT_EQ(timezone::format_local(block.rules.list[1].onset), "1971-10-31T02:00:00");
    EXPECT_EQ(block.rules.list[1].rule->day.number, -1);
}

TEST(Vtimezone, UnusualRulesAreWrittenOutAndABoundIsReported) {
    std::vector<Problem> problems;
    const auto every_fifth =
        read_block(standard("RRULE:FREQ=YEARLY;INTERVAL=5;UNTIL=19810101T000000Z\r\n"), problems);
    EXPECT_FALSE(every_fifth.rules.list.front().rule);
    EXPECT_EQ(spelled(every_fifth.rules.list.front().onsets),
              (Strings{"19701025T030000", "19751025T030000", "19801025T030000"}));
    EXPECT_TRUE(problems.empty());
    read_block(standard("RRULE:FREQ=YEARLY;INTERVAL=5\r\n"), problems);
    EXPECT_EQ(codes(problems), Strings{"rule-written-out"});
}

TEST(Vtimezone, OfTooManyOnsetsTheFirstAndTheLastAreWrittenOut) {
    std::vector<Problem> problems;
    const ZoneBlock block = read_block(
        "BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=MONTHLY;INTERVAL=5;BYDAY=-1SU\r\nEND:STANDARD\r\n",
        problems);
    EXPECT_EQ(codes(problems), Strings{"rule-written-out"});
    const std::vector<LocalTime>& onsets = block.rules.list.front().onsets;
    ASSERT_EQ(onsets.size(), written_out_onsets_max);
    EXPECT_EQ(onsets.front(), local("16010101T020000"));
    // Every fifth month since January 1601; the last before 2100 is the 1197th after it.
    EXPECT_EQ(onsets.back(), local("20991025T020000"));
    EXPECT_EQ(onsets[onsets.size() - 2], local("20990531T020000"));
    EXPECT_EQ(onsets[1], local("18920424T020000"));
}

TEST(Vtimezone, WhatNoClockDoesIsRefused) {
    for (const char* rule : {"FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=3;BYMONTH=2",
                             "FREQ=DAILY;BYMONTH=2;BYSETPOS=366;BYHOUR=1"}) {
        std::vector<Problem> problems;
        const auto block = read_block(standard(std::string{"RRULE:"} + rule + "\r\n"), problems);
        EXPECT_FALSE(block.rules.list.front().rule) << rule;
        EXPECT_EQ(codes(problems), Strings{"bad-rule"}) << rule;
    }
}

TEST(Vtimezone, ARuleThatNeverComesIsNoError) {
    std::vector<Problem> problems;
    const auto block = read_block(
        standard("RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=15,16,17,18,19,20,21;BYDAY=1SU\r\n"
                 "RRULE:FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2\r\n"),
        problems);
    ASSERT_EQ(block.rules.list.size(), 1u);
    EXPECT_FALSE(block.rules.list.front().rule);
    EXPECT_TRUE(block.rules.list.front().onsets.empty());
    EXPECT_TRUE(problems.empty());
}

TEST(Vtimezone, FloodsAreCutShort) {
    std::vector<Problem> problems;
    std::string dates = "RDATE:19800101T000000";
    for (int i = 0; i < 3000; ++i) dates += ",19800101T000000";
    dates += "\r\n";
    const ZoneBlock dated = read_block(standard(dates + dates + dates + dates), problems);
    EXPECT_EQ(dated.rules.list.front().onsets.size(), onsets_max);
    EXPECT_EQ(codes(problems), Strings{"too-many-onsets"});
    problems.clear();
    std::string parts;
    for (std::size_t i = 0; i < observances_max + 1; ++i) parts += standard("");
    EXPECT_EQ(read_block(parts, problems).rules.list.size(), observances_max);
    EXPECT_EQ(codes(problems), Strings{"too-many-observances"});
    problems.clear();
    const std::string same = "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n";
    std::string repeated = "TZNAME:" + std::string(zone_name_bytes_max + 1, 'x') + "\r\n";
    for (int i = 0; i < 600; ++i) repeated += same;
    const ZoneBlock many = read_block(standard(repeated) + standard(repeated), problems);
    EXPECT_EQ(many.rules.list.size(), observances_max);
    EXPECT_EQ(many.rules.list.front().name, "");
    EXPECT_EQ(problems.front().code, "name-too-long");
    EXPECT_EQ(problems.back().code, "too-many-observances");
    problems.clear();
    std::string rules;
    for (std::size_t i = 0; i < unusual_rules_max + 1; ++i) rules += "RRULE:FREQ=YEARLY\r\n";
    EXPECT_EQ(read_block(standard(rules), problems).rules.list.size(), unusual_rules_max);
    EXPECT_EQ(codes(problems), Strings{"bad-rule"});
}

TEST(Vtimezone, OddTextMeansTheSameZone) {
    const std::string plain =
        "BEGIN:VTIMEZONE\r\nTZID:Some\\, place\r\n" +
        standard("TZNAME:CET\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n") + "END:VTIMEZONE\r\n";
    const auto changed = [&](std::string_view from, std::string_view to) {
        std::string text = plain;
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
            text.replace(at, from.size(), to);
            at += to.size();
        }
        return text;
    };
    const auto wanted = read_vtimezone(plain);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(wanted->rules.list.front().name, "CET");
    for (const std::string& text : {
             "BEGIN:VCALENDAR\r\nPRODID:x\r\n" + plain + "BEGIN:VEVENT\r\n",
             "\xEF\xBB\xBF" + plain,
             changed("\r\n", "\n"),
             changed("\r\n", "\r"),
             changed("\r\n", "\r\n\r\n"),
             changed("FREQ", "FR\r\n EQ"),
             changed("FREQ", "FR\r\n\t\r\n EQ"),
             changed("FREQ", "FR\r\n\r\n EQ"),
             changed("FREQ",
                     "FR\x01"
                     "EQ"),
             changed("DTSTART:", "dtstart;VALUE=DATE-TIME:"),
             changed("DTSTART:", "DTSTART;X=\":\":"),
             changed("DTSTART:", "DTSTART;TZID=\":"),
             changed("END:STANDARD", "END:DAYLIGHT"),
             changed("END:VTIMEZONE", ""),
             changed("END:", "END: "),
             changed("BEGIN:STANDARD", "BEGIN:STANDARD\r\nBEGIN:X\r\nEND:X"),
             changed("BYDAY=-1SU", "BYDAY=SU;BYSETPOS=-1"),
         }) {
        EXPECT_EQ(read_vtimezone(text), wanted) << text;
    }
    EXPECT_EQ(read_vtimezone(changed("CET", "Mitteleurop\xE4ische Zeit"))->rules.list.front().name,
              "Mitteleurop\xEF\xBF\xBDische Zeit");
    EXPECT_FALSE(read_vtimezone(changed("BYDAY=-1SU", "BYDAY=0SU"))->rules.list.front().rule);
    EXPECT_EQ(read_vtimezone("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), std::nullopt);
    EXPECT_EQ(read_vtimezone(""), std::nullopt);
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
    Writer writer;
    write_vtimezone(writer, block);
    EXPECT_EQ(read_vtimezone(writer.text()), block);
    EXPECT_TRUE(problems.empty());
}

TEST(Vtimezone, EveryProgramsWayToNameThePlaceIsRead) {
    const auto location = [](const std::string& lines) {
        std::vector<Problem> problems;
        return read_block(lines + standard(""), problems).location;
    };
    EXPECT_EQ(location("X-ENTOURAGE-CFTIMEZONE:Europe/Madrid\r\n"), "Europe/Madrid");
    EXPECT_EQ(location("TZID-ALIAS-OF:Europe/Madrid\r\n"), "Europe/Madrid");
    EXPECT_EQ(location("X-MICROSOFT-CDO-TZID:3\r\n"), "Europe/Paris");
    EXPECT_EQ(location("X-MICROSOFT-CDO-TZID:2\r\n"), "");  // of two places
    EXPECT_EQ(location("X-MICROSOFT-CDO-TZID:2000\r\n"), "");
    EXPECT_EQ(location("X-MICROSOFT-CDO-TZID:3\r\nX-LIC-LOCATION:Europe/Madrid\r\n"),
              "Europe/Madrid");
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
    const Document nameless = parse("BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n");
    EXPECT_TRUE(read_vtimezone(nameless.components().front(), problems).rules.list.empty());
    EXPECT_EQ(problems.back().code, "no-tzid");
}

}  // namespace
}  // namespace plazo::ical
