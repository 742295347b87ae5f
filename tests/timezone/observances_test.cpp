#include "timezone/observances.h"

#include <gtest/gtest.h>

#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;
using Kind = YearlyDay::Kind;

YearlyRule nth(unsigned month, int number, Weekday weekday = Weekday::sunday) {
    return {{Kind::nth_weekday, date::month{month}, number, weekday}};
}

/// As Outlook writes Madrid's rules: from 1601, with a first onset that is not of the rule.
Observances outlook_block() {
    const LocalTime summer_ends = local("1601-01-01T03:00:00");
    const LocalTime summer_begins = local("1601-01-01T02:00:00");
    return {{{summer_ends, 2h, 1h, nth(10, -1), {}, "", false},
             {summer_begins, 1h, 2h, nth(3, -1), {}, "", true}}};
}

TEST(Observances, ExampleOfTheManualPage) {
    const Tzdb& tzdb = frozen_tzdb();
    const Zone madrid = *tzdb.find("Europe/Madrid");
    const Observances rules = outlook_safe(madrid, 2026);
    EXPECT_EQ(rules.list.size(), 2u);
    EXPECT_EQ(zone_like(tzdb, rules, whole_years(2026, 2026))->name(), "Europe/Paris");
    EXPECT_EQ(first_difference(rules, madrid, whole_years(1990, 2050)),
              utc("1990-09-30T01:00:00Z"));
}

TEST(Observances, ABlockFrom1601SaysWhatMadridsClocksShow) {
    const Observances rules = outlook_block();
    EXPECT_TRUE(describes(rules, zone("Europe/Madrid"), whole_years(1997, 2100)));
    EXPECT_FALSE(describes(rules, zone("Europe/Madrid"), whole_years(1990, 1997)));
    EXPECT_EQ(rules.offset(utc("2026-03-29T00:59:59Z")), 1h);
    EXPECT_EQ(rules.offset(utc("2026-03-29T01:00:00Z")), 2h);
    EXPECT_EQ(rules.offset(utc("9999-07-01T00:00:00Z")), 2h);
}

TEST(Observances, BeforeTheFirstOnsetItsOldOffsetIsInForce) {
    Observances rules = outlook_block();
    rules.list[0].onset = local("2026-10-25T03:00:00");
    rules.list[1].onset = local("2027-03-28T02:00:00");
    EXPECT_EQ(rules.offset(utc("2026-07-01T00:00:00Z")), 2h);
    EXPECT_EQ(zone_from(rules, "x")->offset(utc("1990-01-01T00:00:00Z")), 2h);
}

TEST(Observances, UntilIsTheLastOnsetInUtc) {
    Observances rules = outlook_block();
    rules.list[1].rule->until = utc("2026-03-29T01:00:00Z");
    EXPECT_EQ(rules.offset(utc("2026-07-01T00:00:00Z")), 2h);
    EXPECT_EQ(rules.offset(utc("2027-07-01T00:00:00Z")), 1h);
    rules.list[1].rule->until = utc("2026-03-29T00:59:59Z");
    EXPECT_EQ(rules.offset(utc("2026-07-01T00:00:00Z")), 1h);
}

TEST(Observances, TheFirstOnsetCountsWhereTheRuleDisagrees) {
    Observances rules = outlook_block();
    rules.list[1].onset = local("2026-02-01T02:00:00");
    rules.list[0].onset = local("2025-10-26T03:00:00");
    EXPECT_EQ(rules.offset(utc("2026-02-15T00:00:00Z")), 2h);
    EXPECT_EQ(rules.offset(utc("2027-02-15T00:00:00Z")), 1h);
}

