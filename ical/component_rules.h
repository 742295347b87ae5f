// ical/component_rules.h - how often a property may stand in a component. Internal to check.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ical/names.h"

namespace plazo::ical {

/// A property that has to stand once, or may stand once. Any other may stand any number of times.
struct Occurrence {
    PropertyName property;
    bool required;
};

/// Of RFC 5545, 3.6 and the RFCs that extend it; nothing for components that nobody registered.
std::span<const Occurrence> occurrences_in(ComponentName component);

/// Whether the second may stand in the first; unknown ones may stand, and hold anything, anywhere.
bool may_contain(ComponentName outer, ComponentName inner);

/// Of the components that are open, the innermost last, those whose END must be missing when
/// `begun` begins: it cannot stand in them, but in one around them. 0 where that helps nothing.
std::size_t missing_ends(std::span<const ComponentName> open, ComponentName begun);

}  // namespace plazo::ical
