// Ours against cctz, which reads the same files with code of its own and folds 400 years where we
// work out rules.
#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <cstdio>
#include <set>

#include "tests/bench/timezone_parts.h"
#include "timezone/civil.h"
#include "timezone/text.h"

namespace plazo::bench {

using timezone::Instant;
using timezone::LocalTime;
using timezone::seconds;
using timezone::Zone;

namespace {

/// The first of them are said, to look at.
constexpr std::uint64_t differences_said_max = 10;
constexpr int first_year = 1970;
constexpr int last_year = 2100;

cctz::time_point<cctz::seconds> theirs_of(Instant instant) {
    return cctz::time_point<cctz::seconds>{instant.time_since_epoch()};
}

Instant ours_of(cctz::time_point<cctz::seconds> instant) {
    return Instant{instant.time_since_epoch()};
}

bool same_instant(const Zone& ours, const cctz::time_zone& theirs, Instant instant) {
    const auto expected = theirs.lookup(theirs_of(instant));
    const timezone::LocalInfo info = ours.info(instant);
    const timezone::CivilTime t = ours.civil(instant);
    return ours.offset(instant).count() == expected.offset &&
           info.offset.count() == expected.offset && info.abbreviation == expected.abbr &&
           info.dst == expected.is_dst &&
           cctz::civil_second{t.year, t.month, t.day, t.hour, t.minute, t.second} == expected.cs;
}

bool same_local(const Zone& ours, const cctz::time_zone& theirs, LocalTime local) {
    using Lookup = cctz::time_zone::civil_lookup;
    using Kind = timezone::Resolution::Kind;
    const timezone::CivilTime t = timezone::civil_time(local);
    const Lookup expected =
        theirs.lookup(cctz::civil_second{t.year, t.month, t.day, t.hour, t.minute, t.second});
    const Instant pre = ours_of(expected.pre);
    const Instant post = ours_of(expected.post);
    const timezone::Resolution found = ours.resolve(local);
    if (ours.instant(local) != found.compatible() || found.compatible() != pre) return false;
    switch (expected.kind) {
        case Lookup::UNIQUE:
            return found.kind == Kind::unique && found.earlier == pre;
        case Lookup::SKIPPED:  // "pre" is by the offset before the change: the later instant
            return found.kind == Kind::gap && found.later == pre && found.earlier == post &&
                   found.change == ours_of(expected.trans);
        case Lookup::REPEATED:
            return found.kind == Kind::fold && found.earlier == pre && found.later == post &&
                   found.change == ours_of(expected.trans);
    }
    return false;
}

/// Where either sees a change, and the beginning of every year.
std::set<Instant> changes(const Zone& ours, const cctz::time_zone& theirs) {
    const timezone::Span span = timezone::whole_years(first_year, last_year);
    std::set<Instant> all;
    for (int year = first_year; year <= last_year; ++year) {
        all.insert(timezone::whole_years(year, year).from);
    }
    for (const timezone::Transition& each : ours.transitions(span.from, span.to)) {
        all.insert(each.at);
    }
    cctz::time_zone::civil_transition found;
    Instant at = span.from - seconds{1};
    while (theirs.next_transition(theirs_of(at), &found)) {
        const Instant next = ours_of(theirs.lookup(found.to).trans);
        if (next <= at || next >= span.to) break;
        all.insert(at = next);
    }
    return all;
}

class Comparison {
  public:
    void zone(const Zone& ours, const cctz::time_zone& theirs) {
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
        std::fprintf(stderr, "differs from cctz: %s, near %s\n", zone.name().c_str(),
                     timezone::format_rfc3339(near).c_str());
    }

    std::uint64_t compared_ = 0;
    std::uint64_t different_ = 0;
};

}  // namespace

void check_against_cctz(Report& report, const timezone::Tzdb& tzdb) {
    Comparison comparison;
    for (const std::string& name : tzdb.names()) {
        cctz::time_zone theirs;
        if (!cctz::load_time_zone(name, &theirs)) {
            report.note("not compared, as cctz does not read it: " + name);
            continue;
        }
        comparison.zone(tzdb.find(name).value(), theirs);
    }
    report.check("every name, every change 1970-2100, both ways, against cctz",
                 comparison.compared(), comparison.different());
}

}  // namespace plazo::bench
