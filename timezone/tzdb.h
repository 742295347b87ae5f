// timezone/tzdb.h - the time zone database of a folder, as one immutable value.
//
//     const Tzdb tzdb = Tzdb::load(default_folder);
//     tzdb.find("Europe/Madrid")->offset(instant);
//     tzdb.find("asia/calcutta")->name() == "Asia/Kolkata";    // no case, links are followed
//     tzdb.version() == "2026f";
//
// (The example runs in tests/timezone/tzdb_test.cpp, on the folder of the tests.)
//
// All of the tree is read at once, so that every answer comes from one version of the data even
// while a package manager replaces the files. Copies share it, zones keep what they need of it, and
// reading takes no lock. To follow an update:
//
//     const Tzdb next = tzdb.reloaded();             // now and then; the same when nothing changed
//     if (!next.same_snapshot(tzdb)) {
//         differences(tzdb, next, now);              // tzdb_difference.h: whose clocks will differ
//         tzdb = next;                               // Zones handed out keep the version they have
//     }
//
// What is a link is known from `tzdata.zi` or `backward` where the folder has them, and from
// symbolic links that stay inside the folder; files that only happen to be equal are two zones.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/zone.h"
#include "timezone/zone_classes.h"

namespace plazo::timezone {

/// Where Debian and most others keep it. TZDIR is for the program to look at, not for us.
inline constexpr const char* default_folder = "/usr/share/zoneinfo";

class Tzdb {
  public:
    /// Reads every TZif file of the tree; other files are passed over, and so are the copies in
    /// "posix/" and "right/". Throws std::runtime_error, in words for an operator, when there is no
    /// such folder or no zone in it.
    static Tzdb load(const std::string& folder);

    /// What load() gives for the folder now, or this snapshot where no file of it has changed.
    /// Looks at every file's time and size: about a millisecond.
    Tzdb reloaded() const;
    bool same_snapshot(const Tzdb& other) const { return snapshot_ == other.snapshot_; }

    /// Under any spelling of case. The Zone of a link has the name of what it links to.
    std::optional<Zone> find(std::string_view name) const;

    /// All names, links too, in byte order.
    const std::vector<std::string>& names() const;

    /// The zones that are no links, by name.
    const std::vector<Zone>& zones() const;

    /// zones(), sorted by what their clocks show in a year.
    const ZoneYears& years() const;

    /// "2026f"; "unknown" where the folder does not say.
    const std::string& version() const;

  private:
    struct Snapshot;
    explicit Tzdb(std::shared_ptr<const Snapshot> snapshot);
    std::shared_ptr<const Snapshot> snapshot_;  // shared: copies of a Tzdb are one version
};

}  // namespace plazo::timezone
