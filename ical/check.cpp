#include "ical/check.h"

#include <algorithm>
#include <string>

#include "ical/check_value.h"
#include "ical/component_rules.h"
#include "ical/recurrence.h"
#include "ical/value.h"

namespace plazo::ical {

namespace {

constexpr std::size_t name_count =
    static_cast<std::size_t>(PropertyName::x_microsoft_disallow_counter) + 1;

bool has_until(std::string_view rule) {
    constexpr std::string_view word = "UNTIL";
    for (std::size_t at = 0; at + word.size() <= rule.size(); ++at) {
        if (same_name(rule.substr(at, word.size()), word)) return true;
    }
    return false;
}

class Checker {
  public:
    Checker(Mode mode, ProblemList& problems) : mode_{mode}, problems_{problems} {}

    void check_root(const ComponentView& component) {
        zones_.clear();
        has_method_ = false;
        check(component, std::nullopt);
    }

  private:
    void check(const ComponentView& component, std::optional<ComponentName> outer) {
        check_place(component, outer);
        if (component.id() == ComponentName::vcalendar) {
            collect_zones(component);
            has_method_ = component.find(PropertyName::method).has_value();
        }
        PropertySet seen;
        PropertySet repeated;
        for (const PropertyView property : component.properties()) {
            if (seen.contains(property.id())) repeated.add(property.id());
            seen.add(property.id());
            check_value(property, mode_, problems_);
            if (property.has_parameters()) check_zone(property);
        }
        check_counts(component, seen, repeated);
        check_together(component, seen);
        if (component.id() == ComponentName::vevent) check_times(component, seen);
        for (const ComponentView inner : component.components()) check(inner, component.id());
    }

    void check_place(const ComponentView& component, std::optional<ComponentName> outer) {
        const ComponentName inner = component.id();
        if (outer ? may_contain(*outer, inner)
                  : inner == ComponentName::vcalendar || inner == ComponentName::other) {
            return;
        }
        warn(component, "misplaced-component",
             std::string{component.name()} +
                 (outer ? " cannot stand in " + std::string{spelling(*outer)}
                        : " stands outside of a VCALENDAR"));
    }

    void collect_zones(const ComponentView& calendar) {
        zones_.clear();
        for (const ComponentView each : calendar.components()) {
            if (each.id() != ComponentName::vtimezone) continue;
            if (const auto tzid = each.find(PropertyName::tzid)) {
                zones_.push_back(parse_text(tzid->value()));
            }
        }
        std::sort(zones_.begin(), zones_.end());
    }

    void check_zone(const PropertyView& property) {
        const auto tzid = property.parameter(ParameterName::tzid);
        if (!tzid || tzid->starts_with('/')) return;  // globally unique: RFC 5545, 3.2.19
        if (std::binary_search(zones_.begin(), zones_.end(), *tzid)) return;
        problems_.warn(property.position(), "undefined-tzid",
                       "the zone \"" + std::string{*tzid} + "\" is not defined");
    }

    void check_counts(const ComponentView& component, const PropertySet& seen,
                      const PropertySet& repeated) {
        const SingleProperties& rules = single_properties(component.id());
        const PropertySet missing = rules.required.without(seen);
        const PropertySet too_many = rules.single & repeated;
        if (missing.empty() && too_many.empty()) return;
        for (std::size_t i = 0; i < name_count; ++i) {
            const auto name = static_cast<PropertyName>(i);
            if (missing.contains(name)) {
                warn(component, "missing-property",
                     std::string{component.name()} + " has no " + std::string{spelling(name)});
            }
            if (too_many.contains(name)) {
                warn(component, "property-repeated",
                     std::string{component.name()} + " has more than one " +
                         std::string{spelling(name)});
            }
        }
    }

