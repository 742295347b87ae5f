// ical/component_rules.h - how often a property may stand in a component. Internal to check.cpp.
#pragma once

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

/// Whether the first may stand in the second; unknown ones may stand anywhere.
bool may_contain(ComponentName outer, ComponentName inner);

}  // namespace plazo::ical
