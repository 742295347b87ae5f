#include "ical/vtimezone.h"

#include <algorithm>

#include "ical/vtimezone_reader.h"
#include "ical/vtimezone_rule.h"

namespace plazo::ical {

namespace {

/// One onset a line, as most programs write them, until that would be more lines than are read.
constexpr std::size_t onset_lines_max = 500;

void write_onsets(Component& component, const std::vector<LocalTime>& onsets) {
    const std::size_t in_a_line = onsets.size() / onset_lines_max + 1;
    for (std::size_t i = 0; i < onsets.size(); ++i) {
        const std::string onset = format_date_time({TimeKind::floating, onsets[i], {}});
        if (i % in_a_line == 0) {
            component.add("RDATE", onset);
        } else {
            component.properties.back().value += "," + onset;
        }
    }
}

/// UNTIL in UTC; the first or last instant that can be written where it is further off.
DateTime until_of(timezone::Instant until) {
    const auto years = timezone::whole_years(timezone::year_min, timezone::year_max);
    const auto near = std::clamp(until, years.from, years.to - seconds{1});
    return {TimeKind::utc, LocalTime{near.time_since_epoch()}, {}};
}

Component write_observance(const timezone::Observance& observance) {
    Component component;
    component.name = observance.daylight ? "DAYLIGHT" : "STANDARD";
    component.add("DTSTART", format_date_time({TimeKind::floating, observance.onset, {}}));
    component.add("TZOFFSETFROM", format_utc_offset(observance.from));
    component.add("TZOFFSETTO", format_utc_offset(observance.to));
    if (!observance.name.empty()) component.add("TZNAME", format_text(observance.name));
    if (observance.rule) {
        Recurrence rule = recurrence_of(observance.rule->day);
        if (const auto until = observance.rule->until) rule.until = until_of(*until);
        component.add("RRULE", format_recurrence(rule));
    }
    write_onsets(component, observance.onsets);
    return component;
}

}  // namespace

ZoneBlock read_vtimezone(const Component& component, std::vector<Problem>& problems) {
    VtimezoneReader reader{&problems};
    const auto take_all = [&](const std::vector<Property>& properties) {
        for (const Property& each : properties) {
            reader.take(vtimezone_field(each.name), {each.value, each.value_position});
        }
    };
    take_all(component.properties);
    ProblemList list{problems, problems_max};
    for (const Component& part : component.components) {
        const bool daylight = same_name(part.name, "DAYLIGHT");
        if (!daylight && !same_name(part.name, "STANDARD")) {
            list.warn(part.position, "unused-component", part.name + " in VTIMEZONE is not used");
            continue;
        }
        reader.begin(daylight, part.position);
        take_all(part.properties);
        reader.end();
    }
    return reader.finish(component.position);
}

Component write_vtimezone(const ZoneBlock& block) {
    Component component;
    component.name = "VTIMEZONE";
    component.add("TZID", format_text(block.tzid));
    if (!block.location.empty()) component.add("X-LIC-LOCATION", format_text(block.location));
    for (const timezone::Observance& observance : block.rules.list) {
        component.components.push_back(write_observance(observance));
    }
    return component;
}

}  // namespace plazo::ical
