// ical/component_rules.h - what may stand in a component, and how often. Internal to check.cpp and
// to the readers, which see by it that an END is missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ical/names.h"

namespace plazo::ical {

/// A set of known properties.
class PropertySet {
  public:
    constexpr void add(PropertyName name) { words_[word(name)] |= bit(name); }
    constexpr bool contains(PropertyName name) const {
        return (words_[word(name)] & bit(name)) != 0;
    }
    constexpr bool empty() const { return (words_[0] | words_[1]) == 0; }
    constexpr PropertySet operator&(const PropertySet& other) const {
        return {words_[0] & other.words_[0], words_[1] & other.words_[1]};
    }
    constexpr PropertySet without(const PropertySet& other) const {
        return {words_[0] & ~other.words_[0], words_[1] & ~other.words_[1]};
    }
    constexpr PropertySet() = default;

  private:
    constexpr PropertySet(std::uint64_t low, std::uint64_t high) : words_{low, high} {}
    static constexpr std::size_t word(PropertyName name) {
        return static_cast<std::size_t>(name) / 64;
    }
    static constexpr std::uint64_t bit(PropertyName name) {
        return std::uint64_t{1} << static_cast<std::size_t>(name) % 64;
    }
    std::uint64_t words_[2] = {};
};

/// The properties that have to stand once in a component, and with those the ones that may stand
/// once. All others may stand any number of times.
struct SingleProperties {
    PropertySet required;
    PropertySet single;
};
const SingleProperties& single_properties(ComponentName component);

/// Whether the second may stand in the first; unknown ones may stand, and hold anything, anywhere.
bool may_contain(ComponentName outer, ComponentName inner);

/// Of the components that are open, the innermost last, those whose END must be missing when
/// `begun` begins: it cannot stand in them, but in one around them or by itself. 0 where that helps
/// nothing.
std::size_t missing_ends(std::span<const ComponentName> open, ComponentName begun);

}  // namespace plazo::ical
