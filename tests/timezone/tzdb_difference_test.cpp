#include "timezone/tzdb_difference.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "timezone/posix_rule.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

namespace fs = std::filesystem;
using Kind = ZoneDifference::Kind;

Zone ruled_by(const char* rule) {
    return Zone{rule, table_of(parse_posix_rule(rule).value())};
}

/// Two trees, removed at the end of the test.
class TzdbDifference : public testing::Test {
  protected:
    ~TzdbDifference() override { fs::remove_all(folder_); }

    void put(const char* tree, const std::string& name, const std::string& source) {
        const fs::path target = folder_ / tree / name;
        fs::create_directories(target.parent_path());
        fs::copy_file(fs::path{PLAZO_TEST_DATA} / "zoneinfo" / source, target);
    }
    Tzdb load(const char* tree) const { return Tzdb::load((folder_ / tree).string()); }

    fs::path folder_ = fs::path{testing::TempDir()} /
                       testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(TzdbDifference, NamesWhoseClocksWillDifferAreListedWithTheFirstInstant) {
    put("old", "Here/Same", "Europe/Madrid");
    put("new", "Here/Same", "Europe/Madrid");
    put("old", "Here/Moved", "Europe/Madrid");
    put("new", "Here/Moved", "Europe/Dublin");
    put("old", "Here/Gone", "Europe/Madrid");
    put("new", "Here/New", "Europe/Madrid");
    const Instant now = utc("2026-11-25T00:00:00Z");
    const std::vector<ZoneDifference> expected{{"Here/Gone", Kind::removed, {}},
                                               {"Here/Moved", Kind::moved, now},
                                               {"Here/New", Kind::added, {}}};
    EXPECT_EQ(differences(load("old"), load("new"), now), expected);
    EXPECT_TRUE(differences(load("old"), load("old"), now).empty());
}

TEST_F(TzdbDifference, WhatDifferedInThePastOnlyIsNoDifference) {
    EXPECT_NE(
        first_difference(zone("Europe/Madrid"), zone("Europe/Paris"), utc("1930-01-01T00:00:00Z")),
        std::nullopt);
    EXPECT_EQ(
        first_difference(zone("Europe/Madrid"), zone("Europe/Paris"), utc("2026-01-01T00:00:00Z")),
        std::nullopt);
}

TEST_F(TzdbDifference, TheFirstDifferenceIsWhereOneClockMovesAlone) {
    const Zone with_summer = ruled_by("CET-1CEST,M3.5.0,M10.5.0/3");
    const Zone without = ruled_by("CET-1");
    EXPECT_EQ(first_difference(with_summer, without, utc("2026-11-01T00:00:00Z")),
              utc("2027-03-28T01:00:00Z"));
    EXPECT_EQ(first_difference(without, with_summer, utc("2026-11-01T00:00:00Z")),
              utc("2027-03-28T01:00:00Z"));
    EXPECT_EQ(first_difference(with_summer, without, utc("2026-07-01T00:00:00Z")),
              utc("2026-07-01T00:00:00Z"));
}

TEST_F(TzdbDifference, AChangeThatComesAsOneBeginsToLookIsThePast) {
    const Zone denver = ruled_by("MST7MDT,M3.2.0,M11.1.0");
    const Zone phoenix = ruled_by("MST7");
    const Instant back = utc("2026-11-01T08:00:00Z");
    EXPECT_EQ(first_difference(denver, phoenix, back), utc("2027-03-14T09:00:00Z"));
    EXPECT_TRUE(same_offsets(denver, phoenix, {back, utc("2027-03-01T00:00:00Z")}));
    EXPECT_FALSE(same_offsets(denver, phoenix, {back, utc("2027-04-01T00:00:00Z")}));
}

TEST_F(TzdbDifference, RulesThatDifferInSomeYearsOnlyDoDiffer) {
    // The last Sunday of March is the fourth, but in years like 2030 it is the fifth.
    const Zone last = ruled_by("CET-1CEST,M3.5.0,M10.5.0/3");
    const Zone fourth = ruled_by("CET-1CEST,M3.4.0,M10.5.0/3");
    EXPECT_EQ(first_difference(last, fourth, utc("2026-11-01T00:00:00Z")),
              utc("2030-03-24T01:00:00Z"));
    // Other words for the same days.
    const Zone other_names = ruled_by("AAA-1BBB,M3.5.0,M10.5.0/3");
    EXPECT_EQ(first_difference(last, other_names, utc("2026-11-01T00:00:00Z")), std::nullopt);
}

}  // namespace
}  // namespace plazo::timezone
