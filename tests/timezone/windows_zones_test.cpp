#include "timezone/windows_zones.h"

#include <gtest/gtest.h>

#include "timezone/ascii.h"
#include "timezone/constant_index.h"

#include <algorithm>

namespace plazo::timezone {
namespace {

TEST(WindowsZones, ExampleOfTheManualPage) {
    EXPECT_EQ(iana_from_windows("Romance Standard Time"), "Europe/Paris");
    EXPECT_EQ(iana_from_windows("Romance Standard Time", "ES"), "Europe/Madrid");
    EXPECT_EQ(windows_from_iana("Europe/Madrid"), "Romance Standard Time");
    EXPECT_EQ(windows_from_iana("Europe/Kiev"), windows_from_iana("Europe/Kyiv"));
    EXPECT_TRUE(windows_from_iana("Europe/Kyiv"));
}

TEST(WindowsZones, TerritoriesWithoutAnEntryGetTheWorlds) {
    EXPECT_EQ(iana_from_windows("Romance Standard Time", "JP"), "Europe/Paris");
    EXPECT_EQ(iana_from_windows("GMT Standard Time", "ES"), "Atlantic/Canary");
}

TEST(WindowsZones, ZonesHaveTheirPresentNames) {
    EXPECT_EQ(iana_from_windows("India Standard Time"), "Asia/Kolkata");
    EXPECT_EQ(iana_from_windows("FLE Standard Time"), "Europe/Kyiv");
    EXPECT_EQ(iana_from_windows("Myanmar Standard Time"), "Asia/Yangon");
    EXPECT_EQ(iana_from_windows("Greenland Standard Time"), "America/Nuuk");
    EXPECT_EQ(windows_from_iana("Asia/Calcutta"), "India Standard Time");
    EXPECT_EQ(windows_from_iana("Asia/Kolkata"), "India Standard Time");
    EXPECT_EQ(windows_from_iana("US/Samoa"), "UTC-11");
    EXPECT_EQ(windows_from_iana("UTC"), "UTC");
    EXPECT_EQ(windows_from_iana("US/Eastern"), "Eastern Standard Time");
}

TEST(WindowsZones, TablesThatWentStaleElsewhereAreRight) {
    EXPECT_EQ(iana_from_windows("Mountain Standard Time (Mexico)"), "America/Mazatlan");
    EXPECT_EQ(iana_from_windows("Central Asia Standard Time"), "Asia/Bishkek");
    EXPECT_EQ(iana_from_windows("Pacific Standard Time"), "America/Los_Angeles");
}

TEST(WindowsZones, RetiredAndComingNamesAreKnown) {
    EXPECT_EQ(iana_from_windows("Kamchatka Standard Time"), "Asia/Kamchatka");
    EXPECT_EQ(iana_from_windows("Mid-Atlantic Standard Time"), "Etc/GMT+2");
    EXPECT_EQ(iana_from_windows("Russia TZ 10 Standard Time"), "Asia/Srednekolymsk");
    EXPECT_EQ(iana_from_windows("Russia TZ 2 Standard Time"), "Europe/Moscow");
    EXPECT_EQ(iana_from_windows("Alberta Standard Time"), "America/Edmonton");
    EXPECT_EQ(iana_from_windows("British Columbia Standard Time"), "America/Vancouver");
    EXPECT_EQ(iana_from_windows("Armenian Standard Time"), "Asia/Yerevan");
    EXPECT_EQ(iana_from_windows("Mexico Standard Time 2"), "America/Mazatlan");
}

TEST(WindowsZones, NamesOfAZonesStandardTimeAreKnown) {
    EXPECT_EQ(iana_from_windows("Malay Peninsula Standard Time"), "Asia/Singapore");
    EXPECT_EQ(iana_from_windows("Jerusalem Standard Time"), "Asia/Jerusalem");
    EXPECT_EQ(iana_from_windows("Cabo Verde Standard Time"), "Atlantic/Cape_Verde");
    EXPECT_EQ(iana_from_windows("RUSSIA TZ 2 standard time", "RU"), "Europe/Moscow");
}

TEST(WindowsZones, CaseDoesNotMatterAndUnknownIsNothing) {
    EXPECT_EQ(iana_from_windows("romance standard time"), "Europe/Paris");
    EXPECT_EQ(windows_from_iana("EUROPE/MADRID"), "Romance Standard Time");
    EXPECT_EQ(iana_from_windows("Romance"), std::nullopt);
    EXPECT_EQ(iana_from_windows("romance standard time", "es"), "Europe/Madrid");
    EXPECT_EQ(iana_from_windows("Romance_Standard Time"), std::nullopt);
    EXPECT_EQ(iana_from_windows("Romance Standard Time", std::string(1000, 'E')), "Europe/Paris");
    EXPECT_EQ(iana_from_windows(""), std::nullopt);
    EXPECT_EQ(windows_from_iana(""), std::nullopt);
    EXPECT_EQ(iana_from_windows("Europe/Madrid"), std::nullopt);
    EXPECT_EQ(windows_from_iana("Antarctica/Troll"), std::nullopt);
}

TEST(WindowsZones, AConstantIndexFindsRows) {
    struct Row {
        std::string_view name;
        int value;
    };
    constexpr Row rows[] = {{"one", 1}, {"Twenty-one", 21}, {"ONE", 2}};
    constexpr ConstantIndex index{rows,
                                  [](const Row& row) { return hash_ignoring_case(row.name); }};
    const auto value_of = [&](std::string_view name) {
        const auto row = index.find(hash_ignoring_case(name), [&](std::size_t each) {
            return equal_ignoring_case(rows[each].name, name);
        });
        return row ? rows[*row].value : 0;
    };
    EXPECT_EQ(value_of("TWENTY-ONE"), 21);
    EXPECT_EQ(value_of("One"), 1);
    EXPECT_EQ(value_of("two"), 0);
}

TEST(WindowsZones, OnlyLettersDifferInNothingButCase) {
    EXPECT_TRUE(equal_ignoring_case("[Az]-1234567", "[aZ]-1234567"));
    EXPECT_FALSE(equal_ignoring_case("@`{[-1234567", "`@[{-1234567"));
    EXPECT_FALSE(equal_ignoring_case("\xC0", "\xE0"));
    EXPECT_FALSE(equal_ignoring_case("Madrid", "Madrid "));
    static_assert(hash_ignoring_case("Europe/Madrid") == hash_ignoring_case("EUROPE/madrid"));
    const std::string name = "Europe/MADRID";
    EXPECT_EQ(hash_ignoring_case(name), hash_ignoring_case("Europe/Madrid"));
}

TEST(WindowsZones, AliasesNameTheOtherNamesThePreferredFirst) {
    const auto of_kiev = iana_aliases_of("Europe/Kiev");
    ASSERT_FALSE(of_kiev.empty());
    EXPECT_EQ(of_kiev.front(), "Europe/Kyiv");
    const auto of_kyiv = iana_aliases_of("europe/kyiv");
    EXPECT_NE(std::find(of_kyiv.begin(), of_kyiv.end(), "Europe/Kiev"), of_kyiv.end());
    EXPECT_TRUE(iana_aliases_of("Europe/Madrid").empty());
}

}  // namespace
}  // namespace plazo::timezone
