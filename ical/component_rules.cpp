#include "ical/component_rules.h"

namespace plazo::ical {

namespace {

using Name = PropertyName;

constexpr bool once = true;
constexpr bool at_most_once = false;

// RFC 5545, 3.6, and 7986, 4
constexpr Occurrence in_calendar[] = {
    {Name::prodid, once},           {Name::version, once},
    {Name::calscale, at_most_once}, {Name::method, at_most_once},
    {Name::uid, at_most_once},      {Name::last_modified, at_most_once},
    {Name::url, at_most_once},      {Name::refresh_interval, at_most_once},
    {Name::source, at_most_once},   {Name::color, at_most_once},
};

// 3.6.1
constexpr Occurrence in_event[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::dtstart, at_most_once},
    {Name::dtend, at_most_once},
    {Name::duration, at_most_once},
    {Name::classification, at_most_once},
    {Name::created, at_most_once},
    {Name::description, at_most_once},
    {Name::geo, at_most_once},
    {Name::last_modified, at_most_once},
    {Name::location, at_most_once},
    {Name::organizer, at_most_once},
    {Name::priority, at_most_once},
    {Name::sequence, at_most_once},
    {Name::status, at_most_once},
    {Name::summary, at_most_once},
    {Name::transp, at_most_once},
    {Name::url, at_most_once},
    {Name::recurrence_id, at_most_once},
    {Name::rrule, at_most_once},
    {Name::color, at_most_once},
};

// 3.6.2
constexpr Occurrence in_task[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::dtstart, at_most_once},
    {Name::due, at_most_once},
    {Name::duration, at_most_once},
    {Name::completed, at_most_once},
    {Name::percent_complete, at_most_once},
    {Name::classification, at_most_once},
    {Name::created, at_most_once},
    {Name::description, at_most_once},
    {Name::geo, at_most_once},
    {Name::last_modified, at_most_once},
    {Name::location, at_most_once},
    {Name::organizer, at_most_once},
    {Name::priority, at_most_once},
    {Name::sequence, at_most_once},
    {Name::status, at_most_once},
    {Name::summary, at_most_once},
    {Name::url, at_most_once},
    {Name::recurrence_id, at_most_once},
    {Name::rrule, at_most_once},
    {Name::color, at_most_once},
};

// 3.6.3
constexpr Occurrence in_journal[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::dtstart, at_most_once},
    {Name::classification, at_most_once},
    {Name::created, at_most_once},
    {Name::last_modified, at_most_once},
    {Name::organizer, at_most_once},
    {Name::sequence, at_most_once},
    {Name::status, at_most_once},
    {Name::summary, at_most_once},
    {Name::url, at_most_once},
    {Name::recurrence_id, at_most_once},
    {Name::rrule, at_most_once},
    {Name::color, at_most_once},
};

// 3.6.4
constexpr Occurrence in_free_busy[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::contact, at_most_once},
    {Name::dtstart, at_most_once},
    {Name::dtend, at_most_once},
    {Name::organizer, at_most_once},
    {Name::url, at_most_once},
};

// 3.6.5, and RFC 7808, 7
constexpr Occurrence in_time_zone[] = {
    {Name::tzid, once},
    {Name::last_modified, at_most_once},
    {Name::tzurl, at_most_once},
    {Name::tzuntil, at_most_once},
};
constexpr Occurrence in_observance[] = {
    {Name::dtstart, once},
    {Name::tzoffsetto, once},
    {Name::tzoffsetfrom, once},
};

// 3.6.6, and RFC 9074
constexpr Occurrence in_alarm[] = {
    {Name::action, once},         {Name::trigger, once},
    {Name::uid, at_most_once},    {Name::duration, at_most_once},
    {Name::repeat, at_most_once}, {Name::acknowledged, at_most_once},
};

// RFC 7953, 3.1
constexpr Occurrence in_availability[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::busytype, at_most_once},
    {Name::classification, at_most_once},
    {Name::created, at_most_once},
    {Name::description, at_most_once},
    {Name::dtstart, at_most_once},
    {Name::dtend, at_most_once},
    {Name::duration, at_most_once},
    {Name::last_modified, at_most_once},
    {Name::location, at_most_once},
    {Name::organizer, at_most_once},
    {Name::priority, at_most_once},
    {Name::sequence, at_most_once},
    {Name::summary, at_most_once},
    {Name::url, at_most_once},
};
constexpr Occurrence in_available[] = {
    {Name::uid, once},
    {Name::dtstamp, once},
    {Name::dtstart, once},
    {Name::dtend, at_most_once},
    {Name::duration, at_most_once},
    {Name::created, at_most_once},
    {Name::description, at_most_once},
    {Name::last_modified, at_most_once},
    {Name::location, at_most_once},
    {Name::recurrence_id, at_most_once},
    {Name::rrule, at_most_once},
    {Name::summary, at_most_once},
};

// RFC 9073, 7
constexpr Occurrence in_participant[] = {
    {Name::uid, once},
    {Name::participant_type, once},
    {Name::calendar_address, at_most_once},
    {Name::description, at_most_once},
    {Name::priority, at_most_once},
    {Name::summary, at_most_once},
};
constexpr Occurrence in_location[] = {
    {Name::uid, once},          {Name::description, at_most_once},
    {Name::geo, at_most_once},  {Name::location_type, at_most_once},
    {Name::name, at_most_once},
};
constexpr Occurrence in_resource[] = {
    {Name::uid, once},          {Name::description, at_most_once},   {Name::geo, at_most_once},
    {Name::name, at_most_once}, {Name::resource_type, at_most_once},
};

}  // namespace

std::span<const Occurrence> occurrences_in(ComponentName component) {
    switch (component) {
        case ComponentName::other:
            return {};
        case ComponentName::vcalendar:
            return in_calendar;
        case ComponentName::vevent:
            return in_event;
        case ComponentName::vtodo:
            return in_task;
        case ComponentName::vjournal:
            return in_journal;
        case ComponentName::vfreebusy:
            return in_free_busy;
        case ComponentName::vtimezone:
            return in_time_zone;
        case ComponentName::standard:
        case ComponentName::daylight:
            return in_observance;
        case ComponentName::valarm:
            return in_alarm;
        case ComponentName::vavailability:
            return in_availability;
        case ComponentName::available:
            return in_available;
        case ComponentName::participant:
            return in_participant;
        case ComponentName::vlocation:
            return in_location;
        case ComponentName::vresource:
            return in_resource;
    }
    return {};
}

bool may_contain(ComponentName outer, ComponentName inner) {
    using enum ComponentName;
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
    return 0;
}

}  // namespace plazo::ical
