#include "timezone/duration.h"

#include <gtest/gtest.h>

#include "tree.h"

namespace plazo::timezone {
namespace {

TEST(Duration, ReadsEveryPart) {
    const Duration all = *parse_duration("P1Y2M1W4DT5H6M7S");
    EXPECT_EQ(all.months, 14);
    EXPECT_EQ(all.days, 11);
    EXPECT_EQ(all.exact, hours{5} + minutes{6} + seconds{7});
    EXPECT_EQ(parse_duration("P3M")->months, 3);
    EXPECT_EQ(parse_duration("PT3M")->exact, minutes{3});
}

TEST(Duration, RefusesWhatIsNotOne) {
    for (const char* text :
         {"", "P", "PT", "1D", "P-1D", "-P1D", "P1.5D", "PD", "P1H", "PT1D", "P1DT", "P1D2W",
          "P11Y", "P99999999999D", "PT1S1H", "P1DT1H ", "p1d", "P1YT1H2H"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(Duration, IsWrittenShortAndReadBack) {
    for (const char* text : {"P10D", "PT1H30M", "P1Y2M", "PT5S", "P1DT12H"}) {
        EXPECT_EQ(format_duration(*parse_duration(text)), text);
    }
    EXPECT_EQ(format_duration(*parse_duration("P2W")), "P14D");
    EXPECT_EQ(format_duration(Duration{}), "PT0S");
}

TEST(Duration, ADayIsADayOnTheWallAndTwentyFourHoursAreExact) {
    const Zone madrid = zone("Europe/Madrid");
    EXPECT_EQ(later(local("2026-10-24T18:00:00"), *parse_duration("P1D"), madrid),
              local("2026-10-25T18:00:00"));
    EXPECT_EQ(later(local("2026-10-24T18:00:00"), *parse_duration("PT24H"), madrid),
              local("2026-10-25T17:00:00"));
    EXPECT_EQ(later(local("2026-03-28T18:00:00"), *parse_duration("P1D"), madrid),
              local("2026-03-29T18:00:00"));
    EXPECT_EQ(later(local("2026-03-28T18:00:00"), *parse_duration("PT24H"), madrid),
              local("2026-03-29T19:00:00"));
}

TEST(Duration, AMonthThatIsTooShortGivesItsLastDay) {
    const Zone greenwich = Zone::utc();
    EXPECT_EQ(later(local("2026-01-30T12:00:00"), *parse_duration("P1M"), greenwich),
              local("2026-02-28T12:00:00"));
    EXPECT_EQ(later(local("2026-08-31T12:00:00"), *parse_duration("P1M"), greenwich),
              local("2026-09-30T12:00:00"));
}

TEST(Duration, NegatedItCountsBack) {
    const Zone madrid = zone("Europe/Madrid");
    EXPECT_EQ(later(local("2026-03-30T09:00:00"), parse_duration("P1D")->negated(), madrid),
              local("2026-03-29T09:00:00"));
    EXPECT_EQ(later(local("2026-12-15T14:00:00"), parse_duration("PT1H")->negated(), madrid),
              local("2026-12-15T13:00:00"));
}

TEST(Duration, AnExactDistanceKeepsTheSecondOfTwoEqualHours) {
    const Zone madrid = zone("Europe/Madrid");
    const Duration back = parse_duration("PT1H30M")->negated();
    EXPECT_EQ(instant_later(local("2026-10-25T04:00:00"), back, madrid),
              utc("2026-10-25T01:30:00Z"));
}

}  // namespace
}  // namespace plazo::timezone
