#include "timezone/posix_rule.h"

#include <gtest/gtest.h>

#include "timezone/zone.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

Zone ruled_by(const char* text) {
    return Zone{text, table_of(parse_posix_rule(text).value())};
}

TEST(PosixRule, ExampleOfTheManualPage) {
    const auto rule = parse_posix_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    EXPECT_EQ(rule->daylight->starts.in_year(2026), parse_local("2026-03-29T02:00:00"));
    EXPECT_EQ(rule->daylight->ends.in_year(2026), parse_local("2026-10-25T03:00:00"));
}

TEST(PosixRule, SignsAreWestOfGreenwich) {
    EXPECT_EQ(parse_posix_rule("EST5")->offset, -5h);
    EXPECT_EQ(parse_posix_rule("IST-5:30")->offset, 5h + 30min);
    EXPECT_EQ(parse_posix_rule("LMT+0:14:44")->offset, -(14min + 44s));
}

TEST(PosixRule, QuotedNamesMayHaveDigitsAndSigns) {
    const auto rule = parse_posix_rule("<-03>3<-02>,M3.5.0/-1,M10.5.0/0");
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->name, "-03");
    EXPECT_EQ(rule->daylight->name, "-02");
    EXPECT_EQ(rule->daylight->starts.in_year(2026), parse_local("2026-03-28T23:00:00"));
}

TEST(PosixRule, HoursMayBeAWeekAway) {
    const auto rule = parse_posix_rule("EET-2EEST,M3.4.4/50,M10.4.4/-167");
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->daylight->starts.in_year(2026), parse_local("2026-03-28T02:00:00"));
    EXPECT_EQ(rule->daylight->ends.in_year(2026), parse_local("2026-10-15T01:00:00"));
}

TEST(PosixRule, JulianDaysNeverCountTheLeapDay) {
    const auto rule = parse_posix_rule("AAA0BBB,J60,59");
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->daylight->starts.in_year(2027), parse_local("2027-03-01T02:00:00"));
    EXPECT_EQ(rule->daylight->starts.in_year(2028), parse_local("2028-03-01T02:00:00"));
    EXPECT_EQ(rule->daylight->ends.in_year(2027), parse_local("2027-03-01T02:00:00"));
    EXPECT_EQ(rule->daylight->ends.in_year(2028), parse_local("2028-02-29T02:00:00"));
}

TEST(PosixRule, DaylightMayLastAllYear) {
    const Zone zone = ruled_by("XXX3EDT4,0/0,J365/23");
    for (const char* text : {"2027-01-01T02:30:00Z", "2027-07-01T00:00:00Z", "2028-12-31T23:59:59Z",
                             "2029-01-01T03:00:00Z", "2500-01-01T03:00:00Z"}) {
        EXPECT_EQ(zone.info(utc(text)).abbreviation, "EDT") << text;
    }
    EXPECT_EQ(zone.resolve(local("2028-01-01T00:00:00")).kind, Resolution::Kind::unique);
}

TEST(PosixRule, AChangeMayComeInTheYearAfterItsOwn) {
    // What ends daylight time comes two days into the next year, after the next one has begun.
    const Zone zone = ruled_by("EST5EDT,0/0,J365/50");
    const auto transitions =
        zone.transitions(utc("2024-12-01T00:00:00Z"), utc("2026-02-01T00:00:00Z"));
    ASSERT_EQ(transitions.size(), 4u);
    for (const Transition& each : transitions) {
        EXPECT_EQ(zone.offset(each.at - 1s), each.before.offset) << format_rfc3339(each.at);
        EXPECT_EQ(zone.offset(each.at), each.after.offset) << format_rfc3339(each.at);
    }
    EXPECT_EQ(transitions[0].at, utc("2025-01-01T05:00:00Z"));
    EXPECT_EQ(transitions[0].after.offset, -4h);
    EXPECT_EQ(zone.offset(utc("2025-01-01T00:00:00Z")), -5h);
}

TEST(PosixRule, RulesWithoutChangesReachEveryYear) {
    const Zone zone = ruled_by("EST5EDT,M3.2.0,M11.1.0");
    EXPECT_EQ(zone.offset(utc("0002-07-01T00:00:00Z")), -4h);
    EXPECT_EQ(zone.offset(utc("0002-01-10T00:00:00Z")), -5h);
    EXPECT_EQ(zone.offset(utc("9999-07-01T00:00:00Z")), -4h);
    EXPECT_EQ(zone.offset(utc("9999-12-31T23:59:59Z")), -5h);
}

TEST(PosixRule, ATableThatIsFullTakesARuleOfItsOwnTypesOnly) {
    const PosixRule rule = parse_posix_rule("CET-1CEST,M3.5.0,M10.5.0/3").value();
    ZoneTable table;
    for (int i = 0; i < 254; ++i) table.types.push_back({seconds{i}, false, "X"});
    table.types.push_back({1h, false, "CET"});
    table.types.push_back({2h, true, "CEST"});
    EXPECT_TRUE(continue_with(table, rule));
    EXPECT_EQ(table.types.size(), 256U);
    table.yearly.clear();
    table.types.back().abbreviation = "X";
    EXPECT_FALSE(continue_with(table, rule));
    EXPECT_EQ(table.types.size(), 256U);
    EXPECT_TRUE(table.yearly.empty());
}

TEST(PosixRule, WhatIsNoRuleIsRefused) {
    for (const char* text : {"",
                             "CET",
                             "CE-1",
                             "-1",
                             "CET-1CEST",
                             "CET-1CEST,M3.5.0",
                             "CET-1CEST,M3.5.0,",
                             "CET-1CEST,M3.5.0,M10.5.0/3 ",
                             "CET-1CEST,M13.5.0,M10.5.0",
                             "CET-1CEST,M3.6.0,M10.5.0",
                             "CET-1CEST,M3.0.0,M10.5.0",
                             "CET-1CEST,M0.5.0,M10.5.0",
                             "CET-1CEST,M3.5.7,M10.5.0",
                             "CET-25",
                             "CET-1:60",
                             "CET-1CEST,J0,J365",
                             "CET-1CEST,J366,J1",
                             "CET-1CEST,366,1",
                             "CET-1CEST,M3.5.0/168,M10.5.0",
                             "<CET-1",
                             "<+>-1",
                             "CET-99999999999999999999"}) {
        EXPECT_EQ(parse_posix_rule(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace plazo::timezone
