// Any text as a VTIMEZONE, and its TZID, or all of the text, as a name: what is read can be asked,
// written and read again, and resolving the name ends.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ical/vtimezone.h"
#include "tests/fuzz/check.h"
#include "timezone/tzid.h"

namespace plazo::ical {
namespace {

const timezone::Tzdb& tzdb() {
    static const timezone::Tzdb tzdb = timezone::Tzdb::load(PLAZO_TEST_DATA "/zoneinfo");
    return tzdb;
}

void check_equal(const timezone::Observances& a, const timezone::Observances& b) {
    for (const int year : {1601, 1900, 1970, 2024, 2026, 2050, 9000}) {
        const timezone::Span span = timezone::whole_years(year, year + 1);
        fuzz::check(a.offset(span.from) == b.offset(span.from));
        fuzz::check(a.offset_changes(span) == b.offset_changes(span));
    }
}

void check_zone(const timezone::Observances& rules) {
    const auto zone = timezone::zone_from(rules, "x");
    if (!zone) return;
    for (const int year : {1, 1601, 1969, 2025, 2100, 9998}) {
        const timezone::Span span = timezone::whole_years(year, year + 1);
        fuzz::check(timezone::describes(rules, *zone, span));
    }
}

void check_text(std::string_view text) {
    timezone::resolve_tzid(tzdb(), text);
    const auto block = read_vtimezone(text);
    if (!block) return;
    fuzz::check(block->rules.list.size() <= observances_max);
    check_zone(block->rules);
    Writer writer;
    write_vtimezone(writer, *block);
    const auto written = read_vtimezone(writer.text());
    fuzz::check(written.has_value());
    check_equal(written->rules, block->rules);
    const auto answer = timezone::resolve_tzid(tzdb(), block->tzid, &block->rules,
                                               timezone::whole_years(2024, 2026), block->location);
    fuzz::check(answer.zone.has_value() == (answer.how != timezone::TzidAnswer::How::none));
}

}  // namespace
}  // namespace plazo::ical

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    plazo::ical::check_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