TEST(Observances, DatesAreOnsetsToo) {
    Observances ramadan;
    ramadan.list.push_back({local("2026-02-15T03:00:00"),
                            1h,
                            0h,
                            std::nullopt,
                            {local("2027-02-07T03:00:00")},
                            "+00",
                            false});
    ramadan.list.push_back({local("2026-03-22T02:00:00"),
                            0h,
                            1h,
                            std::nullopt,
                            {local("2027-03-14T02:00:00")},
                            "+01",
                            true});
    EXPECT_EQ(ramadan.offset(utc("2027-02-20T00:00:00Z")), 0h);
    EXPECT_TRUE(describes(ramadan, zone("Africa/Casablanca"), whole_years(2026, 2027)));
    EXPECT_FALSE(describes(ramadan, zone("Africa/Casablanca"), whole_years(2026, 2028)));
}

TEST(Observances, TransitionsAndOffsetsTellTheSameStory) {
    const Observances rules = outlook_block();
    const auto changes =
        rules.transitions(utc("2026-01-01T00:00:00Z"), utc("2028-01-01T00:00:00Z"));
    ASSERT_EQ(changes.size(), 4u);
    for (const Transition& change : changes) {
        EXPECT_EQ(rules.offset(change.at), change.after.offset);
        EXPECT_EQ(rules.offset(change.at - 1s), change.before.offset);
    }
    EXPECT_TRUE(rules.transitions(changes[0].at + 1s, changes[1].at).empty());
}

TEST(Observances, APrivateZoneIsTheBlockInEveryYear) {
    Observances rules = outlook_block();
    rules.list[0].onset = local("1995-10-29T03:00:00");
    rules.list[1].onset = local("1996-03-31T02:00:00");
    const Zone own = zone_from(rules, "Customized Time Zone").value();
    EXPECT_EQ(own.name(), "Customized Time Zone");
    for (Instant t = utc("1980-01-01T00:00:00Z"); t < utc("3000-01-01T00:00:00Z"); t += 997h) {
        ASSERT_EQ(own.offset(t), rules.offset(t)) << format_rfc3339(t);
    }
    EXPECT_EQ(own.resolve(local("2500-03-28T02:30:00")).kind, Resolution::Kind::gap);
}

TEST(Observances, BlocksThatAreNoZoneAreRefused) {
    EXPECT_FALSE(zone_from({}, "x"));
    EXPECT_EQ(Observances{}.offset(utc("2026-01-01T00:00:00Z")), 0s);
    Observances far;
    far.list.push_back({local("2026-01-01T00:00:00"), 0h, 26h, std::nullopt, {}, "", false});
    EXPECT_FALSE(zone_from(far, "x"));
    Observances hostile;
    for (int i = 0; i < 300; ++i) {
        hostile.list.push_back({local("0001-01-01T00:00:00") + days{i},
                                0h,
                                seconds{i},
                                YearlyRule{{Kind::month_day, date::month{1}, 1, {}}},
                                {},
                                "",
                                false});
    }
    EXPECT_FALSE(zone_from(hostile, "x"));
}

TEST(Observances, EqualZonesAreOrderedByHintNameAndImportance) {
    Observances rules = outlook_block();
    const Span span = whole_years(2024, 2026);
    const auto names = [&](std::string_view hint) {
        std::string text;
        for (const Zone& each : zones_like(frozen_tzdb(), rules, span, hint)) {
            text += each.name() + " ";
        }
        return text;
    };
    EXPECT_EQ(names({}), "Europe/Paris Europe/Berlin Europe/Madrid ");
    EXPECT_EQ(names("Europe/Madrid"), "Europe/Madrid Europe/Paris Europe/Berlin ");
    EXPECT_EQ(names("Asia/Kolkata"), names({}));
    rules.list[0].from += 1h;
    EXPECT_EQ(names("Europe/Madrid"), "");
}

