// timezone/zone_classes.h - the zones of a database, sorted by what their clocks show in a span.
//
// Hundreds of zones keep fewer than seventy different times in a year. Which of those times a
// VTIMEZONE means is one look-up here; zones_like() (observances.h) is the way to ask.
//
// Example (runs in tests/timezone/zone_classes_test.cpp; `tzdb` as in tzdb.h):
//     const ZoneClasses classes{tzdb.zones(), whole_years(2026, 2026)};
//     const ZoneClass* utc = classes.find(seconds{0}, {});       // no change all year
//     tzdb.zones()[utc->members.front()].name() == "Etc/GMT";
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "timezone/zone.h"

namespace plazo::timezone {

/// An offset and what it was called: {1h, "CET"}.
struct ShownName {
    seconds offset;
    std::string name;
    bool operator==(const ShownName&) const = default;
};

/// Zones whose clocks show the same all through a span.
struct ZoneClass {
    seconds offset;                     // at the beginning of the span
    std::vector<OffsetChange> changes;  // after it
    /// Places in the list of zones, the more important first.
    std::vector<std::uint32_t> members;
};

/// The places of all zones, the more important first: the main place of a Windows zone before
/// others, of a Windows zone of many places before one of few, somewhere on earth before "UTC", and
/// then by name.
std::vector<std::uint32_t> by_importance(const std::vector<Zone>& zones);

class ZoneClasses {
  public:
    ZoneClasses(const std::vector<Zone>& zones, Span span)
        : ZoneClasses{zones, span, by_importance(zones)} {}
    /// Members come in the order that is given.
    ZoneClasses(const std::vector<Zone>& zones, Span span, const std::vector<std::uint32_t>& order);

    /// nullptr where no zone does that.
    const ZoneClass* find(seconds offset, std::span<const OffsetChange> changes) const;

    /// The class that a zone is in.
    const ZoneClass& of(std::uint32_t zone) const { return classes_[class_of_zone_[zone]]; }

    /// All that the zone's offsets were called in the span.
    const std::vector<ShownName>& names(std::uint32_t zone) const { return names_[zone]; }

  private:
    std::vector<ZoneClass> classes_;  // sorted by offset and changes
    std::vector<std::uint32_t> class_of_zone_;
    std::vector<std::vector<ShownName>> names_;  // by zone
};

/// A value that is made when it is first asked for. Asking is safe on any thread and takes no lock;
/// of two threads that make it at once, one throws its own away.
template <class T>
class MadeOnce {
  public:
    MadeOnce() = default;
    MadeOnce(const MadeOnce&) = delete;
    MadeOnce& operator=(const MadeOnce&) = delete;
    ~MadeOnce() { delete made_.load(std::memory_order_relaxed); }

    /// `make` gives the same T whoever calls it.
    template <class Make>
    const T& get(Make make) const {
        if (const T* known = made_.load(std::memory_order_acquire)) return *known;
        auto own = std::make_unique<const T>(make());
        const T* installed = nullptr;
        if (made_.compare_exchange_strong(installed, own.get(), std::memory_order_acq_rel)) {
            installed = own.release();
        }
        return *installed;
    }

  private:
    mutable std::atomic<const T*> made_{nullptr};
};

/// The classes of single years, each made when it is first asked for.
class ZoneYears {
  public:
    static constexpr int first_year = 1970;
    static constexpr int last_year = 2100;

    /// `zones` are the same in every call; `year` is one of the above.
    const ZoneClasses& in(int year, const std::vector<Zone>& zones) const;

  private:
    MadeOnce<std::vector<std::uint32_t>> order_;
    std::array<MadeOnce<ZoneClasses>, last_year - first_year + 1> years_;
};

}  // namespace plazo::timezone
