// Ours beside clocks of peers, which read the same files with code of their own. Where the files
// end we work out their rules; so does glibc, while cctz folds 400 years.
#include <cstdio>
#include <set>

#include "tests/bench/timezone_parts.h"
#include "timezone/civil.h"
#include "timezone/text.h"

namespace plazo::bench {

using timezone::Instant;
using timezone::LocalTime;
using timezone::seconds;
using timezone::Tzdb;
using timezone::Zone;

namespace {

/// The first of them are said, to look at.
constexpr std::uint64_t differences_said_max = 10;
constexpr int first_year = 1970;
constexpr int last_year = 2100;

std::int64_t number(Instant instant) {
    return instant.time_since_epoch().count();
}

bool same_instant(const Zone& ours, const Clock& theirs, Instant instant) {
    const Clock::Shown expected = theirs.shown(number(instant));
    const timezone::LocalInfo info = ours.info(instant);
    const timezone::CivilTime t = ours.civil(instant);
    return ours.offset(instant).count() == expected.offset &&
           info.offset.count() == expected.offset && info.abbreviation == expected.abbreviation &&
           info.dst == expected.dst &&
           Fields{t.year, t.month, t.day, t.hour, t.minute, t.second} == expected.fields;
}

bool same_local(const Zone& ours, const Clock& theirs, LocalTime local) {
    const timezone::CivilTime t = timezone::civil_time(local);
    const Fields fields{t.year, t.month, t.day, t.hour, t.minute, t.second};
    const timezone::Resolution found = ours.resolve(local);
    bool same = ours.instant(local) == found.compatible();
    if (theirs.came) {
        const Clock::Came expected = theirs.came(fields);
        same = same && found.kind == expected.kind && number(found.earlier) == expected.earlier &&
               number(found.later) == expected.later &&
               (found.kind == timezone::Resolution::Kind::unique ||
                number(found.change) == expected.change);
    }
    if (theirs.instant) {
        const std::int64_t expected = theirs.instant(fields);
        same = same && (number(found.earlier) == expected || number(found.later) == expected);
    }
    return same;
}

/// Where either sees a change, and the beginning of every year.
std::set<Instant> changes(const Zone& ours, const Clock& theirs) {
    const timezone::Span span = timezone::whole_years(first_year, last_year);
    std::set<Instant> all;
    for (int year = first_year; year <= last_year; ++year) {
        all.insert(timezone::whole_years(year, year).from);
    }
    for (const timezone::Transition& each : ours.transitions(span.from, span.to)) {
        all.insert(each.at);
    }
    if (!theirs.changes) return all;
    for (const std::int64_t each : theirs.changes(number(span.from) - 1, number(span.to))) {
        all.insert(Instant{seconds{each}});
    }
    return all;
}

class Comparison {
  public:
    explicit Comparison(const Peer& peer) : peer_{peer} {}

    void zone(const Zone& ours, const Clock& theirs) {
        Instant before = timezone::whole_years(first_year, first_year).from;
        for (const Instant change : changes(ours, theirs)) {
            for (const Instant each : {before + (change - before) / 2, change - seconds{1}, change,
                                       change + seconds{1}}) {
                add(same_instant(ours, theirs, each), ours, each);
                add(same_local(ours, theirs, ours.local(each)), ours, each);
            }
            for (const Instant side : {change - seconds{1}, change}) {
                const LocalTime wall{change.time_since_epoch() + ours.offset(side)};
                for (const int near : {-3600, -1, 0, 1, 1800, 3600}) {
                    add(same_local(ours, theirs, wall + seconds{near}), ours, change);
                }
            }
            before = change;
        }
    }

    std::uint64_t compared() const { return compared_; }
    std::uint64_t different() const { return different_; }

  private:
    void add(bool same, const Zone& zone, Instant near) {
        ++compared_;
        if (same || ++different_ > differences_said_max) return;
        std::fprintf(stderr, "differs from %s: %s, near %s\n", peer_.name.c_str(),
                     zone.name().c_str(), timezone::format_rfc3339(near).c_str());
    }

    const Peer& peer_;
    std::uint64_t compared_ = 0;
    std::uint64_t different_ = 0;
};

}  // namespace

void check_clocks(Report& report, const Tzdb& tzdb, const std::vector<Peer>& peers) {
    for (const Peer& peer : peers) {
        if (!peer.clock) continue;
        Comparison comparison{peer};
        for (const std::string& name : tzdb.names()) {
            if (const std::optional<Clock> theirs = peer.clock(name)) {
                comparison.zone(tzdb.find(name).value(), *theirs);
            } else {
                report.note("not compared, as " + peer.name + " does not read it: " + name);
            }
        }
        report.check("every name, every change 1970-2100, both ways, against " + peer.name,
                     comparison.compared(), comparison.different());
    }
}

}  // namespace plazo::bench
