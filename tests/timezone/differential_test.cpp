// Ours against the C library, which reads the same files with code of its own.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "timezone/text.h"
#include "timezone/tzdb.h"

namespace plazo::timezone {
namespace {

/// Sets the process's zone, and puts it back.
class Environment {
  public:
    Environment() {
        if (const char* value = ::getenv("TZ")) before_ = value;
    }
    ~Environment() {
        if (before_) {
            set(*before_);
        } else {
            ::unsetenv("TZ");
            ::tzset();
        }
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    void choose(const std::string& name) const { set(":" + name); }

  private:
    static void set(const std::string& zone) {
        ::setenv("TZ", zone.c_str(), 1);
        ::tzset();
    }
    std::optional<std::string> before_;
};

::tm theirs_at(Instant instant) {
    const ::time_t time = instant.time_since_epoch().count();
    ::tm found{};
    ::localtime_r(&time, &found);
    return found;
}

/// The C library's choice where there are two.
Instant their_instant(const CivilTime& t) {
    ::tm fields{};
    fields.tm_year = t.year - 1900;
    fields.tm_mon = t.month - 1;
    fields.tm_mday = t.day;
    fields.tm_hour = t.hour;
    fields.tm_min = t.minute;
    fields.tm_sec = t.second;
    fields.tm_isdst = -1;
    return Instant{seconds{::mktime(&fields)}};
}

void expect_same(const Zone& zone, Instant instant) {
    const ::tm theirs = theirs_at(instant);
    const LocalInfo ours = zone.info(instant);
    const CivilTime civil = zone.civil(instant);
    ASSERT_EQ(zone.offset(instant), ours.offset);
    ASSERT_EQ(ours.offset.count(), theirs.tm_gmtoff);
    ASSERT_EQ(ours.abbreviation, theirs.tm_zone);
    ASSERT_EQ(ours.dst, theirs.tm_isdst > 0);
    ASSERT_EQ(civil.year, theirs.tm_year + 1900);
    ASSERT_EQ(civil.month, theirs.tm_mon + 1);
    ASSERT_EQ(civil.day, theirs.tm_mday);
    ASSERT_EQ(civil.hour * 3600 + civil.minute * 60 + civil.second,
              theirs.tm_hour * 3600 + theirs.tm_min * 60 + theirs.tm_sec);
    const Resolution back = zone.resolve(ours.local);
    ASSERT_NE(back.kind, Resolution::Kind::gap);
    ASSERT_TRUE(back.earlier == instant || back.later == instant);
}

void expect_same(const Zone& zone, LocalTime local) {
    const Resolution ours = zone.resolve(local);
    const Instant theirs = their_instant(civil_time(local));
    ASSERT_TRUE(theirs == ours.earlier || theirs == ours.later) << format_rfc3339(theirs);
    // Whether it came at all, once or twice: by their clock at our two instants.
    const auto shows = [&](Instant each) {
        return LocalTime{each.time_since_epoch() + seconds{theirs_at(each).tm_gmtoff}} == local;
    };
    ASSERT_EQ(shows(ours.earlier), ours.kind != Resolution::Kind::gap);
    ASSERT_EQ(shows(ours.later), ours.kind != Resolution::Kind::gap);
    ASSERT_EQ(ours.earlier == ours.later, ours.kind == Resolution::Kind::unique);
    ASSERT_EQ(zone.instant(local), ours.compatible());
}

/// What is asked about a zone: its changes, as we know them, and the middle of what lies between.
/// To meet changes that we do not know, no two instants are further apart than a month.
std::vector<Instant> moments(const Zone& zone, Span span) {
    constexpr days month{30};
    std::vector<Instant> found;
    Instant before = span.from;
    const auto walk_to = [&](Instant end) {
        for (Instant each = before + month; each < end; each += month) found.push_back(each);
        before = end;
    };
    for (const Transition& change : zone.transitions(span.from, span.to)) {
        found.push_back(before + (change.at - before) / 2);
        walk_to(change.at);
        for (const int near : {-1, 0, 1}) found.push_back(change.at + seconds{near});
    }
    walk_to(span.to);
    return found;
}

/// The local times around each change on both clocks, and in the middle of what they skip or show
/// twice.
std::vector<LocalTime> walls(const Zone& zone, Span span) {
    std::vector<LocalTime> found;
    for (const Transition& change : zone.transitions(span.from, span.to)) {
        const LocalTime old_clock{change.at.time_since_epoch() + change.before.offset};
        const LocalTime new_clock{change.at.time_since_epoch() + change.after.offset};
        for (const int near : {-1, 0, 1}) {
            found.push_back(old_clock + seconds{near});
            found.push_back(new_clock + seconds{near});
        }
        found.push_back(old_clock + (new_clock - old_clock) / 2);
    }
    return found;
}

TEST(Differential, EveryNameOfTheSystemAgreesWithTheCLibraryAtEveryChange) {
    const char* its_own = ::getenv("TZDIR");  // of the C library
    const std::string folder = its_own != nullptr ? its_own : default_folder;
    if (!std::filesystem::exists(folder + "/Europe/Madrid"))
        GTEST_SKIP() << "no zones in " << folder;
    const Tzdb tzdb = Tzdb::load(folder);
    const Environment environment;
    const Span years = whole_years(1970, 2100);
    for (const std::string& name : tzdb.names()) {
        environment.choose(name);
        const Zone zone = tzdb.find(name).value();
        for (const Instant each : moments(zone, years)) {
            ASSERT_NO_FATAL_FAILURE(expect_same(zone, each)) << name << format_rfc3339(each);
        }
        for (const LocalTime each : walls(zone, years)) {
            ASSERT_NO_FATAL_FAILURE(expect_same(zone, each)) << name << format_local(each);
        }
    }
}

}  // namespace
}  // namespace plazo::timezone
