#include "timezone/offset_index.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

#include "timezone/tzif.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

constexpr const char* samples[] = {
    "Europe/Madrid",       "America/New_York", "Africa/Casablanca", "Europe/Dublin",
    "Australia/Lord_Howe", "Pacific/Apia",     "Etc/UTC",
};

ZoneTable table_of(const char* name) {
    const auto bytes = file_content(std::string{PLAZO_TEST_DATA "/zoneinfo/"} + name);
    return std::get<ZoneTable>(read_tzif(bytes));
}

seconds with_care(const ZoneTable& table, Instant instant) {
    return table.types[period_at(table, instant).type].offset;
}

/// The instants at which clocks showed `local`, by trying every offset that the table knows.
std::vector<Instant> readings(const ZoneTable& table, LocalTime local) {
    std::vector<Instant> found;
    for (const ZoneType& type : table.types) {
        const Instant instant{local.time_since_epoch() - type.offset};
        if (with_care(table, instant) == type.offset) found.push_back(instant);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// Instants around every change, and some that are nowhere near one.
std::vector<Instant> interesting(const ZoneTable& table) {
    std::vector<Instant> found;
    Instant at = utc("1890-01-01T00:00:00Z");
    while (const auto next = period_at(table, at).end) {
        at = *next;
        if (at > utc("2115-01-01T00:00:00Z")) break;
        for (const seconds near :
             {-86400s, -7200s, -3600s, -1800s, -1s, 0s, 1s, 1800s, 3600s, 7200s, 86400s}) {
            found.push_back(at + near);
        }
    }
    std::mt19937_64 random{42};
    for (int i = 0; i < 2000; ++i) {
        found.push_back(
            Instant{seconds{static_cast<std::int64_t>(random() % 7'200'000'000) - 2'600'000'000}});
    }
    return found;
}

TEST(OffsetIndex, SaysForInstantsWhatTheTableSaysOrNothing) {
    for (const char* name : samples) {
        const ZoneTable table = table_of(name);
        const OffsetIndex index{table};
        for (const Instant instant : interesting(table)) {
            const seconds found = index.at(instant);
            if (found == OffsetIndex::unknown) continue;
            ASSERT_EQ(found, with_care(table, instant)) << name << " " << format_rfc3339(instant);
        }
    }
}

TEST(OffsetIndex, SaysForLocalTimesWhatEveryOffsetTriedSays) {
    for (const char* name : samples) {
        const Zone zone{name, table_of(name)};
        const ZoneTable table = table_of(name);
        for (const Instant each : interesting(table)) {
            const LocalTime local{each.time_since_epoch()};
            const auto possible = readings(table, local);
            const Resolution found = zone.resolve(local);
            const auto kind = possible.empty()      ? Resolution::Kind::gap
                              : possible.size() > 1 ? Resolution::Kind::fold
                                                    : Resolution::Kind::unique;
            ASSERT_EQ(found.kind, kind) << name << " " << format_local(local);
            if (!possible.empty()) {
                ASSERT_EQ(found.earlier, possible.front()) << name << " " << format_local(local);
                ASSERT_EQ(found.later, possible.back()) << name << " " << format_local(local);
            }
            ASSERT_EQ(zone.instant(local), found.compatible()) << name;
        }
    }
}

TEST(OffsetIndex, KnowsNearlyEveryInstantFrom1901To2106) {
    const OffsetIndex index{table_of("Europe/Madrid")};
    int unknown = 0;
    for (Instant t = utc("1901-12-14T00:00:00Z"); t < utc("2106-02-07T00:00:00Z"); t += 24h) {
        if (index.at(t) == OffsetIndex::unknown) ++unknown;
    }
    EXPECT_LT(unknown, 1000);  // of 74,580 days
    EXPECT_EQ(index.at(utc("1901-12-13T20:00:00Z")), OffsetIndex::unknown);
    EXPECT_EQ(index.at(utc("2106-02-07T07:00:00Z")), OffsetIndex::unknown);
    EXPECT_NE(index.at(utc("2106-02-07T06:28:15Z")), OffsetIndex::unknown);
}

TEST(OffsetIndex, AnEmptyOneKnowsNothing) {
    const OffsetIndex none;
    EXPECT_EQ(none.at(utc("2026-01-01T00:00:00Z")), OffsetIndex::unknown);
    EXPECT_EQ(none.at(local("2026-01-01T00:00:00")), OffsetIndex::unknown);
    EXPECT_FALSE(none.turn_near(local("2026-01-01T00:00:00")));
}

TEST(Zone, AnswersInBulkAreTheSingleOnes) {
    for (const char* name : samples) {
        const Zone each = zone(name);
        std::vector<Instant> instants = interesting(table_of(name));
        // Times that no index knows are among them, in every place of a group of four.
        for (std::size_t i = 0; i < instants.size(); i += 97) {
            instants[i] = utc("2500-07-01T00:00:00Z") + seconds{static_cast<std::int64_t>(i)};
        }
        std::vector<LocalTime> walls;
        for (const Instant instant : instants) walls.emplace_back(instant.time_since_epoch());
        std::vector<seconds> offsets(instants.size());
        std::vector<LocalTime> locals(instants.size());
        std::vector<Instant> back(instants.size());
        each.offsets(instants, offsets);
        each.locals(instants, locals);
        each.instants(walls, back);
        for (std::size_t i = 0; i < instants.size(); ++i) {
            ASSERT_EQ(offsets[i], each.offset(instants[i])) << name << " " << i;
            ASSERT_EQ(locals[i], each.local(instants[i])) << name << " " << i;
            ASSERT_EQ(back[i], each.instant(walls[i])) << name << " " << i;
        }
    }
}

TEST(Zone, ThreadsThatAskAFreshZoneAtOnceAllGetTheSameAnswers) {
    const std::vector<Instant> instants = interesting(table_of("Europe/Madrid"));
    for (int round = 0; round < 20; ++round) {
        const Tzdb tzdb = Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");  // no index is made yet
        std::vector<std::vector<seconds>> answers(4, std::vector<seconds>(instants.size()));
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            threads.emplace_back([&, i] {
                const Zone madrid = tzdb.find("europe/madrid").value();
                for (std::size_t k = 0; k < instants.size(); ++k) {
                    answers[i][k] = madrid.offset(instants[k]);
                }
            });
        }
        for (std::thread& each : threads) each.join();
        for (const auto& each : answers) ASSERT_EQ(each, answers.front());
    }
}

TEST(Zone, ShortRowsAndNoneAreAnsweredInBulkToo) {
    const Zone madrid = zone("Europe/Madrid");
    const std::vector<Instant> instants(7, utc("2026-07-01T00:00:00Z"));
    for (std::size_t count = 0; count <= instants.size(); ++count) {
        std::vector<seconds> offsets(instants.size(), seconds{0});
        madrid.offsets(std::span{instants}.first(count), offsets);
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            EXPECT_EQ(offsets[i], i < count ? seconds{2h} : seconds{0});
        }
    }
}

}  // namespace
}  // namespace plazo::timezone
