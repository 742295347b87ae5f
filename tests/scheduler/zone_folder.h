// A zoneinfo folder of a test's own, in which a government can change its mind: the frozen tree,
// with files of it under other names. Removed at the end.
//
//     ZoneFolder folder;
//     folder.put("America/Santiago", "America/Bogota");    // from now on, Bogotá keeps that time
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "timezone/tzdb.h"

namespace plazo::scheduler::testing {

class ZoneFolder {
  public:
    ZoneFolder() {
        std::filesystem::remove_all(folder_);
        std::filesystem::copy(frozen(), folder_, std::filesystem::copy_options::recursive);
    }
    ~ZoneFolder() { std::filesystem::remove_all(folder_); }
    ZoneFolder(const ZoneFolder&) = delete;
    ZoneFolder& operator=(const ZoneFolder&) = delete;

    std::string path() const { return folder_.string(); }
    timezone::Tzdb load() const { return timezone::Tzdb::load(path()); }

    /// As a package manager does: a new file takes the place of the old one.
    void put(const std::string& source, const std::string& name) {
        const std::filesystem::path target = folder_ / name;
        std::filesystem::create_directories(target.parent_path());
        std::filesystem::copy_file(frozen() / source, folder_ / "new");
        std::filesystem::rename(folder_ / "new", target);
    }
    void remove(const std::string& name) { std::filesystem::remove_all(folder_ / name); }
    /// The links stay behind.
    void set_version(const std::string& version) {
        std::ofstream{folder_ / "new"} << "# version " << version << '\n';
        std::filesystem::rename(folder_ / "new", folder_ / "tzdata.zi");
    }

  private:
    static std::filesystem::path frozen() {
        return std::filesystem::path{PLAZO_TEST_DATA} / "zoneinfo";
    }

    std::filesystem::path folder_ =
        std::filesystem::path{::testing::TempDir()} /
        (::testing::UnitTest::GetInstance()->current_test_info()->name() + std::string{"."} +
         std::to_string(::getpid()));  // the same test may run in another build
};

}  // namespace plazo::scheduler::testing
