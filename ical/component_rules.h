// ical/component_rules.h - what may stand in a component, and how often. Internal to check.cpp and to
// the readers, which see by it that an END is missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "ical/names.h"

namespace plazo::ical {

/// A set of components.
class ComponentSet {
  public:
    constexpr ComponentSet(std::initializer_list<ComponentName> names) {
        for (ComponentName each : names) bits_ |= bit(each);
    }
    constexpr bool contains(ComponentName name) const { return (bits_ & bit(name)) != 0; }

  private:
    static constexpr std::uint32_t bit(ComponentName name) {
        return std::uint32_t{1} << static_cast<int>(name);
    }
    std::uint32_t bits_ = 0;
};

/// Where a property has to stand once, and where it may stand once. Elsewhere it may stand any
/// number of times.
struct OccurrenceRule {
    PropertyName property;
    ComponentSet required;
    ComponentSet at_most_once;
};
std::span<const OccurrenceRule> occurrence_rules();

/// Whether the second may stand in the first; unknown ones may stand, and hold anything, anywhere.
bool may_contain(ComponentName outer, ComponentName inner);

/// Of the components that are open, the innermost last, those whose END must be missing when
/// `begun` begins: it cannot stand in them, but in one around them. 0 where that helps nothing.
std::size_t missing_ends(std::span<const ComponentName> open, ComponentName begun);

}  // namespace plazo::ical