    /// What RFC 5545 says about two properties.
    void check_together(const ComponentView& component, const PropertySet& seen) {
        using Name = PropertyName;
        const auto both = [&](Name a, Name b) { return seen.contains(a) && seen.contains(b); };
        switch (component.id()) {
            case ComponentName::vevent:
            case ComponentName::vavailability:
            case ComponentName::available:
                if (both(Name::dtend, Name::duration)) exclude(component, "DTEND", "DURATION");
                break;
            case ComponentName::vtodo:
                if (both(Name::due, Name::duration)) exclude(component, "DUE", "DURATION");
                if (seen.contains(Name::duration) && !seen.contains(Name::dtstart)) {
                    require(component, "DURATION", "DTSTART");
                }
                break;
            case ComponentName::vcalendar:
                if (component.components().empty()) {
                    warn(component, "missing-component", "VCALENDAR has nothing in it");
                }
                break;
            case ComponentName::valarm:
                check_alarm(component, seen);
                if (seen.contains(Name::duration) != seen.contains(Name::repeat)) {
                    require(component, "DURATION or REPEAT", "the other");
                }
                break;
            case ComponentName::vtimezone:
                if (component.components().empty()) {
                    warn(component, "missing-component", "VTIMEZONE has no STANDARD or DAYLIGHT");
                }
                break;
            default:
                break;
        }
    }

    /// RFC 5545, 3.6.6.
    void check_alarm(const ComponentView& alarm, const PropertySet& seen) {
        const auto action = alarm.find(PropertyName::action);
        if (!action) return;
        const bool mail = same_name(action->value(), "EMAIL");
        if (!mail && !same_name(action->value(), "DISPLAY")) return;
        if (!seen.contains(PropertyName::description)) require_one(alarm, "DESCRIPTION");
        if (mail && !seen.contains(PropertyName::summary)) require_one(alarm, "SUMMARY");
        if (mail && !seen.contains(PropertyName::attendee)) require_one(alarm, "ATTENDEE");
    }

    /// RFC 5545, 3.6.1, 3.8.2.2 and 3.3.10: what DTSTART says about the others.
    void check_times(const ComponentView& event, const PropertySet& seen) {
        if (!seen.contains(PropertyName::dtstart)) {
            if (!has_method_) require_one(event, "DTSTART");
            return;
        }
        const auto one = [&](PropertyName name) {
            return seen.contains(name) ? event.find(name) : std::nullopt;
        };
        const auto end = one(PropertyName::dtend);
        const auto rule = one(PropertyName::rrule);
        // Most rules have no UNTIL, and are not read a second time.
        const bool until = rule && has_until(rule->value());
        if (!end && !until) return;
        const PropertyView start = *event.find(PropertyName::dtstart);
        const auto begins = parse_date_time(start.value());
        if (begins && end) check_end(event, start, *begins, *end);
        if (begins && until) check_until(*begins, *rule);
    }

    void check_end(const ComponentView& event, const PropertyView& start, const DateTime& begins,
                   const PropertyView& end) {
        const auto ends = parse_date_time(end.value());
        if (!ends) return;
        if ((begins.kind == TimeKind::date) != (ends->kind == TimeKind::date)) {
            warn(event, "property-conflict", "DTEND is not of the type of DTSTART");
        } else if (begins.kind == ends->kind && ends->local < begins.local &&
                   start.parameter(ParameterName::tzid) == end.parameter(ParameterName::tzid)) {
            warn(event, "property-conflict", "DTEND is before DTSTART");
        }
    }

    void check_until(const DateTime& begins, const PropertyView& rule) {
        const auto read = parse_recurrence(rule.value());
        if (!read.recurrence || !read.recurrence->until) return;
        if ((read.recurrence->until->kind == TimeKind::date) != (begins.kind == TimeKind::date)) {
            problems_.warn(rule.value_position(), "property-conflict",
                           "UNTIL is not of the type of DTSTART");
        }
    }

    void require_one(const ComponentView& component, const char* name) {
        warn(component, "missing-property", std::string{component.name()} + " has no " + name);
    }

    void exclude(const ComponentView& component, const char* a, const char* b) {
        warn(component, "property-conflict",
             std::string{component.name()} + " cannot have both " + a + " and " + b);
    }

    void require(const ComponentView& component, const char* a, const char* b) {
        warn(component, "missing-property",
             std::string{component.name()} + " has " + a + " without " + b);
    }

    void warn(const ComponentView& component, const char* code, std::string text) {
        problems_.warn(component.position(), code, std::move(text));
    }

    Mode mode_;
    ProblemList& problems_;
    std::vector<std::string> zones_;  // of the calendar at hand, sorted
    bool has_method_ = false;
};

}  // namespace

std::vector<Problem> check(const Document& document, Mode mode, std::size_t problem_count_max) {
    std::vector<Problem> problems;
    ProblemList list{problems, problem_count_max, mode};
    Checker checker{mode, list};
    for (const ComponentView each : document.components()) checker.check_root(each);
    return problems;
}

}  // namespace plazo::ical
