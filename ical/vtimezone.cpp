#include "ical/vtimezone.h"

#include "ical/vtimezone_reader.h"
#include "ical/vtimezone_rule.h"

namespace plazo::ical {

namespace {

Component write_observance(const timezone::Observance& observance) {
    Component component;
    component.name = observance.daylight ? "DAYLIGHT" : "STANDARD";
    const auto local = [](LocalTime time) {
        return format_date_time({TimeKind::floating, time, {}});
    };
    component.add("DTSTART", local(observance.onset));
    component.add("TZOFFSETFROM", format_utc_offset(observance.from));
    component.add("TZOFFSETTO", format_utc_offset(observance.to));
    if (!observance.name.empty()) component.add("TZNAME", format_text(observance.name));
    if (observance.rule) {
        Recurrence rule = recurrence_of(observance.rule->day);
        if (const auto until = observance.rule->until) {
            rule.until = DateTime{TimeKind::utc, LocalTime{until->time_since_epoch()}, {}};
        }
        component.add("RRULE", format_recurrence(rule));
    }
    for (LocalTime onset : observance.onsets) component.add("RDATE", local(onset));
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