TEST(Observances, AnOffsetAtTheVeryEndOfARuleIsKept) {
    // A rule without an end that some years lack is listed, not repeated.
    Observances rules = outlook_block();
    rules.list[1].rule->day = {Kind::nth_weekday, date::month{3}, 5, Weekday::sunday};
    const Zone own = zone_from(rules, "x").value();
    for (Instant t = utc("1900-01-01T00:00:00Z"); t < utc("9999-12-01T00:00:00Z"); t += 5003h) {
        ASSERT_EQ(own.offset(t), rules.offset(t)) << format_rfc3339(t);
    }
}

TEST(Observances, RulesThatMeetAtTheTurnOfTheYearKeepTheirOrder) {
    // The second comes first in time, as the clock it changes is a day ahead of the other.
    Observances rules;
    rules.list.push_back({local("2001-12-31T23:00:00"),
                          -12h,
                          14h,
                          YearlyRule{{Kind::month_day, date::month{12}, 31}},
                          {},
                          "",
                          false});
    rules.list.push_back({local("2001-01-01T00:00:00"),
                          14h,
                          -12h,
                          YearlyRule{{Kind::month_day, date::month{1}, 1}},
                          {},
                          "",
                          false});
    const Zone own = zone_from(rules, "x").value();
    for (Instant t = utc("2000-12-20T00:00:00Z"); t < utc("2010-12-01T00:00:00Z"); t += 1h) {
        ASSERT_EQ(own.offset(t), rules.offset(t)) << format_rfc3339(t);
    }
}

TEST(Observances, TheFirstDifferenceIsFoundInEitherDirection) {
    Observances rules = outlook_block();
    const Span span = whole_years(2026, 2030);
    EXPECT_EQ(first_difference(rules, zone("Europe/Madrid"), span), std::nullopt);
    rules.list[1].rule->until = utc("2027-06-01T00:00:00Z");
    EXPECT_EQ(first_difference(rules, zone("Europe/Madrid"), span), utc("2028-03-26T01:00:00Z"));
    EXPECT_EQ(first_difference(outlook_block(), *zone_from(rules, "x"), span),
              utc("2028-03-26T01:00:00Z"));
    EXPECT_EQ(first_difference(rules, zone("Asia/Kolkata"), span), span.from);
    EXPECT_EQ(first_difference(rules, zone("Asia/Kolkata"), {span.from, span.from}), std::nullopt);
    EXPECT_FALSE(describes({}, zone("Etc/UTC"), span));
}

TEST(OutlookSafe, OneStandardAndOneDaylightByWeekday) {
    const Observances rules = outlook_safe(zone("Europe/Madrid"), 2026);
    ASSERT_EQ(rules.list.size(), 2u);
    EXPECT_FALSE(rules.list[0].daylight);
    EXPECT_EQ(rules.list[0].rule, nth(10, -1));
    EXPECT_EQ(rules.list[0].onset, local("1970-10-25T03:00:00"));
    EXPECT_EQ(rules.list[0].name, "CET");
    EXPECT_TRUE(rules.list[1].daylight);
    EXPECT_EQ(rules.list[1].rule, nth(3, -1));
    EXPECT_EQ(rules.list[1].from, 1h);
    EXPECT_EQ(rules.list[1].to, 2h);
}

TEST(OutlookSafe, TheFourthSundayIsToldFromTheLast) {
    // In 2024 the second Sunday of March was the 10th, the first of November the 3rd.
    const Observances new_york = outlook_safe(zone("America/New_York"), 2024);
    EXPECT_EQ(new_york.list[0].rule, nth(11, 1));
    EXPECT_EQ(new_york.list[1].rule, nth(3, 2));
    // The 25th of October 2026 is both; later years tell.
    EXPECT_EQ(outlook_safe(zone("Europe/Berlin"), 2026).list[0].rule, nth(10, -1));
}

TEST(OutlookSafe, DublinsSummerIsDaylight) {
    const Observances rules = outlook_safe(zone("Europe/Dublin"), 2026);
    ASSERT_EQ(rules.list.size(), 2u);
    EXPECT_EQ(rules.list[0].name, "GMT");
    EXPECT_EQ(rules.list[1].name, "IST");
    EXPECT_TRUE(rules.list[1].daylight);
    EXPECT_EQ(rules.list[1].to, 1h);
}

