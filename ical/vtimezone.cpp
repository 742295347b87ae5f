#include "ical/vtimezone.h"

#include <algorithm>

#include "ical/vtimezone_reader.h"
#include "ical/vtimezone_rule.h"

namespace plazo::ical {

namespace {

/// One onset a line, as most programs write them, until that would be more lines than are read.
constexpr std::size_t onset_lines_max = 500;

std::string format(LocalTime onset) {
    return format_date_time({TimeKind::floating, onset, {}});
}

void write_onsets(Writer& writer, const std::vector<LocalTime>& onsets) {
    const std::size_t in_a_line = onsets.size() / onset_lines_max + 1;
    std::string line;
    for (std::size_t i = 0; i < onsets.size(); ++i) {
        line += (line.empty() ? "" : ",") + format(onsets[i]);
        if ((i + 1) % in_a_line != 0 && i + 1 < onsets.size()) continue;
        writer.line("RDATE", line);
        line.clear();
    }
}

/// UNTIL in UTC; the first or last instant that can be written where it is further off.
DateTime until_of(timezone::Instant until) {
    const auto years = timezone::whole_years(timezone::year_min, timezone::year_max);
    const auto near = std::clamp(until, years.from, years.to - seconds{1});
    return {TimeKind::utc, LocalTime{near.time_since_epoch()}, {}};
}

void write_observance(Writer& writer, const timezone::Observance& observance) {
    const char* name = observance.daylight ? "DAYLIGHT" : "STANDARD";
    writer.begin(name);
    writer.line("DTSTART", format(observance.onset));
    writer.line("TZOFFSETFROM", format_utc_offset(observance.from));
    writer.line("TZOFFSETTO", format_utc_offset(observance.to));
    if (!observance.name.empty()) writer.line("TZNAME", format_text(observance.name));
    if (observance.rule) {
        Recurrence rule = recurrence_of(observance.rule->day);
        if (const auto until = observance.rule->until) rule.until = until_of(*until);
        writer.line("RRULE", format_recurrence(rule));
    }
    write_onsets(writer, observance.onsets);
    writer.end(name);
}

std::optional<ComponentView> find_vtimezone(const ComponentView& component) {
    if (component.id() == ComponentName::vtimezone) return component;
    for (const ComponentView each : component.components()) {
        if (const auto inner = find_vtimezone(each)) return inner;
    }
    return std::nullopt;
}

}  // namespace

ZoneBlock read_vtimezone(const ComponentView& component, std::vector<Problem>& problems) {
    return VtimezoneReader{problems}.read(component);
}

std::optional<ZoneBlock> read_vtimezone(std::string_view text) {
    const Document document = parse(text);
    std::vector<Problem> ignored;
    for (const ComponentView each : document.components()) {
        if (const auto block = find_vtimezone(each)) return read_vtimezone(*block, ignored);
    }
    return std::nullopt;
}

void write_vtimezone(Writer& writer, const ZoneBlock& block) {
    writer.begin("VTIMEZONE");
    writer.line("TZID", format_text(block.tzid));
    if (!block.location.empty()) writer.line("X-LIC-LOCATION", format_text(block.location));
    for (const timezone::Observance& observance : block.rules.list) {
        write_observance(writer, observance);
    }
    writer.end("VTIMEZONE");
}

}  // namespace plazo::ical
