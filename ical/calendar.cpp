#include "ical/calendar.h"

#include <algorithm>
#include <set>
#include <utility>

#include "timezone/tzid.h"

namespace plazo::ical {

namespace {

constexpr const char* our_product = "-//Plazo//Plazo//EN";
constexpr int span_year_min = 1970;
constexpr int span_year_max = 2100;

std::string text_of(const ComponentView& component, PropertyName name) {
    const auto property = component.find(name);
    return property ? parse_text(property->value()) : std::string{};
}

void fill(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
}

/// What RFC 5546, 3.2 lets be sent without a DTSTART.
bool needs_start(const std::string& method) {
    return method != "REPLY" && method != "CANCEL" && method != "REFRESH" &&
           method != "DECLINECOUNTER";
}

class CalendarReader {
  public:
    explicit CalendarReader(Calendar& calendar)
        : calendar_{calendar}, problems_{calendar.problems, problems_max} {}

    void read(const ComponentView& component) {
        if (component.id() != ComponentName::vcalendar) {
            problems_.warn(component.position(), "no-vcalendar",
                           std::string{component.name()} + " stands outside of a VCALENDAR");
            read_part(component);
            return;
        }
        if (!take_method(component)) return;
        fill(calendar_.product, text_of(component, PropertyName::prodid));
        fill(calendar_.name, text_of(component, PropertyName::name));
        fill(calendar_.name, text_of(component, PropertyName::x_wr_calname));
        fill(calendar_.zone, text_of(component, PropertyName::x_wr_timezone));
        calendar_.events.reserve(calendar_.events.size() + component.components().size());
        for (const ComponentView part : component.components()) read_part(part);
    }

    /// Every TZID of an event should be defined by the text.
    void check_zones() {
        std::set<std::string> missing;
        for (const Event& event : calendar_.events) {
            for (const DateTime* time : {&event.start, &event.end}) {
                if (time->kind != TimeKind::zoned || calendar_.zones.contains(time->tzid)) continue;
                if (!missing.insert(time->tzid).second) continue;
                problems_.warn(event.position, "undefined-tzid",
                               "there is no VTIMEZONE for \"" + time->tzid + "\"");
            }
        }
    }

  private:
    /// False, and an error, for a calendar that is sent for something else than those before it.
    bool take_method(const ComponentView& component) {
        const std::string method = upper_case(text_of(component, PropertyName::method));
        if (std::exchange(begun_, true)) {
            const auto says = [](const std::string& name) {
                return name.empty() ? "PUBLISH" : name;
            };
            if (says(method) == says(calendar_.method)) return true;
            problems_.fail(component.position(), "other-method",
                           "a calendar with METHOD:" + says(method) +
                               " after one with METHOD:" + says(calendar_.method) + " is left out");
            return false;
        }
        calendar_.method = method;
        return true;
    }

    void read_part(const ComponentView& part) {
        switch (part.id()) {
            case ComponentName::vevent:
            case ComponentName::vtodo:
                if (auto event = read_event(part, calendar_.problems)) take(std::move(*event));
                return;
            case ComponentName::vtimezone: {
                const ZoneBlock block = read_vtimezone(part, calendar_.problems);
                if (!block.tzid.empty()) take_zone(part, block);
                return;
            }
            default:
                problems_.warn(part.position(), "unused-component",
                               std::string{part.name()} + " is not read");
        }
    }

    void take(Event event) {
        if (event.dated()) {
            calendar_.events.push_back(std::move(event));
            return;
        }
        if (event.kind == EventKind::task) {
            problems_.warn(event.position, "no-start", "VTODO has neither DTSTART nor DUE");
        } else if (needs_start(calendar_.method)) {
            problems_.fail(event.position, "no-start", "VEVENT has no DTSTART");
        }
        calendar_.undated.push_back(std::move(event));
    }

    void take_zone(const ComponentView& part, const ZoneBlock& block) {
        if (calendar_.zones.size() == zones_max && !calendar_.zones.contains(block.tzid)) {
            problems_.fail(part.position(), "too-many-zones",
                           "more than " + std::to_string(zones_max) + " zones; \"" + block.tzid +
                               "\" is left out");
            return;
        }
        const auto [place, is_new] = calendar_.zones.try_emplace(block.tzid, block);
        if (!is_new && place->second.rules != block.rules) {
            problems_.warn(part.position(), "repeated-tzid",
                           "\"" + block.tzid + "\" is defined twice; the first one is taken");
        }
    }

