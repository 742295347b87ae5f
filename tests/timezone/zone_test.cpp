#include "timezone/zone.h"

#include <gtest/gtest.h>

#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;
using Kind = Resolution::Kind;

TEST(Zone, ExampleOfTheManualPage) {
    const Tzdb& tzdb = frozen_tzdb();
    const Zone madrid = *tzdb.find("Europe/Madrid");
    const LocalTime never = *parse_local("2026-03-29T02:30:00");
    EXPECT_EQ(madrid.resolve(never).kind, Resolution::Kind::gap);
    EXPECT_EQ(format_rfc3339(madrid.instant(never)), "2026-03-29T01:30:00Z");
    EXPECT_EQ(format_local(madrid.local(madrid.instant(never))), "2026-03-29T03:30:00");
    EXPECT_EQ(madrid.instant(never, Policy::reject), std::nullopt);
}

TEST(Zone, ATimeInAGapFollowsTheOffsetBeforeIt) {
    const Resolution gap = zone("Europe/Madrid").resolve(local("2026-03-29T02:30:00"));
    EXPECT_EQ(gap.kind, Kind::gap);
    EXPECT_EQ(gap.change, utc("2026-03-29T01:00:00Z"));
    EXPECT_EQ(gap.earlier, utc("2026-03-29T00:30:00Z"));
    EXPECT_EQ(gap.later, utc("2026-03-29T01:30:00Z"));
    EXPECT_EQ(gap.compatible(), gap.later);
}

TEST(Zone, ATimeInAFoldIsTheFirstOfTwo) {
    const Zone madrid = zone("Europe/Madrid");
    const Resolution fold = madrid.resolve(local("2026-10-25T02:30:00"));
    EXPECT_EQ(fold.kind, Kind::fold);
    EXPECT_EQ(fold.change, utc("2026-10-25T01:00:00Z"));
    EXPECT_EQ(fold.compatible(), utc("2026-10-25T00:30:00Z"));
    EXPECT_EQ(madrid.instant(local("2026-10-25T02:30:00"), Policy::later),
              utc("2026-10-25T01:30:00Z"));
    EXPECT_EQ(madrid.instant(local("2026-10-25T02:30:00"), Policy::reject), std::nullopt);
}

TEST(Zone, TheEdgesOfGapAndFoldAreUniqueOrNot) {
    const Zone madrid = zone("Europe/Madrid");
    const auto kind = [&](const char* text) { return madrid.resolve(local(text)).kind; };
    EXPECT_EQ(kind("2026-03-29T01:59:59"), Kind::unique);
    EXPECT_EQ(kind("2026-03-29T02:00:00"), Kind::gap);
    EXPECT_EQ(kind("2026-03-29T02:59:59"), Kind::gap);
    EXPECT_EQ(kind("2026-03-29T03:00:00"), Kind::unique);
    EXPECT_EQ(kind("2026-10-25T01:59:59"), Kind::unique);
    EXPECT_EQ(kind("2026-10-25T02:00:00"), Kind::fold);
    EXPECT_EQ(kind("2026-10-25T02:59:59"), Kind::fold);
    EXPECT_EQ(kind("2026-10-25T03:00:00"), Kind::unique);
}

TEST(Zone, GapsAndFoldsGoOnAfter2037AndThroughEveryCycle) {
    const Zone madrid = zone("Europe/Madrid");
    for (const char* text : {"2038-03-28T02:30:00", "2045-03-26T02:30:00", "2438-03-28T02:30:00",
                             "9999-03-28T02:30:00"}) {
        EXPECT_EQ(madrid.resolve(local(text)).kind, Kind::gap) << text;
    }
    EXPECT_EQ(madrid.resolve(local("2438-10-31T02:30:00")).kind, Kind::fold);
    EXPECT_EQ(madrid.instant(local("2838-07-01T12:00:00")), utc("2838-07-01T10:00:00Z"));
}

TEST(Zone, EveryInstantIsFoundAgainFromItsLocalTime) {
    for (const Zone& each : frozen_tzdb().zones()) {
        for (Instant t = utc("1850-01-01T00:00:00Z"); t < utc("2900-01-01T00:00:00Z"); t += 1111h) {
            const Resolution found = each.resolve(each.local(t));
            ASSERT_NE(found.kind, Kind::gap) << each.name() << " " << format_rfc3339(t);
            ASSERT_TRUE(found.earlier == t || found.later == t)
                << each.name() << " " << format_rfc3339(t);
        }
    }
}

TEST(Zone, LocalMeanTimesKeepTheirSeconds) {
    EXPECT_EQ(zone("Europe/Madrid").offset(utc("1800-01-01T00:00:00Z")), -(14min + 44s));
    EXPECT_EQ(zone("Europe/Madrid").info(utc("0001-01-01T12:00:00Z")).abbreviation, "LMT");
    EXPECT_EQ(zone("Europe/Paris").offset(utc("1900-01-01T00:00:00Z")), 9min + 21s);
}

