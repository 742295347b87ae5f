#include "ical/component_rules.h"

#include <array>
#include <initializer_list>

namespace plazo::ical {

namespace {

using Name = PropertyName;
using enum ComponentName;

/// Where a property has to stand once, and where it may stand once.
struct Rule {
    PropertyName property;
    std::initializer_list<ComponentName> required;
    std::initializer_list<ComponentName> at_most_once;
};

/// From RFC 5545, 3.6; 7808, 7; 7953, 3.1; 7986, 4; 9073, 7; 9074.
constexpr Rule rules[] = {
    {Name::prodid, {vcalendar}, {}},
    {Name::version, {vcalendar}, {}},
    {Name::calscale, {}, {vcalendar}},
    {Name::method, {}, {vcalendar}},
    {Name::uid,
     {vevent, vtodo, vjournal, vfreebusy, vavailability, available, participant, vlocation,
      vresource},
     {vcalendar, valarm}},
    {Name::last_modified,
     {},
     {vcalendar, vevent, vtodo, vjournal, vtimezone, vavailability, available}},
    {Name::url, {}, {vcalendar, vevent, vtodo, vjournal, vfreebusy, vavailability}},
    {Name::refresh_interval, {}, {vcalendar}},
    {Name::source, {}, {vcalendar}},
    {Name::color, {}, {vcalendar, vevent, vtodo, vjournal}},
    {Name::dtstamp, {vevent, vtodo, vjournal, vfreebusy, vavailability, available}, {}},
    {Name::dtstart,
     {standard, daylight, available},
     {vevent, vtodo, vjournal, vfreebusy, vavailability}},
    {Name::dtend, {}, {vevent, vfreebusy, vavailability, available}},
    {Name::duration, {}, {vevent, vtodo, valarm, vavailability, available}},
    {Name::classification, {}, {vevent, vtodo, vjournal, vavailability}},
    {Name::created, {}, {vevent, vtodo, vjournal, vavailability, available}},
    {Name::description,
     {},
     {vevent, vtodo, vavailability, available, participant, vlocation, vresource}},
    {Name::geo, {}, {vevent, vtodo, vlocation, vresource}},
    {Name::location, {}, {vevent, vtodo, vavailability, available}},
    {Name::organizer, {}, {vevent, vtodo, vjournal, vfreebusy, vavailability}},
    {Name::priority, {}, {vevent, vtodo, vavailability, participant}},
    {Name::sequence, {}, {vevent, vtodo, vjournal, vavailability}},
    {Name::status, {}, {vevent, vtodo, vjournal}},
    {Name::summary, {}, {vevent, vtodo, vjournal, vavailability, available, participant}},
    {Name::transp, {}, {vevent}},
    {Name::recurrence_id, {}, {vevent, vtodo, vjournal, available}},
    {Name::rrule, {}, {vevent, vtodo, vjournal, available}},
    {Name::due, {}, {vtodo}},
    {Name::completed, {}, {vtodo}},
    {Name::percent_complete, {}, {vtodo}},
    {Name::contact, {}, {vfreebusy}},
    {Name::tzid, {vtimezone}, {}},
    {Name::tzurl, {}, {vtimezone}},
    {Name::tzuntil, {}, {vtimezone}},
    {Name::tzoffsetto, {standard, daylight}, {}},
    {Name::tzoffsetfrom, {standard, daylight}, {}},
    {Name::action, {valarm}, {}},
    {Name::trigger, {valarm}, {}},
    {Name::repeat, {}, {valarm}},
    {Name::acknowledged, {}, {valarm}},
    {Name::busytype, {}, {vavailability}},
    {Name::participant_type, {participant}, {}},
    {Name::calendar_address, {}, {participant}},
    {Name::location_type, {}, {vlocation}},
    {Name::name, {}, {vlocation, vresource}},
    {Name::resource_type, {}, {vresource}},
};

constexpr std::size_t component_count = static_cast<std::size_t>(vresource) + 1;

constexpr auto table = [] {
    std::array<SingleProperties, component_count> all{};
    for (const Rule& rule : rules) {
        for (ComponentName each : rule.required) {
            all[static_cast<std::size_t>(each)].required.add(rule.property);
            all[static_cast<std::size_t>(each)].single.add(rule.property);
        }
        for (ComponentName each : rule.at_most_once) {
            all[static_cast<std::size_t>(each)].single.add(rule.property);
        }
    }
    return all;
}();

}  // namespace

const SingleProperties& single_properties(ComponentName component) {
    return table[static_cast<std::size_t>(component)];
}

bool may_contain(ComponentName outer, ComponentName inner) {
    if (outer == other) return true;
    const bool scheduled = outer == vevent || outer == vtodo;
    const bool described = scheduled || outer == vjournal || outer == vfreebusy;
    switch (inner) {
        case other:
            return true;
        case vcalendar:
            return false;
        case standard:
        case daylight:
            return outer == vtimezone;
        case valarm:
            return scheduled || outer == vavailability;
        case available:
            return outer == vavailability;
        case participant:
            return described;
        case vlocation:
            return described || outer == participant || outer == valarm;
        case vresource:
            return described || outer == participant;
        default:
            return outer == vcalendar;
    }
}

std::size_t missing_ends(std::span<const ComponentName> open, ComponentName begun) {
    for (std::size_t inner = 0; inner < open.size(); ++inner) {
        if (may_contain(open[open.size() - 1 - inner], begun)) return inner;
    }
    const bool stands_alone = begun == vcalendar || may_contain(vcalendar, begun);
    return stands_alone ? open.size() : 0;
}

}  // namespace plazo::ical
