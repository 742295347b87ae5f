// ical/component.h - an iCalendar text as a tree of components, and back.
//
//     Component    VCALENDAR, VEVENT, VALARM...: properties in order, then components in order
//     parse()      text -> components and Problems; it always goes on to the end of the text
//     format()     component -> text in canonical form
//
// Nothing here knows what a property means, so nothing is lost: unknown properties, parameters and
// components keep their place and their raw values. format(parse(text)) is canonical: lines folded
// at 75 octets, CRLF, parameters quoted and escaped where needed. Reading it again and writing it
// gives the same text.
//
// Example (runs in tests/ical/component_test.cpp):
//     ParseResult result = parse("BEGIN:VCALENDAR\nX-MOOD:fine\nEND:VCALENDAR\n");
//     const Component& calendar = result.components.front();
//     calendar.find("x-mood")->value == "fine";
//     format(calendar) == "BEGIN:VCALENDAR\r\nX-MOOD:fine\r\nEND:VCALENDAR\r\n";
//
// Repaired with a warning: an END that is missing, belongs to an outer component or to none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/problem.h"
#include "ical/scan.h"

namespace plazo::ical {

struct Component {
    std::string name;
    std::vector<Property> properties;
    std::vector<Component> components;
    Position position;  // of its BEGIN

    /// The first property of that name.
    const Property* find(std::string_view property_name) const;
    std::vector<const Property*> all(std::string_view property_name) const;

    /// Appends a property. `value` is raw: TEXT has to be escaped (value.h).
    Property& add(std::string property_name, std::string value);

    /// Positions take no part.
    bool operator==(const Component& other) const;
};

struct ParseResult {
    /// Usually one VCALENDAR; a stream may hold several.
    std::vector<Component> components;
    std::vector<Problem> problems;
};

/// What does not contain any component is not iCalendar: that is one error, "not-icalendar", and
/// nothing else is said about the text.
ParseResult parse(std::string_view text, Limits limits = {});

/// Never writes a line that was not asked for: line breaks in a value become the escape \n, in a
/// parameter ^n; control characters and, in names, whatever cannot be part of a name are left out.
std::string format(const Component& component);
std::string format(const std::vector<Component>& components);

}  // namespace plazo::ical
