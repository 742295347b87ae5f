#include "scheduler/due_reader.h"

#include "scheduler/due.h"
#include "scheduler/suggest.h"
#include "scheduler/term.h"
#include "scheduler/trigger.h"
#include "timezone/text.h"

namespace plazo::scheduler {

using timezone::CountingRule;
using timezone::LocalTime;
using timezone::Zone;

namespace {

Zone read_zone(Fields& fields, const char* name, const DueContext& context) {
    const std::string zone_name = fields.optional_text(name).value_or(context.repository.time_zone);
    std::optional<Zone> zone = find_zone(context.tzdb, zone_name);
    if (!zone) {
        fields.fail(name, "\"" + zone_name + "\" is not a known time zone",
                    did_you_mean(zone_name, context.tzdb.names()));
    }
    return *std::move(zone);
}

/// What an offset counts from.
struct Base {
    LocalTime wall;
    /// Where it is the moment of the event, and no wall time that was named.
    std::optional<timezone::Instant> instant;
};

Base read_base(Fields& due, const Zone& zone, const DueContext& context) {
    const LocalTime event_time = zone.local(context.event_time);
    std::optional<Fields> from = due.object("from");
    if (!from) return {event_time, context.event_time};
    from->optional_text("field", name_bytes_max);  // which field it was: for people
    const bool is_event = from->flag("event", false);
    const std::optional<std::string> on = from->optional_text("on");
    from->done();
    if (is_event && !on) return {event_time, context.event_time};
    if (!on) from->fail("on", "is required", "a date, or {\"event\": true}");
    const auto date = timezone::parse_date(*on);
    if (!date) from->fail("on", "\"" + *on + "\" is not a date like 2026-12-15");
    return {timezone::at(*date, timezone::time_of_day(event_time)), std::nullopt};
}

/// What the wall shows then; refused where it shows the same twice and the second is meant, which
/// no wall time can say.
LocalTime wall_of(const Fields& due, const char* name, const Zone& zone,
                  timezone::Instant instant) {
    const LocalTime wall = zone.local(instant);
    if (zone.instant(wall) != instant) {
        due.fail(name,
                 "falls into the second of two equal hours, when clocks go back in " + zone.name(),
                 "an hour earlier or later");
    }
    return wall;
}

CountingRule read_due_rule(Fields& due) {
    const bool has_count = due.has("count");
    const bool is_business = due.choice("count", {"calendar", "business"}) == "business";
    const CountingRule rule =
        read_rule(due, is_business ? CountingRule::business : CountingRule::natural);
    if (has_count && is_business != (rule != CountingRule::natural)) {
        due.fail("rule", "does not count what \"count\" says");
    }
    return rule;
}

const timezone::WorkTimetable& read_calendar(Fields& due, const DueContext& context) {
    const std::string name = due.text("calendar", name_bytes_max);
    if (context.calendar == nullptr) {
        due.fail("calendar",
                 "the repository has no calendar \"" + name + "\", and no place is called so",
                 "plazo calendar list shows what there is");
    }
    return *context.calendar;
}

ReadDue read_counted(Fields& due, const Zone& zone, const DueContext& context) {
    const CountingRule rule = read_due_rule(due);
    const Duration offset = read_term(due, "offset", rule);
    const auto clock = read_clock(due, "at");
    if (clock && offset.exact != std::chrono::seconds{0}) {
        due.fail("at", "cannot be set for an offset in hours");
    }
    const Base base = read_base(due, zone, context);
    if (rule != CountingRule::natural) {
        const timezone::WorkTimetable& calendar = read_calendar(due, context);
        const timezone::Counting asked{rule, base.wall, offset, clock, false, base.instant};
        const timezone::Counted counted = count_term(due, "offset", asked, calendar, zone);
        return {{counted.due, false, zone.name()}, explanation(counted, rule, calendar)};
    }
    due.refuse("calendar", "has no say where calendar days are counted");
    const bool is_exact = offset.months == 0 && offset.days == 0;
    if (is_exact) {
        const timezone::Instant begin = base.instant.value_or(zone.instant(base.wall));
        return {{wall_of(due, "offset", zone, begin + offset.exact), false, zone.name()}, {}};
    }
    LocalTime at = timezone::later(base.wall, offset, zone);
    if (clock) at = timezone::at(timezone::date_of(at), *clock);
    return {{at, false, zone.name()}, {}};
}

LocalTime read_wall_time(Fields& due, const Zone& zone) {
    const std::string at = due.text("at");
    if (const auto local = timezone::parse_local(at)) return *local;
    const auto instant = timezone::parse_rfc3339(at);
    if (!instant) due.fail("at", "\"" + at + "\" is not a time like 2026-12-15T14:00:00");
    return wall_of(due, "at", zone, *instant);
}

}  // namespace

ReadDue read_due(Fields due, const DueContext& context) {
    const Zone zone = read_zone(due, "timeZone", context);
    ReadDue meant;
    if (due.has("offset")) {
        meant = read_counted(due, zone, context);
    } else if (const auto on = due.optional_text("on")) {
        due.refuse("at", "cannot stand beside \"on\"");
        const auto date = timezone::parse_date(*on);
        if (!date) due.fail("on", "\"" + *on + "\" is not a date like 2026-12-15");
        meant.due = {timezone::midnight(*date), true, zone.name()};
    } else {
        meant.due = {read_wall_time(due, zone), false, zone.name()};
    }
    due.done();
    return meant;
}

}  // namespace plazo::scheduler
