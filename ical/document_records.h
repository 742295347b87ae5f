// ical/document_records.h - how a Document holds what it found. Internal to document.h.
//
// Everything is an offset of 32 bits into the text and what was copied of it, so that a record is
// small: memory, not computing, decides how fast a long text is read. Offsets below the length of
// the text lead into the text, others into the copies. Where a copied line stands in the text is
// written into the four bytes before the copy.
#pragma once

#include <cstdint>

#include "ical/names.h"

namespace plazo::ical {

/// A value of a parameter. Further values of the same parameter follow with `continued`.
struct ParameterRecord {
    std::uint32_t name;
    std::uint32_t value;
    std::uint32_t value_end;
    ParameterName id;
    std::uint8_t name_length;
    bool continued;
};
static_assert(sizeof(ParameterRecord) == 16);

struct PropertyRecord {
    static constexpr std::uint16_t parameter_count_max = 0x7FFF;

    std::uint32_t line;  // counted from 1
    std::uint32_t name;  // where the line begins
    std::uint32_t value;
    std::uint32_t value_end;
    std::uint32_t parameters;  // the first one
    std::uint16_t parameter_count : 15;
    std::uint16_t plain : 1;  // no parameter was decoded or repaired: name to value_end is the line
    std::uint8_t name_length;
    PropertyName id;
};
static_assert(sizeof(PropertyRecord) == 24);

/// A component's own properties are those of its range that are in no range of a component inside.
struct ComponentRecord {
    std::uint32_t source;  // of its BEGIN in the text
    std::uint32_t line;
    std::uint32_t name;
    std::uint32_t source_end;  // of its END in the text, or of what closed it
    std::uint32_t first_property;
    std::uint32_t last_property;   // one past
    std::uint32_t last_component;  // one past the last component inside
    std::uint16_t name_length;
    ComponentName id;
    bool closed;  // it has an END of its own
};
static_assert(sizeof(ComponentRecord) == 32);

}  // namespace plazo::ical
