// Any bytes as a zone file: they are refused, or they are a zone that answers like any other.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/fuzz/check.h"
#include "timezone/tzif.h"
#include "timezone/zone.h"

namespace plazo::timezone {
namespace {

void check_table(const ZoneTable& table) {
    fuzz::check(!table.types.empty() && table.initial < table.types.size());
    fuzz::check(table.yearly.size() <= yearly_changes_max);
    for (std::size_t i = 0; i < table.changes.size(); ++i) {
        fuzz::check(table.changes[i].type < table.types.size());
        fuzz::check(i == 0 || table.changes[i - 1].at < table.changes[i].at);
    }
    for (const YearlyChange& each : table.yearly) fuzz::check(each.type < table.types.size());
    for (const ZoneType& each : table.types) {
        fuzz::check(each.offset <= offset_max && each.offset >= -offset_max);
    }
}

/// The ends of all years and of the periods, and a few places between.
std::vector<Instant> instants_of_interest(const ZoneTable& table) {
    std::vector<Instant> instants;
    for (const int year : {1, 1582, 1890, 1969, 2026, 2037, 2038, 2106, 2500, 9999}) {
        instants.push_back(whole_years(year, year).from);
        instants.push_back(whole_years(year, year).from + days{200});
        instants.push_back(whole_years(year, year).to - seconds{1});
    }
    constexpr std::size_t changes_tried = 20;
    for (std::size_t i = 0; i < table.changes.size() && i < changes_tried; ++i) {
        const Instant at = table.changes[i].at;
        const Span known = whole_years(year_min, year_max);
        if (at <= known.from || at >= known.to) continue;
        instants.push_back(at - seconds{1});
        instants.push_back(at);
    }
    return instants;
}

void check_zone(const Zone& zone, const std::vector<Instant>& instants) {
    std::vector<seconds> offsets(instants.size());
    zone.offsets(instants, offsets);
    for (std::size_t i = 0; i < instants.size(); ++i) {
        const LocalInfo info = zone.info(instants[i]);
        fuzz::check(info.offset == zone.offset(instants[i]) && info.offset == offsets[i]);
        fuzz::check(info.local == zone.local(instants[i]));
        const Resolution resolution = zone.resolve(info.local);
        fuzz::check(resolution.kind != Resolution::Kind::gap);
        fuzz::check(resolution.earlier <= instants[i] && instants[i] <= resolution.later);
        fuzz::check(zone.instant(info.local) == resolution.compatible());
        zone.start_of_day(date_of(info.local));
    }
    for (const int year : {1900, 2026, 2200}) {
        const Span span = whole_years(year, year + 1);
        Instant last = span.from - seconds{1};
        for (const Transition& each : zone.transitions(span.from, span.to)) {
            fuzz::check(each.at > last && each.at < span.to);
            fuzz::check(zone.offset(each.at) == each.after.offset);
            fuzz::check(zone.offset(each.at - seconds{1}) == each.before.offset);
            last = each.at;
        }
    }
}

void check_file(std::string_view bytes) {
    const auto answer = read_tzif(bytes);
    if (const auto* table = std::get_if<ZoneTable>(&answer)) {
        check_table(*table);
        check_zone(Zone{"x", *table}, instants_of_interest(*table));
    } else {
        fuzz::check(!std::get<TzifRefusal>(answer).reason.empty());
    }
}

}  // namespace
}  // namespace plazo::timezone

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::timezone::check_file({reinterpret_cast<const char*>(data), size});
    return 0;
}
