#include "timezone/tzdb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tree.h"

namespace plazo::timezone {
namespace {

namespace fs = std::filesystem;

bool has_name(const Tzdb& tzdb, const std::string& name) {
    return std::count(tzdb.names().begin(), tzdb.names().end(), name) == 1;
}

/// A tree of its own, removed at the end of the test.
class TzdbTree : public testing::Test {
  protected:
    TzdbTree() { fs::create_directories(folder_); }
    ~TzdbTree() override { fs::remove_all(folder_); }

    void put(const std::string& name, const std::string& source) {
        fs::create_directories((folder_ / name).parent_path());
        fs::copy_file(fs::path{PLAZO_TEST_DATA} / "zoneinfo" / source, folder_ / name);
    }
    Tzdb load() const { return Tzdb::load(folder_.string()); }

    fs::path folder_ = fs::path{testing::TempDir()} /
                       testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST(Tzdb, ExampleOfTheManualPage) {
    const Tzdb& tzdb = frozen_tzdb();
    EXPECT_EQ(tzdb.find("Europe/Madrid")->offset(utc("2026-12-15T13:00:00Z")), hours{1});
    EXPECT_EQ(tzdb.find("asia/calcutta")->name(), "Asia/Kolkata");
    EXPECT_EQ(tzdb.version(), "2025b");
}

TEST(Tzdb, NamesAreFoundInAnyCase) {
    EXPECT_EQ(frozen_tzdb().find("EUROPE/MADRID")->name(), "Europe/Madrid");
    EXPECT_EQ(frozen_tzdb().find("etc/gmt+5")->name(), "Etc/GMT+5");
    EXPECT_FALSE(frozen_tzdb().find("Europe/Madrid "));
    EXPECT_FALSE(frozen_tzdb().find(""));
    EXPECT_FALSE(frozen_tzdb().find(std::string(1000, 'a')));
    EXPECT_FALSE(frozen_tzdb().find("../zoneinfo/Europe/Madrid"));
}

TEST(Tzdb, LinksHaveTheNameOfTheirTarget) {
    EXPECT_EQ(frozen_tzdb().find("Europe/Kiev")->name(), "Europe/Kyiv");
    EXPECT_EQ(frozen_tzdb().find("UTC")->name(), "Etc/UTC");
    EXPECT_EQ(frozen_tzdb().find("US/Eastern")->name(), "America/New_York");  // a symbolic link
    EXPECT_TRUE(has_name(frozen_tzdb(), "Europe/Kiev"));
    EXPECT_TRUE(std::none_of(frozen_tzdb().zones().begin(), frozen_tzdb().zones().end(),
                             [](const Zone& zone) { return zone.name() == "Europe/Kiev"; }));
}

TEST(Tzdb, LinksToWhatTheTreeLacksAreNone) {
    EXPECT_EQ(frozen_tzdb().find("Africa/Casablanca")->name(), "Africa/Casablanca");
}

TEST_F(TzdbTree, EqualFilesAreTwoZonesThatShareATable) {
    put("Europe/Madrid", "Europe/Madrid");
    put("Europe/Elsewhere", "Europe/Madrid");
    const Tzdb tzdb = load();
    EXPECT_EQ(tzdb.find("Europe/Elsewhere")->name(), "Europe/Elsewhere");
    EXPECT_TRUE(tzdb.find("Europe/Elsewhere")->same_table(*tzdb.find("Europe/Madrid")));
    EXPECT_EQ(tzdb.version(), "unknown");
}

TEST_F(TzdbTree, OnlyZoneFilesAreRead) {
    put("Europe/Madrid", "Europe/Madrid");
    put("posix/Europe/Madrid", "Europe/Madrid");
    put("right/Europe/Madrid", "Europe/Madrid");
    put("zone.tab", "tzdata.zi");
    EXPECT_EQ(load().names(), std::vector<std::string>{"Europe/Madrid"});
}

TEST_F(TzdbTree, LinksThatLeaveTheTreeOrTurnInCirclesDoNoHarm) {
    put("Europe/Madrid", "Europe/Madrid");
    fs::create_symlink("Europe/Nowhere", folder_ / "Broken");
    fs::create_symlink("Circle", folder_ / "Circle");
    fs::create_symlink(PLAZO_TEST_DATA "/zoneinfo/Europe/Paris", folder_ / "Outside");
    const Tzdb tzdb = load();
    EXPECT_EQ(tzdb.find("Outside")->name(), "Outside");
    EXPECT_FALSE(tzdb.find("Circle"));
    EXPECT_FALSE(tzdb.find("Broken"));
}

TEST_F(TzdbTree, CopiesKeepTheirVersionWhenTheTreeIsGone) {
    put("Europe/Madrid", "Europe/Madrid");
    const Tzdb tzdb = load();
    fs::remove_all(folder_);
    EXPECT_EQ(tzdb.find("Europe/Madrid")->offset(utc("2026-07-01T00:00:00Z")), hours{2});
}

TEST_F(TzdbTree, NothingIsLoadedAgainWhileNoFileHasChanged) {
    put("Europe/Madrid", "Europe/Madrid");
    const Tzdb tzdb = load();
    EXPECT_TRUE(tzdb.reloaded().same_snapshot(tzdb));
}

TEST_F(TzdbTree, AReplacedFileIsNoticedAndOldZonesKeepTheirVersion) {
    put("Here/Home", "Europe/Madrid");
    const Tzdb old_tzdb = load();
    const Zone home = *old_tzdb.find("Here/Home");
    put("Here/Home.new", "Europe/Dublin");
    fs::rename(folder_ / "Here/Home.new", folder_ / "Here/Home");
    const Tzdb next = old_tzdb.reloaded();
    const Instant summer = utc("2026-07-01T00:00:00Z");
    EXPECT_FALSE(next.same_snapshot(old_tzdb));
    EXPECT_EQ(next.find("Here/Home")->offset(summer), hours{1});
    EXPECT_EQ(home.offset(summer), hours{2});
    EXPECT_EQ(old_tzdb.find("Here/Home")->offset(summer), hours{2});
}

TEST_F(TzdbTree, NewAndRemovedNamesAreNoticed) {
    put("Here/Home", "Europe/Madrid");
    Tzdb tzdb = load();
    put("Here/Away", "Europe/Dublin");
    tzdb = tzdb.reloaded();
    EXPECT_TRUE(tzdb.find("Here/Away"));
    fs::remove(folder_ / "Here/Home");
    tzdb = tzdb.reloaded();
    EXPECT_FALSE(tzdb.find("Here/Home"));
    EXPECT_TRUE(tzdb.reloaded().same_snapshot(tzdb));
}

TEST_F(TzdbTree, ATreeThatIsGoneIsAnErrorAndTheOldSnapshotStays) {
    put("Here/Home", "Europe/Madrid");
    const Tzdb tzdb = load();
    fs::remove_all(folder_);
    EXPECT_THROW(tzdb.reloaded(), std::runtime_error);
    EXPECT_TRUE(tzdb.find("Here/Home"));
}

TEST_F(TzdbTree, UnreadableAndHostileFilesAreNoZones) {
    put("Here/Home", "Europe/Madrid");
    std::ofstream{folder_ / "Here/Short"} << "TZif2";
    std::ofstream{folder_ / "Here/Large"} << "TZif" << std::string(100'000, 'x');
    fs::create_symlink("..", folder_ / "Here/Up");
    EXPECT_EQ(load().names(), std::vector<std::string>{"Here/Home"});
}

TEST_F(TzdbTree, ATreeWithoutZonesIsAnError) {
    EXPECT_THROW(load(), std::runtime_error);
    EXPECT_THROW(Tzdb::load((folder_ / "missing").string()), std::runtime_error);
}

}  // namespace
}  // namespace plazo::timezone
