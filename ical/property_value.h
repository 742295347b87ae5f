// ical/property_value.h - the value of a property as a C++ value.
//
// A Document keeps values as they are written; these functions type one when it is asked for.
//
// Example (runs in tests/ical/property_value_test.cpp):
//     const std::string text = "BEGIN:VEVENT\nEXDATE;TZID=Europe/Madrid:20260302T090000\n"
//                              "CATEGORIES:a\\,b,c\nEND:VEVENT\n";
//     const Document document = parse(text);
//     const ComponentView event = document.components().front();
//     times_of(*event.find(PropertyName::exdate))->front().tzid == "Europe/Madrid";
//     std::get<Texts>(*value_of(*event.find(PropertyName::categories))) == Texts{"a,b", "c"};
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ical/document.h"
#include "ical/property_types.h"
#include "ical/recurrence.h"
#include "ical/value.h"
#include "ical/writer.h"

namespace plazo::ical {

/// GEO: degrees, north and east positive.
struct GeoPosition {
    double latitude = 0;
    double longitude = 0;
    bool operator==(const GeoPosition&) const = default;
};

/// REQUEST-STATUS: "2.8", a description, and what it is about.
struct RequestStatus {
    std::string code;
    std::string description;
    std::string data;
    bool operator==(const RequestStatus&) const = default;
};

/// VALUE=BINARY, decoded.
struct Bytes {
    std::string bytes;
    bool operator==(const Bytes&) const = default;
};

/// What keeps its spelling: URI, CAL-ADDRESS, UID, TIME, XML-REFERENCE, and values of no known
/// type.
struct Raw {
    std::string text;
    bool operator==(const Raw&) const = default;
};

using Texts = std::vector<std::string>;
using Value = std::variant<Texts, std::vector<DateTime>, std::vector<Period>, Duration, Recurrence,
                           bool, int, double, seconds, GeoPosition, RequestStatus, Bytes, Raw>;

/// From VALUE, or what the property has without it. A DATE where DATE-TIME is written or the other
/// way round counts as what it is: programs forget VALUE=DATE.
ValueType type_of(const PropertyView& property);

/// Nothing when the text is not of its type. A property with one TEXT has a list of one.
std::optional<Value> value_of(const PropertyView& property);

/// The times of a property such as DTSTART or EXDATE, with its TZID applied (not to dates and times
/// in UTC, where RFC 5545, 3.2.19 forbids one). Nothing when any of them is bad. Of a PERIOD the
/// start is taken.
std::optional<std::vector<DateTime>> times_of(const PropertyView& property);
std::optional<std::vector<Period>> periods_of(const PropertyView& property);

/// A property with VALUE=DATE or TZID as the first of `times` needs; all must be of one kind.
void write_times(Writer& writer, std::string_view name, std::span<const DateTime> times);

/// RFC 4648, 4; blanks are passed over. Nothing for what is no base64.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace plazo::ical
