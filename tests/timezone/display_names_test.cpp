#include "timezone/display_names.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "timezone/places.h"
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
    EXPECT_EQ(meaning("(UTC) Co-ordinated Universal Time"), "Etc/UTC");
}

TEST(DisplayNames, CommasSlashesAndWordsAreRead) {
    EXPECT_EQ(meaning("(GMT+01.00) Madrid / Paris"), "Europe/Paris");
    EXPECT_EQ(meaning("(GMT+01.00) Madrid/Berlin"), "Europe/Paris");
    EXPECT_EQ(meaning("(GMT) Greenwich Mean Time : Dublin, London"), "Europe/London");
    EXPECT_EQ(meaning("Greenwich Mean Time; Dublin, London"), "Europe/London");
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
    EXPECT_EQ(meaning("(UTC+00:00) London, Madrid"), "Europe/London");
    EXPECT_EQ(meaning("(UTC+03:00) London, Madrid"), "");
    EXPECT_EQ(meaning("(UTC+02:00) Kyiv, Madrid"), "Europe/Kyiv");
    EXPECT_EQ(meaning("Madrid, Paris, London"), "");
    EXPECT_EQ(meaning("Madrid, Paris, Berlin, London"), "Europe/Paris");
    EXPECT_EQ(meaning("Madrid, London"), "");
}

TEST(DisplayNames, PlacesThatPartedMeanTheTimeTheyHadInCommon) {
    EXPECT_EQ(meaning("London, Casablanca"), "");  // in Ramadan Morocco still has it
    EXPECT_EQ(meaning("Bogota, New York"), "");    // both have it
    EXPECT_EQ(meaning("London, Madrid"), "");      // they never had one
    if (!std::filesystem::exists(default_folder)) GTEST_SKIP() << "needs the machine's zone data";
    const Tzdb tzdb = Tzdb::load(default_folder);
    const auto meaning_today = [&](const char* text) {
        const auto found = zone_of_display_name(tzdb, text, whole_years(2024, 2026));
        return found ? found->zone.name() : std::string{};
    };
    EXPECT_EQ(meaning_today("Athens, Istanbul, Minsk"), "Europe/Athens");
    EXPECT_EQ(meaning_today("Astana, Dhaka"), "Asia/Dhaka");
    EXPECT_EQ(meaning_today("Almaty, Novosibirsk, North Central Asia"), "");  // neither has it
}

TEST(DisplayNames, UnknownPlacesArePassedOverWhereTheOffsetSaysTheSame) {
    const Span span = whole_years(2026, 2026);
    const auto found = zone_of_display_name(frozen_tzdb(), "(UTC+01:00) Madrid, Paris, X", span);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->zone.name(), "Europe/Paris");
    EXPECT_FALSE(found->certain);
    EXPECT_EQ(meaning("Madrid, Paris, X"), "");
    EXPECT_EQ(meaning("(UTC+01:00) Madrid, X"), "");
    EXPECT_EQ(meaning("(UTC+02:00) Madrid, Paris, X"), "");
    EXPECT_EQ(meaning("(UTC+01:00) Madrid, London, X"), "");
}

TEST(DisplayNames, RamadanIsNotTheStandardTimeOfMorocco) {
    EXPECT_EQ(meaning("(UTC+00:00) London, Casablanca"), "Europe/London");
    EXPECT_EQ(meaning("(UTC+01:00) Casablanca"), "Africa/Casablanca");
}

TEST(DisplayNames, PlacesAreReadInOtherLanguages) {
    const Span span = whole_years(2026, 2026);
    for (const char* text :
         {"(UTC+01:00) Madrid, París", "(UTC+01:00) Madrid, Parijs", "(UTC+01:00) Madryt, Paryż",
          "(UTC+01:00) Мадрид, Париж", "(UTC+01:00) 马德里，巴黎", "(UTC+01:00) マドリード、パリ",
          "Paris, Madrid (heure d’été)"}) {
        const auto found = zone_of_display_name(frozen_tzdb(), text, span);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->zone.name(), "Europe/Paris") << text;
        EXPECT_TRUE(found->certain) << text;
    }
    EXPECT_EQ(meaning("(UTC+00:00) Edimburgo, Londres"), "Europe/London");
    EXPECT_EQ(meaning("(UTC-05:00) Est (É.-U. et Canada)"), "America/New_York");
    EXPECT_EQ(meaning("(UTC-05:00) Hora del este (EE. UU. y Canadá)"), "America/New_York");
    EXPECT_EQ(meaning("(UTC-05:00) 東部標準時 (米国およびカナダ)"), "America/New_York");
    EXPECT_EQ(meaning("(UTC-05:00) 东部时间(美国和加拿大)"), "America/New_York");
    EXPECT_EQ(meaning("(UTC) Temps universel coordonné"), "Etc/UTC");
    EXPECT_EQ(meaning("(UTC+01:00) Londres, Madryd"), "");
}

TEST(DisplayNames, ExamplesOfPlacesAreRead) {
    const auto names_of = [](const char* place) {
        std::string names;
        for (const Zone& zone : zones_of_place(frozen_tzdb(), place)) names += zone.name() + " ";
        return names;
    };
    EXPECT_EQ(names_of("Bogota"), "America/Bogota ");
    EXPECT_EQ(names_of("quito"), "");  // its zone is not in this database
    EXPECT_EQ(names_of("Edinburgh"), "Europe/London ");
    EXPECT_EQ(names_of("samoa"), "Pacific/Apia ");
    EXPECT_EQ(names_of("Londýn"), "Europe/London ");
    EXPECT_EQ(names_of("Coordinated Universal Time"), "Etc/UTC ");
    EXPECT_EQ(names_of("north"), "");
    EXPECT_EQ(names_of("../London"), "");
}

TEST(DisplayNames, AnOffsetNeedsNoBrackets) {
    EXPECT_EQ(meaning("GMT+01:00 Madrid"), "Europe/Madrid");
    EXPECT_EQ(meaning("(GMT +01:00) Madrid"), "Europe/Madrid");
    EXPECT_EQ(meaning("GMT Madrid"), "");
    EXPECT_EQ(meaning("(UTC+1:00) Madrid"), "Europe/Madrid");
    EXPECT_EQ(meaning("(GMT+1.00) Madrid/Paris"), "Europe/Paris");
    EXPECT_EQ(meaning("(UTC+1x) Madrid"), "");
    EXPECT_EQ(meaning("(UTC+01:00"), "");
    EXPECT_EQ(meaning("(UTC+01:00)"), "");
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
