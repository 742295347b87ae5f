#include "timezone/display_names.h"

#include <gtest/gtest.h>

#include "tree.h"

namespace plazo::timezone {
namespace {

/// The name of the zone that a text means in 2026; empty for none.
std::string meaning(const char* text) {
    const auto found = zone_of_display_name(frozen_tzdb(), text, whole_years(2026, 2026));
    return found ? found->zone.name() : std::string{};
}

TEST(DisplayNames, ExampleOfTheManualPage) {
    const Span span = whole_years(2026, 2026);
    EXPECT_EQ(zone_of_display_name(frozen_tzdb(), "(UTC+01:00) Madrid, Paris", span)->zone.name(),
              "Europe/Paris");
}

TEST(DisplayNames, OnePlaceIsItself) {
    EXPECT_EQ(meaning("Madrid"), "Europe/Madrid");
    EXPECT_EQ(meaning("(GMT+01.00) Madrid"), "Europe/Madrid");
    EXPECT_EQ(meaning("(UTC-07:00) Arizona"), "America/Phoenix");
    EXPECT_EQ(meaning("(UTC) Coordinated Universal Time"), "Etc/UTC");
}

TEST(DisplayNames, CommasSlashesAndWordsAreRead) {
    EXPECT_EQ(meaning("(GMT+01.00) Madrid / Paris"), "Europe/Paris");
    EXPECT_EQ(meaning("(GMT+01.00) Madrid/Berlin"), "Europe/Paris");
    EXPECT_EQ(meaning("(UTC-05:00) Eastern Time (US and Canada)"), "America/New_York");
    EXPECT_EQ(meaning("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi"), "Asia/Kolkata");
}

TEST(DisplayNames, AnOffsetThatWentStaleIsLessCertainOnly) {
    const Span span = whole_years(2026, 2026);
    const auto stale = zone_of_display_name(frozen_tzdb(), "(GMT+02.00) Madrid", span);
    ASSERT_TRUE(stale);
    EXPECT_FALSE(stale->certain);
    EXPECT_TRUE(zone_of_display_name(frozen_tzdb(), "(GMT+01.00) Madrid", span)->certain);
}

TEST(DisplayNames, PlacesThatPartedAreToldByOffsetOrMajority) {
    EXPECT_EQ(meaning("(UTC+00:00) London, Casablanca, Madrid"), "");
    EXPECT_EQ(meaning("(UTC+02:00) Kyiv, Madrid"), "Europe/Kyiv");
    EXPECT_EQ(meaning("Madrid, Paris, London"), "Europe/Paris");
    EXPECT_EQ(meaning("Madrid, London"), "");
}

TEST(DisplayNames, UnknownPlacesAreNotGuessedAround) {
    EXPECT_EQ(meaning("London, Ontario"), "");
    EXPECT_EQ(meaning("Springfield"), "");
    EXPECT_EQ(meaning("(UTC+01:00) "), "");
    EXPECT_EQ(meaning(""), "");
    EXPECT_EQ(meaning("Madrid/Paris"), "");
    EXPECT_EQ(meaning("Eastern"), "");
}

}  // namespace
}  // namespace plazo::timezone