TEST(Zone, ApiaSkippedADay) {
    const Zone apia = zone("Pacific/Apia");
    const Resolution skipped = apia.resolve(local("2011-12-30T12:00:00"));
    EXPECT_EQ(skipped.kind, Kind::gap);
    EXPECT_EQ(skipped.later - skipped.earlier, 24h);
    EXPECT_EQ(format_local(apia.local(skipped.compatible())), "2011-12-31T12:00:00");
    EXPECT_EQ(apia.start_of_day(date("2011-12-30")), utc("2011-12-30T10:00:00Z"));
    EXPECT_EQ(apia.start_of_day(date("2011-12-30")), apia.start_of_day(date("2011-12-31")));
}

TEST(Zone, ADayStartsWhereMidnightWasSkippedOrRepeated) {
    // Santiago puts its clocks forward at midnight, and back to 23:00 the day before.
    const Zone santiago = zone("America/Santiago");
    EXPECT_EQ(santiago.resolve(local("2026-09-06T00:00:00")).kind, Kind::gap);
    EXPECT_EQ(santiago.start_of_day(date("2026-09-06")), utc("2026-09-06T04:00:00Z"));
    EXPECT_EQ(format_local(santiago.local(santiago.start_of_day(date("2026-09-06")))),
              "2026-09-06T01:00:00");
    EXPECT_EQ(santiago.start_of_day(date("2026-04-05")), utc("2026-04-05T04:00:00Z"));
    EXPECT_EQ(zone("Europe/Madrid").start_of_day(date("2026-03-29")), utc("2026-03-28T23:00:00Z"));
}

TEST(Zone, DublinMarksItsWinter) {
    const Zone dublin = zone("Europe/Dublin");
    EXPECT_EQ(dublin.info(utc("2026-07-01T00:00:00Z")).abbreviation, "IST");
    EXPECT_EQ(dublin.offset(utc("2026-07-01T00:00:00Z")), 1h);
    EXPECT_EQ(dublin.offset(utc("2026-12-01T00:00:00Z")), 0h);
    EXPECT_EQ(dublin.offset(utc("2060-12-01T00:00:00Z")), 0h);
}

TEST(Zone, CasablancaGoesBackForRamadan) {
    const Zone casablanca = zone("Africa/Casablanca");
    EXPECT_EQ(casablanca.offset(utc("2026-03-01T00:00:00Z")), 0h);
    EXPECT_EQ(casablanca.offset(utc("2026-04-01T00:00:00Z")), 1h);
    EXPECT_EQ(casablanca.offset(utc("2037-10-20T00:00:00Z")), 0h);
}

TEST(Zone, LordHoweMovesByHalfAnHour) {
    const Zone lord_howe = zone("Australia/Lord_Howe");
    EXPECT_EQ(lord_howe.resolve(local("2026-10-04T02:15:00")).kind, Kind::gap);
    EXPECT_EQ(lord_howe.resolve(local("2026-10-04T02:30:00")).kind, Kind::unique);
    EXPECT_EQ(lord_howe.resolve(local("2026-04-05T01:45:00")).kind, Kind::fold);
}

TEST(Zone, FixedZonesNeverChange) {
    EXPECT_EQ(Zone::utc().name(), "UTC");
    EXPECT_EQ(Zone::utc().offset(utc("2026-07-01T00:00:00Z")), 0h);
    EXPECT_EQ(Zone::fixed(-(5h + 30min)).name(), "UTC-05:30");
    EXPECT_EQ(Zone::fixed(1h).instant(local("2026-07-01T00:00:00")), utc("2026-06-30T23:00:00Z"));
    EXPECT_THROW(Zone::fixed(26h), std::invalid_argument);
}

TEST(Zone, TransitionsAreListedInTheirInterval) {
    const Zone madrid = zone("Europe/Madrid");
    const auto in_2026 =
        madrid.transitions(utc("2026-01-01T00:00:00Z"), utc("2027-01-01T00:00:00Z"));
    ASSERT_EQ(in_2026.size(), 2u);
    EXPECT_EQ(in_2026[0].at, utc("2026-03-29T01:00:00Z"));
    EXPECT_EQ(in_2026[0].before.abbreviation, "CET");
    EXPECT_EQ(in_2026[0].after.offset, 2h);
    EXPECT_EQ(madrid.transitions(in_2026[0].at, in_2026[0].at + 1s).size(), 1u);
    EXPECT_TRUE(madrid.transitions(in_2026[0].at + 1s, in_2026[1].at).empty());
    EXPECT_EQ(madrid.transitions(utc("2000-01-01T00:00:00Z"), utc("3000-01-01T00:00:00Z")).size(),
              2000u);
}

TEST(Zone, ZonesAreComparedByWhatTheirClocksShow) {
    const Zone madrid = zone("Europe/Madrid");
    EXPECT_TRUE(same_offsets(madrid, zone("Europe/Paris"), whole_years(2020, 2040)));
    EXPECT_FALSE(same_offsets(madrid, zone("Europe/Paris"), whole_years(1940, 1950)));
    EXPECT_FALSE(same_offsets(madrid, zone("Atlantic/Canary"), whole_years(2026, 2026)));
    const Span winter{utc("2026-01-01T00:00:00Z"), utc("2026-03-01T00:00:00Z")};
    EXPECT_TRUE(same_offsets(madrid, Zone::fixed(1h), winter));
    EXPECT_FALSE(same_offsets(madrid, Zone::fixed(1h), whole_years(2026, 2026)));
}

}  // namespace
}  // namespace plazo::timezone