TEST(OutlookSafe, EveryYearOfRulesIsDescribed) {
    for (const char* name : {"Europe/Madrid", "Atlantic/Canary", "Europe/Dublin",
                             "America/New_York", "Australia/Lord_Howe", "America/Santiago",
                             "Asia/Kolkata", "America/Phoenix", "Etc/UTC"}) {
        for (int year : {2024, 2026, 2031, 2045}) {
            const Observances rules = outlook_safe(zone(name), year);
            EXPECT_TRUE(describes(rules, zone(name), whole_years(year, year)))
                << name << " " << year;
        }
    }
}

TEST(OutlookSafe, RamadanIsRightForItsYearAlone) {
    const Observances rules = outlook_safe(zone("Africa/Casablanca"), 2026);
    EXPECT_EQ(rules.list.size(), 2u);
    EXPECT_TRUE(describes(rules, zone("Africa/Casablanca"), whole_years(2026, 2026)));
    EXPECT_FALSE(describes(rules, zone("Africa/Casablanca"), whole_years(2026, 2027)));
}

TEST(OutlookSafe, WhatOutlookCannotBeToldIsSaid) {
    const auto ramadan = outlook_safe(zone("Africa/Casablanca"), whole_years(2026, 2028));
    EXPECT_EQ(ramadan.wrong_from, utc("2027-02-07T02:00:00Z"));
    const auto madrid = outlook_safe(zone("Europe/Madrid"), whole_years(2026, 2040));
    EXPECT_EQ(madrid.wrong_from, std::nullopt);
}

TEST(OutlookSafe, TheYearWhoseRulesHoldLongestIsChosen) {
    // Samoa put its clocks back for the last time in April 2021, by the rule of the years before.
    const Span after{utc("2020-12-31T00:00:00Z"), utc("2021-03-01T00:00:00Z")};
    EXPECT_EQ(outlook_safe(zone("Pacific/Apia"), after).rules.list.size(), 2u);
    const Span later{utc("2020-12-31T00:00:00Z"), utc("2023-01-01T00:00:00Z")};
    const auto rules = outlook_safe(zone("Pacific/Apia"), later);
    EXPECT_EQ(rules.wrong_from, utc("2021-09-25T14:00:00Z"));
}

TEST(OutlookSafe, ADayOfTheMonthIsOneToo) {
    // Tehran's old rule by the Persian calendar came on fixed days in most years.
    Observances persian;
    persian.list.push_back({local("2010-09-22T00:00:00"),
                            4h + 30min,
                            3h + 30min,
                            YearlyRule{{Kind::month_day, date::month{9}, 22}},
                            {},
                            "",
                            false});
    persian.list.push_back({local("2010-03-22T00:00:00"),
                            3h + 30min,
                            4h + 30min,
                            YearlyRule{{Kind::month_day, date::month{3}, 22}},
                            {},
                            "",
                            true});
    const Observances rules = outlook_safe(*zone_from(persian, "x"), 2015);
    EXPECT_EQ(rules.list[0].rule, persian.list[0].rule);
    EXPECT_EQ(rules.list[1].rule, persian.list[1].rule);
}

TEST(OutlookSafe, AYearWithoutRulesIsItsLongestOffset) {
    // Samoa left daylight time for good in April 2021.
    const Observances rules = outlook_safe(zone("Pacific/Apia"), 2021);
    ASSERT_EQ(rules.list.size(), 1u);
    EXPECT_EQ(rules.list[0].to, 13h);
    EXPECT_FALSE(rules.list[0].rule);
    EXPECT_FALSE(describes(rules, zone("Pacific/Apia"), whole_years(2021, 2021)));
}

}  // namespace
}  // namespace plazo::timezone
