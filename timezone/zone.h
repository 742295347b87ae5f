// timezone/zone.h - what a clock on the wall in a given place shows at a given instant, and back.
//
//     LocalTime = zone.local(instant)      always one answer
//     Instant   = zone.instant(local)      one answer by RFC 5545's choice; resolve(local) tells
//                                          whether the local time came once, never (a gap, when
//                                          clocks go forward) or twice (a fold, when they go back)
//
// Example (runs in tests/timezone/zone_test.cpp; `tzdb` as in tzdb.h):
//     const Zone madrid = *tzdb.find("Europe/Madrid");
//     const LocalTime never = *parse_local("2026-03-29T02:30:00");
//     madrid.resolve(never).kind == Resolution::Kind::gap;
//     format_rfc3339(madrid.instant(never)) == "2026-03-29T01:30:00Z";    // shown as 03:30
//     madrid.instant(never, Policy::reject) == std::nullopt;
//
// A Zone is a small value: copies share one immutable table (a shared_ptr, because zones outlive
// the Tzdb they came from: whoever holds one keeps its version). All of it is safe on any thread
// and takes no lock. Answers are right for the years 1 to 9999, whatever the year the tables end
// in, and mean nothing outside of them; from 1901 to 2106 they cost a few nanoseconds
// (offset_index.h), and less in bulk.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "timezone/civil.h"
#include "timezone/offset_index.h"
#include "timezone/time.h"
#include "timezone/zone_table.h"

namespace plazo::timezone {

/// What a clock shows, and how it is called.
struct LocalInfo {
    LocalTime local;
    seconds offset;            // east of UTC: local = instant + offset
    std::string abbreviation;  // "CET"; "+03" where people have no word for it
    bool dst = false;          // as the data says: in Dublin it is winter that is marked
};

/// How often a local time came.
struct Resolution {
    enum class Kind { unique, gap, fold };
    Kind kind = Kind::unique;
    /// Unique: the instant, twice. Fold: its two instants. Gap: the instants meant by the clock
    /// that was wrong before the gap (`later`) and by the one that is right after it (`earlier`).
    Instant earlier;
    Instant later;
    /// Gap and fold: the instant at which the clock was put forward or back.
    Instant change;

    /// RFC 5545, 3.3.5: the first of a fold; in a gap, the offset before it.
    Instant compatible() const { return kind == Kind::gap ? later : earlier; }
};

/// What to do where a local time did not come exactly once. `earlier` and `later` name instants;
/// `compatible` is what calendars do.
enum class Policy { compatible, earlier, later, reject };

/// The instants from `from` on, up to but without `to`.
struct Span {
    Instant from;
    Instant to;
};

/// All of the years `first` to `last`, on the clock of UTC.
Span whole_years(int first, int last);

/// At `at` the clock was changed from `before` to `after`, or only its name was.
struct Transition {
    Instant at;
    ZoneType before;
    ZoneType after;
};

/// At `at` clocks began to be `offset` east of UTC.
struct OffsetChange {
    Instant at;
    seconds offset;
    bool operator==(const OffsetChange&) const = default;
};

/// What is left when names are of no interest.
std::vector<OffsetChange> offset_changes(const std::vector<Transition>& transitions);

/// A table, and the index over it, which is made when it is first of use. Zones share it.
class ZoneFacts {
  public:
    explicit ZoneFacts(ZoneTable table) : table_{std::move(table)} {}
    ~ZoneFacts();
    ZoneFacts(const ZoneFacts&) = delete;
    ZoneFacts& operator=(const ZoneFacts&) = delete;

    const ZoneTable& table() const { return table_; }
    /// Knows nothing until make_index() was called; from then on it stays the same.
    const OffsetIndex& index() const { return *index_.load(std::memory_order_acquire); }
    /// Whether there was none yet. Threads that come at once make one each, and one of them stays.
    bool make_index() const;

  private:
    static const OffsetIndex empty_;

    ZoneTable table_;
    mutable std::atomic<const OffsetIndex*> index_{&empty_};
};

class Zone {
  public:
    /// A zone of one's own making; see observances.h for where such tables come from.
    Zone(std::string name, ZoneTable table);
    Zone(std::string name, std::shared_ptr<const ZoneFacts> facts);
    static Zone utc();
    /// "UTC+05:30" for 5.5 hours; `offset` is at most offset_max either way, else
    /// std::invalid_argument.
    static Zone fixed(seconds offset);

    const std::string& name() const { return named_->name; }

    LocalInfo info(Instant instant) const;
    seconds offset(Instant instant) const {
        const seconds found = facts_->index().at(instant);
        return found != OffsetIndex::unknown ? found : offset_with_care(instant);
    }
    LocalTime local(Instant instant) const {
        return LocalTime{instant.time_since_epoch() + offset(instant)};
    }
    CivilTime civil(Instant instant) const { return civil_time(local(instant)); }

    Resolution resolve(LocalTime local) const;
    /// By Policy::compatible.
    Instant instant(LocalTime local) const {
        const seconds found = facts_->index().at(local);
        return found != OffsetIndex::unknown ? Instant{local.time_since_epoch() - found}
                                             : instant_with_care(local);
    }
    Instant instant(const CivilTime& civil) const { return instant(local_time(civil)); }
    /// Nothing only for `reject`, in a gap or a fold.
    std::optional<Instant> instant(LocalTime local, Policy policy) const;

    // In bulk: the answers to as many questions, in their order. `answers` must have room for all.
    void offsets(std::span<const Instant> instants, std::span<seconds> answers) const;
    void locals(std::span<const Instant> instants, std::span<LocalTime> answers) const;
    /// By Policy::compatible.
    void instants(std::span<const LocalTime> locals, std::span<Instant> answers) const;

    /// The first instant of a day: usually midnight, later where midnight was skipped. For a day
    /// that was skipped whole (Apia, 2011-12-30), the first instant after it.
    Instant start_of_day(Date date) const;

    /// Every change in [from, to), in order, also those of the name alone; of the years 1 to 9999,
    /// so that Instant::max() is a way to say "for ever".
    std::vector<Transition> transitions(Instant from, Instant to) const;
    /// Only those that move the clock.
    std::vector<OffsetChange> offset_changes(Instant from, Instant to) const;

    /// After this instant only yearly rules change the clock, if anything does. A zone that has no
    /// other gives the beginning of year 1.
    Instant last_listed_change() const;

    /// Whether both zones are made of the same facts, whatever they are called.
    bool same_table(const Zone& other) const;

  private:
    struct Named {
        std::string name;
        std::shared_ptr<const ZoneFacts> facts;
    };

    const ZoneTable& table() const { return facts_->table(); }
    seconds offset_with_care(Instant instant) const;
    Instant instant_with_care(LocalTime local) const;
    Resolution resolve_with_care(LocalTime local) const;

    std::shared_ptr<const Named> named_;
    const ZoneFacts* facts_;  // named_'s
};

/// Whether clocks of both zones show the same all through the span.
bool same_offsets(const Zone& a, const Zone& b, Span span);

}  // namespace plazo::timezone
