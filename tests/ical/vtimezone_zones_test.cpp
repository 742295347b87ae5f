// Every zone there is, written as a VTIMEZONE and read again.
#include <filesystem>

#include "fixture.h"
#include "ical/recurrence.h"
#include "ical/vtimezone.h"

namespace plazo::ical {
namespace {

using timezone::Span;
using timezone::Zone;

void expect_kept(const Zone& zone, const timezone::Observances& rules, Span span) {
    const ZoneBlock block{zone.name(), rules, ""};
    Writer writer;
    write_vtimezone(writer, block);
    const std::string& text = writer.text();
    const Document document = parse(text);
    std::vector<Problem> problems;
    const ZoneBlock read = read_vtimezone(document.components().front(), problems);
    EXPECT_TRUE(document.problems().empty() && problems.empty()) << text;
    EXPECT_EQ(timezone::first_difference(read.rules, zone, span), std::nullopt)
        << zone.name() << "\n"
        << text;
}

void expect_all_kept(const timezone::Tzdb& tzdb) {
    // Enough to see the rules without an end in every kind of year.
    const Span all = timezone::whole_years(timezone::year_min, 2300);
    const Span few = timezone::whole_years(2026, 2027);
    for (const Zone& zone : tzdb.zones()) {
        expect_kept(zone, timezone::observances_from(zone, all.from), all);
        expect_kept(zone, timezone::observances_from(zone, few.from), {few.from, all.to});
        expect_kept(zone, timezone::observances_of(zone, few), few);
        const timezone::OutlookRules outlook = timezone::outlook_safe(zone, few);
        expect_kept(zone, outlook.rules, {few.from, outlook.wrong_from.value_or(few.to)});
    }
}

TEST(VtimezoneZones, EveryZoneSurvivesItsText) {
    expect_all_kept(frozen_tzdb());
}

TEST(VtimezoneZones, EveryZoneOfThisMachineSurvivesItsText) {
    const std::string folder = timezone::default_folder;
    if (!std::filesystem::exists(folder + "/Europe/Madrid")) GTEST_SKIP();
    expect_all_kept(timezone::Tzdb::load(folder));
}

TEST(VtimezoneZones, OutlookGetsOneRuleOfItsKindForEachPart) {
    for (const Zone& zone : frozen_tzdb().zones()) {
        const auto rules = timezone::outlook_safe(zone, timezone::whole_years(2026, 2026)).rules;
        Writer writer;
        write_vtimezone(writer, {zone.name(), rules, ""});
        const Document document = parse(writer.text());
        const ComponentView block = document.components().front();
        EXPECT_LE(block.components().size(), 2u);
        int standards = 0;
        for (const ComponentView part : block.components()) {
            standards += part.id() == ComponentName::standard ? 1 : 0;
            EXPECT_FALSE(part.find(PropertyName::rdate));
            EXPECT_LE(part.all(PropertyName::rrule).size(), 1u);
            const auto rule = part.find(PropertyName::rrule);
            if (!rule) continue;
            const auto read = parse_recurrence(rule->value()).recurrence;
            EXPECT_EQ(read->frequency, Frequency::yearly);
            EXPECT_EQ(read->by_month.size(), 1u);
            EXPECT_EQ(read->by_day.size() + read->by_month_day.size(), 1u);
        }
        EXPECT_EQ(standards, 1) << zone.name();
    }
}

}  // namespace
}  // namespace plazo::ical
