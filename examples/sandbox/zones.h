// examples/sandbox/zones.h - the zone names that Exchange takes: every Windows name, UTC, and the
// IANA names that Graph's documentation lists (resources/datetimetimezone).
//
// Any other name is 400 TimeZoneNotSupportedException, although the zone database may know it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timezone/tzdb.h"

namespace plazo::sandbox {

/// A wall time and the zone it was written with, as Graph's dateTimeTimeZone.
struct EventTime {
    timezone::LocalTime local;
    std::string zone;
    bool operator==(const EventTime&) const = default;
};

class Zones {
  public:
    explicit Zones(timezone::Tzdb tzdb) : tzdb_{std::move(tzdb)} {}

    std::optional<timezone::Zone> find(const std::string& name) const;
    /// The zone, or the Refusal.
    timezone::Zone require(const std::string& name) const;
    /// Also names that Exchange would not take from a client: where a mailbox is.
    std::optional<timezone::Zone> find_any(const std::string& name) const;
    /// The name that Exchange uses itself: "Romance Standard Time" for "Europe/Paris".
    std::string windows_name(const std::string& name) const;

    /// All of Windows', and those of the documented list that the database has.
    static std::vector<std::string_view> windows_names();
    std::vector<std::string_view> listed_iana_names() const;

    timezone::Instant instant(const EventTime& time) const;
    /// The same instant in another zone.
    EventTime in_zone(const EventTime& time, const std::string& zone) const;

  private:
    timezone::Tzdb tzdb_;
};

}  // namespace plazo::sandbox
