// Ours against cctz, which reads the same files with code of its own and folds 400 years where we
// work out rules.
#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include "tests/bench/timezone_parts.h"
#include "timezone/civil.h"

namespace plazo::bench {

using timezone::Instant;
using timezone::LocalTime;
using timezone::seconds;
using timezone::Zone;

namespace {

using Lookup = cctz::time_zone::civil_lookup;
using Kind = timezone::Resolution::Kind;

struct Count {
    std::uint64_t compared = 0;
    std::uint64_t different = 0;

    void add(bool same) {
        ++compared;
        if (!same) ++different;
    }
};

/// Both count seconds in the same type.
std::int64_t number(Instant instant) {
    return instant.time_since_epoch().count();
}

void compare_instant(const Zone& ours, const cctz::time_zone& theirs, Instant instant,
                     Count& count) {
    const auto theirs_at =
        theirs.lookup(cctz::time_point<cctz::seconds>{cctz::seconds{number(instant)}});
    const timezone::LocalInfo info = ours.info(instant);
    count.add(ours.offset(instant).count() == theirs_at.offset &&
              info.offset.count() == theirs_at.offset && info.abbreviation == theirs_at.abbr &&
              info.dst == theirs_at.is_dst);
}

void compare_local(const Zone& ours, const cctz::time_zone& theirs, LocalTime local, Count& count) {
    const timezone::CivilTime t = timezone::civil_time(local);
    const Lookup found =
        theirs.lookup(cctz::civil_second{t.year, t.month, t.day, t.hour, t.minute, t.second});
    const timezone::Resolution resolution = ours.resolve(local);
    bool same = false;
    switch (found.kind) {
        case Lookup::UNIQUE:
            same =
                resolution.kind == Kind::unique && number(resolution.earlier) == number(found.pre);
            break;
        case Lookup::SKIPPED:
            // Theirs are named by the offset: before the change is the later instant.
            same = resolution.kind == Kind::gap && number(resolution.later) == number(found.pre) &&
                   number(resolution.earlier) == number(found.post) &&
                   number(resolution.change) == number(found.trans);
            break;
        case Lookup::REPEATED:
            same = resolution.kind == Kind::fold &&
                   number(resolution.earlier) == number(found.pre) &&
                   number(resolution.later) == number(found.post) &&
                   number(resolution.change) == number(found.trans);
            break;
    }
    count.add(same && ours.instant(local) == resolution.compatible());
}

}  // namespace

void check_against_cctz(Report& report, const timezone::Tzdb& tzdb) {
    Count count;
    const timezone::Span years = timezone::whole_years(1970, 2100);
    for (const std::string& name : tzdb.names()) {
        cctz::time_zone theirs;
        if (!cctz::load_time_zone(name, &theirs)) continue;
        const Zone ours = tzdb.find(name).value();
        Instant before = years.from;
        for (const timezone::Transition& change : ours.transitions(years.from, years.to)) {
            const Instant middle = before + (change.at - before) / 2;
            for (const Instant each :
                 {middle, change.at - seconds{1}, change.at, change.at + seconds{1}}) {
                compare_instant(ours, theirs, each, count);
            }
            for (const seconds offset : {change.before.offset, change.after.offset}) {
                const LocalTime wall{change.at.time_since_epoch() + offset};
                for (const int near : {-3600, -1, 0, 1, 1800, 3600}) {
                    compare_local(ours, theirs, wall + seconds{near}, count);
                }
            }
            before = change.at;
        }
    }
    report.check("every zone and transition 1970-2100, against cctz", count.compared,
                 count.different);
}

}  // namespace plazo::bench