    Calendar& calendar_;
    bool begun_ = false;
    ProblemList problems_;
};

/// The years that a calendar's events are in, for telling whether a zone's rules fit.
timezone::Span years_of(const Calendar& calendar) {
    int first = span_year_max;
    int last = span_year_min;
    for (const Event& event : calendar.events) {
        const int year = std::clamp(int{timezone::date_of(event.start.local).year()}, span_year_min,
                                    span_year_max);
        first = std::min(first, year);
        last = std::max(last, year);
    }
    if (first > last)
        return timezone::whole_years(timezone::usual_first_year, timezone::usual_last_year);
    return timezone::whole_years(first, last);
}

}  // namespace

Calendar read_calendar(const Document& document) {
    Calendar calendar;
    calendar.problems = document.problems();
    CalendarReader reader{calendar};
    for (const ComponentView component : document.components()) reader.read(component);
    reader.check_zones();
    return calendar;
}

Calendar read_calendar(std::string_view text, const Limits& limits) {
    Document document;
    document.read(text, limits);
    return read_calendar(document);
}

std::string format_calendar(const Calendar& calendar, std::span<const PropertyName> also_empty) {
    Writer writer;
    writer.begin("VCALENDAR");
    writer.line("VERSION", "2.0");
    writer.line("PRODID", format_text(calendar.product.empty() ? our_product : calendar.product));
    if (!calendar.method.empty()) writer.line("METHOD", calendar.method);
    if (!calendar.name.empty()) writer.line("X-WR-CALNAME", format_text(calendar.name));
    if (!calendar.zone.empty()) writer.line("X-WR-TIMEZONE", format_text(calendar.zone));
    for (const auto& [tzid, block] : calendar.zones) write_vtimezone(writer, block);
    for (const Event& event : calendar.events) write_event(writer, event, also_empty);
    for (const Event& event : calendar.undated) write_event(writer, event, also_empty);
    writer.end("VCALENDAR");
    return writer.take();
}

ZoneOf zones_of(const Calendar& calendar, const timezone::Tzdb& tzdb, std::string_view hint) {
    const timezone::Span span = years_of(calendar);
    std::map<std::string, std::optional<timezone::Zone>> known;  // what means nothing, too
    const auto look_up = [&](const std::string& tzid) {
        const auto block = calendar.zones.find(tzid);
        const bool defined = block != calendar.zones.end();
        const std::string_view location = defined ? block->second.location : std::string_view{};
        const auto answer =
            timezone::resolve_tzid(tzdb, tzid, defined ? &block->second.rules : nullptr, span,
                                   location.empty() ? hint : location, location);
        known.try_emplace(tzid, answer.zone);
    };
    const auto look_up_all = [&](const std::vector<DateTime>& times) {
        for (const DateTime& time : times) {
            if (time.kind == TimeKind::zoned && !known.contains(time.tzid)) look_up(time.tzid);
        }
    };
    for (const auto& [tzid, block] : calendar.zones) look_up(tzid);
    for (const Event& event : calendar.events) {
        look_up_all({event.start, event.end, event.recurrence_id.value_or(event.start)});
        look_up_all(event.additions);
        for (const Period& period : event.addition_periods) {
            look_up_all({period.start, period.end.value_or(period.start)});
        }
        look_up_all(event.exceptions);
    }
    return [known](const std::string& tzid) -> std::optional<timezone::Zone> {
        const auto found = known.find(tzid);
        return found == known.end() ? std::nullopt : found->second;
    };
}

std::optional<Instant> instant_of(const DateTime& time, const ZoneOf& zone_of) {
    if (time.kind == TimeKind::utc) return Instant{time.local.time_since_epoch()};
    if (time.kind != TimeKind::zoned) return std::nullopt;
    const auto zone = zone_of(time.tzid);
    return zone ? std::optional{zone->instant(time.local)} : std::nullopt;
}

std::optional<Instant> end_of(const Event& event, const ZoneOf& zone_of) {
    if (!event.duration) return instant_of(event.end, zone_of);
    DateTime nominal = event.start;
    nominal.local += event.duration->nominal;
    const auto instant = instant_of(nominal, zone_of);
    return instant ? std::optional{*instant + event.duration->exact} : std::nullopt;
}

}  // namespace plazo::ical
