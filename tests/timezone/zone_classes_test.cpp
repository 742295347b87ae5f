#include "timezone/zone_classes.h"

#include <gtest/gtest.h>

#include <thread>

#include "timezone/observances.h"
#include "tree.h"

namespace plazo::timezone {
namespace {

using namespace std::chrono_literals;

TEST(ZoneClasses, ExampleOfTheManualPage) {
    const Tzdb& tzdb = frozen_tzdb();
    const ZoneClasses classes{tzdb.zones(), whole_years(2026, 2026)};
    const ZoneClass* utc_class = classes.find(seconds{0}, {});
    ASSERT_NE(utc_class, nullptr);
    EXPECT_EQ(tzdb.zones()[utc_class->members.front()].name(), "Etc/UTC");
    EXPECT_EQ(classes.find(seconds{17}, {}), nullptr);
}

TEST(ZoneClasses, EveryZoneIsInTheClassOfWhatItsClocksShow) {
    const auto& zones = frozen_tzdb().zones();
    const Span span = whole_years(1990, 1995);
    const ZoneClasses classes{zones, span};
    for (std::uint32_t i = 0; i < zones.size(); ++i) {
        for (std::uint32_t j = 0; j < zones.size(); ++j) {
            EXPECT_EQ(&classes.of(i) == &classes.of(j), same_offsets(zones[i], zones[j], span))
                << zones[i].name() << " " << zones[j].name();
        }
    }
}

TEST(ZoneClasses, AZonesNamesAreThoseOfTheSpan) {
    const auto& zones = frozen_tzdb().zones();
    const ZoneClasses classes{zones, whole_years(2026, 2026)};
    const auto berlin = std::find_if(zones.begin(), zones.end(), [](const Zone& each) {
        return each.name() == "Europe/Berlin";
    });
    EXPECT_EQ(classes.names(static_cast<std::uint32_t>(berlin - zones.begin())),
              (std::vector<ShownName>{{1h, "CET"}, {2h, "CEST"}}));
}

TEST(ZoneYears, AYearIsMadeOnceWhoeverAsks) {
    const Tzdb tzdb = Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    std::vector<const ZoneClasses*> seen(4);
    std::vector<std::thread> threads;
    for (auto& each : seen) {
        threads.emplace_back([&tzdb, &each] { each = &tzdb.years().in(2031, tzdb.zones()); });
    }
    for (std::thread& each : threads) each.join();
    for (const ZoneClasses* each : seen) EXPECT_EQ(each, seen.front());
    EXPECT_NE(&tzdb.years().in(2032, tzdb.zones()), seen.front());
}

// The classes of single years, put together, and those of the whole span are the same zones.
TEST(ZonesLike, YearsAndSpansAgree) {
    const Tzdb& tzdb = frozen_tzdb();
    const Span years = whole_years(1985, 2030);
    const Span same_but_no_years{years.from, years.to - 1s};
    for (const Zone& zone : tzdb.zones()) {
        const Observances rules = observances_of(zone, years);
        const auto names = [&](Span span) {
            std::vector<std::string> found;
            for (const Zone& each : zones_like(tzdb, rules, span)) found.push_back(each.name());
            return found;
        };
        const auto found = names(years);
        EXPECT_EQ(found, names(same_but_no_years)) << zone.name();
        EXPECT_NE(std::find(found.begin(), found.end(), zone.name()), found.end()) << zone.name();
        for (const Zone& other : tzdb.zones()) {
            EXPECT_EQ(std::find(found.begin(), found.end(), other.name()) != found.end(),
                      same_offsets(zone, other, years))
                << zone.name() << " " << other.name();
        }
        EXPECT_EQ(zone_like(tzdb, rules, years)->name(), found.front());
    }
}

TEST(ZonesLike, SpansBeyondTheKnownYearsAreAnsweredToo) {
    const Tzdb& tzdb = frozen_tzdb();
    const Observances rules = outlook_safe(zone("Europe/Madrid"), 2026);
    EXPECT_EQ(zones_like(tzdb, rules, whole_years(2099, 2103)).size(), 3u);
    EXPECT_EQ(zones_like(tzdb, rules, whole_years(9990, 9999)).size(), 3u);
    const Span early = whole_years(1950, 1951);
    for (const Zone& each : zones_like(tzdb, rules, early)) {
        EXPECT_TRUE(describes(rules, each, early)) << each.name();
    }
    EXPECT_EQ(zone_like(tzdb, {}, whole_years(2026, 2026)), std::nullopt);
}

TEST(ZonesLike, TheHintDecidesBeforeTheNames) {
    const Tzdb& tzdb = frozen_tzdb();
    const Span span = whole_years(2024, 2026);
    Observances named = outlook_safe(zone("Europe/Dublin"), 2026);
    EXPECT_EQ(zone_like(tzdb, named, span)->name(), "Europe/Dublin");
    named.list[1].name = "BST";
    EXPECT_EQ(zone_like(tzdb, named, span)->name(), "Europe/London");
    EXPECT_EQ(zone_like(tzdb, named, span, "europe/dublin")->name(), "Europe/Dublin");
    EXPECT_EQ(zone_like(tzdb, named, span, "Asia/Kolkata")->name(), "Europe/London");
}

}  // namespace
}  // namespace plazo::timezone
