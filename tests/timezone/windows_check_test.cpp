#include "timezone/windows_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "timezone/windows_tables.h"
#include "timezone/windows_zones.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using Kind = WindowsMismatch::Kind;

/// The mismatch of a place; nothing where it fits.
std::optional<WindowsMismatch> mismatch(const std::vector<WindowsMismatch>& all,
                                        std::string_view iana) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const WindowsMismatch& each) { return each.iana == iana; });
    return found == all.end() ? std::nullopt : std::optional{*found};
}

std::string first_name(const Tzdb& tzdb, const char* iana, Span span) {
    return std::string{windows_name(tzdb, *tzdb.find(iana), span).value_or("none")};
}

/// The machine's database, where it knows what happened in 2026.
std::optional<Tzdb> recent_tzdb() {
    if (!std::filesystem::exists(default_folder)) return std::nullopt;
    Tzdb tzdb = Tzdb::load(default_folder);
    if (tzdb.version() == "unknown" || tzdb.version() < "2026f") return std::nullopt;
    return tzdb;
}

TEST(WindowsCheck, TheNameOfCldrIsTakenWhereItFits) {
    const Span span = whole_years(2026, 2026);
    EXPECT_EQ(first_name(frozen_tzdb(), "Europe/Madrid", span), "Romance Standard Time");
    EXPECT_EQ(first_name(frozen_tzdb(), "US/Eastern", span), "Eastern Standard Time");
    EXPECT_EQ(windows_names(frozen_tzdb(), zone("Europe/Madrid"), span).front(),
              "Romance Standard Time");
}

TEST(WindowsCheck, OtherNamesOfTheSameTimeFollow) {
    const Span span = whole_years(2026, 2026);
    const auto names = windows_names(frozen_tzdb(), zone("Europe/Madrid"), span);
    EXPECT_EQ(names,
              (std::vector<std::string_view>{"Romance Standard Time", "W. Europe Standard Time"}));
}

TEST(WindowsCheck, AZoneThatNoWindowsNameFitsHasNone) {
    const Zone own = Zone::fixed(hours{5} + minutes{17});
    EXPECT_TRUE(windows_names(frozen_tzdb(), own, whole_years(2026, 2026)).empty());
    EXPECT_FALSE(windows_name(frozen_tzdb(), own, whole_years(2026, 2026)));
}

TEST(WindowsCheck, AFixedOffsetHasTheNameOfAPlaceThatKeepsIt) {
    const Zone own = Zone::fixed(-hours{5});
    EXPECT_EQ(windows_name(frozen_tzdb(), own, whole_years(2026, 2026)),
              "SA Pacific Standard Time");
}

TEST(WindowsCheck, PlacesThatTheDatabaseLacksAreReported) {
    const auto all = verify_windows_zones(frozen_tzdb(), whole_years(2026, 2026));
    ASSERT_TRUE(mismatch(all, "Asia/Tokyo"));
    EXPECT_EQ(mismatch(all, "Asia/Tokyo")->kind, Kind::missing);
    EXPECT_EQ(mismatch(all, "Asia/Tokyo")->windows, "Tokyo Standard Time");
    EXPECT_FALSE(mismatch(all, "Europe/Madrid"));
    EXPECT_FALSE(mismatch(all, "Asia/Calcutta"));  // an alias, reported under no name
    EXPECT_FALSE(mismatch(all, "Asia/Kolkata"));
}

TEST(WindowsCheck, PlacesThatLeftTheirWindowsZoneAreReportedFromThenOn) {
    // The Canary Islands kept other clocks than London until 1980.
    const auto all = verify_windows_zones(frozen_tzdb(), whole_years(1971, 1990));
    const auto canary = mismatch(all, "Atlantic/Canary");
    ASSERT_TRUE(canary);
    EXPECT_EQ(canary->kind, Kind::differs);
    EXPECT_EQ(canary->windows, "GMT Standard Time");
    EXPECT_LT(canary->since, utc("1981-01-01T00:00:00Z"));
    EXPECT_FALSE(
        mismatch(verify_windows_zones(frozen_tzdb(), whole_years(2020, 2026)), "Atlantic/Canary"));
}

TEST(WindowsCheck, CanadaLeftItsWindowsZonesInNovember2026) {
    const auto tzdb = recent_tzdb();
    if (!tzdb) GTEST_SKIP() << "needs tz data of 2026f or later";
    const Span span{utc("2026-11-15T00:00:00Z"), utc("2028-11-15T00:00:00Z")};
    const auto all = verify_windows_zones(*tzdb, span);
    for (const char* iana :
         {"America/Vancouver", "America/Edmonton", "America/Inuvik", "America/Winnipeg",
          "America/Scoresbysund", "Antarctica/Vostok", "Antarctica/Casey"}) {
        ASSERT_TRUE(mismatch(all, iana)) << iana;
        EXPECT_EQ(mismatch(all, iana)->kind, Kind::differs) << iana;
    }
    EXPECT_FALSE(mismatch(all, "America/Los_Angeles"));
    EXPECT_LT(all.size(), 20u);
}

TEST(WindowsCheck, APlaceThatLeftGetsTheNameOfOthersWithItsTime) {
    const auto tzdb = recent_tzdb();
    if (!tzdb) GTEST_SKIP() << "needs tz data of 2026f or later";
    const Span before = whole_years(2024, 2025);
    const Span after = whole_years(2027, 2028);
    EXPECT_EQ(first_name(*tzdb, "America/Vancouver", before), "Pacific Standard Time");
    EXPECT_EQ(first_name(*tzdb, "America/Vancouver", after), "US Mountain Standard Time");
    EXPECT_EQ(first_name(*tzdb, "America/Edmonton", after), "Canada Central Standard Time");
    EXPECT_EQ(first_name(*tzdb, "Antarctica/Troll", after), "none");
    const auto names = windows_names(*tzdb, *tzdb->find("America/Vancouver"), after);
    EXPECT_EQ(std::count(names.begin(), names.end(), "British Columbia Standard Time"), 1);
    EXPECT_EQ(std::count(names.begin(), names.end(), "Pacific Standard Time"), 0);
}

TEST(WindowsCheck, TheTablesAreWhole) {
    for (const WindowsRow& row : windows_table()) {
        EXPECT_FALSE(row.windows.empty() || row.territory.empty() || row.iana.empty());
        EXPECT_EQ(iana_from_windows(row.windows, row.territory), row.iana);
    }
    for (const PairRow& row : windows_of_iana_table()) {
        EXPECT_EQ(windows_from_iana(row.name), row.other);
        EXPECT_TRUE(iana_from_windows(row.other)) << row.other;
    }
    for (const PairRow& row : additional_windows_table()) {
        EXPECT_EQ(iana_from_windows(row.name), row.other);
    }
}

}  // namespace
}  // namespace plazo::timezone
