#include "ical/check.h"

#include <algorithm>
#include <string>

#include "ical/check_value.h"
#include "ical/component_rules.h"
#include "ical/value.h"

namespace plazo::ical {

namespace {

constexpr std::size_t name_count =
    static_cast<std::size_t>(PropertyName::x_microsoft_disallow_counter) + 1;

class Checker {
  public:
    Checker(Mode mode, ProblemList& problems) : mode_{mode}, problems_{problems} {}

    void check(const ComponentView& component, std::optional<ComponentName> outer) {
        check_place(component, outer);
        if (component.id() == ComponentName::vcalendar) collect_zones(component);
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
        for (const ComponentView inner : component.components()) check(inner, component.id());
    }

  private:
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
            case ComponentName::valarm:
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
};

}  // namespace

std::vector<Problem> check(const Document& document, Mode mode, std::size_t problem_count_max) {
    std::vector<Problem> problems;
    ProblemList list{problems, problem_count_max, mode};
    Checker checker{mode, list};
    for (const ComponentView each : document.components()) checker.check(each, std::nullopt);
    return problems;
}

}  // namespace plazo::ical
