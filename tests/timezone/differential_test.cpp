// Ours against the C library, which reads the same files with code of its own.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <filesystem>

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
        if (before_.empty()) {
            ::unsetenv("TZ");
        } else {
            choose(before_);
        }
    }
    static void choose(const std::string& zone) {
        ::setenv("TZ", zone.c_str(), 1);
        ::tzset();
    }

  private:
    std::string before_;
};

void expect_same(const Zone& zone, Instant instant) {
    const ::time_t time = instant.time_since_epoch().count();
    ::tm theirs{};
    ::localtime_r(&time, &theirs);
    const LocalInfo ours = zone.info(instant);
    const CivilTime civil = zone.civil(instant);
    ASSERT_EQ(ours.offset.count(), theirs.tm_gmtoff) << zone.name() << format_rfc3339(instant);
    ASSERT_EQ(ours.abbreviation, theirs.tm_zone) << zone.name() << format_rfc3339(instant);
    ASSERT_EQ(ours.dst, theirs.tm_isdst > 0) << zone.name() << format_rfc3339(instant);
    ASSERT_EQ(civil.year, theirs.tm_year + 1900);
    ASSERT_EQ(civil.month, theirs.tm_mon + 1);
    ASSERT_EQ(civil.day, theirs.tm_mday);
    ASSERT_EQ(civil.hour * 3600 + civil.minute * 60 + civil.second,
              theirs.tm_hour * 3600 + theirs.tm_min * 60 + theirs.tm_sec);
    // Back from the fields, with the clock named that showed them: a fold has two.
    const Resolution found = zone.resolve(ours.local);
    const bool is_one_of_two = found.earlier == instant || found.later == instant;
    ASSERT_TRUE(found.kind != Resolution::Kind::gap && is_one_of_two)
        << zone.name() << format_rfc3339(instant);
}

TEST(Differential, EveryZoneOfTheSystemAgreesWithTheCLibraryAtEveryTransition) {
    if (!std::filesystem::exists(std::string{default_folder} + "/Europe/Madrid")) {
        GTEST_SKIP() << "there is no " << default_folder;
    }
    const Tzdb tzdb = Tzdb::load(default_folder);
    const Environment environment;
    const Span years = whole_years(1970, 2100);
    for (const Zone& zone : tzdb.zones()) {
        Environment::choose(":" + zone.name());
        Instant before = years.from;
        for (const Transition& change : zone.transitions(years.from, years.to)) {
            for (const Instant each : {before + (change.at - before) / 2, change.at - seconds{1},
                                       change.at, change.at + seconds{1}}) {
                ASSERT_NO_FATAL_FAILURE(expect_same(zone, each));
            }
            before = change.at;
        }
        for (const char* each : {"1970-01-01T00:00:00Z", "2037-12-31T23:59:59Z",
                                 "2038-07-01T00:00:00Z", "2100-12-31T23:59:59Z"}) {
            ASSERT_NO_FATAL_FAILURE(expect_same(zone, parse_rfc3339(each).value()));
        }
    }
}

}  // namespace
}  // namespace plazo::timezone
