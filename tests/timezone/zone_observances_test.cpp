#include <gtest/gtest.h>

#include <filesystem>

#include "timezone/observances.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

const Span all_years = whole_years(year_min, year_max);
/// Enough to see the rules without an end in every kind of year.
const Span most_years = whole_years(year_min, 2300);

std::size_t onsets_listed(const Observances& rules) {
    std::size_t count = 0;
    for (const Observance& each : rules.list) count += each.onsets.size();
    return count;
}

bool is_open(const Observance& observance) {
    return observance.rule && !observance.rule->until;
}

void expect_right(const Tzdb& tzdb, Span all) {
    for (const Zone& zone : tzdb.zones()) {
        const auto whole = observances_from(zone, all.from);
        EXPECT_EQ(first_difference(whole, zone, all), std::nullopt) << zone.name();
        const auto own = zone_from(whole, "x");
        ASSERT_TRUE(own) << zone.name();
        EXPECT_TRUE(same_offsets(*own, zone, all)) << zone.name();

        const Instant from = utc("1985-07-04T12:00:00Z");
        EXPECT_EQ(first_difference(observances_from(zone, from), zone, {from, all.to}),
                  std::nullopt)
            << zone.name();
        const Span span{utc("2025-07-04T12:00:00Z"), utc("2027-12-31T00:00:00Z")};
        EXPECT_EQ(first_difference(observances_of(zone, span), zone, span), std::nullopt)
            << zone.name();
    }
}

TEST(ZoneObservances, EveryZoneIsDescribedThroughAllOfItsHistoryAndFuture) {
    expect_right(frozen_tzdb(), all_years);
}

TEST(ZoneObservances, EveryZoneOfThisMachineIsDescribed) {
    if (!std::filesystem::exists(std::string{default_folder} + "/Europe/Madrid")) GTEST_SKIP();
    expect_right(Tzdb::load(default_folder), most_years);
}

TEST(ZoneObservances, ASpanTakesTheChangesInItAndTheOneBefore) {
    const Observances rules = observances_of(zone("Europe/Madrid"), whole_years(2026, 2026));
    ASSERT_EQ(rules.list.size(), 2u);
    EXPECT_EQ(rules.list[0].onset, local("2025-10-26T03:00:00"));
    EXPECT_EQ(rules.list[0].rule->until, utc("2026-10-25T01:00:00Z"));
    EXPECT_EQ(rules.list[0].rule->day.number, -1);
    EXPECT_EQ(rules.list[1].onset, local("2026-03-29T02:00:00"));
    EXPECT_EQ(rules.list[1].rule, std::nullopt);
}

TEST(ZoneObservances, ASpanBetweenTwoChangesIsOneObservance) {
    const Span winter{utc("2026-01-10T00:00:00Z"), utc("2026-02-10T00:00:00Z")};
    const Observances rules = observances_of(zone("Europe/Madrid"), winter);
    ASSERT_EQ(rules.list.size(), 1u);
    EXPECT_EQ(rules.list[0].to, 1h);
    EXPECT_EQ(rules.list[0].from, 2h);
}

TEST(ZoneObservances, OnlyTheLastRulesAreOpen) {
    const Observances rules = observances_from(zone("America/New_York"), all_years.from);
    std::vector<std::string> open;
    for (const Observance& each : rules.list) {
        if (is_open(each)) open.push_back(each.name + format_local(each.onset));
    }
    EXPECT_EQ(open, (std::vector<std::string>{"EDT2007-03-11T02:00:00", "EST2007-11-04T02:00:00"}));
}

TEST(ZoneObservances, WhatNoYearlyRuleFitsIsListed) {
    // Ramadan moves through the year; the frozen tree foresees it up to 2087.
    const Observances ramadan = observances_of(zone("Africa/Casablanca"), whole_years(2026, 2031));
    EXPECT_GE(onsets_listed(ramadan), 8u);
    for (const Observance& each : ramadan.list) EXPECT_FALSE(is_open(each));
    EXPECT_EQ(onsets_listed(observances_from(zone("Europe/Madrid"), utc("2000-01-01T00:00:00Z"))),
              0u);
}

TEST(ZoneObservances, ARuleByWeekdayAfterADayIsFound) {
    // Lord Howe and Santiago: "the first Sunday from the second on".
    const Observances rules = observances_from(zone("America/Santiago"), all_years.from);
    EXPECT_EQ(first_difference(rules, zone("America/Santiago"), all_years), std::nullopt);
    const auto from_a_day = [](const Observance& each) {
        return is_open(each) && each.rule->day.kind == YearlyDay::Kind::weekday_on_or_after;
    };
    EXPECT_EQ(std::count_if(rules.list.begin(), rules.list.end(), from_a_day), 2);
}

TEST(ZoneObservances, AZoneWithoutChangesIsOneObservance) {
    const Observances rules = observances_from(zone("Etc/UTC"), all_years.from);
    ASSERT_EQ(rules.list.size(), 1u);
    EXPECT_EQ(rules.list[0].onset, local("1970-01-01T00:00:00"));
    EXPECT_EQ(rules.list[0].from, rules.list[0].to);
    EXPECT_FALSE(rules.list[0].rule);
}

TEST(ZoneObservances, SummerIsDaylightAlsoInDublin) {
    for (const Observance& each :
         observances_of(zone("Europe/Dublin"), whole_years(2026, 2027)).list) {
        EXPECT_EQ(each.daylight, each.name == "IST");
    }
}

TEST(ZoneObservances, LocalMeanTimeKeepsItsSeconds) {
    const Observances rules = observances_from(zone("Europe/Madrid"), all_years.from);
    EXPECT_EQ(rules.list.front().from, -(14min + 44s));
    EXPECT_EQ(rules.offset(utc("1850-01-01T00:00:00Z")), -(14min + 44s));
}

}  // namespace
}  // namespace plazo::timezone
