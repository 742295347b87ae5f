// ical/property_types.h - which type the value of a property has: RFC 5545, 3.3 and 3.8, and the
// RFCs that names.h lists.
//
// Example (runs in tests/ical/property_value_test.cpp):
//     types_of(PropertyName::dtstart).standard == ValueType::date_time;
//     types_of(PropertyName::dtstart).allows(ValueType::date);
//     types_of(PropertyName::exdate).list;
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "ical/names.h"

namespace plazo::ical {

enum class ValueType : std::uint8_t {
    text,
    binary,
    boolean,
    cal_address,
    date,
    date_time,
    duration,
    number,  // FLOAT
    geo,     // two FLOATs; no VALUE says so
    integer,
    period,
    recur,
    request_status,  // structured TEXT; no VALUE says so
    time,
    uid,  // RFC 9253
    uri,
    utc_offset,
    xml_reference,  // RFC 9253
    unknown,        // of an X- property, or a VALUE that nobody registered
};

/// "DATE-TIME", in any case; nothing for what is not registered.
std::optional<ValueType> value_type(std::string_view name);
std::string_view spelling(ValueType type);

struct PropertyTypes {
    ValueType standard;  // where there is no VALUE
    std::uint32_t allowed = 0;
    bool list = false;  // commas part several values

    constexpr PropertyTypes(ValueType type = ValueType::text,
                            std::initializer_list<ValueType> others = {}, bool is_list = false)
        : standard{type}, allowed{bit(type)}, list{is_list} {
        for (ValueType other : others) allowed |= bit(other);
    }
    constexpr bool allows(ValueType type) const { return (allowed & bit(type)) != 0; }

  private:
    static constexpr std::uint32_t bit(ValueType type) {
        return std::uint32_t{1} << static_cast<int>(type);
    }
};

const PropertyTypes& types_of(PropertyName name);

}  // namespace plazo::ical
